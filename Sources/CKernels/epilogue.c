#include "epilogue.h"
#include "variants.h"

CNNS_VARIANTS
void cnns_epilogue(float *values, ptrdiff_t rowCount, ptrdiff_t columnCount, ptrdiff_t rowStride,
                   const CnnsEpilogue *epilogue) {
    for (ptrdiff_t row = 0; row < rowCount; row++) {
        const float *residual = epilogue->residual ? epilogue->residual + row * rowStride : NULL;
        cnns_finish_row(values + row * rowStride, columnCount, epilogue, row, residual);
    }
}
