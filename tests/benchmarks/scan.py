"""The floor of the indicators: DuckDB reads every column of the tables that the rules read, once. Prints JSON.

python -m tests.benchmarks.scan LAKE NIGHT
"""

import json
import sys
import time
from datetime import date
from pathlib import Path

from assets.indicators.session import USED_FEEDS
from assets.lake import Lake
from tests.benchmarks.measure import own_peak_mib

TABLES = (
    *(f"landing/{feed}" for feed in USED_FEEDS),
    *("identity/links", "identity/person_details", "households/members", "households/economy"),
)


def main(lake: str, night: str) -> None:
    of_night = Lake(Path(lake)).night(date.fromisoformat(night))
    rows = 0
    started = time.monotonic()
    with of_night.connect() as connection:
        for key in TABLES:
            # A hash of whole rows: nothing can be answered from the file's statistics.
            query = f"select count(*), bit_xor(hash(scanned)) from read_parquet('{of_night.path(key)}') as scanned"
            counted = connection.execute(query).fetchone()
            rows += int(counted[0]) if counted else 0
    figures = {"rows": rows, "seconds": time.monotonic() - started, "peak_mib": own_peak_mib()}
    of_night.discard()
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:3])
