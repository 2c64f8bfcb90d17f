/// Networks of 3×3 convolutions alone, as torchvision lays them out.
///
/// The classifier wants 7×7 maps, hence pictures of 224×224.
///
/// Source: Simonyan, Zisserman, "Very deep convolutional networks for large-scale image recognition", ICLR 2015, arXiv:1409.1556.
package struct VGG: Architecture {
    package let name: String
    /// The widths of the convolutions between one pooling and the next.
    let groups: [[Int]]

    package static let vgg16 = VGG(
        name: "vgg16", groups: [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]])

    package func build(with builder: inout GraphBuilder) -> GraphBuilder.Value {
        var x = builder.input(channelCount: 3, heightInPixels: 224, widthInPixels: 224)
        var index = 0
        for widths in groups {
            for width in widths {
                x = builder.convolution("features.\(index)", of: x, channelCount: width, kernel: 3, padding: .each(1), bias: true)
                x = builder.relu("features.\(index + 1)", of: x)
                index += 2
            }
            x = builder.maximumPooling("features.\(index)", of: x, kernel: 2, stride: 2)
            index += 1
        }
        // The adaptive pooling to 7×7 finds 7×7 maps here: windows of one.
        x = builder.averagePooling("avgpool", of: x, kernel: 1)
        x = builder.flattening("flatten", of: x, positionCount: 49)
        x = builder.linear("classifier.0", of: x, channelCount: 4096)
        x = builder.relu("classifier.1", of: x)
        x = builder.dropout("classifier.2", of: x)
        x = builder.linear("classifier.3", of: x, channelCount: 4096)
        x = builder.relu("classifier.4", of: x)
        x = builder.dropout("classifier.5", of: x)
        return builder.linear("classifier.6", of: x)
    }
}
