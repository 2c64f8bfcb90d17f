#!/usr/bin/env python3
"""Computes attributions with Captum and pytorch-grad-cam, for cnns-bench and the tests to compare with.

    attributions.py NETWORK WEIGHTS INPUT.npy NOISE.npy OUT.npz --target N [--steps N] [--repeat N] [--golden FILE.npz]

NETWORK is `efficientnet-lite0` or `resnet50`. OUT.npz gets an array for each method and program, named `METHOD.PROGRAM`, as raw as the
program lets one have it: no rectification, no normalization. NOISE.npy `[S, 3, H, W]` is what SmoothGrad adds to the input, sample by sample.
How long each took, at best, is `METHOD.PROGRAM.ms`. `--golden` writes a small file for the tests too: of each array some numbers, evenly
spaced, and the norm of the whole as `METHOD.PROGRAM.norm`. Needs torch, torchvision, captum, grad-cam, tqdm and
efficientnet-lite-pytorch; of what those need themselves nothing else.
"""

import argparse
import contextlib
import sys
import time
import types
import unittest.mock
import warnings

# torchvision's models work without its compiled operators.
sys.modules["torchvision._meta_registrations"] = types.ModuleType("torchvision._meta_registrations")

import captum.attr
import numpy as np
import torch
import torchvision

# The raw maps of pytorch-grad-cam need nothing of what it draws and decomposes with.
for absent in ("cv2", "scipy", "scipy.ndimage", "scipy.sparse", "scipy.sparse.linalg", "sklearn", "sklearn.cluster", "sklearn.decomposition", "ttach"):
    sys.modules.setdefault(absent, unittest.mock.MagicMock())

import pytorch_grad_cam
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget

warnings.filterwarnings("ignore")


class RectifierTo6(torch.nn.ReLU):
    """ReLU6 as a kind of ReLU: Captum changes the way back through those only, and would pass by the network's own."""

    def forward(self, x):
        return torch.nn.functional.relu6(x)


def replaced(module, old, make):
    """The module with every part of a kind replaced."""
    for name, part in module.named_children():
        if type(part) is old:
            setattr(module, name, make())
        else:
            replaced(part, old, make)
    return module


def efficientnet(path):
    """EfficientNet-Lite0 with the layers to look at: the last maps, and the middle of the network."""
    from efficientnet_lite_pytorch import EfficientNet

    network = EfficientNet.from_name("efficientnet-lite0")
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    replaced(network, torch.nn.ReLU6, RectifierTo6)
    # One module serves as the first and the last rectifier: the last maps get a place of their own.
    last = torch.nn.Identity()
    network._avg_pooling = torch.nn.Sequential(last, network._avg_pooling)
    return network, last, network._blocks[9]


def resnet50(path):
    network = torchvision.models.resnet50()
    network.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))
    for module in network.modules():
        if isinstance(module, torch.nn.ReLU):
            module.inplace = False
    return network, network.layer4[-1], network.layer2[-1]


# Numbers of an array in a file for the tests, at most.
GOLDEN_SIZE = 400
NETWORKS = {"efficientnet-lite0": efficientnet, "resnet50": resnet50}


@contextlib.contextmanager
def noise_for_captum(noise):
    """NoiseTunnel asks for all its noise at once; it gets ours."""
    normal, torch.normal = torch.normal, lambda *_: noise
    try:
        yield
    finally:
        torch.normal = normal


def raw_map(method, network, layer, x, target):
    """What a method of pytorch-grad-cam yields before it rectifies, enlarges and normalizes."""

    class Raw(method):
        def compute_cam_per_layer(self, input_tensor, targets, eigen_smooth):
            taken = self.activations_and_grads
            gradients = taken.gradients[0].numpy() if taken.gradients else None
            self.raw = self.get_cam_image(
                input_tensor, self.target_layers[0], targets, taken.activations[0].numpy(), gradients, eigen_smooth)
            return [np.zeros((1, 1, 1, 1), np.float32)]

        def aggregate_multi_layers(self, _):
            return self.raw

    with Raw(network, [layer]) as method:
        return method(x, [ClassifierOutputTarget(target)])[0]


