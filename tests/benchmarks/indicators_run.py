"""All rules over a published night, in this process; nothing is published. Prints JSON.

python -m tests.benchmarks.indicators_run LAKE NIGHT
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from assets.indicators.run import run
from assets.lake import Lake
from tests.benchmarks.measure import own_peak_mib


def main(lake: str, night: str) -> None:
    of_night = Lake(Path(lake)).night(date.fromisoformat(night))
    started = time.monotonic()
    outcome = run(of_night)
    figures = {
        "seconds": time.monotonic() - started,
        "peak_mib": own_peak_mib(),
        "files": outcome.seconds,
        "hits": outcome.hits,
    }
    of_night.discard()
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:3])
