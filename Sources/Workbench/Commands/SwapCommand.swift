import Inference
import Language

/// `swap ADDRESS with ADDRESS`: exchanges two channels of a layer.
enum SwapCommand: Command {
    static let name = "swap"
    static let summary = "exchanges two channels of a layer"
    static let signature = Signature(
        [.required("FIRST", .address, "a channel, such as 'conv1:3'")],
        clauses: [.clause("with", "SECOND", .address, "another channel of the same layer: 'conv1:5', or ':5' alone", required: true)])
    static let examples = [Example("swap conv2:5 with conv2:9", "exchanges two maps", after: "load digits; load digit-7")]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let first = try channel("FIRST", of: arguments, in: session)
        let second = try channel("with", of: arguments, besides: first.layer, in: session)
        guard first.layer.valueName == second.layer.valueName else {
            throw arguments.error("expected a channel of '\(first.layer.name)', found one of '\(second.layer.name)'", at: "with")
        }
        let name = "\(name) \(first.address) with \(second.address)"
        try session.lab.add(NamedEdit(name: name, edits: [Edit(first.layer.valueName, .swap(first.channel, second.channel))]), in: session)
        return nil
    }

    private static func channel(
        _ name: String, of arguments: Arguments, besides layer: Layer? = nil, in session: Session
    ) throws -> (layer: Layer, channel: Int, address: Address) {
        try arguments.located(at: name) {
            guard var address = arguments.address(name), let channel = address.channel, address.row == nil else {
                throw Diagnostic("expected one channel such as 'conv1:3', found '\(arguments.address(name)?.description ?? "")'")
            }
            if address.layer == nil { address.layer = layer?.name }
            let chosen = try session.lab.layer(address.layer)
            guard chosen.hasChannels else { throw LabError.notEditable(layer: chosen.name, shape: chosen.outputShape) }
            guard channel < chosen.channelCount else {
                throw LabError.noSuchChannel(channel, layer: chosen.name, count: chosen.channelCount)
            }
            return (chosen, channel, Address(layer: chosen.name, channel: channel))
        }
    }
}
