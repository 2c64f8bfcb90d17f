"""How the peers of cnns-bench talk with it: they time themselves, so that starting them and talking costs nothing."""

import sys
import time

import numpy as np


def answer(version, work):
    """Says `ready VERSION`, then answers each line of standard input: `run` with the milliseconds that `work` took, `output FILE.npy` with
    `written` after it wrote there what the last run yielded, `memory` with the most megabytes (10⁶ bytes) that the process held until now."""
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
        elif command == "memory":
            with open("/proc/self/status") as status:
                print(next(int(line.split()[1]) * 1024 / 1e6 for line in status if line.startswith("VmHWM:")), flush=True)
        else:
            sys.exit(f"expected 'run', 'output FILE' or 'memory', found '{line.strip()}'")
