import Imaging

/// Opaque pixels as numbers `0xRRGGBB`, rows from the top: what palettes and cells of text are made from.
struct PackedPixels {
    let heightInPixels: Int
    let widthInPixels: Int
    let pixels: [UInt32]

    /// Blends alpha over `background`.
    init(_ image: Image, over background: RGB) {
        let shown = image.heightInPixels * image.widthInPixels
        widthInPixels = image.widthInPixels
        heightInPixels = image.heightInPixels
        pixels = [UInt32](unsafeUninitializedCapacity: shown) { output, count in
            count = shown
            image.samples.withUnsafeBufferPointer { samples in
                switch image.channelCount {
                case 1:
                    for at in 0..<shown { output[at] = UInt32(samples[at]) &* 0x010101 }
                case 3:
                    for at in 0..<shown {
                        output[at] = UInt32(samples[at &* 3]) << 16 | UInt32(samples[at &* 3 &+ 1]) << 8 | UInt32(samples[at &* 3 &+ 2])
                    }
                default:
                    for at in 0..<shown { output[at] = Self.blend(samples, at &* 4, background) }
                }
            }
        }
    }

    static func pack(_ color: RGB) -> UInt32 {
        UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue)
    }

    private static func blend(_ samples: UnsafeBufferPointer<UInt8>, _ at: Int, _ background: RGB) -> UInt32 {
        let alpha = UInt32(samples[at + 3])
        func mixed(_ sample: UInt8, _ behind: UInt8) -> UInt32 {
            (UInt32(sample) * alpha + UInt32(behind) * (255 - alpha) + 127) / 255
        }
        return mixed(samples[at], background.red) << 16 | mixed(samples[at + 1], background.green) << 8
            | mixed(samples[at + 2], background.blue)
    }
}
