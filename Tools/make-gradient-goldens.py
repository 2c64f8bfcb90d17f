#!/usr/bin/env python3
"""Writes PyTorch's gradients of the ResNet-50 that make-resnet50.py makes, for the tests to compare with.

    python3 Tools/make-gradient-goldens.py NETWORK_DIR > Tests/Fixtures/resnet50-gradient.txt

NETWORK_DIR is what `Tools/make-resnet50.py` wrote. Needs NumPy, PyTorch and torchvision, which the tests do without.

Lines: `class N`, the logit that is differentiated; `logit X`, its value, by which the tests see that they have the same network; `norm X`, the
Euclidean norm of the gradient with respect to the input; `parameter NAME X`, that of the gradient with respect to a parameter; `at N X`, the
input's gradient at one place in row-major order.
"""

import sys
import types

# torchvision's compiled operators do not load beside a PyTorch from elsewhere; the networks do without.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")

import numpy as np
import torch
import torchvision

LABEL = 17
# Not a divisor of any extent, so that the places fall on all channels, rows and columns.
STRIDE = 73
PARAMETERS = [
    "conv1.weight", "bn1.weight", "bn1.bias", "layer1.0.conv2.weight", "layer2.0.downsample.0.weight", "layer3.4.bn3.weight",
    "layer4.2.conv3.weight", "fc.weight", "fc.bias",
]

folder = sys.argv[1]
network = torchvision.models.resnet50()
network.load_state_dict(torch.load(f"{folder}/resnet50.pth", weights_only=True))
# In double precision, so that what is compared with is exact.
network.eval().double()
picture = torch.from_numpy(np.load(f"{folder}/input.npy")).double().requires_grad_(True)
logit = network(picture)[0, LABEL]
logit.backward()
gradient = picture.grad.numpy().ravel()

print(f"# Tools/make-gradient-goldens.py, torch {torch.__version__.split('+')[0]}")
print(f"class {LABEL}")
print(f"logit {logit.item():.9g}")
print(f"norm {np.linalg.norm(gradient):.9g}")
for name in PARAMETERS:
    print(f"parameter {name} {network.get_parameter(name).grad.norm().item():.9g}")
for place in range(0, gradient.size, STRIDE):
    print(f"at {place} {gradient[place]:.7g}")
