import ModelFormats
import Tensors
import Testing

/// What training wraps weights in is taken away, and nothing else.
struct PickledWeightsTests {
    private static let wrappers = [
        "state_dict", "model_state_dict", "model_state", "model", "net", "network", "module", "weights", "params", "ema", "ema_state_dict",
        "state_dict_ema", "model_ema", "params_ema",
    ]
    private static let own: [(String, PickledObject)] = [("conv.weight", .scalar(1)), ("fc.bias", .scalar(2))]
    private static let means: [(String, PickledObject)] = [("conv.weight", .scalar(-1)), ("fc.bias", .scalar(-2))]

    private static func weights(_ object: PickledObject) throws -> [String: Float] {
        let file = MappedFile(path: "checkpoint.pkl", contents: object.file)
        guard case .weights(let weights) = try ModelFormatCatalog.read(file) else { return [:] }
        return Dictionary(uniqueKeysWithValues: weights.names.map { ($0, weights[$0]?.floats.first ?? .nan) })
    }

    @Test(arguments: wrappers)
    func `a wrapper is taken away, whatever stands beside it`(wrapper: String) throws {
        let checkpoint = PickledObject.dictionary([
            ("epoch", .number(90)), ("arch", .text("resnet18")), ("optimizer", .dictionary([("lr", .scalar(9))])),
            (wrapper, .dictionary(Self.own)),
        ])
        #expect(try Self.weights(checkpoint) == ["conv.weight": 1, "fc.bias": 2])
    }

    @Test(arguments: wrappers)
    func `a wrapper inside another is taken away too`(wrapper: String) throws {
        let checkpoint = PickledObject.dictionary([("state_dict", .dictionary([(wrapper, .dictionary(Self.own))]))])
        #expect(try Self.weights(checkpoint) == ["conv.weight": 1, "fc.bias": 2])
    }

    @Test(arguments: ["ema", "model_ema", "state_dict_ema", "params_ema", "ema_state_dict"], ["model", "net", "state_dict", "params"])
    func `the weights themselves come before their running means`(means: String, wrapper: String) throws {
        let checkpoint = PickledObject.dictionary([(means, .dictionary(Self.means)), (wrapper, .dictionary(Self.own))])
        #expect(try Self.weights(checkpoint) == ["conv.weight": 1, "fc.bias": 2])
    }

    @Test func `data-parallel prefixes go where all names have them`() throws {
        let all = PickledObject.dictionary([("module.conv.weight", .scalar(1)), ("module.fc.bias", .scalar(2))])
        #expect(try Self.weights(all) == ["conv.weight": 1, "fc.bias": 2])
        #expect(try Self.weights(.dictionary([("model_state", all)])) == ["conv.weight": 1, "fc.bias": 2])
        let some = PickledObject.dictionary([("module.conv.weight", .scalar(1)), ("fc.bias", .scalar(2))])
        #expect(try Self.weights(some) == ["module.conv.weight": 1, "fc.bias": 2])
    }

    @Test func `a layer with the name of a wrapper is not one`() throws {
        let layers = PickledObject.dictionary([("net", .scalar(1)), ("model.weight", .scalar(2))])
        #expect(try Self.weights(layers) == ["net": 1, "model.weight": 2])
    }

    @Test func `a wrapper without weights is refused`() {
        #expect(throws: ModelFormatError.self) { try Self.weights(.dictionary([("state_dict", .dictionary([]))])) }
    }
}
