#!/usr/bin/env bash
# Coverage-guided fuzzing of what reads strangers' bytes: run-fuzzers.sh [SECONDS] [FuzzLexer|FuzzParser|FuzzAnswers]...
# What makes one fail is left in .build-fuzz/; what reaches new code is kept in .build-fuzz/corpus and packed into Tests/Fixtures/fuzz.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=${1:-600}
shift || true
targets=("${@:-}")
[ -n "${targets[0]}" ] || targets=(FuzzLexer FuzzParser FuzzAnswers)
build=$PWD/.build-fuzz
# The runtime's own crash report would come before libFuzzer keeps the input.
export SWIFT_BACKTRACE=enable=no

for target in "${targets[@]}"; do
    echo "Building $target"
    ${SWIFT:-swift} build --package-path Tests/Fuzz --build-path "$build" --sanitize fuzzer --product "$target" --quiet \
        -Xswiftc -parse-as-library -Xswiftc -O
    corpus=$build/corpus/$target
    mkdir -p "$corpus" "$build/merged/$target"
    Tests/Fuzz/corpus.py unpack "Tests/Fixtures/fuzz/$target.txt" "$corpus"
    Tests/Fuzz/corpus.py seed "$target" "$corpus"
    echo "Fuzzing $target for $seconds s"
    dictionary=Tests/Fuzz/$target.dict
    "$build/debug/$target" -max_total_time="$seconds" -timeout=60 -max_len=2048 -print_final_stats=1 -verbosity=0 \
        -artifact_prefix="$build/$target-" -dict="$dictionary" "$corpus"
    rm -f "$build/merged/$target"/*
    "$build/debug/$target" -merge=1 -verbosity=0 "$build/merged/$target" "$corpus"
    Tests/Fuzz/corpus.py pack "$build/merged/$target" "Tests/Fixtures/fuzz/$target.txt"
done
