#!/bin/sh
# Measures cnns beside onnxruntime, PyTorch, and programs that show pictures: run-benchmarks.sh FOLDER-OF-PROGRAMS FOLDER-FOR-RESULTS. Makes the peers' Python environment
# (some 1.5 GB with PyTorch), a ResNet-50 and a VGG-16 of random weights first. Where PyTorch cannot be had, it is left out. The measurements' tables
# go to FOLDER-FOR-RESULTS/report.md.
set -eu

cd "$(dirname "$0")/.."
programs=$1
results=$2
peers=.build-peers
mkdir -p "$results"
Tools/make-peers-environment.sh

network=$results/resnet50
[ -d "$network" ] || $peers/bin/python Tools/make-resnet50.py "$network"
large=$results/vgg16.onnx
[ -f "$large" ] || $peers/bin/python Tools/make-vgg16.py "$large"
cache=${CNNS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cnns}
"$programs/cnns" --quiet -e 'load chelsea; load coffee'

# measure NAME SUBCOMMAND ARGUMENTS…: what it says goes to NAME.md, its numbers to NAME.json, beside those of the last time where there are any.
# CNNS_BENCH_RUNS says how often each program runs; otherwise every measurement has its own number.
measure() {
    name=$1
    shift
    if [ -f "$results/$name.json" ]; then
        mv "$results/$name.json" "$results/$name.before.json"
        set -- "$@" --compare "$results/$name.before.json"
    fi
    "$programs/cnns-bench" "$@" --json "$results/$name.json" --python $peers/bin/python ${CNNS_BENCH_RUNS:+--runs "$CNNS_BENCH_RUNS"} \
        > "$results/$name.md"
    cat "$results/$name.md"
}

beside="--beside onnxruntime"
[ -f $peers/ready-openvino ] && beside="$beside --beside openvino"
measure 01-forward forward "$network/resnet50.onnx" "$large" efficientnet-lite0 $beside
measure 02-forward-random forward mobilenet_v2 squeezenet1_1 resnet18 densenet121 --random $beside
measure 03-forward-avx2 forward "$network/resnet50.onnx" "$large" efficientnet-lite0 --engine avx2 $beside
measure 04-forward-avx2-random forward mobilenet_v2 squeezenet1_1 resnet18 densenet121 --random --engine avx2 $beside
measure 05-forward-loaded forward "$network/resnet50.onnx" efficientnet-lite0 --loaded
measure 06-forward-loaded-random forward mobilenet_v2 resnet18 --random --loaded
measure 07-growth growth --beside onnxruntime
measure 08-load load "$network/resnet50.onnx" "$large"
set -- --model "$network/resnet50.onnx"
[ -f $peers/ready-torch ] && set -- "$@" --weights "$network/resnet50.pth"
measure 09-cold cold "$@" --photo "$cache/chelsea.png"
measure 10-start start
measure 11-prompt prompt
Tools/install-terminal-peers.sh
measure 12-grid grid efficientnet-lite0 "$network/resnet50.onnx" "$large" --photo "$cache/chelsea.png"
measure 13-encode encode --photo "$cache/coffee.png"
measure 14-occlusion occlusion efficientnet-lite0 "$network/resnet50.onnx"
measure 15-sweep sweep efficientnet-lite0 _blocks.0._bn1 _blocks.4._bn0 _blocks.8._bn1 _blocks.13._bn2
if [ -f $peers/ready-torch ]; then measure 16-gradient gradient "$network/resnet50.pth"; fi
cat "$results"/[0-9][0-9]-*.md > "$results/report.md"
echo "All of it is in $results/report.md"
