#!/usr/bin/env python3
"""Writes what torchvision's networks compute with made-up weights, for the tests to compare with.

    python3 Tools/make-architecture-goldens.py [NAME ...] > Tests/Fixtures/architectures.txt

Weights, running statistics and input are functions of a parameter's name and shape alone (`made`), so that the tests have the same ones
without a file. Everything is computed in double precision. Networks that torchvision does not have are written down below. Needs NumPy,
PyTorch and torchvision, which the tests do without.

Lines of a network: `network NAME INPUT-SHAPE GAIN`; `parameters N`, without running statistics; `keys N HASH`, of the state dictionary's names
and shapes; `layers N HASH`, of the names that `get_graph_node_names` gives; then for five layers and the logits `value LAYER SHAPE GREATEST
NORM SAMPLES...`: the greatest magnitude, the Euclidean norm, and elements at even distances in row-major order.
"""

import math
import sys
import types
import warnings

# torchvision's compiled operators do not load beside a PyTorch from elsewhere; the networks do without.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")

import numpy as np
import torch
import torch.nn.functional as F
import torchvision
from torch import nn
from torchvision.models.feature_extraction import NodePathTracer

SAMPLE_COUNT = 20
LAYER_COUNT = 5


def fnv(text):
    """FNV-1a, 64 bits."""
    value = 0xCBF29CE484222325
    for byte in text.encode():
        value = (value ^ byte) * 0x100000001B3 % 2**64
    return value


