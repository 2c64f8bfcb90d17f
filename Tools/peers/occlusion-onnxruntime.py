#!/usr/bin/env python3
"""Makes occlusion maps in onnxruntime for cnns-bench the obvious way, one for each line that asks for it.

    occlusion-onnxruntime.py MODEL.onnx INPUT.npy THREADS SIZE STRIDE CLASS

For every position: copy the input, set a square of SIZE pixels to 0, run the network on it alone, keep the class's score. Says
`ready VERSION`, then answers each line of standard input: `run` with the milliseconds that one map took, `output FILE.npy` with `written`.
"""

import sys

import numpy as np
import onnxruntime

from answering import answer

model, source, threads, size, stride, label = sys.argv[1:]
size, stride, label = int(size), int(stride), int(label)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(threads)
# Idle workers must not spin while the other program is measured.
options.add_session_config_entry("session.force_spinning_stop", "1")
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
image = np.load(source)
name, output = session.get_inputs()[0].name, session.get_outputs()[0].name


def starts(extent):
    steps = -(-(extent - size) // stride)
    return [step * stride for step in range(steps + 1) if step * stride < extent]


def occlude():
    scores = []
    for row in starts(image.shape[2]):
        for column in starts(image.shape[3]):
            covered = image.copy()
            covered[:, :, row : row + size, column : column + size] = 0
            scores.append(session.run([output], {name: covered})[0].reshape(-1)[label])
    return np.array(scores, dtype=np.float32)


answer(onnxruntime.__version__, occlude)
