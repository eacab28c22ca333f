"""The floor of landing: DuckDB reads every CSV of an inbox as text and writes it as Parquet. Prints JSON."""

import json
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from tests.benchmarks.measure import own_peak_mib


def main(inbox: str) -> None:
    files = sorted(Path(inbox).rglob("*.csv"))
    rows = 0
    started = time.monotonic()
    with tempfile.TemporaryDirectory(dir=inbox) as folder, duckdb.connect() as connection:
        connection.execute("set threads = 2")
        for place, file in enumerate(files):
            target = Path(folder) / f"{place}.parquet"
            counted = connection.execute(
                f"copy (select * from read_csv('{file}', all_varchar = true, header = true)) "
                f"to '{target}' (format parquet, compression zstd)"
            ).fetchone()
            rows += int(counted[0]) if counted else 0
    figures = {"rows": rows, "seconds": time.monotonic() - started, "peak_mib": own_peak_mib()}
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main(sys.argv[1])
