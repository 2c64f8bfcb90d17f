import Imaging

extension ModelCatalog {
    /// The weights that torchvision publishes for ImageNet's 1,000 classes, the beginning of the checksum in the names of the files; those of
    /// its newer training recipes are called `NAME-v2`.
    ///
    /// Source: torchvision 0.28, `torchvision.models`: addresses, counts, accuracies and preprocessing.
    static let torchvision: [CatalogEntry] = torchvisionFamilies.flatMap { family in
        family.rows.map { $0.entry(citation: family.citation) }
    }

    /// A file of weights.
    private struct Row {
        let name: String
        /// Without `.pth`.
        let file: String
        let parameterCount: Int
        /// Percent of pictures whose class is the first of the network's guesses.
        let accuracy: Double
        let side: Int
        let resizeShortSide: Int
        let filter: ResamplingFilter
        let range: Range

        /// What the numbers of a picture are brought to.
        enum Range {
            /// ImageNet's means and deviations.
            case standardized
            /// -1...1.
            case symmetric
        }

        init(
            _ name: String, _ file: String, _ parameterCount: Int, _ accuracy: Double, side: Int = 224, resize: Int = 256,
            _ filter: ResamplingFilter = .bilinear, _ range: Range = .standardized
        ) {
            (self.name, self.file, self.parameterCount, self.accuracy) = (name, file, parameterCount, accuracy)
            (self.side, resizeShortSide, self.filter, self.range) = (side, resize, filter, range)
        }

        private var preprocessing: Preprocessing {
            var preprocessing = Preprocessing.imageNet
            (preprocessing.heightInPixels, preprocessing.widthInPixels) = (side, side)
            preprocessing.resizeShortSide = resizeShortSide
            preprocessing.filter = filter
            if range == .symmetric {
                preprocessing.mean = [127.5, 127.5, 127.5]
                preprocessing.standardDeviation = [127.5, 127.5, 127.5]
            }
            return preprocessing
        }

        /// The number of parameters with a comma after each three digits.
        private var groupedCount: String {
            let digits = Array(String(parameterCount))
            return digits.indices.map { ($0 > 0 && (digits.count - $0) % 3 == 0 ? "," : "") + String(digits[$0]) }.joined()
        }

        func entry(citation: String) -> CatalogEntry {
            let fileName = "\(file).pth"
            let percent = (accuracy * 10).rounded() / 10
            return CatalogEntry(
                name: name, aliases: name.hasSuffix("-v2") ? ["\(name.dropLast(3))_v2"] : [],
                summary: "ImageNet-1k, \(side)x\(side), \(groupedCount) parameters, \(percent) % top-1",
                asset: Asset(
                    fileName: fileName, source: .https("https://download.pytorch.org/models/\(fileName)"),
                    sha256: file.split(separator: "-").last.map(String.init) ?? "", license: "BSD-3-Clause"),
                preprocessing: preprocessing, labels: .imageNet, citation: citation)
        }
    }

