#!/usr/bin/env python3
"""Differentiates a ResNet-50 in PyTorch for cnns-bench, once for each line that asks for it.

    gradient-torch.py WEIGHTS.pth INPUT.npy CLASS THREADS

Says `ready VERSION`, then answers each line of standard input: `run` with the milliseconds that one forward and one backward pass took, down
to the input and for it alone, `output FILE.npy` with `written` after it wrote there the gradient that the last run yielded.
"""

import sys
import time
import types

# torchvision's compiled operators do not load beside a PyTorch from elsewhere; the networks do without.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")

import numpy as np
import torch
import torchvision

weights, source, label, threads = sys.argv[1:]
torch.set_num_threads(int(threads))
network = torchvision.models.resnet50()
network.load_state_dict(torch.load(weights, weights_only=True))
network.eval().requires_grad_(False)
picture = torch.from_numpy(np.load(source))
gradient = None

print("ready", torch.__version__, flush=True)
for line in sys.stdin:
    command, _, path = line.strip().partition(" ")
    if command == "run":
        start = time.perf_counter()
        leaf = picture.clone().requires_grad_(True)
        network(leaf)[0, int(label)].backward()
        gradient = leaf.grad
        print((time.perf_counter() - start) * 1000, flush=True)
    elif command == "output":
        np.save(path, gradient.numpy())
        print("written", flush=True)
    else:
        sys.exit(f"expected 'run' or 'output FILE', found '{line.strip()}'")
