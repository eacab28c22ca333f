"""What `doudi replay` is asked and how it is shown: which nights, and the counts on a terminal.

What belongs here: choosing published nights, tables of sums. What does not: what is counted (assets.indicators).
"""

from dataclasses import dataclass
from datetime import date

import polars as pl
from rich import box
from rich.console import Console
from rich.table import Table

from assets.indicators.replay import Replay, ReplayError
from assets.indicators.slope import LINES
from assets.lake import Lake
from pipelines.policy_report import plain
from pipelines.summary import TIERS

MOST_ROWS = 20
_COUNTS = ("before", "enters", "leaves", "after")
_WORK = tuple(f"{what}_{side}" for what in ("hits", "households", "queue_rows") for side in ("before", "after"))


@dataclass(frozen=True)
class ChosenNights:
    """The published nights to replay, and how many days of the span asked for have none."""

    nights: tuple[date, ...]
    missing: int


def choose_nights(lake: Lake, written: str) -> ChosenNights:
    """The published nights of `2026-03-01` or `2026-03-01..2026-03-31`; the last one for an empty text.

    Raises ReplayError where the text is no date or span, or none of its days is published.
    """
    published = lake.published_nights()
    if not published:
        raise ReplayError(f"no night is published in {lake.root}; run: doudi run --inbox DIR --lake {lake.root}")
    if not written:
        return ChosenNights((published[-1],), 0)
    first, last = _span(written)
    nights = tuple(night for night in published if first <= night <= last)
    if not nights:
        nearest = min(published, key=lambda night: (min(abs(night - first), abs(night - last)), night))
        raise ReplayError(
            f"no night of {written} is published; published are {len(published)} from {published[0]} to "
            f"{published[-1]}: did you mean {nearest}?"
        )
    return ChosenNights(nights, (last - first).days + 1 - len(nights))


def _span(written: str) -> tuple[date, date]:
    parts = [part.strip() for part in written.split("..")]
    try:
        days = [date.fromisoformat(part) for part in parts]
    except ValueError:
        days = []
    if len(days) not in (1, 2):
        raise ReplayError(f"{written!r} is no night: write 2026-03-01, or 2026-03-01..2026-03-31")
    if days[0] > days[-1]:
        raise ReplayError(f"{written!r} ends before it begins: did you mean {days[-1]}..{days[0]}?")
    return days[0], days[-1]


def print_replay(console: Console, made: Replay, missing: int) -> None:
    """What was asked, who enters and leaves, the work of the townships, and the steep slope."""
    _print_asked(console, made, missing)
    changed = made.changes.filter((pl.col("enters") + pl.col("leaves") + pl.col("moved_in") + pl.col("moved_out")) > 0)
    span = f"{made.nights[0]} – {made.nights[-1]}" if len(made.nights) > 1 else str(made.nights[0])
    by_code = _summed(made.changes, "code", "indicator").join(changed, on="code", how="semi", maintain_order="left")
    _print(console, f"By indicator, {span}, each finding once", by_code, ("indicator", "name", *_COUNTS))
    by_county = _summed(made.changes, "county_code", "county")
    _print(console, "By county", by_county, ("county", "name", *_COUNTS))
    _print_tiers(console, made.changes)
    unchanged = made.changes["code"].n_unique() - by_code.height
    console.print(f"{unchanged} other indicators find the same as before.", highlight=False)
    if made.not_assessed:
        told = ", ".join(f"{code} ({count})" for code, count in made.not_assessed.items())
        console.print(f"[yellow]not assessed[/yellow] on so many nights, wholly or in part: {told}", highlight=False)
    _print_workload(console, made.workload)
    _print_slope(console, made)


