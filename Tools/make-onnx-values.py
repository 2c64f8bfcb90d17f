#!/usr/bin/env python3
"""Writes onnxruntime's value of every node of an ONNX model.

    python3 Tools/make-onnx-values.py MODEL OUT.npz NAME=SHAPE:LOW..HIGH|NAME=SHAPE:strokes …

Each input is given the numbers of `hashed` or of `strokes`, which the tests make too; dimensions that the file declares otherwise are replaced. Needs
NumPy, onnx and onnxruntime. OUT.npz appears only when it is whole.
"""

import os
import sys

import numpy as np
import onnx
import onnxruntime


def hashed(shape, low, high):
    """Numbers between two limits, each mixed from its index alone."""
    mixed = (np.arange(np.prod(shape), dtype=np.uint64) * 2654435761 + 12345) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 2246822519) & 0xFFFFFFFF
    mixed ^= mixed >> 13
    return (mixed.astype(np.float64) / 4294967296 * (high - low) + low).astype(np.float32).reshape(shape)


def strokes(shape):
    """A white picture with a band of black and white blocks, which looks like a line of text from afar."""
    _, _, height, width = shape
    blocks = hashed((1, 1, (height + 1) // 2, (width + 1) // 2), -1, 1).repeat(2, 2).repeat(2, 3)
    result = np.ones(shape, np.float32)
    rows, columns = slice(height // 3, height // 3 + 24), slice(16, width - 16)
    result[:, :, rows, columns] = np.where(blocks[:, :, rows, columns] > 0, 1, -1)
    return result


def parsed(text):
    """`x=1x3x48x192:-1..1` as a name and an array."""
    name, rest = text.rsplit("=", 1)
    shape, limits = rest.split(":")
    shape = [int(extent) for extent in shape.split("x")]
    if limits == "strokes":
        return name, strokes(shape)
    low, high = limits.split("..")
    return name, hashed(shape, float(low), float(high))


def main():
    path, destination, *inputs = sys.argv[1:]
    feed = dict(parsed(text) for text in inputs)
    model = onnx.load(path)
    for value in model.graph.input:
        if value.name in feed:
            value.CopyFrom(onnx.helper.make_tensor_value_info(value.name, onnx.TensorProto.FLOAT, feed[value.name].shape))
    # What a file declares of values between may be as wrong as what it declares of its input.
    del model.graph.value_info[:]
    names = [name for node in model.graph.node if node.op_type != "Constant" for name in node.output if name]
    del model.graph.output[:]
    model.graph.output.extend(onnx.helper.make_empty_tensor_value_info(name) for name in names)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    values = dict(zip(names, session.run(names, feed)))
    partial = f"{destination}.{os.getpid()}.npz"
    # A name may hold a slash, which an archive would take for a folder: the order of the names tells the arrays apart.
    np.savez(partial, **{str(index): value for index, value in enumerate(values.values())})
    with open(f"{partial}.names", "w", encoding="utf-8") as file:
        file.write("".join(f"{name}\n" for name in values))
    os.rename(f"{partial}.names", f"{destination}.names")
    os.rename(partial, destination)
    print(f"{destination}: {len(values)} values")


if __name__ == "__main__":
    main()
