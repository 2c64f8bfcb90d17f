/// Reads a Python pickle as data, running nothing: a call becomes a note of what would be called.
///
/// A call of anything that is not in ``PickleCalls/allowed`` ends the reading. Stack, memo and containers are bounded.
struct PickleReader {
    static let formatName = "pickle"
    private static let maximumStackCount = 1 << 20
    private static let maximumNodeCount = 1 << 22

    var reader: ByteReader
    private var stack: [PickleValue] = []
    /// Heights of the stack at the marks that are open.
    private var marks: [Int] = []
    private var memo: [Int: PickleValue] = [:]
    private(set) var heap = PickleHeap()

    /// Reads from where `reader` stands.
    init(_ reader: ByteReader) { self.reader = reader }

    /// The value that the pickle describes; `reader` then stands behind it.
    mutating func read() throws(ModelFormatError) -> PickleValue {
        while true {
            let byte = try reader.integer(UInt8.self, "pickle")
            guard let opcode = PickleOpcode(rawValue: byte) else {
                throw malformed("the instruction \(byte) at byte \(reader.position - 1)")
            }
            if opcode == .stop { return try pop() }
            if let literal = try literal(opcode) {
                try push(literal)
            } else if try !handleStack(opcode), try !collect(opcode) {
                try note(opcode)
            }
            guard heap.nodes.count <= Self.maximumNodeCount else {
                throw .limit(of: "containers in a pickle", maximum: Self.maximumNodeCount)
            }
        }
    }

    private func malformed(_ reason: String) -> ModelFormatError { .malformed(format: Self.formatName, reason: reason) }

    // MARK: - Stack and memo

    private mutating func push(_ value: PickleValue) throws(ModelFormatError) {
        guard stack.count < Self.maximumStackCount else { throw .limit(of: "values on a pickle's stack", maximum: Self.maximumStackCount) }
        stack.append(value)
    }

    private mutating func pop() throws(ModelFormatError) -> PickleValue {
        guard let value = stack.popLast() else { throw malformed("a value is taken from an empty stack") }
        return value
    }

    private func top() throws(ModelFormatError) -> PickleValue {
        guard let value = stack.last else { throw malformed("the stack is empty") }
        return value
    }

    /// The values above the last mark.
    private mutating func popToMark() throws(ModelFormatError) -> [PickleValue] {
        guard let mark = marks.popLast(), mark <= stack.count else { throw malformed("no mark where one is expected") }
        defer { stack.removeSubrange(mark...) }
        return Array(stack[mark...])
    }

    private mutating func handleStack(_ opcode: PickleOpcode) throws(ModelFormatError) -> Bool {
        switch opcode {
        case .proto: try reader.skip(1, "protocol")
        case .frame: try reader.skip(8, "frame")
        case .mark:
            guard marks.count < Self.maximumStackCount else { throw .limit(of: "marks in a pickle", maximum: Self.maximumStackCount) }
            marks.append(stack.count)
        case .pop: _ = try pop()
        case .popMark: _ = try popToMark()
        case .dup: try push(top())
        case .get: try push(recall(lineInteger()))
        case .binget: try push(recall(reader.count(UInt8.self, "memo")))
        case .longBinget: try push(recall(reader.count(UInt32.self, "memo")))
        case .put: memo[try lineInteger()] = try top()
        case .binput: memo[try reader.count(UInt8.self, "memo")] = try top()
        case .longBinput: memo[try reader.count(UInt32.self, "memo")] = try top()
        case .memoize: memo[memo.count] = try top()
        default: return false
        }
        return true
    }

    private func recall(_ index: Int) throws(ModelFormatError) -> PickleValue {
        guard let value = memo[index] else { throw malformed("nothing is remembered under \(index)") }
        return value
    }

    private mutating func lineInteger() throws(ModelFormatError) -> Int {
        let line = try reader.line("number")
        guard let number = Int(line) else { throw malformed("expected a number, found '\(line.prefix(20))'") }
        return number
    }
}

// MARK: - Literals

extension PickleReader {
    /// The value that an instruction states by itself, or `nil` where it does something else.
    private mutating func literal(_ opcode: PickleOpcode) throws(ModelFormatError) -> PickleValue? {
        switch opcode {
        case .none: return PickleValue.none
        case .newtrue: return .bool(true)
        case .newfalse: return .bool(false)
        case .binint: return .int(Int(try reader.integer(Int32.self, "integer")))
        case .binint1: return .int(try reader.count(UInt8.self, "integer"))
        case .binint2: return .int(try reader.count(UInt16.self, "integer"))
        case .int, .long: return try integerLine()
        case .long1: return try longInteger(byteCount: reader.count(UInt8.self, "integer"))
        case .long4: return try longInteger(byteCount: reader.count(UInt32.self, "integer"))
        case .binfloat: return .float(Double(bitPattern: try reader.integer(UInt64.self, "number").byteSwapped))
        case .float:
            let line = try reader.line("number")
            guard let number = Double(line) else { throw malformed("expected a number, found '\(line.prefix(20))'") }
            return .float(number)
        case .string: return .string(try quotedLine())
        case .unicode: return .string(try reader.line("text"))
        case .shortBinstring: return try byteString(reader.count(UInt8.self, "text"))
        case .binstring: return try byteString(reader.count(UInt32.self, "text"))
        case .shortBinunicode: return .string(try reader.string(reader.count(UInt8.self, "text"), "text"))
        case .binunicode: return .string(try reader.string(reader.count(UInt32.self, "text"), "text"))
        case .binunicode8: return .string(try reader.string(reader.count(UInt64.self, "text"), "text"))
        case .shortBinbytes: return .bytes(try reader.part(reader.count(UInt8.self, "bytes"), "bytes"))
        case .binbytes: return .bytes(try reader.part(reader.count(UInt32.self, "bytes"), "bytes"))
        case .binbytes8, .bytearray8: return .bytes(try reader.part(reader.count(UInt64.self, "bytes"), "bytes"))
        default: return nil
        }
    }

