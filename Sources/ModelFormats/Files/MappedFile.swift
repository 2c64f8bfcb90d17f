import CMappedFiles
import Glibc
import Synchronization
import Tensors

/// The bytes of a file, mapped read-only: only the pages that are looked at are read.
///
/// Tensors that view the bytes keep the file mapped. A file that somebody cuts short meanwhile reads as zeros from there on, see ``isCut``. The same type holds bytes that were decompressed from an archive.
package final class MappedFile: @unchecked Sendable {
    /// Where the bytes come from, for messages.
    package let path: String
    /// Valid as long as the file is referred to.
    package let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool
    /// By which the mapping is watched.
    private let watch: Int32
    private let copies = Mutex(Copies())
    private let companions = Mutex<[MappedFile]>([])

    /// Maps the file at `path`.
    ///
    /// - Throws: ``FileError`` where there is no regular file that may be read.
    package init(path: String) throws(FileError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw FileError(code: errno, path: path, action: "open") }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw FileError(code: errno, path: path, action: "examine") }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(path: path) }
        self.path = path
        let byteCount = Int(status.st_size)
        guard byteCount > 0 else {
            bytes = UnsafeRawBufferPointer(start: nil, count: 0)
            (isMapped, watch) = (false, -1)
            return
        }
        let address = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else { throw FileError(code: errno, path: path, action: "map") }
        bytes = UnsafeRawBufferPointer(start: address, count: byteCount)
        (isMapped, watch) = (true, cmappedfiles_watch(address, byteCount))
    }

    /// Holds bytes that `body` writes, all of them, under the name of where they come from.
    package init(path: String, byteCount: Int, writtenBy body: (UnsafeMutableRawBufferPointer) -> Void) {
        self.path = path
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(byteCount, 1), alignment: TensorStorage.alignment)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        let contents = UnsafeMutableRawBufferPointer(rebasing: memory[..<byteCount])
        body(contents)
        bytes = UnsafeRawBufferPointer(contents)
        (isMapped, watch) = (false, -1)
    }

    /// Holds bytes that are in memory already.
    package convenience init(path: String, contents: [UInt8]) {
        self.init(path: path, byteCount: contents.count) { $0.copyBytes(from: contents) }
    }

    deinit {
        guard let address = bytes.baseAddress else { return }
        if isMapped {
            cmappedfiles_unwatch(watch)
            munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
        } else {
            address.deallocate()
        }
    }

    package var byteCount: Int { bytes.count }

    /// Whether a part of the file was gone when it was looked at, and was read as zeros: somebody has cut the file short.
    package var isCut: Bool { cmappedfiles_is_cut(watch) || companions.withLock { $0.contains(where: \.isCut) } }

    /// Notes another file that holds a part of what this one describes.
    func add(companion: MappedFile) { companions.withLock { $0.append(companion) } }

    /// What has been copied of a file.
    private struct Copies {
        var block: AlignedCopies?
        var byteCount = 0
    }

    /// A copy of a part of the file; the parts of a large file share a block, and are copied when they are first looked at.
    ///
    /// - Throws: ``ModelFormatError`` once several times the file has been copied, as only overlapping parts make it.
    func storage(copying range: Range<Int>) throws(ModelFormatError) -> TensorStorage {
        let isLarge = isMapped && byteCount >= Self.smallestLargeFile
        let block = try copies.withLock { copies throws(ModelFormatError) in
            copies.byteCount += range.count
            guard copies.byteCount / Self.greatestCopyRatio <= byteCount else { throw .unsupported("a file whose tensors overlap") }
            if isLarge, copies.block == nil { copies.block = AlignedCopies(ofFileOf: byteCount) }
            return copies.block
        }
        let original = TensorStorage(borrowing: UnsafeRawBufferPointer(rebasing: bytes[range]), from: self)
        if let shared = block?.storage(copying: original) { return shared }
        let storage = TensorStorage(byteCount: range.count)
        storage.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[range]))
        return storage
    }

    private static let greatestCopyRatio = 8
    private static let smallestLargeFile = 4 << 20

    /// The whole file as a region of itself.
    package var contents: FileRegion { FileRegion(file: self, range: 0..<byteCount) }

    /// Whether the file begins with `prefix`.
    package func begins(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }
}

extension MappedFile: RecoverableMemory {
    /// Pages that have been copied or arranged need not be in this process's memory, too; they can still be read.
    package func release(_ part: UnsafeRawBufferPointer) {
        guard isMapped, let address = part.baseAddress, part.count >= Self.smallestRelease else { return }
        let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
        let start = Int(bitPattern: address)
        let (first, end) = ((start + pageSize - 1) / pageSize * pageSize, (start + part.count) / pageSize * pageSize)
        if first < end { madvise(UnsafeMutableRawPointer(mutating: address) + (first - start), end - first, MADV_DONTNEED) }
    }

    /// Smaller stretches are not worth a system call.
    private static let smallestRelease = 1 << 16
}
