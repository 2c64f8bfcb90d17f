import ModelFormats

/// What holds of archives and deflated streams whatever bytes they are.
enum ArchiveProperties {
    private static let longestMember = 1 << 20

    /// Which property the bytes violate; `nil` where all hold.
    static func violation(by bytes: [UInt8]) -> String? {
        ofArchive(bytes) ?? ofStream(bytes) ?? ModelFileProperties.violation(by: bytes, as: NPZFormat.self)
            ?? ModelFileProperties.violation(by: bytes, as: PyTorchFormat.self)
    }

    private static func ofArchive(_ bytes: [UInt8]) -> String? {
        do throws(ModelFormatError) {
            let archive = try ZipArchive(MappedFile(path: "fuzzed", contents: bytes))
            guard archive.members.count <= bytes.count / 46 else { return "\(archive.members.count) members" }
            for member in archive.members {
                if let violation = try ofMember(member, in: archive) { return violation }
            }
            return nil
        } catch {
            return error.description.isEmpty ? "an error without words" : nil
        }
    }

    private static func ofMember(_ member: ZipMember, in archive: ZipArchive) throws(ModelFormatError) -> String? {
        let contents: FileRegion
        do throws(ModelFormatError) {
            contents = try archive.contents(of: member, maximumByteCount: longestMember)
        } catch {
            return error.description.utf8.starts(with: "member '".utf8) ? nil : "an error that does not name its member"
        }
        guard contents.byteCount == member.byteCount else { return "\(contents.byteCount) bytes instead of \(member.byteCount)" }
        return archive.member(named: member.name) == nil ? "a member that its name does not find" : nil
    }

    /// The first two bytes say how much the rest holds.
    private static func ofStream(_ bytes: [UInt8]) -> String? {
        guard bytes.count > 2 else { return nil }
        let byteCount = Int(bytes[0]) << 8 | Int(bytes[1])
        let region = MappedFile(path: "fuzzed", contents: Array(bytes[2...])).contents
        do throws(ModelFormatError) {
            let inflated = try Deflate.inflate(region, byteCount: byteCount, name: "inflated")
            return inflated.byteCount == byteCount ? nil : "\(inflated.byteCount) bytes instead of \(byteCount)"
        } catch {
            return error.description.isEmpty ? "an error without words" : nil
        }
    }
}
