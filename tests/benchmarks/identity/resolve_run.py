"""Resolve the records of a saved world in this process. Prints JSON; writes links.parquet where a file is named.

python -m tests.benchmarks.identity.resolve_run WORLD_FOLDER [LINKS.parquet]
"""

import json
import sys
import time
from pathlib import Path

import polars as pl

from assets.identity import resolve
from tests.benchmarks.identity.quality import judged, pairs, wrong_exact
from tests.benchmarks.measure import own_peak_mib


def main(folder: str, links_file: str = "") -> None:
    # Nobody else holds the records while they are resolved, as in a night.
    held = [pl.read_parquet(Path(folder) / "records.parquet")]
    started = time.monotonic()
    links = resolve(held.pop()).links
    cpu_seconds = time.process_time()
    seconds, peak = time.monotonic() - started, own_peak_mib()
    if links_file:
        links.write_parquet(links_file)
    table = judged(links, pl.read_parquet(Path(folder) / "truth.parquet"))
    figures = {
        "records": links.height,
        "seconds": seconds,
        "cpu_seconds": cpu_seconds,
        "peak_mib": peak,
        "all": pairs(table).summary(),
        "resolvable": pairs(table.filter("resolvable")).summary(),
        "wrong_exact": wrong_exact(table).height,
    }
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:3])