def uniform(seed, count):
    """`count` numbers in -1 ..< 1: 24 bits each of SplitMix64, two of a word, the higher half first."""
    with np.errstate(over="ignore"):
        x = np.uint64(seed) + np.arange(1, (count + 1) // 2 + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        x = x ^ (x >> np.uint64(31))
    bits = np.stack([x >> np.uint64(32), x & np.uint64(0xFFFFFFFF)], axis=1).ravel()[:count]
    return (bits >> np.uint64(8)).astype(np.float32) * np.float32(2**-23) - np.float32(1)


def made(name, shape, gain):
    """A parameter in float32: weights of He's variance; normalization that multiplies by `gain`, more or less."""
    numbers = uniform(fnv(name), math.prod(shape))
    role = name.rsplit(".", 1)[-1]
    if role == "running_var":
        numbers = np.float32(1) + np.float32(0.25) * numbers
    elif role in ("running_mean", "bias"):
        numbers = np.float32(0.1) * numbers
    elif role == "layer_scale" or len(shape) == 1:
        numbers = np.float32(gain) * (np.float32(1) + np.float32(0.25) * numbers)
    else:
        numbers = numbers * np.float32(math.sqrt(6 / math.prod(shape[1:])))
    return numbers.reshape(shape)


# MARK: - Networks that torchvision does not have


class ZeroShortcut(nn.Module):
    """Every second position, and channels of zeros."""

    def __init__(self, missing):
        super().__init__()
        self.missing = missing

    def forward(self, x):
        return F.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.missing // 2, self.missing - self.missing // 2))


class CifarBlock(nn.Module):
    def __init__(self, inputs, width, stride, expansion, has_weights):
        super().__init__()
        outputs = width * expansion
        self.is_bottleneck = expansion > 1
        sizes = [(inputs, width, 1, 1), (width, width, 3, stride), (width, outputs, 1, 1)]
        sizes = sizes if self.is_bottleneck else [(inputs, width, 3, stride), (width, width, 3, 1)]
        for number, (before, after, kernel, step) in enumerate(sizes, 1):
            setattr(self, f"conv{number}", nn.Conv2d(before, after, kernel, step, kernel // 2, bias=False))
            setattr(self, f"bn{number}", nn.BatchNorm2d(after))
        self.shortcut = None
        if stride != 1 or inputs != outputs:
            self.shortcut = ZeroShortcut(outputs - inputs)
            if has_weights:
                self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn2(self.conv2(y))
        if self.is_bottleneck:
            y = self.bn3(self.conv3(F.relu(y)))
        return F.relu(y + (x if self.shortcut is None else self.shortcut(x)))


class CifarResNet(nn.Module):
    def __init__(self, counts, widths, expansion=1, has_weights=False):
        super().__init__()
        self.conv1 = nn.Conv2d(3, widths[0], 3, 1, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(widths[0])
        inputs, self.stage_count = widths[0], len(counts)
        for number, (count, width) in enumerate(zip(counts, widths), 1):
            blocks = []
            for block in range(count):
                stride = 2 if number > 1 and block == 0 else 1
                blocks.append(CifarBlock(inputs, width, stride, expansion, has_weights))
                inputs = width * expansion
            setattr(self, f"layer{number}", nn.Sequential(*blocks))
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.linear = nn.Linear(inputs, 10)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        for number in range(self.stage_count):
            x = getattr(self, f"layer{number + 1}")(x)
        return self.linear(torch.flatten(self.avgpool(x), 1))


class CifarVGG(nn.Module):
    def __init__(self, name):
        super().__init__()
        self.features = getattr(torchvision.models, f"{name}_bn")().features
        self.classifier = nn.Linear(512, 10)

    def forward(self, x):
        return self.classifier(torch.flatten(self.features(x), 1))


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1, self.conv2 = nn.Conv2d(1, 6, 5), nn.Conv2d(6, 16, 5)
        self.fc1, self.fc2, self.fc3 = nn.Linear(400, 120), nn.Linear(120, 84), nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = torch.flatten(F.max_pool2d(F.relu(self.conv2(x)), 2), 1)
        return self.fc3(F.relu(self.fc2(F.relu(self.fc1(x)))))


class SameConvolution(nn.Conv2d):
    """A convolution that pads as TensorFlow's SAME does."""

    def forward(self, x):
        missing = []
        for extent, kernel, stride in zip(x.shape[:1:-1], self.kernel_size[::-1], self.stride[::-1]):
            total = max((math.ceil(extent / stride) - 1) * stride + kernel - extent, 0)
            missing += [total // 2, total - total // 2]
        return super().forward(F.pad(x, missing))


class LiteBlock(nn.Module):
    def __init__(self, inputs, outputs, kernel, stride, expansion):
        super().__init__()
        inner = inputs * expansion
        self.expands, self.adds = expansion > 1, stride == 1 and inputs == outputs
        if self.expands:
            self._expand_conv, self._bn0 = SameConvolution(inputs, inner, 1, bias=False), nn.BatchNorm2d(inner, 1e-3)
        self._depthwise_conv = SameConvolution(inner, inner, kernel, stride, groups=inner, bias=False)
        self._bn1 = nn.BatchNorm2d(inner, 1e-3)
        self._project_conv, self._bn2 = SameConvolution(inner, outputs, 1, bias=False), nn.BatchNorm2d(outputs, 1e-3)

    def forward(self, x):
        y = F.relu6(self._bn0(self._expand_conv(x))) if self.expands else x
        y = self._bn2(self._project_conv(F.relu6(self._bn1(self._depthwise_conv(y)))))
        return y + x if self.adds else y


class EfficientNetLite(nn.Module):
    STAGES = [(1, 3, 1, 1, 16), (2, 3, 2, 6, 24), (2, 5, 2, 6, 40), (3, 3, 2, 6, 80), (3, 5, 1, 6, 112), (4, 5, 2, 6, 192), (1, 3, 1, 6, 320)]

    def __init__(self, width, depth):
        super().__init__()
        self._conv_stem, self._bn0 = SameConvolution(3, 32, 3, 2, bias=False), nn.BatchNorm2d(32, 1e-3)
        blocks, inputs = [], 32
        for number, (count, kernel, stride, expansion, channels) in enumerate(self.STAGES):
            outputs = torchvision.models._utils._make_divisible(channels * width, 8)
            for block in range(count if number in (0, 6) else math.ceil(count * depth)):
                blocks.append(LiteBlock(inputs, outputs, kernel, stride if block == 0 else 1, expansion))
                inputs = outputs
        self._blocks = nn.ModuleList(blocks)
        self._conv_head, self._bn1 = SameConvolution(inputs, 1280, 1, bias=False), nn.BatchNorm2d(1280, 1e-3)
        self._avg_pooling, self._fc = nn.AdaptiveAvgPool2d(1), nn.Linear(1280, 1000)

    def forward(self, x):
        x = F.relu6(self._bn0(self._conv_stem(x)))
        for block in self._blocks:
            x = block(x)
        x = F.relu6(self._bn1(self._conv_head(x)))
        return self._fc(torch.flatten(self._avg_pooling(x), 1))


# MARK: - Every network, by name


def networks():
    """Names, input sides, and what makes the network."""
    result = {}

    def add(names, side, **arguments):
        for name in names.split():
            result[name] = (side, lambda name=name: getattr(torchvision.models, name)(**arguments))

    add("alexnet vgg11 vgg11_bn vgg13 vgg13_bn vgg16 vgg16_bn vgg19 vgg19_bn", 224)
    add("resnet18 resnet34 resnet50 resnet101 resnet152 resnext50_32x4d resnext101_32x8d resnext101_64x4d", 64)
    add("wide_resnet50_2 wide_resnet101_2 squeezenet1_0 squeezenet1_1 densenet121 densenet161 densenet169 densenet201", 64)
    add("googlenet", 64, aux_logits=False, init_weights=False)
    add("inception_v3", 83, aux_logits=False, init_weights=False)
    add("mobilenet_v2 mobilenet_v3_large mobilenet_v3_small", 64)
    add(" ".join(f"efficientnet_b{number}" for number in range(8)), 64)
    add("efficientnet_v2_s efficientnet_v2_m efficientnet_v2_l", 64)
    add("shufflenet_v2_x0_5 shufflenet_v2_x1_0 shufflenet_v2_x1_5 shufflenet_v2_x2_0", 64)
    add("mnasnet0_5 mnasnet0_75 mnasnet1_0 mnasnet1_3", 64)
    add(" ".join(f"regnet_x_{size}" for size in "400mf 800mf 1_6gf 3_2gf 8gf 16gf 32gf".split()), 64)
    add(" ".join(f"regnet_y_{size}" for size in "400mf 800mf 1_6gf 3_2gf 8gf 16gf 32gf".split()), 64)
    add("convnext_tiny convnext_small convnext_base convnext_large", 64)
    for depth in (20, 32, 44, 56, 110):
        result[f"cifar_resnet{depth}"] = (32, lambda depth=depth: CifarResNet([(depth - 2) // 6] * 3, [16, 32, 64]))
    for name, counts, expansion in (("18", [2, 2, 2, 2], 1), ("34", [3, 4, 6, 3], 1), ("50", [3, 4, 6, 3], 4)):
        result[f"cifar_resnet{name}"] = (
            32, lambda counts=counts, expansion=expansion: CifarResNet(counts, [64, 128, 256, 512], expansion, True))
    for name in ("vgg11", "vgg13", "vgg16", "vgg19"):
        result[f"cifar_{name}_bn"] = (32, lambda name=name: CifarVGG(name))
    result["lenet"] = (32, LeNet)
    for number, scales in enumerate([(1, 1), (1, 1.1), (1.1, 1.2), (1.2, 1.4), (1.4, 1.8)]):
        result[f"efficientnet-lite{number}"] = (64, lambda scales=scales: EfficientNetLite(*scales))
    return result


# Too large to compute with in every test run: 2.6 GB of weights. Names and shapes are compared.
NAMES_ONLY = {"regnet_y_128gf"}

# What torch.fx finds between layers: bookkeeping of shapes, and halves of channels that have no names.
NO_LAYERS = {"size", "floordiv", "view", "view_1", "transpose", "contiguous", "chunk"}


class Recorder(torch.fx.Interpreter):
    """Runs a traced network and keeps every layer's value under its qualified name."""

    def __init__(self, module, names):
        super().__init__(module)
        self.names, self.values = names, {}

    def run_node(self, node):
        value = super().run_node(node)
        name = self.names.get(node)
        last = name.rsplit(".", 1)[-1] if name else ""
        is_layer = node.op in ("call_module", "call_function", "call_method") and torch.is_tensor(value) and last not in NO_LAYERS
        if is_layer and last != "stochastic_depth" and not (name.startswith("stage") and last.startswith("getitem")):
            # Some layers write over what they are given.
            self.values[name] = value.clone()
        return value


def keys(network):
    entries = [f"{name} {'x'.join(map(str, value.shape))}" for name, value in network.state_dict().items() if value.ndim > 0]
    return len(entries), fnv("\n".join(sorted(entries)))


def parameter_count(network):
    return sum(value.numel() for value in network.parameters())


def values(network, array):
    tracer = NodePathTracer(
        leaf_modules=[torchvision.ops.Permute, torchvision.ops.StochasticDepth, SameConvolution], autowrap_modules=(math, torchvision.ops))
    graph = tracer.trace(network)
    recorder = Recorder(torch.fx.GraphModule(network, graph), tracer.node_to_qualname)
    recorder.run(array)
    return recorder.values


def described(name, value):
    numbers = value.reshape(-1).numpy()
    count = min(SAMPLE_COUNT, numbers.size)
    samples = [numbers[(2 * place + 1) * numbers.size // (2 * count)] for place in range(count)]
    shape = "x".join(map(str, value.shape))
    text = " ".join(f"{sample:.7g}" for sample in samples)
    return f"value {name} {shape} {np.abs(numbers).max():.7g} {np.linalg.norm(numbers):.7g} {text}"


def main():
    warnings.filterwarnings("ignore")
    known = networks()
    chosen = sys.argv[1:] or sorted([*known, *NAMES_ONLY])
    print(f"# Tools/make-architecture-goldens.py, torch {torch.__version__.split('+')[0]}, torchvision {torchvision.__version__.split('+')[0]}")
    for name in chosen:
        if name in NAMES_ONLY:
            network = getattr(torchvision.models, name)()
            print(f"network {name} -\nparameters {parameter_count(network)}\nkeys {'%d %016x' % keys(network)}", flush=True)
            continue
        side, make = known[name]
        network = make()
        shape = (1, 1 if name == "lenet" else 3, side, side)
        found, gain = telling_values(network, shape)
        print(f"network {name} {'x'.join(map(str, shape))} {gain}\nparameters {parameter_count(network)}\nkeys {'%d %016x' % keys(network)}")
        names = list(found)
        if not name.startswith("efficientnet-lite"):
            print(f"layers {len(names)} {fnv(' '.join(names)):016x}")
        *inner, logits = names
        inner = [layer for layer in inner if "relu6" not in layer and layer != "flatten" and "dropout" not in layer]
        inner = [inner[(2 * place + 1) * len(inner) // (2 * LAYER_COUNT)] for place in range(LAYER_COUNT)]
        for layer in inner + [logits]:
            print(described(layer, found[layer]), flush=True)


def relative_change(value, other):
    return ((value - other).abs().max() / value.abs().max()).item()


def telling_values(network, shape):
    """Every layer's value, with the first gain by which neither the input fades nor a rounding error grows large."""
    array, another = (torch.from_numpy(uniform(fnv(seed), math.prod(shape)).reshape(shape)).double() for seed in ("input", "another input"))
    network = network.double().eval()
    state = network.state_dict()
    for gain in (1.0, 1.05, 0.9, 0.8, 1.1, 0.7, 0.6, 1.25, 1.5):
        for key, value in state.items():
            if value.ndim > 0:
                value.copy_(torch.from_numpy(made(key, tuple(value.shape), gain)))
        with torch.no_grad():
            found, other, near = values(network, array), values(network, another), values(network, array + 1e-6 * another)
        changes = [relative_change(value, other[name]) for name, value in found.items()]
        growth = max(relative_change(value, near[name]) for name, value in found.items()) * 1e6
        print(f"gain {gain}: changes from {min(changes):.3g} to {changes[-1]:.3g}, errors grow {growth:.3g}", file=sys.stderr)
        # The tests allow differences of 1e-4.
        if min(changes) > 0.0005 and changes[-1] > 0.005 and growth < 30:
            return found, gain
    sys.exit("no gain keeps the numbers in bounds")


if __name__ == "__main__":
    main()
