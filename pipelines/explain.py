"""How `doudi person` and `doudi why` are shown: tables on a terminal, or JSON. Nothing is looked up or decided here."""

import json
import shlex
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.table import Table
from rich.text import Text

from assets.identity.explain_pair import Waterfall
from assets.identity.explain_person import PersonStory

MOST_ROWS = 200
# A bit is one block; more are cut, so that one number does not push all others off the screen.
_LONGEST_BAR = 24
_EVENT = ("night", "event", "person_id", "other_person_id", "reason")
_PAIR = ("review_id", "left_person_id", "right_person_id", "reason")


def print_json(console: Console, told: PersonStory | Waterfall) -> None:
    """The whole of it, for machines."""
    console.file.write(json.dumps(asdict(told), ensure_ascii=False, indent=2) + "\n")


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]) -> RenderableType:
    table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows[:MOST_ROWS]:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    left = len(rows) - MOST_ROWS
    return Group(table, f"… and {left:,} more; --format json gives all") if left > 0 else table


def _cells(rows: Sequence[dict[str, Any]], *names: str) -> list[list[object]]:
    return [[row[name] for name in names] for row in rows]


def print_person(console: Console, story: PersonStory) -> None:
    """Who it is, the rows in a form that `doudi why` takes, the events, the doubtful pairs."""
    if story.asked != story.person_id:
        console.print(f"{story.asked} gave way to {story.person_id}", highlight=False)
    console.print(f"[bold]{story.person_id}[/bold] on the night {story.night}", highlight=False)
    if story.formerly:
        console.print(f"formerly also {', '.join(story.formerly)}", highlight=False, soft_wrap=True)
    if not story.known:
        console.print("no row of this night names them; --night gives an earlier one")
    known = [[name, value] for name, value in story.known.items() if value is not None]
    console.print(_table("Known", ("what", "value"), known))
    _print_rows(console, story.rows)
    console.print(_table("Events", _EVENT, _cells(story.events, *_EVENT)))
    console.print(_table("Pairs that staff are asked about", _PAIR, _cells(story.review, *_PAIR)))


def _print_rows(console: Console, rows: Sequence[dict[str, Any]]) -> None:
    """A line a row, its record last and whole however narrow the terminal is: it is there to be copied."""
    console.print(f"[italic]{len(rows):,} rows[/italic]")
    for row in rows[:MOST_ROWS]:
        text = f"{row['method']:<12} {row['probability']:<8} {shlex.quote(row['record'])}"
        console.print(escape(text), highlight=False, soft_wrap=True)
    if len(rows) > MOST_ROWS:
        console.print(f"… and {len(rows) - MOST_ROWS:,} more; --format json gives all")
    console.print()


def print_waterfall(console: Console, told: Waterfall) -> None:
    """The two sides, the verdict, and a row a comparison with its bits as a bar."""
    for side in (told.left, told.right):
        text = f"{side['record']} is {side['person_id']}, {side['method']} ({side['probability']})"
        console.print(escape(text), highlight=False, soft_wrap=True)
    for end in told.ends:
        console.print(f"[bold]{escape(end)}[/bold]" if end is told.ends[0] else escape(end), highlight=False)
    table = Table(title=f"Weights of the night {told.night}, in bits", title_justify="left", box=box.SIMPLE_HEAD)
    for heading in ("comparison", "left", "right", "level"):
        table.add_column(heading, overflow="fold")
    for heading in ("bits", "total"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    total = 0.0
    before = (
        ("prior", "one of so many", told.prior),
        ("known elsewhere", "as others of its list", told.known_elsewhere),
    )
    for name, level, bits in before:
        total += bits
        table.add_row(name, "", "", level, f"{bits:+.2f}", f"{total:.2f}", _bar(bits))
    for step in told.steps:
        cells = map(escape, (step.comparison, step.left, step.right, step.level))
        table.add_row(*cells, f"{step.bits:+.2f}", f"{step.total:.2f}", _bar(step.bits))
    console.print(table)
    rules = ", ".join(told.rules) or "none"
    console.print(
        f"weight {told.weight:.2f} bits, probability {told.probability:.6f}; sure from {told.sure:g}, "
        f"review from {told.review:g}; found by: {rules}",
        highlight=False,
        soft_wrap=True,
    )


def _bar(bits: float) -> Text:
    return Text("█" * min(round(abs(bits)), _LONGEST_BAR), style="green" if bits > 0 else "red")