def _print_asked(console: Console, made: Replay, missing: int) -> None:
    for each in made.reach:
        console.print(
            f"{each.assumption} holds in {each.counties} of {each.of} counties"
            + (
                ""
                if each.counties == each.of
                else "; the others lie elsewhere, or a nearer region's own value holds there"
            ),
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
    told = f"{len(made.nights)} published nights" if len(made.nights) > 1 else f"the night {made.nights[0]}"
    gap = f"; {missing} days of the span have no published night and are left out" if missing else ""
    console.print(f"Replayed {told}{gap}. Nothing is published.", highlight=False, soft_wrap=True)
    if made.recomputed:
        console.print(
            f"{len(made.recomputed)} of them were published by another version or other reference data: their "
            "'before' is computed anew, so that only what is set makes a difference.",
            highlight=False,
            soft_wrap=True,
        )


def _summed(table: pl.DataFrame, *by: str) -> pl.DataFrame:
    return table.group_by(by, maintain_order=True).agg(pl.col(_COUNTS).sum()).sort(by[0])


def _print(console: Console, title: str, rows: pl.DataFrame, headings: tuple[str, ...], texts: int = 2) -> None:
    """At most twenty rows, those with the largest change first where there are more; then a row of sums."""
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < texts else "right")
    for row in rows.head(MOST_ROWS).iter_rows():
        table.add_row(*(_cell(value) for value in row))
    numbers = rows.columns[texts:]
    sums = rows.select(pl.col(numbers).sum()).row(0) if rows.height else (0,) * len(numbers)
    table.add_section()
    table.add_row("all", *[""] * (texts - 1), *(_cell(value) for value in sums))
    console.print(table)
    if rows.height > MOST_ROWS:
        console.print(f"the first {MOST_ROWS} of {rows.height:,} rows; --output writes all of them")


def _cell(value: object) -> str:
    if value is None:
        return ""
    return plain(float(value)) if isinstance(value, int | float) else str(value)


def _print_tiers(console: Console, table: pl.DataFrame) -> None:
    columns = ("before", "enters", "leaves", "moved_in", "moved_out", "after")
    sums = {row[0]: row[1:] for row in table.group_by("tier").agg(pl.col(columns).sum()).iter_rows()}
    rows = [(label, *sums.get(tier, (0,) * len(columns))) for tier, label in TIERS.items()]
    frame = pl.DataFrame(rows, schema=["tier", *columns], orient="row")
    headings = ("tier", "before", "enters", "leaves", "from others", "to others", "after")
    _print(console, "By tier", frame, headings, texts=1)


def _print_workload(console: Console, table: pl.DataFrame) -> None:
    change = (pl.col("queue_rows_after") - pl.col("queue_rows_before")).abs()
    rows = table.filter(pl.any_horizontal(pl.col(f"{w}_before") != pl.col(f"{w}_after") for w in _WHAT)).sort(
        change, "county_code", "township_code", descending=[True, False, False]
    )
    headings = ("county", "township", "hits", "after", "households", "after", "queue rows", "after")
    shown = rows.select("county", pl.coalesce("township", pl.lit("township not known")), *_WORK)
    _print(console, "Work of the townships whose work changes", shown, headings)


_WHAT = ("hits", "households", "queue_rows")


def _print_slope(console: Console, made: Replay) -> None:
    """The last night's, summed over the counties: a line, with the file's parameters and with those that are set."""
    columns = ("households", "persons", "receiving", "grant_below", "grant_now", "worth_a_year", "worse_off")
    night = made.slope_by_night.filter(pl.col("night") == made.nights[-1])
    # A line without a grant has none, and not one of nothing.
    total = [pl.when(pl.col(name).count() > 0).then(pl.col(name).sum()).alias(name) for name in columns]
    order = pl.col("line").replace_strict({line.name: place for place, line in enumerate(LINES)})
    rows = night.group_by("line", "parameters").agg(total).sort(order, pl.col("parameters") == "after")
    table = Table(
        title=f"陡坡 steep slope: households up to {plain(made.band * 100)} % above a line, {made.nights[-1]}",
        title_justify="left",
        box=box.SIMPLE_HEAD,
        padding=(0, 1, 0, 0),
    )
    headings = (
        "line",
        "",
        "households",
        "persons",
        "receiving",
        "grant below",
        "grant now",
        "ends a year",
        "worse off",
    )
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place < 2 else "right", no_wrap=place == 0)
    for row in rows.iter_rows():
        table.add_row(*(_cell(value) for value in row))
    console.print(table)
    console.print(
        "grant below: yuan a month that they would have as far below the line as they are above it; grant now: what "
        "those in dibao among them have; ends a year: yuan of tied benefits that end at the line; worse off: "
        "households above the line that have less than one just below it.",
        highlight=False,
        soft_wrap=True,
    )
    if made.placeholders:
        console.print(
            f"[yellow]placeholders[/yellow] {', '.join(made.placeholders)}: each region sets its own, or give --set",
            highlight=False,
            soft_wrap=True,
        )
