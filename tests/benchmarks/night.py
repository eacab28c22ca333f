"""`make bench`: a night of a synthetic world, every stage against the floor of the same run.

Seconds depend on the machine; the ratio to the floor (DuckDB reading the same CSV files and writing them as Parquet)
is what to compare between runs. Bars at 1 M persons on 2 cores: night < 10 minutes and < 8 GB, world < 60 s.
"""

import tempfile
from collections import defaultdict
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from tests.benchmarks.measure import run_module

NIGHT = "2026-06-30"
STAGES = ("landing", "identity", "households", "indicators", "warnings", "queues", "night")


def stage_of(step: str) -> str:
    """The stage of a step; a check's step is counted as 'checks'."""
    first = step.split("__", maxsplit=1)[0]
    return next((stage for stage in STAGES if first == stage or first.startswith(f"{stage}_")), "checks")


def table_of_stages(steps: list[dict[str, Any]], rows: int, floor: float) -> Table:
    """Seconds, rows of the extracts a second, peak memory and ratio to the floor of each stage."""
    seconds: dict[str, float] = defaultdict(float)
    peak: dict[str, float] = defaultdict(float)
    for step in steps:
        stage = stage_of(step["step"])
        seconds[stage] += step["seconds"]
        peak[stage] = max(peak[stage], step["peak_mib"])
    table = Table("stage", "seconds", "source rows/s", "peak MiB", "ratio to floor")
    for stage, total in seconds.items():
        rate = f"{rows / total:,.0f}" if total else "-"
        table.add_row(stage, f"{total:,.1f}", rate, f"{peak[stage]:,.0f}", f"{total / floor:.2f}")
    return table


def main(
    persons: int = 1_000_000,
    folder: Annotated[Path | None, typer.Option(help="Keep world and lake here instead of a temporary folder.")] = None,
) -> None:
    """Make the world, time the floor, run the night, print the tables; exit code 1 where the night failed."""
    console = Console()
    with tempfile.TemporaryDirectory() as temporary:
        work = folder or Path(temporary)
        world: dict[str, Any] = run_module("tests.benchmarks.make_world", str(persons), NIGHT, str(work / "world"))
        inbox = str(work / "world" / "inbox")
        floor: dict[str, Any] = run_module("tests.benchmarks.floor", inbox)
        night: dict[str, Any] = run_module("tests.benchmarks.measured_run", inbox, str(work / "lake"), NIGHT)
    summary = Table("what", "seconds", "rows/s", "peak MiB", "ratio to floor")
    for name, figures in (("world", world), ("floor", floor), ("night", night)):
        rate = world["rows"] / figures["seconds"]
        ratio = figures["seconds"] / floor["seconds"]
        summary.add_row(
            name, f"{figures['seconds']:,.1f}", f"{rate:,.0f}", f"{figures['peak_mib']:,.0f}", f"{ratio:.2f}"
        )
    console.print(f"{persons:,} persons, {world['rows']:,} source rows, night succeeded: {night['succeeded']}")
    console.print(table_of_stages(night["steps"], world["rows"], floor["seconds"]))
    console.print(summary)
    if not night["succeeded"]:
        console.print(night["failures"], night["failed_checks"])
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
