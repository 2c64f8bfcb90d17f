import Exploration
import Glibc
import Inference
import Tensors
import TestSupport
import Testing

@Suite struct PictureSpectrumTests {
    private let context = RunContext()

    @Test func `a cosine transform is that of its formula`() throws {
        let planes = Tensor.random([2, 3, 5], seed: 4)
        let spectra = try CosineTransform(height: 3, width: 5).spectra(of: planes, in: context)
        for channel in 0..<2 {
            for v in 0..<3 {
                for u in 0..<5 {
                    var sum = 0.0
                    for y in 0..<3 {
                        for x in 0..<5 {
                            let angles = (Double.pi * Double(v) * (Double(y) + 0.5) / 3, Double.pi * Double(u) * (Double(x) + 0.5) / 5)
                            sum += Double(planes.floats[(channel * 3 + y) * 5 + x]) * cos(angles.0) * cos(angles.1)
                        }
                    }
                    let norm = ((v == 0 ? 1.0 : 2.0) / 3 * (u == 0 ? 1.0 : 2.0) / 5).squareRoot()
                    #expect(abs(Double(spectra.floats[(channel * 3 + v) * 5 + u]) - norm * sum) < 1e-5)
                }
            }
        }
    }

    @Test func `a transform and its inverse give the planes back`() throws {
        let planes = Tensor.random([3, 8, 6], seed: 5)
        let transform = CosineTransform(height: 8, width: 6)
        let back = try transform.planes(of: transform.spectra(of: planes, in: context), in: context)
        #expect(back.relativeDifference(to: planes) < 1e-5)
    }

    @Test(arguments: [1, 3]) func `the gradient is that of central differences`(channelCount: Int) throws {
        let spectrum = PictureSpectrum(channelCount: channelCount, height: 6, width: 5)
        let coefficients = Tensor.random(spectrum.shape, seed: 6)
        let weights = Tensor.random(spectrum.shape, seed: 7)
        func loss(_ numbers: [Float]) throws -> Double {
            let picture = try spectrum.picture(of: Tensor(spectrum.shape, numbers), in: context)
            return zip(picture.floats, weights.floats).reduce(0.0) { $0 + Double($1.0) * Double($1.1) }
        }
        let picture = try spectrum.picture(of: coefficients, in: context)
        let gradient = try spectrum.gradient(of: weights, at: picture, in: context).floats
        let step: Float = 1e-2
        for index in stride(from: 0, to: coefficients.elementCount, by: 7) {
            var (up, down) = (coefficients.floats, coefficients.floats)
            up[index] += step
            down[index] -= step
            let expected = (try loss(up) - loss(down)) / Double(2 * step)
            #expect(abs(Double(gradient[index]) - expected) < 2e-3 * max(1, abs(expected)), "coefficient \(index)")
        }
    }

    @Test func `a picture's numbers lie between 0 and 1`() throws {
        let spectrum = PictureSpectrum(channelCount: 3, height: 4, width: 4)
        let picture = try spectrum.picture(of: Tensor.random(spectrum.shape, seed: 8), in: context)
        #expect(picture.floats.allSatisfy { (0...1).contains($0) })
    }
}
