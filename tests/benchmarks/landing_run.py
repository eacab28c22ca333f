"""Landing of one inbox into an empty lake, in this process and without the other stages. Prints JSON."""

import json
import sys
import time
from datetime import date
from pathlib import Path

from assets.lake import Lake
from assets.landing import land
from tests.benchmarks.measure import own_peak_mib


def main(inbox: str, lake: str, night: str) -> None:
    started = time.monotonic()
    summary = land(Path(inbox), Lake(Path(lake)).night(date.fromisoformat(night)))
    figures = {
        "rows": summary.rows_read,
        "loaded": summary.rows_loaded,
        "seconds": time.monotonic() - started,
        "peak_mib": own_peak_mib(),
    }
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:4])
