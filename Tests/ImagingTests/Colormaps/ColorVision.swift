import Foundation
import Imaging

/// How colors look to people who lack one kind of cone.
///
/// Source: Machado, Oliveira, Fernandes, 2009, doi:10.1109/TVCG.2009.113, table 1, severity 1.0.
enum ColorVision: String, CaseIterable {
    case usual, protanopia, deuteranopia, tritanopia

    private var matrix: [Double] {
        switch self {
        case .usual: [1, 0, 0, 0, 1, 0, 0, 0, 1]
        case .protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998]
        case .deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881]
        case .tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900]
        }
    }

    /// The distance of two colors in CIELAB as they are seen; 2 is just noticeable side by side.
    func distance(_ a: RGB, _ b: RGB) -> Double {
        zip(lab(a), lab(b)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
    }

    private func lab(_ color: RGB) -> [Double] {
        let linear = [color.red, color.green, color.blue].map { sample in
            let c = Double(sample) / 255
            return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4)
        }
        let seen = (0..<3).map { row in min(max((0..<3).reduce(0) { $0 + matrix[row * 3 + $1] * linear[$1] }, 0), 1) }
        let xyz = [
            (0.4124 * seen[0] + 0.3576 * seen[1] + 0.1805 * seen[2]) / 0.9505, 0.2126 * seen[0] + 0.7152 * seen[1] + 0.0722 * seen[2],
            (0.0193 * seen[0] + 0.1192 * seen[1] + 0.9505 * seen[2]) / 1.089,
        ]
        let f = xyz.map { $0 > 216.0 / 24389 ? cbrt($0) : ($0 * 24389 / 27 + 16) / 116 }
        return [116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])]
    }
}
