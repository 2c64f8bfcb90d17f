import Foundation
import Inference
import TestSupport
import Testing

@Suite struct GradientCatalogTests {
    private static let differentiable = Set(GradientCatalog.differentiable.map { $0.name })

    /// The types that the files of the gradients' folder extend, by the names of the types.
    private static let extended: Set<String> = {
        let folder = Fixtures.folder + "../../Sources/Inference/Gradients"
        let files = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") } ?? []
        let lines = files.flatMap { file in
            ((try? String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)) ?? "").split(separator: "\n").map(String.init)
        }
        return Set(
            lines.compactMap { line in
                guard line.hasPrefix("extension "), let colon = line.firstIndex(of: ":") else { return nil }
                return String(line[..<colon].dropFirst("extension ".count))
            })
    }()

    @Test func `every operator passes gradients back or says why not`() {
        for kind in OperatorCatalog.all {
            let isConstant = GradientCatalog.constant[kind.name] != nil
            #expect(Self.differentiable.contains(kind.name) != isConstant, "\(kind.name)")
        }
        #expect(GradientCatalog.constant.keys.allSatisfy { OperatorCatalog.byName[$0] != nil })
    }

    @Test func `every operator's gradient stands in the folder of gradients`() {
        for kind in GradientCatalog.differentiable { #expect(Self.extended.contains("\(kind)"), "\(kind)") }
    }

    @Test func `every operator's gradient is checked`() {
        #expect(Set(GradientCases.all.map(\.operatorName)) == Self.differentiable)
    }
}
