#!/usr/bin/env bash
# Coverage-guided fuzzing of what reads strangers' bytes, with AddressSanitizer: run-fuzzers.sh [SECONDS] [TARGET]...
# Targets: FuzzLexer, FuzzParser, FuzzAnswers; FuzzONNX, FuzzPickle, FuzzZip, FuzzSafeTensors, FuzzNumPy, FuzzPNG, FuzzJPEG; FuzzNetwork, FuzzBoxes.
# What makes one fail is left in .build-fuzz/; what reaches new code is kept in .build-fuzz/corpus and packed into Tests/Fixtures/fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-600}
shift || true
targets=("${@:-}")
[ -n "${targets[0]}" ] || targets=(
    FuzzLexer FuzzParser FuzzAnswers FuzzONNX FuzzPickle FuzzZip FuzzSafeTensors FuzzNumPy FuzzPNG FuzzJPEG FuzzNetwork FuzzBoxes)
build=$PWD/.build-fuzz
# The runtime's own crash report would come before libFuzzer keeps the input.
export SWIFT_BACKTRACE=enable=no
# What a reader declines to allocate is an error of its own, and no leak is found in a runtime that keeps its metadata.
export ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1

for target in "${targets[@]}"; do
    echo "Building $target"
    # Of two options -sanitize the compiler takes the last, whichever SwiftPM puts there: the code then has coverage or checks, not both.
    ${SWIFT:-swift} build --package-path Tests/Fuzz --build-path "$build" --sanitize fuzzer --sanitize address --product "$target" --quiet \
        -Xswiftc -parse-as-library -Xswiftc -O -Xswiftc -sanitize=fuzzer,address -Xcc -DFUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
    corpus=$build/corpus/$target
    mkdir -p "$corpus" "$build/merged/$target"
    Tests/Fuzz/corpus.py unpack "Tests/Fixtures/fuzz/$target.txt" "$corpus"
    Tests/Fuzz/corpus.py seed "$target" "$corpus"
    echo "Fuzzing $target for $seconds s"
    options=(-max_total_time="$seconds" -timeout=60 -max_len=4096 -rss_limit_mb=2048 -print_final_stats=1)
    [ ! -f "Tests/Fuzz/$target.dict" ] || options+=(-dict="Tests/Fuzz/$target.dict")
    # A line each minute or so; the last one has the edges that were reached.
    "$build/debug/$target" "${options[@]}" -artifact_prefix="$build/$target-" "$corpus" 2>&1 | grep --line-buffered -v -E 'REDUCE|NEW ' || true
    [ -z "$(find "$build" -maxdepth 1 -name "$target-*" -print -quit)" ] || { echo "$target failed: see $build/$target-*"; exit 1; }
    rm -f "$build/merged/$target"/*
    "$build/debug/$target" -merge=1 -verbosity=0 "$build/merged/$target" "$corpus"
    Tests/Fuzz/corpus.py pack "$build/merged/$target" "Tests/Fixtures/fuzz/$target.txt"
done
