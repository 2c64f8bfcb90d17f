import Exploration
import Imaging
import Inference
import Language

/// Goes through the steps of a sliding kernel at a key.
struct ConvolutionStepping {
    let session: Session
    private(set) var kernel: SlidingKernel
    /// The step that is shown, from 0.
    private(set) var number: Int
    /// Places that one key goes on.
    private var pace = 1
    /// What could not be done at the last key.
    private var complaint: String?

    private static let fastestPace = 1024
    private static let help =
        "space next, b back, ↓ ↑ rows, f faster, r slower, g G ends, s/S stride, p/P padding, d/D dilation −/+, q quit"

    init(session: Session, kernel: SlidingKernel, number: Int) {
        (self.session, self.kernel, self.number) = (session, kernel, number)
    }

    /// Shows steps until somebody wants no more.
    ///
    /// - Throws: `RunCancelled` after Ctrl-C.
    mutating func run(with stepper: any Stepper) throws {
        stepper.begin()
        var key: Character?
        do {
            defer { stepper.end() }
            repeat {
                let figure = try ConvolutionView(session: session, kernel: kernel).figure(step: number)
                key = stepper.key(after: figure, hint: complaint ?? (pace == 1 ? Self.help : "\(pace) steps a key; \(Self.help)"))
            } while key.map { handle($0) } ?? false
        }
        try session.show(ConvolutionView(session: session, kernel: kernel).figure(step: number))
        if key == StepperKey.interrupt { throw RunCancelled() }
    }

    /// Does what a key says; false for the end.
    private mutating func handle(_ key: Character) -> Bool {
        complaint = nil
        let columns = kernel.walk.output.shape[1]
        switch key {
        case "q", StepperKey.interrupt, StepperKey.escape: return false
        case " ", "n", "\r", "\n", "→": go(to: number + pace)
        case "b", "←", "\u{7F}", "\u{08}": go(to: number - pace)
        case "↓", "j": go(to: number + columns)
        case "↑", "k": go(to: number - columns)
        case "f": pace = min(pace * 2, Self.fastestPace)
        case "r": pace = max(pace / 2, 1)
        case "g": go(to: 0)
        case "G": go(to: kernel.walk.stepCount - 1)
        case "s", "S": change { $0.strides = $0.strides.map { Self.stepped($0, key == "S", least: 1) } }
        case "d", "D": change { $0.dilations = $0.dilations.map { Self.stepped($0, key == "D", least: 1) } }
        case "p", "P": change { $0.padding = $0.padding.map { Self.stepped($0, key == "P", least: 0) } }
        default: complaint = "no key '\(key)': \(Self.help)"
        }
        return true
    }

    private mutating func go(to step: Int) { number = min(max(step, 0), kernel.walk.stepCount - 1) }

    private static func stepped(_ number: Int, _ up: Bool, least: Int) -> Int {
        min(max(number + (up ? 1 : -1), least), ConvolutionWalk.limit)
    }

    /// Changes the setting and keeps the row and column as far as there are as many.
    private mutating func change(_ change: (inout ConvolutionWalk.Setting) -> Void) {
        let (row, column) = number.quotientAndRemainder(dividingBy: kernel.walk.output.shape[1])
        do {
            try kernel.change(change)
        } catch {
            complaint = "\(error)"
            return
        }
        let shape = kernel.walk.output.shape
        number = min(row, shape[0] - 1) * shape[1] + min(column, shape[1] - 1)
    }
}
