import CKernels
import Tensors

extension Tensor {
    /// A part of maps `[1, C, H, W]` with a patch laid over it; places outside of the map are `padding`.
    func cropped(to region: Region, patchedWith patch: Patch?, padding: Float = 0) -> Tensor {
        var crop = CnnsCrop(shape, to: region)
        if let patch {
            let place = patch.region ?? Region(rows: 0..<shape[2], columns: 0..<shape[3])
            (crop.patchFirstRow, crop.patchRowCount) = (place.rows.lowerBound, place.rows.count)
            (crop.patchFirstColumn, crop.patchColumnCount) = (place.columns.lowerBound, place.columns.count)
        }
        let laidOver = patch?.tensor
        return Tensor([shape[0], shape[1], region.rows.count, region.columns.count]) { result in
            withExtendedLifetime((storage, laidOver?.storage)) {
                cnns_crop(
                    floatElements.baseAddress, laidOver?.floatElements.baseAddress, shape[0] * shape[1], &crop, padding,
                    result.baseAddress)
            }
        }
    }

    /// A part of maps `[N, C, H, W]`, zero outside of them; channels are shared out to threads.
    func cropped(to region: Region, in context: RunContext) -> Tensor {
        let crop = CnnsCrop(shape, to: region)
        let (planeCount, area) = (shape[0] * shape[1], shape[2] * shape[3])
        return Tensor([shape[0], shape[1], region.rows.count, region.columns.count]) { result in
            withExtendedLifetime(storage) {
                nonisolated(unsafe) let (source, target) = (floatElements.baseAddress, result.baseAddress)
                context.parallel(planeCount, grain: max(1, 20_000 / max(1, region.area))) { planes in
                    guard let source, let target else { return }
                    withUnsafePointer(to: crop) {
                        cnns_crop(
                            source + planes.lowerBound * area, nil, planes.count, $0, 0, target + planes.lowerBound * region.area)
                    }
                }
            }
        }
    }
}

extension CnnsCrop {
    /// A part of maps `[N, C, H, W]`, without a patch.
    fileprivate init(_ shape: Shape, to region: Region) {
        self.init(
            height: shape[2], width: shape[3], firstRow: region.rows.lowerBound, rowCount: region.rows.count,
            firstColumn: region.columns.lowerBound, columnCount: region.columns.count, patchFirstRow: 0, patchRowCount: 0,
            patchFirstColumn: 0, patchColumnCount: 0)
    }
}
