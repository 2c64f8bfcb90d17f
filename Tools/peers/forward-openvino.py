#!/usr/bin/env python3
"""Runs a network in OpenVINO for cnns-bench, once for each line that asks for it.

    forward-openvino.py MODEL.onnx INPUT.npy THREADS

Says `ready VERSION`, then answers each line of standard input: `run` with the milliseconds that one run took, `output FILE.npy` with `written`
after it wrote there what the last run yielded.
"""

import sys

import numpy as np
import openvino

from answering import answer

model, source, threads = sys.argv[1:]
compiled = openvino.Core().compile_model(
    model, "CPU",
    {"INFERENCE_NUM_THREADS": int(threads), "PERFORMANCE_HINT": "LATENCY", "INFERENCE_PRECISION_HINT": "f32"})
request = compiled.create_infer_request()
request.set_input_tensor(openvino.Tensor(np.load(source)))
output = request.get_output_tensor(0)


def run():
    request.infer()
    return output.data


answer(openvino.__version__, run)
