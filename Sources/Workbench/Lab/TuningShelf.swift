import Inference

/// The ways of convolutions that `tune` measured: in memory, and in a file of the user's where later sessions find them.
///
/// The file is read when a plan first needs it. Nothing in it is trusted: what is not a whole record of this processor is left alone.
package final class TuningShelf {
    private let folder: String?
    /// What the record is about: the processor and the kernels that were measured.
    private lazy var machine = makeMachine()
    private let makeMachine: () -> String
    private var known: TunedConvolutions?
    /// What there was to say when the record was read, once.
    private var complaint: String?

    /// - Parameters:
    ///   - folder: where the record is kept, made when there is something to keep; `nil` keeps it for the session alone.
    ///   - machine: looked up when the record is first needed.
    package init(folder: String? = nil, machine: @autoclosure @escaping () -> String = TunedConvolutions.machine) {
        self.folder = folder
        makeMachine = machine
    }

    /// Where the record of this machine is.
    package var path: String? { folder.map { "\($0)/tuned-\(Self.fingerprint(machine)).txt" } }

    /// What was measured; empty where nothing was.
    package var convolutions: TunedConvolutions {
        if let known { return known }
        let read = record()
        known = read
        return read
    }

    /// Takes what there is to tell about the record, the first time.
    package func takeComplaint() -> String? {
        defer { complaint = nil }
        return complaint
    }

    /// Adds measurements to the record, and writes it.
    ///
    /// - Returns: where it is now, in words.
    /// - Throws: ``FileWriter/Failure``
    package func keep(_ contests: [ConvolutionContest]) throws -> String {
        var all = convolutions
        for contest in contests where !contest.durations.isEmpty { all.set(contest.winner, for: contest.geometry) }
        known = all
        guard let path else { return "kept for this session" }
        guard !contests.isEmpty else { return "nothing to keep" }
        try FileWriter.makeFolder(above: path)
        try FileWriter.write(Array(all.text(machine: machine).utf8), to: path)
        return "kept in \(path)"
    }

    private func record() -> TunedConvolutions {
        guard let path, let bytes = BoundedFile.bytes(of: path, limit: TunedConvolutions.mostBytes + 1) else { return TunedConvolutions() }
        guard bytes.count <= TunedConvolutions.mostBytes else {
            complaint = "'\(path)' is not used: expected at most \(TunedConvolutions.mostBytes) bytes"
            return TunedConvolutions()
        }
        do {
            return try TunedConvolutions(text: String(decoding: bytes, as: UTF8.self), machine: machine)
        } catch {
            complaint = "'\(path)' is not used: \(error)"
            return TunedConvolutions()
        }
    }

    /// 16 hexadecimal digits. Source: FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv/.
    private static func fingerprint(_ text: String) -> String {
        let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0100_0000_01b3 }
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
