import Imaging
import Testing

/// Numbers as captions write them.
struct NumberFormatTests {
    @Test(
        arguments: [
            (0, "0"), (1, "1"), (-1, "-1"), (0.5, "0.5"), (12.5, "12.5"), (0.03125, "0.03125"), (123456, "123500"), (9999.9, "10000"),
            (0.99999, "1"), (-0.0001234, "-0.0001234"), (1.2e-7, "1.2e-07"), (3.4e38, "3.4e+38"), (1e-38, "1e-38"), (1e10, "1e+10"),
            (.infinity, "inf"), (-.infinity, "-inf"), (.nan, "nan"), (.leastNonzeroMagnitude, "1.401e-45"),
        ] as [(Float, String)])
    func `a short number has four significant digits`(number: Float, expected: String) {
        #expect(NumberFormat.short(number) == expected)
    }

    @Test(
        arguments: [
            (0, 2, "0.00"), (1.005, 1, "1.0"), (-0.004, 2, "0.00"), (-1.5, 0, "-2"), (99.999, 2, "100.00"), (12.3456, 3, "12.346"),
            (.infinity, 2, "inf"), (1e300, 2, "1e+300"),
        ] as [(Double, Int, String)])
    func `a fixed number has so many places`(number: Double, places: Int, expected: String) {
        #expect(NumberFormat.fixed(number, places: places) == expected)
    }
}
