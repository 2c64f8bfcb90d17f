#!/bin/sh
# Compares attributions with Captum's and pytorch-grad-cam's: run-agreement.sh FOLDER-OF-PROGRAMS FOLDER-FOR-RESULTS. On EfficientNet-Lite0
# with a photograph, and on a ResNet-50 of random weights with noise.
set -eu

cd "$(dirname "$0")/.."
programs=$1
results=$2
python=.build-peers/bin/python
Tools/make-peers-environment.sh
[ -f .build-peers/ready-attributions ] || exit 1
mkdir -p "$results"

network=$results/resnet50
[ -d "$network" ] || $python Tools/make-resnet50.py "$network"
cache=${CNNS_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/cnns}
"$programs/cnns" --quiet -e "load efficientnet-lite0; load chelsea; save input to '$results/chelsea.npy'"

compare() { "$programs/cnns-bench" agreement "$@" --python $python; }
compare "$cache/efficientnet-lite0-57934424.pth" "$results/chelsea.npy" --json "$results/agreement-efficientnet-lite0.json"
compare "$network/resnet50.pth" "$network/input.npy" --json "$results/agreement-resnet50.json"
