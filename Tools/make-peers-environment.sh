#!/bin/sh
# Makes .build-peers, the Python with what cnns is measured and compared with: some 1.5 GB with PyTorch. What cannot be had
# is left out: .build-peers/ready-torch says whether PyTorch is there, ready-openvino whether OpenVINO, ready-attributions whether Captum and
# pytorch-grad-cam are.
set -eu

cd "$(dirname "$0")/.."
peers=.build-peers
install() { $peers/bin/python -m pip install --quiet --disable-pip-version-check "$@"; }

if [ ! -f $peers/ready ]; then
    echo "Making a Python environment for the peers in $peers"
    python3 -m venv --clear $peers
    install numpy pillow onnx==1.19.1 onnxruntime matplotlib
    touch $peers/ready
fi
if [ ! -f $peers/ready-openvino ]; then
    if install openvino; then
        touch $peers/ready-openvino
    else
        echo "OpenVINO cannot be installed: it is not measured."
    fi
fi
if [ ! -f $peers/ready-torch ]; then
    if install torch && install --no-deps torchvision; then
        touch $peers/ready-torch
    else
        echo "PyTorch cannot be installed: it is not measured."
    fi
fi
if [ -f $peers/ready-torch ] && [ ! -f $peers/ready-attributions ]; then
    # What these ask for besides is for drawing.
    if install tqdm && install --no-deps captum==0.9.0 grad-cam==1.5.7 efficientnet-lite-pytorch==0.1.0; then
        touch $peers/ready-attributions
    else
        echo "Captum and pytorch-grad-cam cannot be installed: nothing is compared with them."
    fi
fi
