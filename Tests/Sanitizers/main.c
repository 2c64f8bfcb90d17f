/* Runs the kernels for convolutions and pools over odd shapes, every set that this processor has, and compares them with naive loops.

   Compiled with AddressSanitizer and UndefinedBehaviorSanitizer (Tools/run-sanitizers.sh), and every piece of memory as large as it has to be,
   it notices reads and writes beyond any of them. The argument is the number of cases of each kernel; cases are numbered by seeds. */

#include <stdio.h>
#include <stdlib.h>

#include "cases.h"
#include "checks.h"

int main(int count, char **arguments) {
    static const char *const names[] = {"widest", "avx512", "avx2", "portable"};
    const unsigned caseCount = count > 1 ? (unsigned)strtoul(arguments[1], NULL, 10) : 110;
    for (CnnsKernels kernels = CNNS_AVX512_KERNELS; kernels <= CNNS_PORTABLE_KERNELS; kernels++) {
        if (!cnns_has_kernels(kernels)) {
            printf("%s: not on this processor\n", names[kernels]);
            continue;
        }
        cnns_use_kernels(kernels);
        const int before = failureCount;
        for (unsigned seed = 1; seed <= caseCount; seed++) {
            check_convolution(seed), check_depthwise(seed), check_tiles(seed), check_pooling(seed), check_maps(seed);
        }
        printf("%s: %u cases of each kernel, %d wrong\n", names[kernels], caseCount, failureCount - before);
    }
    for (unsigned seed = 1; seed <= caseCount; seed++) check_plain_depthwise(seed), check_groups(seed);
    printf("plain: %u cases of each kernel, %d wrong in all\n", caseCount, failureCount);
    return failureCount > 0;
}
