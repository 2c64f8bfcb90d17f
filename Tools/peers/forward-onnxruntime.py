#!/usr/bin/env python3
"""Runs a network in onnxruntime for cnns-bench, once for each line that asks for it.

    forward-onnxruntime.py MODEL.onnx INPUT.npy THREADS

Says `ready VERSION`, then answers each line of standard input: `run` with the milliseconds that one run took, `output FILE.npy` with `written`
after it wrote there what the last run yielded.
"""

import sys
import time

import numpy as np
import onnxruntime

model, source, threads = sys.argv[1:]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = int(threads)
# Idle workers must not spin while the other program is measured.
options.add_session_config_entry("session.force_spinning_stop", "1")
session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
feed = {session.get_inputs()[0].name: np.load(source)}
name = session.get_outputs()[0].name
result = None

print("ready", onnxruntime.__version__, flush=True)
for line in sys.stdin:
    command, _, path = line.strip().partition(" ")
    if command == "run":
        start = time.perf_counter()
        result = session.run([name], feed)[0]
        print((time.perf_counter() - start) * 1000, flush=True)
    elif command == "output":
        np.save(path, result)
        print("written", flush=True)
    else:
        sys.exit(f"expected 'run' or 'output FILE', found '{line.strip()}'")
