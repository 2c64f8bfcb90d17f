#!/usr/bin/env python3
"""Makes a VGG-16 of random weights as an ONNX file of 553 MB: a large file to load.

    python3 Tools/make-vgg16.py OUT.onnx [--seed N]

Nodes and parameters are named as PyTorch's exporter names torchvision's. Needs NumPy and onnx. OUT.onnx appears only when it is whole.
"""

import argparse
import os

import numpy as np
import onnx
from onnx import TensorProto, helper

# Channels of each convolution; 0 stands for a pooling layer.
CHANNELS = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0)
HIDDEN_COUNT = 4096
CLASS_COUNT = 1000


class Network:
    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.initializers = []
        self.nodes = []

    def parameters(self, module, shape):
        """The names of a weight of `shape` and of a bias, such that what is passed on keeps its size."""
        scale = np.float32(np.sqrt(2 / np.prod(shape[1:])))
        arrays = {
            f"{module}.weight": self.random.standard_normal(shape, np.float32) * scale,
            f"{module}.bias": self.random.uniform(-0.1, 0.1, shape[0]).astype(np.float32),
        }
        for name, array in arrays.items():
            self.initializers.append(helper.make_tensor(name, TensorProto.FLOAT, array.shape, array.tobytes(), raw=True))
        return list(arrays)

    def node(self, module, operator, inputs, **attributes):
        group, _, index = module.partition(".")
        name = f"/{group}/{module}/{operator}" if index else f"/{operator}"
        self.nodes.append(helper.make_node(operator, inputs, [f"{name}_output_0"], name=name, **attributes))
        return f"{name}_output_0"

    def build(self):
        x, inputs, index = "input", 3, 0
        for outputs in CHANNELS:
            module = f"features.{index}"
            if outputs == 0:
                x = self.node(module, "MaxPool", [x], kernel_shape=[2, 2], strides=[2, 2])
                index += 1
                continue
            parameters = self.parameters(module, (outputs, inputs, 3, 3))
            x = self.node(module, "Conv", [x] + parameters, kernel_shape=[3, 3], pads=[1] * 4)
            x = self.node(f"features.{index + 1}", "Relu", [x])
            inputs, index = outputs, index + 2
        x = self.node("flatten", "Flatten", [x], axis=1)
        for index, shape in ((0, (HIDDEN_COUNT, inputs * 49)), (3, (HIDDEN_COUNT, HIDDEN_COUNT)), (6, (CLASS_COUNT, HIDDEN_COUNT))):
            x = self.node(f"classifier.{index}", "Gemm", [x] + self.parameters(f"classifier.{index}", shape), transB=1)
            if index < 6:
                x = self.node(f"classifier.{index + 1}", "Relu", [x])
        return x


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", metavar="OUT.onnx")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    network = Network(arguments.seed)
    output = network.build()
    graph = helper.make_graph(
        network.nodes, "vgg16", [helper.make_tensor_value_info("input", TensorProto.FLOAT, [1, 3, 224, 224])],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, [1, CLASS_COUNT])], network.initializers)
    staging = f"{arguments.file}.{os.getpid()}"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), staging)
    os.rename(staging, arguments.file)


if __name__ == "__main__":
    main()
