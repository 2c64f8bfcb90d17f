import Exploration
import Inference
import Language
import Tensors

/// `rf [ADDRESS] [measure]`: what a unit sees of the picture.
enum RfCommand: Command {
    static let name = "rf"
    static let summary = "shows what a unit sees of the picture: its receptive field, from the network's real graph"
    static let signature = Signature(
        [
            .optional(
                "ADDRESS", .address, "a unit such as 'conv2@3,3'; the central one where no place is said, the current layer where none is")
        ],
        clauses: [.flag("measure", "proves it by changing pixels outside and inside, and shows which matter how much")])
    static let examples = [
        Example("rf conv2", "the field of the central unit of a layer", after: "load digits; load digit-7"),
        Example("rf conv2:3@0,0", "of one channel's unit in the corner, half of it padding", after: "load digits; load digit-7"),
        Example("rf pool1@4,4 measure", "and the proof by changing pixels", after: "load digits; load digit-7"),
        Example("rf 5", "without a picture too", after: "net stack \"c3 p2s2 c3d2 c3d2 c3d2\""),
    ]

    static func run(_ arguments: Arguments, in session: Session) throws -> Value? {
        let unit = try arguments.located(at: "ADDRESS") { try session.lab.fieldUnit(arguments.address("ADDRESS")) }
        guard arguments.has("measure") else {
            try session.show(try FieldView(unit: unit, session: session).figure())
            return nil
        }
        let (measurement, isNoise) = try measure(unit, in: session)
        try session.show(try FieldView(unit: unit, session: session).figure(measurement))
        session.emit(.text(FieldView.words(on: measurement, isNoise: isNoise).joined(separator: "\n")))
        if measurement.wasCancelled { throw RunCancelled() }
        return nil
    }

    /// Changes the picture, or noise where none is loaded.
    private static func measure(_ unit: FieldUnit, in session: Session) throws -> (FieldMeasurement, isNoise: Bool) {
        let loaded = try session.lab.requireModel()
        var random = RandomNumbers(seed: 0)
        let noise = Feed([
            loaded.inputName: Tensor(loaded.inputShape, (0..<loaded.inputShape.elementCount).map { _ in 2 * random.nextUnit() - 1 })
        ])
        let isNoise = !session.lab.hasInput
        let specimen = try session.lab.specimen(in: session, feed: isNoise ? noise : nil)
        let meter = try FieldMeter(
            specimen, unit.field, of: unit.layer.valueName, axes: unit.analysis.spatialAxes(of: unit.layer.valueName),
            channel: unit.channel.flatMap { channel in unit.analysis.channelAxis(of: unit.layer.valueName).map { ($0, channel) } })
        return (try session.reporting("measuring the field of \(unit.address)") { try meter.measure(control: $0) }, isNoise)
    }
}
