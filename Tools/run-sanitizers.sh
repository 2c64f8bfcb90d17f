#!/usr/bin/env bash
# The kernels for blocked maps over odd shapes, with AddressSanitizer and UndefinedBehaviorSanitizer: run-sanitizers.sh [CASES]
# Every set of kernels that this processor runs, beside naive loops; 110 cases of each kernel: every side from 1 to 55 twice.
set -euo pipefail
cd "$(dirname "$0")/.."

build=.build-sanitizers
compiler=${CC:-clang}
mkdir -p "$build"
checks=(-fsanitize=address,undefined -fno-sanitize-recover=undefined)
# What kernels are compared with is nobody's memory but its own, and slow enough.
compile() { # FILE OPTION...
    local object
    object=$build/$(basename "$1" .c).o
    "$compiler" -O2 -g -Wall -ffp-contract=fast -ISources/CKernels/include "${@:2}" -c "$1" -o "$object"
}
echo "Compiling the kernels with sanitizers"
jobs=()
for file in Sources/CKernels/Blocked/*.c Sources/CKernels/{kernel_choice,blocked_convolution,blocked_maps,winograd_filters,depthwise,im2col}.c Tests/Sanitizers/*.c; do
    if [ "$(basename "$file")" = naive.c ]; then compile "$file" & else compile "$file" "${checks[@]}" & fi
    jobs+=($!)
done
for job in "${jobs[@]}"; do wait "$job"; done
"$compiler" "${checks[@]}" "$build"/*.o -fuse-ld=lld -lm -o "$build/kernels"
echo "Running them over odd shapes"
"$build/kernels" "${1:-110}"
