"""What the terminal shows after a night: tiers, lists, feeds. Counts and paths only, read from the published lake."""

import json
from datetime import date
from pathlib import Path

import polars as pl
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assets.indicators.places import EVERYWHERE
from assets.lake import Lake
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from pipelines.guard_summary import guard_lines, is_returned, returned_lists, review_lists

TIERS = {"R": "红 red", "O": "橙 orange", "Y": "黄 yellow", "B": "蓝 blue"}


def department_lists(lake: Lake, night: date) -> dict[str, Path]:
    """The province-wide workbook of each department: key → path."""
    folder = lake.root / "deliveries" / str(night)
    reviews = review_lists(lake, night)
    found = {
        key: sorted(path for path in (folder / key).glob("*.xlsx") if not is_returned(path) and path not in reviews)
        for key in SENDING_DEPARTMENTS
    }
    return {key: paths[0] for key, paths in found.items() if paths}


def _read(lake: Lake, key: str, night: date) -> pl.DataFrame:
    return pl.read_parquet(lake.partition(key, night))


def tier_table(lake: Lake, night: date) -> Table:
    """Rows of each department's queue by tier."""
    table = Table(title=f"Queues of the night {night}", title_justify="left", box=box.SIMPLE_HEAD)
    table.add_column("department")
    for label in TIERS.values():
        table.add_column(label, justify="right")
    table.add_column("all", justify="right")
    for key, name in SENDING_DEPARTMENTS.items():
        counts = dict(_read(lake, f"queues/{key}", night).group_by("tier").len().rows())
        cells = [f"{counts.get(tier, 0):,}" for tier in TIERS]
        table.add_row(f"{name} {key}", *cells, f"{sum(counts.values()):,}")
    return table


def feed_table(lake: Lake, night: date) -> Table:
    """Rows read, loaded, refused and set aside of each feed, and whether it is fresh."""
    ledger = (
        _read(lake, "landing/ledger", night)
        .group_by("feed")
        .agg(pl.col("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside").sum(), pl.col("refused").sum())
    )
    joined = _read(lake, "landing/feed_ages", night).join(ledger, on="feed", how="full", coalesce=True)
    table = Table(title="Extracts", title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("feed", no_wrap=True)
    table.add_column("state", no_wrap=True)
    for heading in ("read", "loaded", "refused", "aside"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in joined.sort("feed").iter_rows(named=True):
        numbers = [row[c] for c in ("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside")]
        table.add_row(row["feed"], row["state"] or "unknown feed", *(f"{number or 0:,}" for number in numbers))
    return table


def refused_lines(lake: Lake, night: date) -> list[str]:
    """A line for each file or sheet that was refused whole tonight, with the reason for its sender."""
    refused = _read(lake, "landing/ledger", night).filter(pl.col("refused") & ~pl.col("carried")).sort("feed", "file")
    return [f"{row['feed']} {row['file']} {row['sheet']}: {row['reason']}" for row in refused.iter_rows(named=True)]


def not_assessed_lines(lake: Lake, night: date) -> list[str]:
    """A line for each indicator that could not be assessed, with the reason."""
    table = _read(lake, "indicators/not_assessed", night).sort("code", "division_code")
    return [f"{row['code']} ({row['division_code']}): {row['reason']}" for row in table.iter_rows(named=True)]


def placeholder_line(lake: Lake, night: date) -> str:
    """How many parameters are still placeholders somewhere, and how they are seen; empty where none is."""
    table = _read(lake, "indicators/placeholders", night)
    if table.is_empty():
        return ""
    counties = table.filter(pl.col("county_code") != EVERYWHERE)["county_code"].unique().sort().to_list()
    shown = counties[0] if counties else EVERYWHERE
    return (
        f"{table['name'].n_unique()} 项参数仍为占位值 (placeholders, in {len(counties)} counties); "
        f"see them with: doudi policy --county {shown} --night {night}"
    )


def print_summary(console: Console, lake: Lake, night: date, seconds: float) -> None:
    """The whole summary of a published night."""
    manifest = json.loads((lake.root / "nights" / f"{night}.json").read_text(encoding="utf-8"))
    console.print(feed_table(lake, night))
    console.print(tier_table(lake, night))
    for line in refused_lines(lake, night):
        console.print(f"[red]refused[/red] {line}", highlight=False, soft_wrap=True)
    for line in not_assessed_lines(lake, night):
        console.print(f"[yellow]not assessed[/yellow] {line}", highlight=False)
    if placeholder := placeholder_line(lake, night):
        console.print(f"[yellow]policy[/yellow] {placeholder}", highlight=False, soft_wrap=True)
    for line in guard_lines(lake, night):
        console.print(f"[yellow]deliveries[/yellow] {escape(line)}", highlight=False, soft_wrap=True)
    console.print("Lists for the departments:")
    for key, path in department_lists(lake, night).items():
        console.print(f"  {SENDING_DEPARTMENTS[key]}  {path}", highlight=False, soft_wrap=True)
    for path in review_lists(lake, night):
        console.print(f"Pairs of persons to judge:\n  {path}", highlight=False, soft_wrap=True)
    returned = returned_lists(lake, night)
    if returned:
        console.print("For the senders, what to mend and how good their files were:")
    for key, paths in returned.items():
        names = "  ".join(path.name for path in paths)
        console.print(f"  {SENDING_DEPARTMENTS[key]}  {paths[0].parent}: {names}", highlight=False, soft_wrap=True)
    console.print(
        f"Night {night} is published: {len(manifest['tables'])} tables, "
        f"{sum(entry['rows'] for entry in manifest['tables'].values()):,} rows, {seconds:,.0f} s. "
        f"Lake: {lake.root}",
        highlight=False,
        soft_wrap=True,
    )
