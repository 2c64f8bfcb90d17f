/// Why an asset cannot be had.
package enum AssetError: Error, Equatable {
    /// No directory to keep files in: neither `CNNS_CACHE` nor `XDG_CACHE_HOME` nor `HOME` names one.
    case noCacheFolder
    case file(FileError)
    /// A program that brings the file is not installed.
    case missingProgram(name: String, needed: String)
    /// `pip` itself gave up; the last line of what it said.
    case pipFailed(requirement: String, reason: String)
    /// `CNNS_OFFLINE` forbids fetching.
    case offline(name: String, source: String)
    /// `CNNS_MIRROR` is no address to fetch from.
    case mirror(String)
    case noNetwork(source: String, reason: String)
    case server(address: String, status: Int)
    case transfer(address: String, reason: String)
    /// More bytes than the file can have.
    case tooLarge(source: String, limit: Int)
    case noMember(name: String, archive: String, reason: String)
    case size(name: String, expected: Int, found: Int)
    case checksum(name: String, expected: String, found: String)
    /// The name is not that of a file in the program.
    case notEmbedded(name: String)
}

extension AssetError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .noCacheFolder: "no directory to keep downloads in: set CNNS_CACHE to one"
        case .file(let error): error.description
        case .missingProgram(let name, let needed): "'\(name)' is missing, which \(needed) comes through"
        case .pipFailed(let requirement, let reason): "pip cannot bring '\(requirement)': \(reason)"
        case .offline(let name, let source): "'\(name)' is not in the cache, and CNNS_OFFLINE forbids to fetch it from '\(source)'"
        case .mirror(let address): "expected an address that begins with 'https://' in CNNS_MIRROR, found '\(address)'"
        case .noNetwork(let source, let reason): "no network to fetch '\(source)': \(reason)"
        case .server(let address, let status): "the server answers \(status) for '\(address)'"
        case .transfer(let address, let reason): "cannot fetch '\(address)': \(reason)"
        case .tooLarge(let source, let limit): "expected at most \(limit) bytes from '\(source)', found more"
        case .noMember(let name, let archive, let reason): "no usable '\(name)' in '\(archive)': \(reason)"
        case .size(let name, let expected, let found): "expected \(expected) bytes for '\(name)', found \(found)"
        case .checksum(let name, let expected, let found): "expected the SHA-256 \(expected) for '\(name)', found \(found)"
        case .notEmbedded(let name): "no file '\(name)' in the program"
        }
    }
}
