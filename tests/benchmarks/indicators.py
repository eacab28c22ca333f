"""`make bench-indicators`: seconds of each rule, slowest first, and of all against one scan of what they read.

Bars at 1 M persons on 2 cores: 60 s, 6 GB, 12 scans; from a quarter of the persons the seconds grow at most as the
rows do. The night that both read is made first and is not part of the figures.
"""

import tempfile
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from tests.benchmarks.measure import run_module

NIGHT = "2026-06-30"


def measured(persons: int, folder: Path) -> dict[str, Any]:
    """The figures of all rules, and of the scan, over a night of so many persons."""
    world, lake = folder / f"world_{persons}", str(folder / f"lake_{persons}")
    made: dict[str, Any] = run_module("tests.benchmarks.make_world", str(persons), NIGHT, str(world))
    night: dict[str, Any] = run_module("tests.benchmarks.measured_run", str(world / "inbox"), lake, NIGHT)
    if not night["succeeded"]:
        raise RuntimeError(f"the night failed: {night['failures']}, {night['failed_checks']}")
    scans: list[dict[str, Any]] = []
    runs: list[dict[str, Any]] = []
    for _ in range(3):
        scans.append(run_module("tests.benchmarks.scan", lake, NIGHT))
        runs.append(run_module("tests.benchmarks.indicators_run", lake, NIGHT))
    scan, rules = (sorted(each, key=lambda one: float(one["seconds"]))[1] for each in (scans, runs))
    return {"rows": made["rows"], "scan": scan, **rules}


def slowest_first(figures: dict[str, Any]) -> Table:
    table = Table("file", "seconds", "hits", title="the median run, slowest first")
    for code, seconds in sorted(figures["files"].items(), key=lambda each: -float(each[1])):
        table.add_row(code, f"{seconds:.2f}", f"{figures['hits'].get(code, 0):,}" if code != "facts" else "")
    return table


def main(
    persons: int = 1_000_000,
    folder: Annotated[
        Path | None, typer.Option(help="Keep worlds and lakes here instead of a temporary folder.")
    ] = None,
) -> None:
    """Print the tables; exit code 1 where a night fails."""
    console = Console()
    summary = Table("persons", "source rows", "seconds", "peak MiB", "scan, seconds", "ratio to scan")
    found: dict[int, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for size in (persons // 4, persons):
            figures = found[size] = measured(size, folder or Path(temporary))
            ratio = figures["seconds"] / figures["scan"]["seconds"]
            summary.add_row(
                f"{size:,}",
                f"{figures['rows']:,}",
                f"{figures['seconds']:.1f}",
                f"{figures['peak_mib']:,.0f}",
                f"{figures['scan']['seconds']:.1f}",
                f"{ratio:.1f}",
            )
    small, whole = found.values()
    console.print(slowest_first(whole))
    console.print(summary)
    growth, more_rows = whole["seconds"] / small["seconds"], whole["rows"] / small["rows"]
    console.print(f"{more_rows:.2f} times the rows take {growth:.2f} times as long")


if __name__ == "__main__":
    typer.run(main)
