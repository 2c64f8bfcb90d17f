/// A picture that the program knows by name.
package struct Sample: Sendable {
    package let name: String
    /// What is to be seen, and who made it: one line.
    package let summary: String
    package let asset: Asset
}

/// Every picture that `load` knows by name, alphabetically.
package enum SampleCatalog {
    package static let all: [Sample] = [
        cat(
            "egyptian", "Egyptian cat", "n02124075_285_Egyptian_cat.jpg", byteCount: 33_962,
            sha256: "1db26f10dc26e0338bbafa1cbb8149b85024e6f3df956af926f39647a2e2a58a"),
        cat(
            "persian", "Persian cat", "n02123394_283_Persian_cat.jpg", byteCount: 28_299,
            sha256: "e13da3938686c861bd50e08cf6c405b7202249af92eae8b82958367a7113d31b"),
        cat(
            "siamese", "Siamese cat", "n02123597_284_Siamese_cat.jpg", byteCount: 28_165,
            sha256: "8c4aae3589fcd9c8ca803f4507f0ca8121c8f8386313b076bfcd9de7c01eee4b"),
        cat(
            "tabby", "tabby cat", "n02123045_281_tabby_cat.jpg", byteCount: 26_492,
            sha256: "65f7cbb05d4f63012041058328db984f1205b7fdd3cbc856428a85d234827c9f"),
        photograph(
            "chelsea", "a tabby cat's face, 451x300, Stéfan van der Walt", byteCount: 240_512,
            sha256: "596aa1e7cb875eb79f437e310381d26b338a81c2da23439704a73c4651e8c4bb"),
        photograph(
            "coffee", "a cup of espresso, 600x400, Rachel Michetti", byteCount: 466_706,
            sha256: "cc02f8ca188b167c775a7101b5d767d1e71792cf762c33d6fa15a4599b5a8de7"),
        digit(0, byteCount: 335, sha256: "fbadbb4f61677af538fa6d2a0515e3e18b664dbeb9859e9e4a72493e6a0b7a0b"),
        digit(1, byteCount: 189, sha256: "bf6ec09aa80c1f87bdba4d6fc43ebb76d80a9b4a1d06aa83da3ab81c148c3d3f"),
        digit(2, byteCount: 286, sha256: "1ce0f99cf0f85da090a406d8a7664f3098e888dbe97a3ec4dc1cc5f6eb1e7f3a"),
        digit(3, byteCount: 301, sha256: "63f8c5501256b5b268c2951d8c34514f3ec2c43b7f30c1949dc62584efdd5296"),
        digit(4, byteCount: 268, sha256: "44ced30c6b775e19e035500d16abb876f8cba227075d6f024226d20a58723518"),
        digit(5, byteCount: 280, sha256: "94c4acd6cc49ae634739cd995e4ee99ecdcc655ea191fd56fed14177ca1e7610"),
        digit(6, byteCount: 296, sha256: "4dbe40321ede18a437f2bf6e447480d275dc4707b82e78584b3dd26e8aafcc04"),
        digit(7, byteCount: 226, sha256: "a02f1d9339902a56d62b167d7d952e0cf8c244f58003c5d10b8ea301f2637f11"),
        digit(8, byteCount: 315, sha256: "a1c6e48ce1591a1cc0e1a37403c494e8b14142fe599f39b19df31f468adae232"),
        digit(9, byteCount: 290, sha256: "d95418897cda65d9e797d3f2ef8feec7b6f0fa3b65129517a327908bf1061b6b"),
    ]

    /// The picture of a name, whatever its case.
    package static func sample(named name: String) -> Sample? {
        let name = name.lowercased()
        return all.first { $0.name == name }
    }

    private static func digit(_ digit: Int, byteCount: Int, sha256: String) -> Sample {
        Sample(
            name: "digit-\(digit)", summary: "the digit \(digit) as a person writes it, 28x28, drawn by Tools/draw-digits.py",
            asset: Asset(fileName: "digit-\(digit).png", source: .embedded, sha256: sha256, byteCount: byteCount, license: "Apache-2.0"))
    }

    /// A photograph of scikit-image's.
    private static func photograph(_ name: String, _ summary: String, byteCount: Int, sha256: String) -> Sample {
        let package = PipPackage(
            name: "scikit-image", version: "0.26.0", wheelByteCount: 13_711_217,
            platforms: ["manylinux_2_24_x86_64", "manylinux_2_28_x86_64"])
        return Sample(
            name: name, summary: summary,
            asset: Asset(
                fileName: "\(name).png", source: .pip(package, member: .file("skimage/data/\(name).png")), sha256: sha256,
                byteCount: byteCount,
                license: "CC0-1.0"))
    }

    /// A photograph of alibi's, whose file name tells its ImageNet class.
    private static func cat(_ name: String, _ what: String, _ member: String, byteCount: Int, sha256: String) -> Sample {
        Sample(
            name: "cat-\(name)", summary: "a \(what), ImageNet class \(member.split(separator: "_")[1])",
            asset: Asset(
                fileName: "cat-\(name).jpg",
                source: .pip(
                    PipPackage(name: "alibi", version: "0.9.4", wheelByteCount: 524_182),
                    member: .archived(
                        member, archive: "alibi/data/cats.tar.gz",
                        archiveSHA256: "514a8f78b844f9b3576c900c4ba39b7477d81058ddd691ed104c3d4bb90e1b15")),
                sha256: sha256, byteCount: byteCount, license: "public domain"))
    }
}
