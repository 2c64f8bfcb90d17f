#!/usr/bin/env python3
"""Loads a network in onnxruntime for cnns-bench, once, and says how many milliseconds it took and the most megabytes the process held.

    load-onnxruntime.py MODEL.onnx layers|output THREADS

With `output` the session runs once, too.
"""

import sys
import time

import numpy as np
import onnxruntime

model, goal, threads = sys.argv[1:]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(threads)
start = time.perf_counter()
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
if goal == "output":
    given = session.get_inputs()[0]
    session.run([session.get_outputs()[0].name], {given.name: np.zeros(given.shape, np.float32)})
milliseconds = (time.perf_counter() - start) * 1000
with open("/proc/self/status") as status:
    peak = next(int(line.split()[1]) * 1024 / 1e6 for line in status if line.startswith("VmHWM:"))
print(milliseconds, peak)
