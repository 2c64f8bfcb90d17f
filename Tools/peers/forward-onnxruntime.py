#!/usr/bin/env python3
"""Runs a network in onnxruntime for cnns-bench, once for each line that asks for it.

    forward-onnxruntime.py MODEL.onnx INPUT.npy THREADS

Says `ready VERSION`, then answers each line of standard input: `run` with the milliseconds that one run took, `output FILE.npy` with `written`
after it wrote there what the last run yielded.
"""

import sys

import numpy as np
import onnxruntime

from answering import answer

model, source, threads = sys.argv[1:]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(threads)
# Idle workers must not spin while the other program is measured.
options.add_session_config_entry("session.force_spinning_stop", "1")
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
feed = {session.get_inputs()[0].name: np.load(source)}
name = session.get_outputs()[0].name

answer(onnxruntime.__version__, lambda: session.run([name], feed)[0])
