import CImageCodecs

/// The steps that both libraries' readers share: open, check the size, read, close.
struct PictureReader {
    let codec: String
    let open: (UnsafeMutablePointer<cimagecodecs_picture>, UnsafePointer<UInt8>?, Int) -> Int32
    let read: (UnsafeMutablePointer<cimagecodecs_picture>, UnsafeMutablePointer<UInt8>?) -> Int32
    let close: (UnsafeMutablePointer<cimagecodecs_picture>) -> Void

    /// The picture as stored, with the bytes of its Exif segment.
    func image(from bytes: [UInt8]) throws(ImageError) -> (image: Image, exif: [UInt8]) {
        var picture = cimagecodecs_picture()
        var outcome: Result<(image: Image, exif: [UInt8]), ImageError> = .failure(.malformed(codec: codec, message: ""))
        bytes.withUnsafeBufferPointer { bytes in
            defer { close(&picture) }
            outcome = Result { () throws(ImageError) in try image(from: bytes, &picture) }
        }
        return try outcome.get()
    }

    private func image(
        from bytes: UnsafeBufferPointer<UInt8>, _ picture: inout cimagecodecs_picture
    ) throws(ImageError) -> (image: Image, exif: [UInt8]) {
        guard open(&picture, bytes.baseAddress, bytes.count) == 0 else { throw malformed(picture) }
        let (height, width, channels) = (Int(picture.height), Int(picture.width), Int(picture.channel_count))
        if let feature = picture.unsupported { throw .unsupported(codec: codec, feature: String(cString: feature)) }
        let sides = 1...ImageError.sideLimit
        guard sides.contains(height), sides.contains(width), height * width <= ImageError.pixelLimit else {
            throw .tooLarge(codec: codec, heightInPixels: height, widthInPixels: width)
        }
        let exif = Array(UnsafeBufferPointer(start: picture.exif, count: picture.exif == nil ? 0 : picture.exif_count))
        var status: Int32 = 1
        let samples = [UInt8](unsafeUninitializedCapacity: height * width * channels) { buffer, count in
            status = read(&picture, buffer.baseAddress)
            count = height * width * channels
        }
        guard status == 0 else { throw malformed(picture) }
        return (Image(heightInPixels: height, widthInPixels: width, channelCount: channels, samples: samples), exif)
    }

    private func malformed(_ picture: cimagecodecs_picture) -> ImageError {
        let message = withUnsafeBytes(of: picture.message) { String(cMessage: $0) }
        return .malformed(codec: codec, message: message.isEmpty ? "out of memory" : message)
    }
}

extension String {
    /// The text up to the first zero of a message of fixed length.
    init(cMessage bytes: UnsafeRawBufferPointer) {
        self = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}
