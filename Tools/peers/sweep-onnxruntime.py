#!/usr/bin/env python3
"""Takes out channels in onnxruntime for cnns-bench the obvious way, all of a layer for each line that asks for it.

    sweep-onnxruntime.py MODEL.onnx INPUT.npy THREADS CLASS

The network has a second input 'mask' that multiplies the layer. For every channel: run the network with that channel's mask at 0, keep the
class's score. Says `ready VERSION`, then answers each line of standard input: `run` with the milliseconds that one sweep took,
`output FILE.npy` with `written`.
"""

import sys

import numpy as np
import onnxruntime

from answering import answer

model, source, threads, label = sys.argv[1:]
label = int(label)
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(threads)
# Idle workers must not spin while the other program is measured.
options.add_session_config_entry("session.force_spinning_stop", "1")
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
image = np.load(source)
inputs = {entry.name: entry for entry in session.get_inputs()}
name = next(key for key in inputs if key != "mask")
output = session.get_outputs()[0].name


def sweep():
    shape = inputs["mask"].shape
    scores = []
    for channel in range(shape[1]):
        mask = np.ones(shape, dtype=np.float32)
        mask[:, channel] = 0
        scores.append(session.run([output], {name: image, "mask": mask})[0].reshape(-1)[label])
    return np.array(scores, dtype=np.float32)


answer(onnxruntime.__version__, sweep)
