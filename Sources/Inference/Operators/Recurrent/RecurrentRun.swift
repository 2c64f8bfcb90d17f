import COpenBLAS
import Tensors

/// The states of all rows of a batch: `[N, H]` each.
struct RecurrentState {
    var output: [Float]
    /// Of the cell; empty where there is none.
    var cell: [Float]
}

/// What a cell needs to go one step: the inputs' share of its gates, and the weights for that of the states.
struct RecurrentStep {
    let batch: Int
    let hidden: Int
    let gateCount: Int
    let direction: Int
    /// `[N, G·H]`: the products of the inputs with their weights, biases added.
    var inputs: [Float]
    /// The recurrent weights of the direction, `[G·H, H]`.
    let weights: UnsafePointer<Float>
    /// The direction's recurrent biases, `[G·H]`; empty where there are none.
    let recurrentBias: [Float]
    /// The direction's peepholes, `[3·H]`; empty where there are none.
    let peepholes: [Float]

    /// `states · weightsᵀ` for a range of gates: `[N, count·H]`.
    func products(_ states: [Float], gates: Range<Int>) -> [Float] {
        let columns = gates.count * hidden
        var result = [Float](repeating: 0, count: batch * columns)
        cblas_sgemm(
            CblasRowMajor, CblasNoTrans, CblasTrans, blasint(batch), blasint(columns), blasint(hidden), 1, states, blasint(hidden),
            weights + gates.lowerBound * hidden * hidden, blasint(hidden), 0, &result, blasint(columns))
        return result
    }

    /// Where a gate of a row begins in ``inputs``.
    func start(row: Int, gate: Int) -> Int { (row * gateCount + gate) * hidden }
}

extension RecurrentOperator {
    func run(_ inputs: [Tensor?], in context: RunContext) throws -> [Tensor] {
        if let outputs = try runWidened(inputs, in: context) { return outputs }
        let size = try RecurrentSize(settings, gates: Self.gateCount, inputs.known)
        let lengths = try lengths(inputs, size)
        var y = [Float](repeating: 0, count: size.outputShape(settings).elementCount)
        var last = [Float](repeating: 0, count: size.directions * size.batch * size.hidden)
        var lastCell = last
        for direction in 0..<size.directions {
            let pass = RecurrentPass(cell: self, size: size, direction: direction, lengths: lengths)
            let state = try pass.run(inputs, y: &y, in: context)
            for row in 0..<size.batch {
                let target = pass.statePlace(row: row)
                for unit in 0..<size.hidden {
                    last[target + unit] = state.output[row * size.hidden + unit]
                    if Self.hasCellState { lastCell[target + unit] = state.cell[row * size.hidden + unit] }
                }
            }
        }
        let stateShape = size.stateShape(settings)
        let outputs = [Tensor(size.outputShape(settings), y), Tensor(stateShape, last)]
        return Self.hasCellState ? outputs + [Tensor(stateShape, lastCell)] : outputs
    }

    private func lengths(_ inputs: [Tensor?], _ size: RecurrentSize) throws(OperatorError) -> [Int] {
        guard let given = inputs.optional(4) else { return [Int](repeating: size.length, count: size.batch) }
        guard let lengths = given.integers, lengths.count == size.batch, lengths.allSatisfy({ (0...size.length).contains($0) }) else {
            throw .failed("sequence_lens must be in 0...\(size.length), found \(given.integers?.prefix(8) ?? [])")
        }
        return lengths
    }
}

/// One direction of a recurrent operation over all steps.
private struct RecurrentPass<Cell: RecurrentOperator> {
    let cell: Cell
    let size: RecurrentSize
    let direction: Int
    /// How long each row's sequence is; what follows it yields 0.
    let lengths: [Int]

    private var runsBackwards: Bool { cell.settings.directionsRunBackwards[direction] }
    private var rows: Int { size.gates * size.hidden }

