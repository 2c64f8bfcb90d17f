import Glibc
import Synchronization
import Tensors

/// The bytes of a file, mapped read-only: only the pages that are looked at are read.
///
/// Tensors that view the bytes keep the file mapped. The same type holds bytes that were decompressed from an archive.
package final class MappedFile: @unchecked Sendable {
    /// Where the bytes come from, for messages.
    package let path: String
    /// Valid as long as the file is referred to.
    package let bytes: UnsafeRawBufferPointer
    private let isMapped: Bool
    private let copies = Mutex<AlignedCopies?>(nil)

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
            isMapped = false
            return
        }
        let address = mmap(nil, byteCount, PROT_READ, MAP_PRIVATE, descriptor, 0)
        guard let address, address != MAP_FAILED else { throw FileError(code: errno, path: path, action: "map") }
        bytes = UnsafeRawBufferPointer(start: address, count: byteCount)
        isMapped = true
    }

    /// Holds bytes that `body` writes, all of them, under the name of where they come from.
    package init(path: String, byteCount: Int, writtenBy body: (UnsafeMutableRawBufferPointer) -> Void) {
        self.path = path
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(byteCount, 1), alignment: TensorStorage.alignment)
        memory.initializeMemory(as: UInt8.self, repeating: 0)
        let contents = UnsafeMutableRawBufferPointer(rebasing: memory[..<byteCount])
        body(contents)
        bytes = UnsafeRawBufferPointer(contents)
        isMapped = false
    }

    /// Holds bytes that are in memory already.
    package convenience init(path: String, contents: [UInt8]) {
        self.init(path: path, byteCount: contents.count) { $0.copyBytes(from: contents) }
    }

    deinit {
        guard let address = bytes.baseAddress else { return }
        if isMapped {
            munmap(UnsafeMutableRawPointer(mutating: address), bytes.count)
        } else {
            address.deallocate()
        }
    }

    package var byteCount: Int { bytes.count }

    /// Storage for a copy of a part of the file; the parts of a large file share a block.
    func storageForCopy(byteCount: Int) -> TensorStorage {
        guard isMapped, self.byteCount >= Self.smallestLargeFile else { return TensorStorage(byteCount: byteCount) }
        let copies = copies.withLock { copies in
            let existing = copies ?? AlignedCopies(ofFileOf: self.byteCount)
            copies = existing
            return existing
        }
        return copies.storage(byteCount: byteCount) ?? TensorStorage(byteCount: byteCount)
    }

    private static let smallestLargeFile = 4 << 20

    /// Gives back the memory of a stretch that has been copied, so that it is not there twice; it can still be read.
    func releasePages(in range: Range<Int>) {
        guard isMapped, let address = bytes.baseAddress, range.count >= Self.smallestRelease else { return }
        let pageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
        let first = (range.lowerBound + pageSize - 1) / pageSize * pageSize
        let last = range.upperBound / pageSize * pageSize
        if first < last { madvise(UnsafeMutableRawPointer(mutating: address + first), last - first, MADV_DONTNEED) }
    }

    /// Smaller stretches are not worth a system call.
    private static let smallestRelease = 1 << 16

    /// The whole file as a region of itself.
    package var contents: FileRegion { FileRegion(file: self, range: 0..<byteCount) }

    /// Whether the file begins with `prefix`.
    package func begins(with prefix: [UInt8]) -> Bool { bytes.starts(with: prefix) }
}
