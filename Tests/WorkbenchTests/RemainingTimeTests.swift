import Testing
import Workbench

struct RemainingTimeTests {
    @Test(
        arguments: [
            (0.0, 0.5, 10.0, 10.0), (0.0, 0.25, 1.0, 3.0), (0.5, 0.75, 4.0, 4.0), (0.0, 1.0, 2.0, 0.0), (0.0, 0.01, 5.0, nil),
            (0.0, 0.5, 0.1, nil),
            (0.6, 0.5, 5.0, nil), (0.0, .nan, 5.0, nil),
        ] as [(Double, Double, Double, Double?)])
    func `goes on at the pace so far`(first: Double, share: Double, elapsed: Double, expected: Double?) {
        #expect(RemainingTime(share: first, at: 100).seconds(share: share, at: 100 + elapsed) == expected)
    }

    @Test(arguments: [
        (0.3, "less than a second left"), (11.2, "12 s left"), (240, "4 min left"), (7000, "2 h left"), (.infinity, ""), (1e9, ""),
    ])
    func `is said in the unit that suits it`(seconds: Double, words: String) {
        #expect(RemainingTime.words(seconds) == words)
    }
}
