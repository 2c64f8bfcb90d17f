#!/usr/bin/env python3
"""The first look at a ResNet-50 with PyTorch and matplotlib: predicts, and saves the maps of a convolution as a grid.

    first-grid-torch.py WEIGHTS.pth PHOTO LAYER OUT.png

What `cnns -e 'load WEIGHTS.pth; load PHOTO; predict; show maps of LAYER' --save-figures DIR` does, as tutorials write it.
"""

import sys
import types

# torchvision's compiled operators do not load beside a PyTorch from elsewhere; the networks do without.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import torch
import torchvision
from PIL import Image
from torchvision import transforms

weights_path, photo_path, layer, destination = sys.argv[1:]
network = torchvision.models.resnet50()
network.load_state_dict(torch.load(weights_path, weights_only=True))
network.eval()
prepare = transforms.Compose(
    [
        transforms.Resize(256),
        transforms.CenterCrop(224),
        transforms.ToTensor(),
        transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ]
)
maps = []
network.get_submodule(layer).register_forward_hook(lambda module, inputs, output: maps.append(output.clone()))
with torch.no_grad():
    logits = network(prepare(Image.open(photo_path).convert("RGB"))[None])
values, indices = logits[0].softmax(0).topk(5)
for value, index in zip(values, indices):
    print(index.item(), f"{value.item():.4f}")

channels = maps[0][0]
columns = round(len(channels) ** 0.5)
figure, axes = plt.subplots(-(-len(channels) // columns), columns, figsize=(columns, columns))
for axis, channel in zip(axes.flat, channels):
    axis.imshow(channel, cmap="viridis")
    axis.axis("off")
figure.savefig(destination)
