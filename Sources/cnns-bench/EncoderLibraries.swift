import Glibc
import Imaging

/// The peers' encoders within this process, without the time that a program takes to start and to read a file; found at run time.
enum EncoderLibraries {
    /// What writes the picture as sixels or for kitty; nil where the library is not installed or has none of it.
    static func encoder(_ name: String, way: EncodingWay, cell: (height: Int, width: Int)) -> ((Image) -> Int)? {
        switch (name, way) {
        case ("img2sixel", .sixel): libsixel(diffusion: 0)
        case ("img2sixel", .sixelWithoutDithering): libsixel(diffusion: 1)
        case ("chafa", .sixelWithoutDithering): chafa(pixelMode: 1, cell)
        case ("chafa", .kitty), ("chafa", .kittyInSharedMemory): chafa(pixelMode: 2, cell)
        default: nil
        }
    }

    private static func symbol<Function>(_ name: String, in library: UnsafeMutableRawPointer, _: Function.Type) -> Function? {
        dlsym(library, name).map { unsafeBitCast($0, to: Function.self) }
    }

    private typealias Handle = UnsafeMutableRawPointer

    /// Source: sixel.h of libsixel 1.10: SIXEL_PIXELFORMAT_RGB888 is 3; 0 leaves methods and quality to the library; SIXEL_DIFFUSE_NONE is 1.
    private static func libsixel(diffusion: Int32) -> ((Image) -> Int)? {
        typealias Write = @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Handle?) -> Int32
        typealias NewOutput = @convention(c) (UnsafeMutablePointer<Handle?>, Write, Handle?, Handle?) -> Int32
        typealias NewDither = @convention(c) (UnsafeMutablePointer<Handle?>, Int32, Handle?) -> Int32
        typealias Initialize = @convention(c) (Handle, UnsafeMutablePointer<UInt8>, Int32, Int32, Int32, Int32, Int32, Int32) -> Int32
        typealias SetNumber = @convention(c) (Handle, Int32) -> Void
        typealias Encode = @convention(c) (UnsafeMutablePointer<UInt8>, Int32, Int32, Int32, Handle, Handle) -> Int32
        typealias Release = @convention(c) (Handle) -> Void
        guard let library = dlopen("libsixel.so.1", RTLD_NOW),
            let newOutput = symbol("sixel_output_new", in: library, NewOutput.self),
            let newDither = symbol("sixel_dither_new", in: library, NewDither.self),
            let initialize = symbol("sixel_dither_initialize", in: library, Initialize.self),
            let setDiffusion = symbol("sixel_dither_set_diffusion_type", in: library, SetNumber.self),
            let encode = symbol("sixel_encode", in: library, Encode.self),
            let releaseDither = symbol("sixel_dither_unref", in: library, Release.self),
            let releaseOutput = symbol("sixel_output_unref", in: library, Release.self)
        else { return nil }
        return { image in
            var pixels = image.samples
            var (output, dither): (Handle?, Handle?) = (nil, nil)
            var count = 0
            let (height, width) = (Int32(image.heightInPixels), Int32(image.widthInPixels))
            withUnsafeMutablePointer(to: &count) { count in
                let write: Write = { _, length, count in
                    count?.assumingMemoryBound(to: Int.self).pointee += Int(length)
                    return length
                }
                _ = newOutput(&output, write, UnsafeMutableRawPointer(count), nil)
                _ = newDither(&dither, 256, nil)
                guard let output, let dither else { return }
                _ = initialize(dither, &pixels, width, height, 3, 0, 0, 0)
                setDiffusion(dither, diffusion)
                _ = encode(&pixels, width, height, 0, dither, output)
                releaseDither(dither)
                releaseOutput(output)
            }
            return count
        }
    }

    /// Source: chafa-canvas.h and chafa-canvas-config.h of chafa 1.12: CHAFA_PIXEL_RGB8 is 8; pixel mode 1 is sixels, 2 kitty.
    private static func chafa(pixelMode: Int32, _ cell: (height: Int, width: Int)) -> ((Image) -> Int)? {
        typealias Make = @convention(c) () -> Handle?
        typealias SetPair = @convention(c) (Handle, Int32, Int32) -> Void
        typealias SetNumber = @convention(c) (Handle, Int32) -> Void
        typealias NewCanvas = @convention(c) (Handle) -> Handle?
        typealias Draw = @convention(c) (Handle, Int32, UnsafePointer<UInt8>, Int32, Int32, Int32) -> Void
        typealias Print = @convention(c) (Handle, Handle?) -> Handle?
        typealias Release = @convention(c) (Handle) -> Void
        typealias FreeString = @convention(c) (Handle, Int32) -> Handle?
        guard let library = dlopen("libchafa.so.0", RTLD_NOW),
            let newConfig = symbol("chafa_canvas_config_new", in: library, Make.self),
            let setGeometry = symbol("chafa_canvas_config_set_geometry", in: library, SetPair.self),
            let setCell = symbol("chafa_canvas_config_set_cell_geometry", in: library, SetPair.self),
            let setMode = symbol("chafa_canvas_config_set_pixel_mode", in: library, SetNumber.self),
            let newCanvas = symbol("chafa_canvas_new", in: library, NewCanvas.self),
            let draw = symbol("chafa_canvas_draw_all_pixels", in: library, Draw.self),
            let print = symbol("chafa_canvas_print", in: library, Print.self),
            let releaseCanvas = symbol("chafa_canvas_unref", in: library, Release.self),
            let releaseConfig = symbol("chafa_canvas_config_unref", in: library, Release.self),
            let freeString = symbol("g_string_free", in: library, FreeString.self)
        else { return nil }
        return { image in
            guard let config = newConfig() else { return 0 }
            defer { releaseConfig(config) }
            setGeometry(config, Int32(image.widthInPixels / cell.width), Int32(image.heightInPixels / cell.height))
            setCell(config, Int32(cell.width), Int32(cell.height))
            setMode(config, pixelMode)
            guard let canvas = newCanvas(config) else { return 0 }
            defer { releaseCanvas(canvas) }
            draw(canvas, 8, image.samples, Int32(image.widthInPixels), Int32(image.heightInPixels), Int32(image.widthInPixels * 3))
            guard let text = print(canvas, nil) else { return 0 }
            // A GString: the characters, their number.
            let count = text.load(fromByteOffset: MemoryLayout<Int>.size, as: Int.self)
            _ = freeString(text, 1)
            return count
        }
    }
}
