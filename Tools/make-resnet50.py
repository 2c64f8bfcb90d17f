#!/usr/bin/env python3
"""Makes a ResNet-50 of random weights in two file formats, with onnxruntime's value of every layer.

    python3 Tools/make-resnet50.py OUT_DIR [--seed N]

Writes `resnet50.pth` (a state dictionary as `torch.save` lays it out), `resnet50.onnx` (nodes named as PyTorch's exporter names them),
`input.npy`, and `values.npz`, the value of each layer under the name that torchvision's `get_graph_node_names` gives it. Needs NumPy, onnx
and onnxruntime. OUT_DIR appears only when everything in it is whole.
"""

import argparse
import os
import pickle
import shutil
import struct
import sys
import zipfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

BLOCK_COUNTS = (3, 4, 6, 3)
CLASS_COUNT = 1000
INPUT_SHAPE = (1, 3, 224, 224)
# The last normalization of a residual branch, small enough that sixteen additions do not let the values grow.
BRANCH_GAIN = 0.4


class Network:
    """Layers written down one after the other: parameters by name, ONNX nodes, and each layer's value."""

    def __init__(self, seed):
        self.random = np.random.default_rng(seed)
        self.parameters = {}
        self.nodes = []
        self.values = {}

    def parameter(self, name, array):
        self.parameters[name] = np.ascontiguousarray(array)
        return name

    def uniform(self, low, high, count):
        return self.random.uniform(low, high, count).astype(np.float32)

    def node(self, layer, path, operator, inputs, **attributes):
        """Adds a node; `layer` is torchvision's name of its value, `path` the module's path as the exporter spells it."""
        name = f"{path}/{operator}"
        self.nodes.append(helper.make_node(operator, inputs, [f"{name}_output_0"], name=name, **attributes))
        self.values[layer] = f"{name}_output_0"
        return f"{name}_output_0"

    def convolution(self, module, x, inputs, outputs, kernel, stride=1):
        fan_in = inputs * kernel * kernel
        weight = self.random.standard_normal((outputs, inputs, kernel, kernel), np.float32) * np.float32(np.sqrt(2 / fan_in))
        return self.node(
            module, path(module), "Conv", [x, self.parameter(f"{module}.weight", weight)], kernel_shape=[kernel, kernel],
            strides=[stride, stride], pads=[kernel // 2] * 4, dilations=[1, 1], group=1)

    def normalization(self, module, x, count, gain=1.0):
        names = [
            self.parameter(f"{module}.weight", gain * self.uniform(0.7, 1.3, count)),
            self.parameter(f"{module}.bias", self.uniform(-0.3, 0.3, count)),
            self.parameter(f"{module}.running_mean", self.uniform(-0.5, 0.5, count)),
            self.parameter(f"{module}.running_var", self.uniform(1.0, 3.0, count)),
        ]
        self.parameter(f"{module}.num_batches_tracked", np.array(1, np.int64))
        return self.node(module, path(module), "BatchNormalization", [x] + names, epsilon=1e-5, momentum=0.9)

    def rectifier(self, module, x):
        return self.node(module, path(module), "Relu", [x])

    def bottleneck(self, module, x, inputs, width, stride):
        y = self.convolution(f"{module}.conv1", x, inputs, width, 1)
        y = self.rectifier(f"{module}.relu", self.normalization(f"{module}.bn1", y, width))
        y = self.convolution(f"{module}.conv2", y, width, width, 3, stride)
        y = self.rectifier(f"{module}.relu_1", self.normalization(f"{module}.bn2", y, width))
        y = self.convolution(f"{module}.conv3", y, width, 4 * width, 1)
        y = self.normalization(f"{module}.bn3", y, 4 * width, BRANCH_GAIN)
        if stride != 1 or inputs != 4 * width:
            x = self.convolution(f"{module}.downsample.0", x, inputs, 4 * width, 1, stride)
            x = self.normalization(f"{module}.downsample.1", x, 4 * width)
        y = self.node(f"{module}.add", path(module), "Add", [y, x])
        return self.rectifier(f"{module}.relu_2", y)

    def build(self):
        x = self.convolution("conv1", "input", 3, 64, 7, 2)
        x = self.rectifier("relu", self.normalization("bn1", x, 64))
        x = self.node("maxpool", "/maxpool", "MaxPool", [x], kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
        channels = 64
        for stage, block_count in enumerate(BLOCK_COUNTS):
            width = 64 << stage
            for block in range(block_count):
                stride = 2 if stage > 0 and block == 0 else 1
                x = self.bottleneck(f"layer{stage + 1}.{block}", x, channels, width, stride)
                channels = 4 * width
        x = self.node("avgpool", "/avgpool", "GlobalAveragePool", [x])
        x = self.node("flatten", "", "Flatten", [x], axis=1)
        weight = self.random.standard_normal((CLASS_COUNT, channels), np.float32) / np.float32(np.sqrt(channels))
        names = [self.parameter("fc.weight", weight), self.parameter("fc.bias", self.uniform(-0.5, 0.5, CLASS_COUNT))]
        return self.node("fc", "/fc", "Gemm", [x] + names, alpha=1.0, beta=1.0, transB=1)


def path(module):
    """A module's name as the exporter's nodes carry it: `layer1.0.conv1` is `/layer1/layer1.0/conv1`.

    An index stays with the name of the sequence that it counts.
    """
    result, parts = "", module.split(".")
    for position, part in enumerate(parts):
        result += f"/{parts[position - 1]}.{part}" if part.isdigit() else f"/{part}"
    return result


def onnx_model(network, output, observed):
    """The model, with the values `observed` among its outputs."""
    constants = [
        helper.make_tensor(name, TensorProto.FLOAT, array.shape, array.tobytes(), raw=True)
        for name, array in network.parameters.items() if array.dtype == np.float32
    ]
    outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, [1, CLASS_COUNT])]
    outputs += [helper.make_empty_tensor_value_info(name) for name in observed if name != output]
    inputs = [helper.make_tensor_value_info("input", TensorProto.FLOAT, INPUT_SHAPE)]
    graph = helper.make_graph(network.nodes, "resnet50", inputs, outputs, constants)
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def onnxruntime_values(network, output, array):
    """Every layer's value as the graph defines it: nothing is fused."""
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    names = list(network.values.values())
    model = onnx_model(network, output, names).SerializeToString()
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return dict(zip(network.values, session.run(names, {"input": array})))


class Pickle:
    """The few instructions that `torch.save` needs for a state dictionary, protocol 2."""

    def __init__(self):
        self.bytes = bytearray(pickle.PROTO + b"\x02")

    def add(self, *instructions):
        for instruction in instructions:
            self.bytes += instruction

    def calls(self, module, name):
        self.add(pickle.GLOBAL, f"{module}\n{name}\n".encode())

    def empty_ordered_dictionary(self):
        self.calls("collections", "OrderedDict")
        self.add(pickle.EMPTY_TUPLE, pickle.REDUCE)

    def string(self, text):
        self.add(pickle.BINUNICODE, struct.pack("<I", len(text.encode())), text.encode())

    def integer(self, number):
        self.add(pickle.BININT, struct.pack("<i", number))

    def integers(self, numbers):
        self.add(pickle.MARK)
        for number in numbers:
            self.integer(number)
        self.add(pickle.TUPLE)

    def tensor(self, key, array):
        self.calls("torch._utils", "_rebuild_tensor_v2")
        self.add(pickle.MARK, pickle.MARK)
        self.string("storage")
        self.calls("torch", {"float32": "FloatStorage", "int64": "LongStorage"}[array.dtype.name])
        self.string(key)
        self.string("cpu")
        self.integer(array.size)
        self.add(pickle.TUPLE, pickle.BINPERSID)
        self.integer(0)
        self.integers(array.shape)
        self.integers(stride // array.itemsize for stride in array.strides)
        self.add(pickle.NEWFALSE)
        self.empty_ordered_dictionary()
        self.add(pickle.TUPLE, pickle.REDUCE)


def write_state_dictionary(destination, parameters):
    """A zip archive of one pickle and one member a storage, not compressed, as `torch.save` writes it."""
    program = Pickle()
    program.empty_ordered_dictionary()
    program.add(pickle.MARK)
    for key, (name, array) in enumerate(parameters.items()):
        program.string(name)
        program.tensor(str(key), array)
    program.add(pickle.SETITEMS, pickle.STOP)
    with zipfile.ZipFile(destination, "w", zipfile.ZIP_STORED) as archive:
        write_member(archive, "resnet50/data.pkl", bytes(program.bytes))
        write_member(archive, "resnet50/byteorder", b"little")
        for key, array in enumerate(parameters.values()):
            write_member(archive, f"resnet50/data/{key}", array.tobytes())
        write_member(archive, "resnet50/version", b"3\n")


def write_member(archive, name, content):
    """Adds a member whose bytes begin at a multiple of 64, so that a reader can map them."""
    member = zipfile.ZipInfo(name)
    begin = archive.fp.tell() + zipfile.sizeFileHeader + len(name) + 4
    padding = -begin % 64
    member.extra = b"FB" + struct.pack("<H", padding) + b"Z" * padding
    archive.writestr(member, content)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", metavar="OUT_DIR")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    staging = f"{arguments.folder}.{os.getpid()}"
    os.makedirs(staging)
    try:
        network = Network(arguments.seed)
        output = network.build()
        array = network.random.standard_normal(INPUT_SHAPE, np.float32)
        values = onnxruntime_values(network, output, array)
        spread = [float(value.std()) for value in values.values()]
        if not 0.01 < min(spread) <= max(spread) < 100:
            sys.exit(f"the values spread from {min(spread):.3g} to {max(spread):.3g}: take another seed")
        onnx.save(onnx_model(network, output, []), f"{staging}/resnet50.onnx")
        write_state_dictionary(f"{staging}/resnet50.pth", network.parameters)
        np.save(f"{staging}/input.npy", array)
        np.savez(f"{staging}/values.npz", **values)
        if os.path.exists(arguments.folder):
            shutil.rmtree(arguments.folder)
        os.rename(staging, arguments.folder)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    print(f"{arguments.folder}: {len(values)} layers, standard deviations {min(spread):.3g} to {max(spread):.3g}")


if __name__ == "__main__":
    main()
