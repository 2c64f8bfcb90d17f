import Exploration
import Imaging
import Inference
import Language
import Tensors

/// Feature maps and filters in rows and columns.
struct GridView {
    let options: ViewOptions
    let session: Session
    /// Rows and columns that were asked for.
    var grid: GridSize?

    /// More maps than this are shown only when asked for.
    private static let standardCount = 64
    /// Planes of no more rows and columns than this are kernels, which need fewer pixels than maps.
    private static let largestKernel = 11

    /// The maps of a layer's output.
    func maps(of layer: Layer) throws -> Figure {
        let maps = try session.lab.maps(of: layer, in: session)
        let chosen = chosen(from: maps)
        var figure = figure("maps of \(layer.name)", chosen, of: maps, isSigned: false) {
            "\(Address(layer: layer.name, channel: $0))"
        }
        if options.showsLabels { figure.labels = chosen.map { ":\($0)" } }
        return try figure.figure(of: maps.parts(chosen), on: session.canvas)
    }

    /// The filters of a layer: as colors where the layer sees three channels, else each as the mean over the channels it sees.
    func filters(of layer: Layer) throws -> Figure {
        let filters = try session.lab.filters(of: layer)
        let chosen = chosen(from: filters)
        let seesPicture = filters.shape.rank == 4 && filters.shape[1] == 3
        let what = seesPicture || filters.shape.rank <= 3 || filters.shape[1] == 1 ? "" : " (mean over \(filters.shape[1]) channels)"
        var figure = figure("filters of \(layer.name)\(what)", chosen, of: filters, isSigned: true) {
            "\(Address(layer: layer.name, channel: $0))"
        }
        if options.showsLabels { figure.labels = chosen.map { ":\($0)" } }
        if seesPicture {
            return try figure.composite(of: session.lab.inRGBOrder(filters.parts(chosen)), on: session.canvas)
        }
        return try figure.figure(of: filters.parts(chosen).planesOfFilters, on: session.canvas)
    }

    /// One filter `[C, kH, kW]`: a plane for each channel that it sees.
    func filter(_ channel: Int, of layer: Layer) throws -> Figure {
        let filters = try session.lab.filters(of: layer)
        let filter = try session.lab.channel(channel, of: filters, layer)
        let size = filter.shape.dimensions
        let planes = size.count == 3 ? filter : filter.reshaped(to: [size.dropLast().reduce(1, *), 1, size.last ?? 1])
        return try self.planes(of: planes, title: "filter \(Address(layer: layer.name, channel: channel))")
    }

    /// The planes of a tensor `[N, H, W]`.
    func planes(of tensor: Tensor, title: String) throws -> Figure {
        let chosen = chosen(from: tensor)
        let isSigned = tensor.statistics.minimum < 0
        var figure = figure(title, chosen, of: tensor, isSigned: isSigned) { "[\($0)]" }
        if options.showsLabels { figure.labels = chosen.map { "[\($0)]" } }
        return try figure.figure(of: tensor.parts(chosen), on: session.canvas)
    }

    /// Small pictures are not blown up beyond what is easy to see, unless the number of rows and columns was asked for.
    private func standardSize(of shape: Shape) -> Int? {
        guard grid == nil else { return nil }
        let isKernel = shape.dimensions.suffix(2).allSatisfy { $0 <= Self.largestKernel }
        return session.canvas.widthInPixels / (isKernel ? 12 : 4)
    }

    private func chosen(from tensor: Tensor) -> [Int] {
        let limit = grid.map { $0.rows * $0.columns } ?? options.top ?? Self.standardCount
        return Array(options.order.sorted(tensor).prefix(min(limit, options.top ?? limit)))
    }

    private func figure(
        _ title: String, _ chosen: [Int], of tensor: Tensor, isSigned: Bool, name: (Int) -> String
    ) -> GridFigure {
        let order = options.order == .index ? "" : " by \(options.order.rawValue)"
        var figure = GridFigure(
            title: title + order, totalCount: tensor.shape[0], names: chosen.map(name),
            scaling: options.scaling ?? (isSigned ? .symmetric : .each), colormap: options.colormap ?? .standard(isSigned: isSigned))
        figure.rows = grid?.rows
        figure.columns = grid?.columns ?? options.columns
        figure.sizeInPixels = options.sizeInPixels ?? standardSize(of: tensor.shape)
        return figure
    }
}

extension Tensor {
    /// Some parts along the first axis, in the order given.
    func parts(_ indices: [Int]) -> Tensor {
        let partSize = shape.dimensions.dropFirst().reduce(1, *)
        guard indices != Array(0..<shape[0]) else { return self }
        return Tensor(Shape([indices.count] + shape.dimensions.dropFirst())) { destination in
            for (place, index) in indices.enumerated() {
                let part = part(index).floatElements
                guard let source = part.baseAddress, let target = destination.baseAddress else { return }
                (target + place * partSize).update(from: source, count: partSize)
            }
        }
    }

    /// Filters `[O, C, …]` as one plane each: the mean over the channels; a row where they have one axis or none.
    var planesOfFilters: Tensor {
        let spatial = Array(shape.dimensions.dropFirst(2))
        let plane = [spatial.dropLast().reduce(1, *), spatial.last ?? 1]
        let (filters, channels, area) = (shape[0], shape[1], plane[0] * plane[1])
        // A dense layer has a number for each input instead of a plane.
        guard !spatial.isEmpty else { return reshaped(to: [filters, 1, channels]) }
        return Tensor([filters, plane[0], plane[1]]) { means in
            let source = floatElements
            for filter in 0..<filters {
                for place in 0..<area {
                    var sum: Float = 0
                    for channel in 0..<channels { sum += source[(filter * channels + channel) * area + place] }
                    means[filter * area + place] = sum / Float(max(1, channels))
                }
            }
        }
    }
}
