/// Why a measurement has no result.
enum PeerError: Error, CustomStringConvertible {
    case noInterpreter(String)
    case start(String, reason: String)
    case answer(String, expected: String, found: String?)
    case status(String, Int32)
    case signal(String, Int32)
    case disagreement(String, difference: Float)
    case noFigure(String)
    case noArrays(String)
    case noTerminal
    case attributions([String])

    var description: String {
        switch self {
        case .noInterpreter(let path): "no Python at '\(path)': 'make bench' makes it, --python names another"
        case .start(let program, let reason): "'\(program)' does not start: \(reason)"
        case .answer(let program, let expected, let found?): "'\(program)': expected \(expected), found '\(found)'"
        case .answer(let program, let expected, nil): "'\(program)': expected \(expected), but it has ended"
        case .status(let program, let status): "'\(program)' ended with status \(status)"
        case .signal(let program, let signal): "'\(program)' was ended by signal \(signal)"
        case .disagreement(let model, let difference): "'\(model)': the outputs differ by \(difference) of the greatest"
        case .noFigure(let program): "'\(program)' ended well but saved no picture"
        case .noArrays(let path): "'\(path)' holds no arrays"
        case .noTerminal: "no pseudo-terminal can be had, by which the peers find the size of a cell"
        case .attributions(let names):
            "the attributions correlate less than \(Agreement.leastCorrelation): \(names.joined(separator: ", "))"
        }
    }
}
