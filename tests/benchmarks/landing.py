"""`make bench-landing`: landing of a synthetic world against its floor, alternating, and memory against size of a file.

The floor is DuckDB reading the same CSV files as text and writing them as Parquet. Each measurement is a process of its
own; the ratio is of medians. Bars on 2 cores: at most twice the floor, at most 3 GiB, and the peak of a file of four
times the rows at most a fifth higher. Exit code 1 where one is missed.
"""

import resource
import shutil
import tempfile
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import duckdb
import typer
from rich.console import Console
from rich.table import Table

from tests.benchmarks.measure import run_module

NIGHT = "2026-06-30"
MOST_RATIO, MOST_MIB, MOST_GROWTH = 2.0, 3 * 1024, 1.2
_SETTLEMENTS = "medical_insurance/settlements"


def _cpu_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _measured(module: str, *arguments: str) -> dict[str, Any]:
    """What the module's process printed, and the processor seconds that it took."""
    before = _cpu_seconds()
    figures: dict[str, Any] = run_module(module, *arguments)
    return figures | {"cpu_seconds": _cpu_seconds() - before}


def _land(inbox: Path, lake: Path) -> dict[str, Any]:
    """Land into an empty lake, which is removed afterwards."""
    shutil.rmtree(lake, ignore_errors=True)
    figures = _measured("tests.benchmarks.landing_run", str(inbox), str(lake), NIGHT)
    shutil.rmtree(lake)
    return figures


def _copies(world: Path, inbox: Path, times: int) -> None:
    """One file of settlements: the rows of the world's first, `times` times under numbers of their own."""
    source = min((world / "medical_insurance").glob("settlements*.csv"))
    target = inbox / f"{_SETTLEMENTS}.csv"
    target.parent.mkdir(parents=True)
    with duckdb.connect() as connection:
        connection.execute(
            "copy (select * replace (n || '-' || 结算编号 as 结算编号) "
            f"from range({times}) as t(n), read_csv('{source}', all_varchar = true)) to '{target}' (header)"
        )


def _growth(world: Path, work: Path, console: Console) -> float:
    """Peak memory of landing a file of four times the rows, divided by that of the file."""
    peaks: list[float] = []
    for times in (1, 4):
        inbox = work / f"inbox_{times}"
        _copies(world, inbox, times)
        figures = _land(inbox, work / "lake")
        peaks.append(float(figures["peak_mib"]))
        console.print(f"one file of {figures['rows']:,} rows: {figures['seconds']:.1f} s, peak {peaks[-1]:,.0f} MiB")
        shutil.rmtree(inbox)
    return peaks[1] / peaks[0]


def _table(runs: dict[str, list[dict[str, Any]]], ratio: float) -> Table:
    table = Table("what", "seconds", "each", "rows/s", "processor seconds", "peak MiB", "ratio to floor")
    for name, figures in runs.items():
        seconds = median(each["seconds"] for each in figures)
        table.add_row(
            name,
            f"{seconds:,.1f}",
            " ".join(f"{each['seconds']:.1f}" for each in figures),
            f"{figures[0]['rows'] / seconds:,.0f}",
            f"{median(each['cpu_seconds'] for each in figures):,.1f}",
            f"{max(each['peak_mib'] for each in figures):,.0f}",
            "1.00" if name == "floor" else f"{ratio:.2f}",
        )
    return table


def main(
    persons: int = 1_000_000,
    repetitions: int = 3,
    world: Annotated[Path | None, typer.Option(help="An inbox made before, instead of a new world.")] = None,
    growth: Annotated[bool, typer.Option(help="Also measure memory against the size of a file.")] = True,
) -> None:
    """Time floor and landing in turns and print the table."""
    console = Console()
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        if world is None:
            run_module("tests.benchmarks.make_world", str(persons), NIGHT, str(work / "world"))
        inbox = world or work / "world" / "inbox"
        runs: dict[str, list[dict[str, Any]]] = {"floor": [], "landing": []}
        for _ in range(repetitions):
            runs["floor"].append(_measured("tests.benchmarks.floor", str(inbox)))
            runs["landing"].append(_land(inbox, work / "lake"))
        floor, landing = (median(each["seconds"] for each in runs[name]) for name in ("floor", "landing"))
        peak = max(each["peak_mib"] for each in runs["landing"])
        console.print(_table(runs, landing / floor))
        grown = _growth(inbox, work, console) if growth else 1.0
    if landing / floor > MOST_RATIO or peak > MOST_MIB or grown > MOST_GROWTH:
        console.print(f"missed: ratio {landing / floor:.2f}, peak {peak:,.0f} MiB, growth {grown:.2f}")
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