    private static let torchvisionFamilies: [(citation: String, rows: [Row])] = [
        (
            "Krizhevsky 2014, arXiv:1404.5997",
            [
                Row("alexnet", "alexnet-owt-7be5be79", 61_100_840, 56.522)
            ]
        ),
        (
            "Liu, Mao, Wu, Feichtenhofer, Darrell, Xie 2022, doi:10.1109/CVPR52688.2022.01167",
            [
                Row("convnext_base", "convnext_base-6075fbad", 88_591_464, 84.062, resize: 232),
                Row("convnext_large", "convnext_large-ea097f82", 197_767_336, 84.414, resize: 232),
                Row("convnext_small", "convnext_small-0c510722", 50_223_688, 83.616, resize: 230),
                Row("convnext_tiny", "convnext_tiny-983f1562", 28_589_128, 82.52, resize: 236),
            ]
        ),
        (
            "Huang, Liu, van der Maaten, Weinberger 2017, doi:10.1109/CVPR.2017.243",
            [
                Row("densenet121", "densenet121-a639ec97", 7_978_856, 74.434),
                Row("densenet161", "densenet161-8d451a50", 28_681_000, 77.138),
                Row("densenet169", "densenet169-b2777c0a", 14_149_480, 75.6),
                Row("densenet201", "densenet201-c1103571", 20_013_928, 76.896),
            ]
        ),
        (
            "Tan, Le 2019, arXiv:1905.11946",
            [
                Row("efficientnet_b0", "efficientnet_b0_rwightman-7f5810bc", 5_288_548, 77.692, .bicubic),
                Row("efficientnet_b1", "efficientnet_b1_rwightman-bac287d4", 7_794_184, 78.642, side: 240, .bicubic),
                Row("efficientnet_b1-v2", "efficientnet_b1-c27df63c", 7_794_184, 79.838, side: 240, resize: 255),
                Row("efficientnet_b2", "efficientnet_b2_rwightman-c35c1473", 9_109_994, 80.608, side: 288, resize: 288, .bicubic),
                Row("efficientnet_b3", "efficientnet_b3_rwightman-b3899882", 12_233_232, 82.008, side: 300, resize: 320, .bicubic),
                Row("efficientnet_b4", "efficientnet_b4_rwightman-23ab8bcd", 19_341_616, 83.384, side: 380, resize: 384, .bicubic),
                Row("efficientnet_b5", "efficientnet_b5_lukemelas-1a07897c", 30_389_784, 83.444, side: 456, resize: 456, .bicubic),
                Row("efficientnet_b6", "efficientnet_b6_lukemelas-24a108a5", 43_040_704, 84.008, side: 528, resize: 528, .bicubic),
                Row("efficientnet_b7", "efficientnet_b7_lukemelas-c5b4e57e", 66_347_960, 84.122, side: 600, resize: 600, .bicubic),
            ]
        ),
        (
            "Tan, Le 2021, arXiv:2104.00298",
            [
                Row("efficientnet_v2_l", "efficientnet_v2_l-59c71312", 118_515_272, 85.808, side: 480, resize: 480, .bicubic, .symmetric),
                Row("efficientnet_v2_m", "efficientnet_v2_m-dc08266a", 54_139_356, 85.112, side: 480, resize: 480),
                Row("efficientnet_v2_s", "efficientnet_v2_s-dd5fe13b", 21_458_488, 84.228, side: 384, resize: 384),
            ]
        ),
        (
            "Szegedy et al. 2015, doi:10.1109/CVPR.2015.7298594",
            [
                Row("googlenet", "googlenet-1378be20", 6_624_904, 69.778, .bilinear, .symmetric)
            ]
        ),
        (
            "Szegedy, Vanhoucke, Ioffe, Shlens, Wojna 2016, doi:10.1109/CVPR.2016.308",
            [
                Row("inception_v3", "inception_v3_google-0cc3c7bd", 23_834_568, 77.294, side: 299, resize: 342, .bilinear, .symmetric)
            ]
        ),
        (
            "Tan et al. 2019, doi:10.1109/CVPR.2019.00293",
            [
                Row("mnasnet0_5", "mnasnet0.5_top1_67.823-3ffadce67e", 2_218_512, 67.734),
                Row("mnasnet0_75", "mnasnet0_75-7090bc5f", 3_170_208, 71.18, resize: 232),
                Row("mnasnet1_0", "mnasnet1.0_top1_73.512-f206786ef8", 4_383_312, 73.456),
                Row("mnasnet1_3", "mnasnet1_3-a4c69d6f", 6_282_256, 76.506, resize: 232),
            ]
        ),
        (
            "Sandler, Howard, Zhu, Zhmoginov, Chen 2018, doi:10.1109/CVPR.2018.00474",
            [
                Row("mobilenet_v2", "mobilenet_v2-b0353104", 3_504_872, 71.878),
                Row("mobilenet_v2-v2", "mobilenet_v2-7ebf99e0", 3_504_872, 72.154, resize: 232),
            ]
        ),
        (
            "Howard et al. 2019, doi:10.1109/ICCV.2019.00140",
            [
                Row("mobilenet_v3_large", "mobilenet_v3_large-8738ca79", 5_483_032, 74.042),
                Row("mobilenet_v3_large-v2", "mobilenet_v3_large-5c1a4163", 5_483_032, 75.274, resize: 232),
                Row("mobilenet_v3_small", "mobilenet_v3_small-047dcff4", 2_542_856, 67.668),
            ]
        ),
        (
            "Radosavovic, Kosaraju, Girshick, He, Dollár 2020, doi:10.1109/CVPR42600.2020.01044",
            [
                Row("regnet_x_16gf", "regnet_x_16gf-2007eb11", 54_278_536, 80.058),
                Row("regnet_x_16gf-v2", "regnet_x_16gf-ba3796d7", 54_278_536, 82.716, resize: 232),
                Row("regnet_x_1_6gf", "regnet_x_1_6gf-e3633e7f", 9_190_136, 77.04),
                Row("regnet_x_1_6gf-v2", "regnet_x_1_6gf-a12f2b72", 9_190_136, 79.668, resize: 232),
                Row("regnet_x_32gf", "regnet_x_32gf-9d47f8d0", 107_811_560, 80.622),
                Row("regnet_x_32gf-v2", "regnet_x_32gf-6eb8fdc6", 107_811_560, 83.014, resize: 232),
                Row("regnet_x_3_2gf", "regnet_x_3_2gf-f342aeae", 15_296_552, 78.364),
                Row("regnet_x_3_2gf-v2", "regnet_x_3_2gf-7071aa85", 15_296_552, 81.196, resize: 232),
                Row("regnet_x_400mf", "regnet_x_400mf-adf1edd5", 5_495_976, 72.834),
                Row("regnet_x_400mf-v2", "regnet_x_400mf-62229a5f", 5_495_976, 74.864, resize: 232),
                Row("regnet_x_800mf", "regnet_x_800mf-ad17e45c", 7_259_656, 75.212),
                Row("regnet_x_800mf-v2", "regnet_x_800mf-94a99ebd", 7_259_656, 77.522, resize: 232),
                Row("regnet_x_8gf", "regnet_x_8gf-03ceed89", 39_572_648, 79.344),
                Row("regnet_x_8gf-v2", "regnet_x_8gf-2b70d774", 39_572_648, 81.682, resize: 232),
                Row("regnet_y_16gf", "regnet_y_16gf-9e6ed7dd", 83_590_140, 80.424),
                Row("regnet_y_16gf-v2", "regnet_y_16gf-3e4a00f9", 83_590_140, 82.886, resize: 232),
                Row("regnet_y_1_6gf", "regnet_y_1_6gf-b11a554e", 11_202_430, 77.95),
                Row("regnet_y_1_6gf-v2", "regnet_y_1_6gf-0d7bc02a", 11_202_430, 80.876, resize: 232),
                Row("regnet_y_32gf", "regnet_y_32gf-4dee3f7a", 145_046_770, 80.878),
                Row("regnet_y_32gf-v2", "regnet_y_32gf-8db6d4b5", 145_046_770, 83.368, resize: 232),
                Row("regnet_y_3_2gf", "regnet_y_3_2gf-b5a9779c", 19_436_338, 78.948),
                Row("regnet_y_3_2gf-v2", "regnet_y_3_2gf-9180c971", 19_436_338, 81.982, resize: 232),
                Row("regnet_y_400mf", "regnet_y_400mf-c65dace8", 4_344_144, 74.046),
                Row("regnet_y_400mf-v2", "regnet_y_400mf-e6988f5f", 4_344_144, 75.804, resize: 232),
                Row("regnet_y_800mf", "regnet_y_800mf-1b27b58c", 6_432_512, 76.42),
                Row("regnet_y_800mf-v2", "regnet_y_800mf-58fc7688", 6_432_512, 78.828, resize: 232),
                Row("regnet_y_8gf", "regnet_y_8gf-d0d0e4a8", 39_381_472, 80.032),
                Row("regnet_y_8gf-v2", "regnet_y_8gf-dc2b1b54", 39_381_472, 82.828, resize: 232),
            ]
        ),
        (
            "He, Zhang, Ren, Sun 2016, doi:10.1109/CVPR.2016.90",
            [
                Row("resnet101", "resnet101-63fe2227", 44_549_160, 77.374),
                Row("resnet101-v2", "resnet101-cd907fc2", 44_549_160, 81.886, resize: 232),
                Row("resnet152", "resnet152-394f9c45", 60_192_808, 78.312),
                Row("resnet152-v2", "resnet152-f82ba261", 60_192_808, 82.284, resize: 232),
                Row("resnet18", "resnet18-f37072fd", 11_689_512, 69.758),
                Row("resnet34", "resnet34-b627a593", 21_797_672, 73.314),
                Row("resnet50", "resnet50-0676ba61", 25_557_032, 76.13),
                Row("resnet50-v2", "resnet50-11ad3fa6", 25_557_032, 80.858, resize: 232),
            ]
        ),
        (
            "Xie, Girshick, Dollár, Tu, He 2017, doi:10.1109/CVPR.2017.634",
            [
                Row("resnext101_32x8d", "resnext101_32x8d-8ba56ff5", 88_791_336, 79.312),
                Row("resnext101_32x8d-v2", "resnext101_32x8d-110c445d", 88_791_336, 82.834, resize: 232),
                Row("resnext101_64x4d", "resnext101_64x4d-173b62eb", 83_455_272, 83.246, resize: 232),
                Row("resnext50_32x4d", "resnext50_32x4d-7cdf4587", 25_028_904, 77.618),
                Row("resnext50_32x4d-v2", "resnext50_32x4d-1a0047aa", 25_028_904, 81.198, resize: 232),
            ]
        ),
        (
            "Ma, Zhang, Zheng, Sun 2018, doi:10.1007/978-3-030-01264-9_8",
            [
                Row("shufflenet_v2_x0_5", "shufflenetv2_x0.5-f707e7126e", 1_366_792, 60.552),
                Row("shufflenet_v2_x1_0", "shufflenetv2_x1-5666bf0f80", 2_278_604, 69.362),
                Row("shufflenet_v2_x1_5", "shufflenetv2_x1_5-3c479a10", 3_503_624, 72.996, resize: 232),
                Row("shufflenet_v2_x2_0", "shufflenetv2_x2_0-8be3c8ee", 7_393_996, 76.23, resize: 232),
            ]
        ),
        (
            "Iandola et al. 2016, arXiv:1602.07360",
            [
                Row("squeezenet1_0", "squeezenet1_0-b66bff10", 1_248_424, 58.092),
                Row("squeezenet1_1", "squeezenet1_1-b8a52dc0", 1_235_496, 58.178),
            ]
        ),
        (
            "Simonyan, Zisserman 2015, arXiv:1409.1556",
            [
                Row("vgg11", "vgg11-8a719046", 132_863_336, 69.02),
                Row("vgg11_bn", "vgg11_bn-6002323d", 132_868_840, 70.37),
                Row("vgg13", "vgg13-19584684", 133_047_848, 69.928),
                Row("vgg13_bn", "vgg13_bn-abd245e5", 133_053_736, 71.586),
                Row("vgg16", "vgg16-397923af", 138_357_544, 71.592),
                Row("vgg16_bn", "vgg16_bn-6c64b313", 138_365_992, 73.36),
                Row("vgg19", "vgg19-dcbb9e9d", 143_667_240, 72.376),
                Row("vgg19_bn", "vgg19_bn-c79401a0", 143_678_248, 74.218),
            ]
        ),
        (
            "Zagoruyko, Komodakis 2016, arXiv:1605.07146",
            [
                Row("wide_resnet101_2", "wide_resnet101_2-32ee1156", 126_886_696, 78.848),
                Row("wide_resnet101_2-v2", "wide_resnet101_2-d733dc28", 126_886_696, 82.51, resize: 232),
                Row("wide_resnet50_2", "wide_resnet50_2-95faca4d", 68_883_240, 78.468),
                Row("wide_resnet50_2-v2", "wide_resnet50_2-9ba9bcbe", 68_883_240, 81.602, resize: 232),
            ]
        ),
    ]
}
