"""Measuring processes: peak memory of this one by sampling, of a child by the operating system's own account."""

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path

MIB = 1024 * 1024


def resident_bytes() -> int:
    """Memory of this process that is resident now, from /proc (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


class PeakSampler:
    """Samples the resident memory every 20 ms; `take()` gives the peak since the last call."""

    def __init__(self) -> None:
        self._peak = resident_bytes()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)

    def __enter__(self) -> "PeakSampler":
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._stopped.wait(0.02):
            self._peak = max(self._peak, resident_bytes())

    def take(self) -> int:
        peak, self._peak = max(self._peak, resident_bytes()), resident_bytes()
        return peak


def run_module(module: str, *arguments: str) -> dict[str, object]:
    """Run a Python module as a process of its own that prints JSON on its last line; adds wall seconds and peak."""
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-m", module, *arguments], check=True, stdout=subprocess.PIPE, text=True)
    result: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return result | {"wall_seconds": time.monotonic() - started}


def own_peak_mib() -> float:
    """The largest resident memory of this process since its program began, by the operating system's account (Linux).

    Not getrusage: that counts what the parent held when it started this process.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024
