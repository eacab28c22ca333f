"""The Dagster web server and daemon on a lake: `doudi ui`. Both processes are ours to start and to stop."""

import os
import subprocess
import sys

from pipelines.runner import run_environment
from pipelines.settings import Settings


def serve(settings: Settings, host: str, port: int) -> int:
    """Run the web server and the daemon (schedule, queue of runs, monitoring) until either ends or Ctrl-C."""
    variables = os.environ | run_environment(settings)
    location = ["-m", "pipelines.definitions"]
    web = [sys.executable, "-m", "dagster_webserver", *location, "-h", host, "-p", str(port)]
    daemon = [sys.executable, "-m", "dagster._daemon", "run", *location]
    background = subprocess.Popen(daemon, env=variables, stdout=subprocess.DEVNULL)
    try:
        return subprocess.call(web, env=variables)
    except KeyboardInterrupt:
        return 0
    finally:
        background.terminate()
        background.wait()
