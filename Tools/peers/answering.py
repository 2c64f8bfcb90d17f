"""How the peers of cnns-bench talk with it: they time themselves, so that starting them and talking costs nothing."""

import sys
import time

import numpy as np


def answer(version, work):
    """Says `ready VERSION`, then answers each line of standard input: `run` with the milliseconds that `work` took, `output FILE.npy` with
    `written` after it wrote there what the last run yielded."""
    result = None
    print("ready", version, flush=True)
    for line in sys.stdin:
        command, _, path = line.strip().partition(" ")
        if command == "run":
            start = time.perf_counter()
            result = work()
            print((time.perf_counter() - start) * 1000, flush=True)
        elif command == "output":
            np.save(path, result)
            print("written", flush=True)
        else:
            sys.exit(f"expected 'run' or 'output FILE', found '{line.strip()}'")
