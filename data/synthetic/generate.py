"""generate(): a whole synthetic inbox with its truth.

Belongs here: the order of work. Does not belong here: what any row holds.
"""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from data.synthetic.contract import feed_columns
from data.synthetic.delivery import Delivery, PlainDelivery
from data.synthetic.feeds import FEEDS
from data.synthetic.mixed import MixedDelivery
from data.synthetic.noise import name_rows
from data.synthetic.truth import PERSONS_SCHEMA, ROWS_SCHEMA, Table, person_truth, row_truth, write_expectations
from data.synthetic.world import Block, World, make_world

Progress = Callable[[str, int], None]


@dataclass
class Summary:
    """What was made: rows and bytes a feed (`<department>/<feed>`), planted hits a code, persons."""

    persons: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    bytes: dict[str, int] = field(default_factory=dict)
    planted: dict[str, int] = field(default_factory=dict)


def generate(
    persons: int,
    seed: int,
    night: date,
    out: Path,
    style: Literal["plain", "mixed"] = "plain",
    *,
    day: int = 0,
    progress: Progress | None = None,
    truth_rows: bool = True,
) -> Summary:
    """Make `<out>/inbox` and `<out>/truth` anew for the night `day` days after `night`; same arguments, same bytes.

    `persons` distinct true persons on the first night; newborns come on top on later days. `progress` is called with a
    feed's name and the rows of it made so far. Raises ValueError for a world too small to hold every planted case once
    (about 700 persons), for a mixed one of more than a block, and for a day outside the first night's calendar year and
    school term; FileExistsError where `<out>/inbox` is there without a truth beside it, for it may be a real one.
    """
    world = make_world(persons, seed, night, day)
    inbox, truth = out / "inbox", out / "truth"
    delivery = _open(style, world, inbox, truth)
    _empty(inbox, truth)
    summary = Summary(persons=world.persons.height)
    rows = Table(truth / "rows.parquet", ROWS_SCHEMA) if truth_rows else None
    people = Table(truth / "persons.parquet", PERSONS_SCHEMA)
    for block in world.blocks():
        people.add(person_truth(block))
        _deliver(block, delivery, rows, summary, progress)
    delivery.close()
    people.close()
    if rows is not None:
        rows.close()
    summary.planted = write_expectations(world, truth)
    for feed in FEEDS:
        summary.bytes[feed] = sum(path.stat().st_size for path in sorted(inbox.glob(f"{feed}[._]*")))
    return summary


def _empty(inbox: Path, truth: Path) -> None:
    """Take away an earlier synthetic world, and nothing else."""
    if inbox.exists() and any(inbox.iterdir()) and not (truth / "persons.parquet").exists():
        raise FileExistsError("the folder holds an inbox that is not synthetic")
    for folder in (inbox, truth):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def _open(style: str, world: World, inbox: Path, truth: Path) -> Delivery:
    """Where rows of the style go; a workbook is written in one go, so the mixed style has room for one block."""
    blocks, contract = len(world.block_edges()), feed_columns()
    if style == "plain":
        return PlainDelivery(inbox, contract, blocks)
    if blocks > 1:
        raise ValueError("the mixed style is for worlds of one block, about 125,000 persons")
    return MixedDelivery(inbox, truth, contract)


def _deliver(block: Block, delivery: Delivery, rows: Table | None, summary: Summary, progress: Progress | None) -> None:
    """All feeds of a block."""
    for feed, make in FEEDS.items():
        named = name_rows(block, feed, make(block))
        places = delivery.add(feed, named.frame)
        summary.rows[feed] = summary.rows.get(feed, 0) + places.height
        if rows is not None:
            rows.add(row_truth(feed, named, places))
        if progress is not None:
            progress(feed, summary.rows[feed])
