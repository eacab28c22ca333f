"""The Dagster web server and daemon on a lake: `doudi ui`. Both processes are ours to start and to stop."""

import os
import signal
import subprocess
import sys
from types import FrameType

from pipelines.runner import run_environment
from pipelines.settings import Settings


def serve(settings: Settings, host: str, port: int) -> int:
    """Run the web server and the daemon (schedule, queue of runs, monitoring) until one ends, Ctrl-C or SIGTERM."""
    variables = os.environ | run_environment(settings)
    location = ["-m", "pipelines.definitions"]
    web = [sys.executable, "-m", "dagster_webserver", *location, "-h", host, "-p", str(port)]
    daemon = [sys.executable, "-m", "dagster._daemon", "run", *location]
    signal.signal(signal.SIGTERM, _interrupt)
    processes: list[subprocess.Popen[bytes]] = []
    try:
        processes.append(subprocess.Popen(daemon, env=variables, stdout=subprocess.DEVNULL))
        processes.append(subprocess.Popen(web, env=variables))
        return processes[-1].wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
