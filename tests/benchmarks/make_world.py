"""Make the synthetic world of the benchmark in a process of its own. Prints JSON."""

import json
import sys
import time
from datetime import date
from pathlib import Path

from data.synthetic import generate
from tests.benchmarks.measure import own_peak_mib


def main(persons: str, night: str, out: str) -> None:
    started = time.monotonic()
    made = generate(persons=int(persons), seed=1, night=date.fromisoformat(night), out=Path(out))
    figures = {
        "rows": sum(made.rows.values()),
        "seconds": time.monotonic() - started,
        "peak_mib": own_peak_mib(),
    }
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:4])
