import Language
import Testing

struct AddressTests {
    @Test(arguments: [
        ("layer2.1.conv2", Address(layer: "layer2.1.conv2")),
        ("layer2.1.conv2:17", Address(layer: "layer2.1.conv2", channel: 17)),
        ("layer2.1.conv2:17@12,20", Address(layer: "layer2.1.conv2", channel: 17, row: 12, column: 20)),
        ("@12,20", Address(row: 12, column: 20)), (":3", Address(channel: 3)), ("conv1@0,0", Address(layer: "conv1", row: 0, column: 0)),
        ("/layer1/layer1.0/conv1/Conv:5", Address(layer: "/layer1/layer1.0/conv1/Conv", channel: 5)),
        ("a:1:2", Address(layer: "a:1", channel: 2)), ("12", Address(layer: "12")), ("layer3.*", Address(layer: "layer3.*")),
    ])
    func `a word is an address and comes back as it was`(text: String, expected: Address) throws {
        let address = try Address(text)
        #expect(address == expected)
        #expect(address.description == text)
    }

    @Test(arguments: [
        ("", AddressError.empty), ("conv1:", .badChannel(":")), ("conv1:x", .badChannel(":x")), ("conv1:-1", .badChannel(":-1")),
        ("@1", .badPosition("@1")), ("@1,2,3", .badPosition("@1,2,3")), ("a@,", .badPosition("@,")), ("@a,b", .badPosition("@a,b")),
        ("c:99999999999999999999", .badChannel(":99999999999999999999")),
    ])
    func `what is no address says what was expected`(text: String, expected: AddressError) {
        #expect(throws: expected) { try Address(text) }
    }

    @Test(arguments: [
        ("conv1", AddressPattern(layer: "conv1")), ("conv1:3", AddressPattern(layer: "conv1", channels: [3...3])),
        ("conv1:3..7", AddressPattern(layer: "conv1", channels: [3...7])),
        ("conv1:3,5,8..9@4,5", AddressPattern(layer: "conv1", channels: [3...3, 5...5, 8...9], row: 4, column: 5)),
        ("layer2.*:0", AddressPattern(layer: "layer2.*", channels: [0...0])), (":3..4", AddressPattern(channels: [3...4])),
        (":*", AddressPattern()), ("@1,2", AddressPattern(row: 1, column: 2)), ("a:1:2", AddressPattern(layer: "a:1", channels: [2...2])),
        ("a:1:*", AddressPattern(layer: "a:1")), ("a:1:*@2,3", AddressPattern(layer: "a:1", row: 2, column: 3)),
    ])
    func `a word names several places and comes back as it was`(text: String, expected: AddressPattern) throws {
        let pattern = try AddressPattern(text)
        #expect(pattern == expected)
        #expect(pattern.description == text)
    }

    @Test func `all channels may be written as a star`() throws {
        #expect(try AddressPattern("conv1:*") == AddressPattern(layer: "conv1"))
        #expect(AddressPattern(Address(layer: "conv1", channel: 3)).description == "conv1:3")
    }

    @Test(arguments: [
        ("", AddressError.empty), ("conv1:", .badChannels(":")), ("conv1:x", .badChannels(":x")), ("conv1:7..3", .badChannels(":7..3")),
        ("conv1:3..", .badChannels(":3..")), ("conv1:..", .badChannels(":..")), ("conv1:1,,2", .badChannels(":1,,2")),
        ("conv1:-1", .badChannels(":-1")), ("c:3@4", .badPosition("@4")), ("c:0..99999999999", .badChannels(":0..99999999999")),
    ])
    func `what names no places says what was expected`(text: String, expected: AddressError) {
        #expect(throws: expected) { try AddressPattern(text) }
    }
}
