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
}
