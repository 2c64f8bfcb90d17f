import COpenBLAS
import Foundation
import Inference

/// What the numbers were measured on.
struct Machine: Codable, Equatable {
    let processor: String
    let processorCount: Int
    /// Those of our own kernels that ran.
    let kernels: String
    /// The kernels that OpenBLAS runs on this processor.
    let openBLASCore: String
    let openBLASConfiguration: String
    /// The variable that chose the kernels, where somebody set it.
    let openBLASCoreSetting: String?
    let threadCount: Int

    /// This machine, with the number of threads that each side may use, and what ours computes with.
    init(threadCount: Int, kernels: KernelChoice = .auto) {
        processor = Self.processorName ?? "unknown processor"
        processorCount = ProcessInfo.processInfo.activeProcessorCount
        self.kernels = (kernels == .auto ? .widest : kernels).rawValue
        openBLASCore = String(cString: openblas_get_corename())
        openBLASConfiguration = String(cString: openblas_get_config())
        openBLASCoreSetting = ProcessInfo.processInfo.environment["OPENBLAS_CORETYPE"]
        self.threadCount = threadCount
    }

    private static var processorName: String? {
        let lines = try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8).split(separator: "\n")
        let line = lines?.first { $0.hasPrefix("model name") }
        return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
    }

    var sentence: String {
        let setting = openBLASCoreSetting.map { " (OPENBLAS_CORETYPE=\($0))" } ?? ""
        return "\(processor), \(processorCount) processors, \(threadCount) threads; our kernels: \(kernels), "
            + "OpenBLAS': \(openBLASCore)\(setting), "
            + "\(openBLASConfiguration.trimmingCharacters(in: .whitespaces))."
    }
}
