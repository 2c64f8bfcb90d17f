import Exploration
import Imaging
import Inference
import Language
import Tensors

/// `convolve [ADDRESS]`: a kernel that slides over maps or over the picture, step by step.
enum ConvolveCommand: Command {
    static let name = "convolve"
    static let summary = "slides a filter over its maps or over the picture, step by step, with all the numbers"
    static let signature = Signature(
        [.optional("PLACE", .address, "a filter such as 'conv1:3', or a place of its output such as 'conv1:3@12,14' to begin at")],
        clauses: [
            .clause("with", "KERNEL", .value, "rows of numbers, or a list of such for each channel, instead of a filter"),
            .clause("over", "WHAT", .choice(Ground.allCases.map(\.rawValue)), "what it slides over: the layer's own input, or the picture"),
            .clause("stride", "N", .integer(1...ConvolutionWalk.limit), "places from one step to the next"),
            .clause("pad", "N", .integer(0...ConvolutionWalk.limit), "zeros around the maps"),
            .clause("dilation", "N", .integer(1...ConvolutionWalk.limit), "places from one number of the kernel to the next"),
            .clause("step", "N", .count, "shows one step, the first being 1"),
            .clause("steps", "A..B", .word, "shows some steps"),
        ])
    static let examples = [
        Example("convolve conv1:3@12,14", "a filter over the picture, at one place", after: "load digits; load digit-7"),
        Example("convolve conv2:5 step 40", "one step of a filter that sees eight maps", after: "load digits; load digit-7"),
        Example("convolve conv1:3 stride 4 steps 30..32", "every fourth place", after: "load digits; load digit-7"),
        Example("convolve with ([[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]) pad 1", "a kernel of one's own", after: "load digit-7"),
    ]

    /// What a kernel can slide over.
    enum Ground: String, CaseIterable { case maps, pixels, gray, red, green, blue }

    /// Steps that are shown at once, at most.
    private static let shownLimit = 64

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let kernel = try ConvolutionSource(arguments, session).kernel()
        if let steps = try steps(arguments, kernel) {
            for step in steps {
                try session.control.checkCancellation()
                try session.show(ConvolutionView(session: session, kernel: kernel).figure(step: step))
            }
            return Value(kernel.walk.output)
        }
        let place = try place(arguments, kernel)
        guard let stepper = session.stepper else {
            try session.show(ConvolutionView(session: session, kernel: kernel).figure(step: place ?? kernel.walk.greatestStep))
            return Value(kernel.walk.output)
        }
        var stepping = ConvolutionStepping(session: session, kernel: kernel, number: place ?? 0)
        try stepping.run(with: stepper)
        return Value(stepping.kernel.walk.output)
    }

    /// The steps that were asked for, from 0; `nil` where none were.
    private static func steps(_ arguments: Arguments, _ kernel: SlidingKernel) throws -> ClosedRange<Int>? {
        let count = kernel.walk.stepCount
        if let number = arguments.integer("step") {
            guard number <= count else { throw arguments.error("no step \(number): there are \(count)", at: "step") }
            return number - 1...number - 1
        }
        guard let word = arguments.text("steps") else { return nil }
        let ends = word.components(separatedBy: "..").compactMap { Int($0) }
        guard ends.count == 2, ends[0] >= 1, ends[0] <= ends[1] else {
            throw arguments.error("expected steps such as '1..4', found '\(word)'", at: "steps")
        }
        guard ends[1] <= count else { throw arguments.error("no step \(ends[1]): there are \(count)", at: "steps") }
        guard ends[1] - ends[0] < shownLimit else {
            throw arguments.error("expected at most \(shownLimit) steps, found \(ends[1] - ends[0] + 1)", at: "steps")
        }
        return ends[0] - 1...ends[1] - 1
    }

    /// The step of the place in the address.
    private static func place(_ arguments: Arguments, _ kernel: SlidingKernel) throws -> Int? {
        guard let address = arguments.address("PLACE"), let row = address.row, let column = address.column else { return nil }
        let shape = kernel.walk.output.shape
        guard row < shape[0], column < shape[1] else {
            throw arguments.error("no place @\(row),\(column) in an output of \(shape)", at: "PLACE")
        }
        return row * shape[1] + column
    }
}

extension String {
    /// The parts between occurrences of a separator.
    fileprivate func components(separatedBy separator: String) -> [String] {
        split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }
}
