#!/bin/sh
# Measures cnns beside onnxruntime, PyTorch, and programs that show pictures: run-benchmarks.sh FOLDER-OF-PROGRAMS FOLDER-FOR-RESULTS. Makes the peers' Python environment
# (some 1.5 GB with PyTorch) and a ResNet-50 of random weights first. Where PyTorch cannot be had, it is left out.
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

"$programs/cnns-bench" start --json "$results/start.json"
"$programs/cnns-bench" prompt --json "$results/prompt.json"
set -- --beside onnxruntime
[ -f $peers/ready-openvino ] && set -- "$@" --beside openvino
"$programs/cnns-bench" forward "$network/resnet50.onnx" "$large" efficientnet-lite0 "$@" --python $peers/bin/python \
    --json "$results/forward.json"
"$programs/cnns-bench" forward mobilenet_v2 squeezenet1_1 resnet18 densenet121 --random "$@" --python $peers/bin/python \
    --json "$results/forward-random.json"
"$programs/cnns-bench" occlusion efficientnet-lite0 "$network/resnet50.onnx" --python $peers/bin/python --json "$results/occlusion.json"
"$programs/cnns-bench" sweep efficientnet-lite0 _blocks.0._bn1 _blocks.4._bn0 _blocks.8._bn1 _blocks.13._bn2 --python $peers/bin/python \
    --json "$results/sweep.json"
"$programs/cnns-bench" load "$network/resnet50.onnx" "$large" --python $peers/bin/python --json "$results/load.json"
Tools/install-terminal-peers.sh
"$programs/cnns-bench" encode --photo "$cache/coffee.png" --json "$results/encode.json"
set -- --model "$network/resnet50.onnx"
[ -f $peers/ready-torch ] && set -- "$@" --weights "$network/resnet50.pth"
"$programs/cnns-bench" cold "$@" --photo "$cache/chelsea.png" --python $peers/bin/python --json "$results/cold.json"
if [ -f $peers/ready-torch ]; then
    "$programs/cnns-bench" gradient "$network/resnet50.pth" --python $peers/bin/python --json "$results/gradient.json"
fi
