#!/usr/bin/env python3
"""Differentiates a ResNet-50 in PyTorch for cnns-bench, once for each line that asks for it.

    gradient-torch.py WEIGHTS.pth INPUT.npy CLASS THREADS

Says `ready VERSION`, then answers each line of standard input: `run` with the milliseconds that one forward and one backward pass took, down
to the input and for it alone, `output FILE.npy` with `written` after it wrote there the gradient that the last run yielded.
"""

import sys
import types

# torchvision's compiled operators do not load beside a PyTorch from elsewhere; the networks do without.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")

import numpy as np
import torch
import torchvision

from answering import answer

weights, source, label, threads = sys.argv[1:]
torch.set_num_threads(int(threads))
network = torchvision.models.resnet50()
network.load_state_dict(torch.load(weights, weights_only=True))
network.eval().requires_grad_(False)
picture = torch.from_numpy(np.load(source))


def differentiate():
    leaf = picture.clone().requires_grad_(True)
    network(leaf)[0, int(label)].backward()
    return leaf.grad.numpy()


answer(torch.__version__, differentiate)