    func run(_ inputs: [Tensor?], y: inout [Float], in context: RunContext) throws -> RecurrentState {
        let (x, w, r) = (try inputs.required(0), try inputs.required(1), try inputs.required(2))
        let biases = direction(of: inputs.optional(3), count: 2 * rows)
        let gates = gates(x, w, biases, in: context)
        let recurrent = r.part(direction)
        guard let weights = recurrent.floatElements.baseAddress else { return state(inputs) }
        var state = state(inputs)
        let place = { (time: Int, row: Int) in cell.settings.hasBatchFirst ? row * size.length + time : time * size.batch + row }
        var step = RecurrentStep(
            batch: size.batch, hidden: size.hidden, gateCount: size.gates, direction: direction,
            inputs: [Float](repeating: 0, count: size.batch * rows), weights: weights, recurrentBias: Array(biases.dropFirst(rows)),
            peepholes: direction(of: inputs.optional(7), count: 3 * size.hidden))
        for index in 0..<size.length {
            try context.control.checkCancellation()
            let active = (0..<size.batch).filter { index < lengths[$0] }
            if active.isEmpty { break }
            for row in active {
                let source = place(time(index, row), row) * rows
                step.inputs.replaceSubrange(row * rows..<(row + 1) * rows, with: gates[source..<source + rows])
            }
            let next = cell.next(state, step)
            for row in active {
                let units = row * size.hidden..<(row + 1) * size.hidden
                state.output.replaceSubrange(units, with: next.output[units])
                if Cell.hasCellState { state.cell.replaceSubrange(units, with: next.cell[units]) }
                let target = outputPlace(time: time(index, row), row: row)
                y.replaceSubrange(target..<target + size.hidden, with: next.output[units])
            }
        }
        return withExtendedLifetime(recurrent.storage) { state }
    }

    /// The place in its sequence at which a row is after `index` steps.
    private func time(_ index: Int, _ row: Int) -> Int { runsBackwards ? lengths[row] - 1 - index : index }

    /// The inputs' share of all gates at all places, biases added.
    private func gates(_ x: Tensor, _ w: Tensor, _ biases: [Float], in context: RunContext) -> [Float] {
        let count = size.length * size.batch
        var gates = [Float](repeating: 0, count: count * rows)
        if !biases.isEmpty {
            let sums = (0..<rows).map { biases[$0] + (cell.keepsRecurrentBias(ofGate: $0 / size.hidden) ? 0 : biases[rows + $0]) }
            for place in 0..<count { gates.replaceSubrange(place * rows..<(place + 1) * rows, with: sums) }
        }
        guard size.input > 0, count > 0 else { return gates }
        let weights = w.part(direction)
        gates.withUnsafeMutableBufferPointer { gates in
            nonisolated(unsafe) let (source, factors, result) = (
                x.floatElements.baseAddress, weights.floatElements.baseAddress, gates.baseAddress
            )
            context.parallel(count, grain: max(1, 100_000 / (rows * size.input))) { places in
                cblas_sgemm(
                    CblasRowMajor, CblasNoTrans, CblasTrans, blasint(places.count), blasint(rows), blasint(size.input), 1,
                    source?.advanced(by: places.lowerBound * size.input), blasint(size.input), factors, blasint(size.input), 1,
                    result?.advanced(by: places.lowerBound * rows), blasint(rows))
            }
        }
        return gates
    }

    private func direction(of tensor: Tensor?, count: Int) -> [Float] { tensor.map { $0.part(direction).floats } ?? [] }

    /// The states before the first step.
    private func state(_ inputs: [Tensor?]) -> RecurrentState {
        RecurrentState(output: initial(inputs.optional(5)), cell: Cell.hasCellState ? initial(inputs.optional(6)) : [])
    }

    private func initial(_ tensor: Tensor?) -> [Float] {
        guard let numbers = tensor?.floats else { return [Float](repeating: 0, count: size.batch * size.hidden) }
        return (0..<size.batch).flatMap { row in
            let place = statePlace(row: row)
            return numbers[place..<place + size.hidden]
        }
    }

    /// Where a row's state of this direction begins among initial and last states.
    func statePlace(row: Int) -> Int {
        (cell.settings.hasBatchFirst ? row * size.directions + direction : direction * size.batch + row) * size.hidden
    }

    private func outputPlace(time: Int, row: Int) -> Int {
        let place =
            cell.settings.hasBatchFirst
            ? (row * size.length + time) * size.directions + direction : (time * size.directions + direction) * size.batch + row
        return place * size.hidden
    }
}
