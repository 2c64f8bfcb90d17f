import ArgumentParser
import Foundation
import Imaging
import TerminalGraphics

/// Pictures in terminals' protocols: whole processes beside each other, and our encoders alone.
struct EncodeSubcommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "encode",
        abstract: "Times pictures in terminals' protocols beside img2sixel, chafa and timg: time, bytes, fidelity.",
        discussion: """
            The pictures are PNGs without compression, so that reading them takes everybody little. Every program has a terminal whose cells
            are 8 by 16 pixels, and room for the picture as large as it is, so that nobody has to scale.
            """)

    @Option(help: ArgumentHelp("A photograph to make the pictures from.", valueName: "file"))
    var photo: String

    @OptionGroup var options: RunOptions

    private var runs: Int { options.runs(else: 11) }

    func run() throws {
        let work = try WorkFolder()
        let folder = work.path
        defer { withExtendedLifetime(work) {} }
        let photograph = try PNGCodec.decode(EncodeOneSubcommand.bytes(of: photo))
        var report = Report(
            title: "Pictures for terminals", machine: Machine(threadCount: ProcessInfo.processInfo.activeProcessorCount),
            columns: [
                "picture, protocol", "program", "whole process, ms, min", "median", "processor, ms, min", "bytes", "PSNR, dB",
                "÷ cnns, min", "median", "encoding alone, ms, min", "÷ cnns",
            ])
        var missing: Set<String> = []
        for (name, picture) in [("grid", EncodePictures.grid(of: photograph)), ("photograph", EncodePictures.photograph(photograph))] {
            let file = "\(folder)/\(name).png"
            try Data(PNGCodec.encode(picture, compressionLevel: 0)).write(to: URL(fileURLWithPath: file))
            for contest in EncodeContest.all(file: file, picture: picture) {
                let result = try contest.run(runs, folder: folder)
                for row in result.rows {
                    report.add(["\(name), \(contest.way.protocolName)"] + row.cells, nameCount: 2, samples: row.samples)
                }
                missing.formUnion(result.missing)
            }
        }
        report.notes = notes + (missing.isEmpty ? [] : ["Not installed, and not measured: \(missing.sorted().joined(separator: ", "))."])
        try options.peers.publish(report)
    }

    private var notes: [String] {
        [
            "The grid: 64 maps of 112 x 112 through 240 levels of viridis, 896 x 896. The photograph: 1600 x 1200, enlarged, with grain.",
            "\(runs) runs of each program, alternating; processes from start to end, the picture read from an uncompressed PNG and the bytes "
                + "written to a file. Ours is 'cnns-bench encode-one'. Encoding alone is the encoder within a running process: ours, libsixel's, libchafa's.",
            "PSNR of what the bytes decode to against the picture; a sixel color is a percentage, so that 256 colors are 50 dB at best.",
            "Pictures in shared memory leave no pixels in the bytes: they are exact by construction.",
        ]
    }
}