    private mutating func integerLine() throws(ModelFormatError) -> PickleValue {
        let line = try reader.line("number")
        if line == "00" { return .bool(false) }
        if line == "01" { return .bool(true) }
        guard let number = Int(line.hasSuffix("L") ? String(line.dropLast()) : line) else {
            throw .unsupported("the integer '\(line.prefix(20))' in a pickle")
        }
        return .int(number)
    }

    private mutating func longInteger(byteCount: Int) throws(ModelFormatError) -> PickleValue {
        let bytes = try reader.part(byteCount, "integer").copiedBytes
        guard bytes.count <= 8 else { return .longInteger(bytes) }
        var bits: UInt64 = bytes.last.map { $0 & 0x80 == 0 ? 0 : .max } ?? 0
        for byte in bytes.reversed() { bits = bits << 8 | UInt64(byte) }
        return .int(Int(Int64(bitPattern: bits)))
    }

    /// A string of Python 2, which may be text or any bytes.
    private mutating func byteString(_ byteCount: Int) throws(ModelFormatError) -> PickleValue {
        let region = try reader.part(byteCount, "text")
        let isText = region.withBytes { $0.allSatisfy { $0 < 0x80 } }
        return isText ? .string(region.withBytes { String(decoding: $0, as: UTF8.self) }) : .bytes(region)
    }

    private mutating func quotedLine() throws(ModelFormatError) -> String {
        let line = try reader.line("text")
        guard line.count >= 2, line.first == line.last, line.first == "'" || line.first == "\"" else {
            throw malformed("text without quotes")
        }
        return String(line.dropFirst().dropLast())
    }
}

// MARK: - Containers

extension PickleReader {
    /// Whether the instruction was one that builds or fills a container.
    private mutating func collect(_ opcode: PickleOpcode) throws(ModelFormatError) -> Bool {
        switch opcode {
        case .emptyTuple: try push(heap.add(.tuple))
        case .tuple: try push(heap.add(.tuple, popToMark()))
        case .tuple1: try pushTuple(1)
        case .tuple2: try pushTuple(2)
        case .tuple3: try pushTuple(3)
        case .emptyList: try push(heap.add(.list))
        case .list: try push(heap.add(.list, popToMark()))
        case .emptyDict: try push(heap.add(.dictionary))
        case .dict: try push(heap.add(.dictionary, popToMark()))
        case .emptySet: try push(heap.add(.set))
        case .frozenset: try push(heap.add(.set, popToMark()))
        case .append: try add([pop()])
        case .setitem:
            let value = try pop()
            try add([pop(), value])
        case .appends, .setitems, .additems: try add(popToMark())
        default: return false
        }
        return true
    }

    private mutating func pushTuple(_ count: Int) throws(ModelFormatError) {
        guard stack.count >= count else { throw malformed("a tuple of more values than there are") }
        let values = Array(stack.suffix(count))
        stack.removeLast(count)
        try push(heap.add(.tuple, values))
    }

    /// Adds values to the container on top of the stack.
    private mutating func add(_ values: [PickleValue]) throws(ModelFormatError) {
        guard case .node(let index) = try top() else { throw malformed("values are added to what is no container") }
        switch heap.nodes[index].kind {
        case .list, .set, .dictionary: heap.nodes[index].values += values
        case .object: heap.nodes[index].items += values
        case .tuple, .persistent: throw malformed("values are added to a tuple")
        }
    }
}

// MARK: - Names and calls

extension PickleReader {
    /// Notes what a name, a call or a reference to storage would be.
    private mutating func note(_ opcode: PickleOpcode) throws(ModelFormatError) {
        switch opcode {
        case .global: try push(.global(globalLines()))
        case .stackGlobal:
            guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
                throw malformed("a name that is no text")
            }
            try push(.global(PickleGlobal(module: module, name: name)))
        case .reduce, .newobj:
            let arguments = try pop()
            try pushCall(of: pop(), arguments)
        case .newobjEx:
            _ = try pop()
            let arguments = try pop()
            try pushCall(of: pop(), arguments)
        case .inst:
            let global = try globalLines()
            try pushCall(of: .global(global), heap.add(.tuple, popToMark()))
        case .obj:
            let values = try popToMark()
            guard let callee = values.first else { throw malformed("a call of nothing") }
            try pushCall(of: callee, heap.add(.tuple, Array(values.dropFirst())))
        case .build: try setState(pop())
        case .persid: try push(heap.add(.persistent, [.string(reader.line("name"))]))
        case .binpersid: try push(heap.add(.persistent, [pop()]))
        default: throw .unsupported("the pickle instruction '\(opcode)'")
        }
    }

    private mutating func globalLines() throws(ModelFormatError) -> PickleGlobal {
        let module = try reader.line("module")
        return PickleGlobal(module: module, name: try reader.line("name"))
    }

    private mutating func pushCall(of callee: PickleValue, _ arguments: PickleValue) throws(ModelFormatError) {
        guard case .global(let global) = callee else { throw malformed("a call of what is no function") }
        guard PickleCalls.allowed.contains(global) else { throw .refusedCall(of: global.description) }
        try push(heap.add(.object(global), [arguments]))
    }

    private mutating func setState(_ state: PickleValue) throws(ModelFormatError) {
        guard case .node(let index) = try top(), case .object = heap.nodes[index].kind else {
            throw malformed("a state for what is no object")
        }
        heap.nodes[index].values = Array(heap.nodes[index].values.prefix(1)) + [state]
    }
}
