#!/usr/bin/env bash
# Whether the portable kernels still are what 64-bit ARM can run well: they compile for it, and multiply by single instructions.
set -euo pipefail
cd "$(dirname "$0")/.."

compiler=${CC:-clang}
if ! "$compiler" --target=aarch64-linux-gnu -x c -S -o /dev/null - </dev/null 2>/dev/null; then
    echo "Kernels for ARM: not checked, since $compiler does not compile for it"
    exit 0
fi
assembly=$("$compiler" --target=aarch64-linux-gnu -ffreestanding -O2 -Wall -Werror -ffp-contract=fast -ISources/CKernels/include \
    -S Sources/CKernels/Blocked/portable.c -o -)
tile=$(sed -n '/^tile6x32_16:/,/\.cfi_endproc/p' <<<"$assembly")
products=$(grep -c fmla <<<"$tile")
echo "Kernels for ARM: compiled; a tile has $products multiplications"
[ "$products" -ge 24 ]
