import Testing
import Workbench

/// Receptive fields as a person asks for them.
struct FieldTests {
    private func lines(_ source: String) -> [String] { Transcript.run(source).lines }

    @Test(arguments: [
        ("expect rf(\"conv1\") == 5", true), ("expect rf(\"pool2\") == 16", true), ("layer conv2; expect rf() == 14", true),
        ("expect jump(\"conv2\") == 2", true), ("expect scale(\"conv2\") == 14", true), ("expect density(\"conv2\") == 1", true),
        ("expect padding(\"conv1@0,0\") == 0.64 within 1e-9", true), ("expect padding(\"conv1\") == 0", true),
        ("expect parameters() == 54314", true), ("expect parameters(\"conv1\") == 208", true),
        ("expect multiplyadds(\"conv1\") == 156800", true), ("rf(\"conv9\")", false), ("rf(\"conv1:8\")", false),
        ("rf(\"conv1@28,0\")", false), ("rf(\"fc1@0,0\")", false), ("rf([1, 2])", false),
    ])
    func `fields are functions of an address`(line: String, succeeds: Bool) {
        let (succeeded, lines) = Transcript.run("load digits\n" + line)
        #expect(succeeded == succeeds, "\(lines.joined(separator: "\n"))")
    }

    @Test(arguments: [
        ("net r resnet50; rf layer4", "field of layer4.2.relu_2@3,3: 427x427 of 224x224, jump 32, center 96.5,96.5"),
        (
            "net r resnet50; rf layer4",
            "72.5 % padding, scale 427, density 1, no picture, bright what the unit sees, padding hatched, random weights"
        ),
        ("net s \"c3 c3d2\" dims 1 size 40; rf 2@0,7", "field of 2@0,7: 7 of 40, jump 1, center 7.5, inside 4..10, 0.0 % padding"),
        ("net v \"c3 c3s2\" dims 3 size 12; rf 2", "drawn by its last two axes"),
        ("load digits; rf fc1", "field of fc1: 40x40 of 28x28, center 14,14"),
        ("load digits; load digit-7; layer conv2; rf", "field of conv2@7,7"),
        ("load digits; load digit-7; layer conv2; rf @0,0", "field of conv2@0,0"),
    ])
    func `captions say what is true`(source: String, caption: String) {
        let lines = lines(source)
        #expect(lines.contains { $0.contains(caption) }, "\(lines.joined(separator: "\n"))")
    }

    @Test func `a module stands for its last layer`() {
        let (succeeded, lines) = Transcript.run("net r resnet18; layer layer2.0; expect parameters(\"layer4\") == 8393728")
        #expect(succeeded, "\(lines.joined(separator: "\n"))")
        #expect(lines.contains { $0.hasPrefix("layer2.0.relu_1") }, "\(lines.joined(separator: "\n"))")
    }

    @Test(arguments: ["net s \"c3 c3d2\" dims 1 size 40; rf 2 measure", "net v \"c3\" dims 3 size 6; rf 1 measure"])
    func `fields can be measured without a picture`(source: String) {
        let lines = lines(source)
        #expect(lines.contains { $0.hasPrefix("outside: all ") && $0.hasSuffix("bit for bit, 4 times") }, "\(lines)")
        #expect(lines.contains { $0.hasSuffix("in noise, as no picture is loaded") }, "\(lines)")
    }
}