def methods(network, last, middle, x, noise, target, steps):
    """What there is to compute: the name of each array with a function that yields it."""
    cam = pytorch_grad_cam
    attribution = captum.attr

    def smoothgrad():
        with noise_for_captum(noise):
            tunnel = attribution.NoiseTunnel(attribution.Saliency(network))
            return tunnel.attribute(x, nt_type="smoothgrad", nt_samples=len(noise), stdevs=1.0, target=target, abs=False)

    def integrated():
        return attribution.IntegratedGradients(network).attribute(
            x, target=target, n_steps=steps, method="riemann_middle", internal_batch_size=10)

    yield "gradient.captum", lambda: attribution.Saliency(network).attribute(x, target, abs=False)
    yield "inputgradient.captum", lambda: attribution.InputXGradient(network).attribute(x, target)
    yield "integrated.captum", integrated
    yield "smoothgrad.captum", smoothgrad
    yield "guided.captum", lambda: attribution.GuidedBackprop(network).attribute(x, target)
    yield "deconvnet.captum", lambda: attribution.Deconvolution(network).attribute(x, target)
    for place, layer in (("", last), ("-middle", middle)):
        yield f"gradcam{place}.captum", lambda layer=layer: attribution.LayerGradCam(network, layer).attribute(x, target)
        yield f"gradcam{place}.grad-cam", lambda layer=layer: raw_map(cam.GradCAM, network, layer, x, target)
        yield f"gradcam++{place}.grad-cam", lambda layer=layer: raw_map(cam.GradCAMPlusPlus, network, layer, x, target)
        yield f"layercam{place}.grad-cam", lambda layer=layer: raw_map(cam.LayerCAM, network, layer, x, target)
        yield f"eigencam{place}.grad-cam", lambda layer=layer: raw_map(cam.EigenCAM, network, layer, x, target)
    # pytorch-grad-cam puts a plain ReLU in the place of every ReLU: the network with ReLU6 would be another one.
    if not any(isinstance(module, RectifierTo6) for module in network.modules()):
        yield "guided.grad-cam", lambda: cam.GuidedBackpropReLUModel(network)(x.clone(), target).transpose(2, 0, 1)


def computed(function, repeat):
    """The array that a function yields, and the milliseconds of its fastest run."""
    best = float("inf")
    for _ in range(repeat):
        start = time.perf_counter()
        result = function()
        best = min(best, time.perf_counter() - start)
    if torch.is_tensor(result):
        result = result.detach().numpy()
    return np.ascontiguousarray(result.astype(np.float32)), best * 1000


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("network", choices=NETWORKS)
    parser.add_argument("weights")
    parser.add_argument("input")
    parser.add_argument("noise")
    parser.add_argument("output")
    parser.add_argument("--target", type=int, required=True)
    parser.add_argument("--steps", type=int, default=81)
    parser.add_argument("--golden")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    network, last, middle = NETWORKS[arguments.network](arguments.weights)
    network.eval()
    x = torch.from_numpy(np.load(arguments.input))
    noise = torch.from_numpy(np.load(arguments.noise))
    with torch.no_grad():
        logits = network(x)[0].numpy()
    facts = {"target": arguments.target, "steps": arguments.steps, "samples": len(noise)}
    golden = {"logits": logits} | {name: np.array([fact]) for name, fact in facts.items()}
    arrays = dict(golden)
    for name, function in methods(network, last, middle, x, noise, arguments.target, arguments.steps):
        array, milliseconds = computed(function, arguments.repeat)
        arrays[name] = array
        arrays[f"{name}.ms"] = np.array([milliseconds], np.float32)
        golden[name] = array.reshape(-1)[:: -(-array.size // GOLDEN_SIZE)]
        golden[f"{name}.norm"] = np.array([np.linalg.norm(array.astype(np.float64))], np.float32)
    np.savez(arguments.output, **arrays)
    if arguments.golden:
        np.savez_compressed(arguments.golden, **golden)


if __name__ == "__main__":
    main()
