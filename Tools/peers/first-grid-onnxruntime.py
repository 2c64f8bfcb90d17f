#!/usr/bin/env python3
"""The first look at a network with onnxruntime and Pillow: predicts, and saves the maps of its first convolution as a grid.

    first-grid-onnxruntime.py MODEL.onnx PHOTO LAYER OUT.png

What `cnns -e 'load MODEL.onnx; load PHOTO; predict; show maps of LAYER' --save-figures DIR` does. LAYER is a part of the node's name.
"""

import sys

import numpy as np
import onnx
import onnxruntime
from PIL import Image

MEAN = np.array([0.485, 0.456, 0.406], np.float32)
STANDARD_DEVIATION = np.array([0.229, 0.224, 0.225], np.float32)
# Five colors along viridis; the others lie between them.
VIRIDIS = np.array([[68, 1, 84], [59, 82, 139], [33, 145, 140], [94, 201, 98], [253, 231, 37]], np.float32)


def prepared(path):
    """Short side 256, the middle 224, normalized: `[1, 3, 224, 224]`."""
    photo = Image.open(path).convert("RGB")
    photo = photo.resize([256 * side // min(photo.size) for side in photo.size], Image.Resampling.BILINEAR)
    left, top = (photo.width - 224) // 2, (photo.height - 224) // 2
    pixels = np.asarray(photo.crop((left, top, left + 224, top + 224)), np.float32) / 255
    return ((pixels - MEAN) / STANDARD_DEVIATION).transpose(2, 0, 1)[None]


def colored(feature_map):
    low, high = feature_map.min(), feature_map.max()
    place = (feature_map - low) / max(high - low, 1e-12) * (len(VIRIDIS) - 1)
    return np.stack([np.interp(place, range(len(VIRIDIS)), channel) for channel in VIRIDIS.T], -1).astype(np.uint8)


def grid(maps):
    columns = int(np.ceil(np.sqrt(len(maps))))
    rows = -(-len(maps) // columns)
    height, width = maps.shape[1:]
    picture = np.zeros((rows * (height + 1), columns * (width + 1), 3), np.uint8)
    for index, feature_map in enumerate(maps):
        y, x = index // columns * (height + 1), index % columns * (width + 1)
        picture[y : y + height, x : x + width] = colored(feature_map)
    return picture


model_path, photo_path, layer, destination = sys.argv[1:]
model = onnx.load(model_path)
node = next(node for node in model.graph.node if layer in node.name)
model.graph.output.append(onnx.helper.make_empty_tensor_value_info(node.output[0]))
session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
logits, maps = session.run([model.graph.output[0].name, node.output[0]], {session.get_inputs()[0].name: prepared(photo_path)})
probabilities = np.exp(logits[0] - logits[0].max())
probabilities /= probabilities.sum()
for index in probabilities.argsort()[::-1][:5]:
    print(index, f"{probabilities[index]:.4f}")
Image.fromarray(grid(maps[0])).save(destination)
