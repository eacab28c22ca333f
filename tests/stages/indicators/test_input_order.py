"""The order of rows is nobody's intent: shuffled feeds and shuffled tables give the same findings."""

from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from assets.households import build
from assets.indicators import run
from assets.indicators.catalogue import load_catalogue
from assets.indicators.session import USED_FEEDS
from tests.stages.indicators.conftest import FullNight, full_town
from tests.stages.indicators.small_town import find

FINDINGS = ("indicators/hits", "indicators/withheld", "indicators/not_assessed", "indicators/due_grants")
IDENTITY = ("identity/links", "identity/person_details", "identity/persons", "identity/registry")


def test_order_within_a_table_changes_no_byte(full_night: FullNight, tmp_path: Path) -> None:
    """Every row keeps its address in its file; only the tables that hold them are shuffled."""
    town, _ = full_town(tmp_path)
    night = town.write()
    for key in (*(f"landing/{feed}" for feed in USED_FEEDS), *IDENTITY, "landing/feed_ages"):
        table = night.read(key)
        shuffled = table.sample(fraction=1, shuffle=True, seed=7)
        assert table.height <= 3 or not shuffled.equals(table)
        night.save(key, shuffled)
    build(night)
    run(night)
    for key in FINDINGS:
        assert night.path(key).read_bytes() == full_night.night.path(key).read_bytes()


def test_order_within_a_file_changes_no_finding(full_night: FullNight, tmp_path: Path) -> None:
    """Every row has another number in its file; evidence shows the same rows by their new numbers.

    A sum of other indicators shows the first few rows of each by their numbers, so that one may show others.
    """
    town, _ = full_town(tmp_path)
    first_numbers: dict[tuple[str, int], int] = {}
    for feed, rows in sorted(town.rows.items()):
        order = list(range(len(rows)))
        Random(f"rows of {feed}").shuffle(order)
        town.rows[feed] = [rows[place] for place in order]
        first_numbers |= {(feed, now): place + 1 for now, place in enumerate(order, start=1)}
    assert any(now != first for (_, now), first in first_numbers.items())
    night = find(town)
    for key in FINDINGS:
        shuffled, straight = night.read(key), full_night.night.read(key)
        findings = pl.exclude("evidence")
        assert shuffled.select(findings).equals(straight.select(findings))
        if "evidence" in straight.columns:
            own = ~pl.col("code").is_in([code for code, entry in load_catalogue().items() if entry.built_on])
            evidence = [_renumbered(rows, first_numbers) for rows in shuffled.filter(own)["evidence"]]
            assert evidence == [_renumbered(rows) for rows in straight.filter(own)["evidence"]]


def _renumbered(
    rows: list[dict[str, Any]], first_numbers: dict[tuple[str, int], int] | None = None
) -> list[tuple[str, int, str]]:
    """Evidence in the order of the rows' first numbers."""
    numbers = first_numbers or {}
    return sorted(
        (row["feed"], numbers.get((row["feed"], row["row_no"]), row["row_no"]), row["fields"]) for row in rows
    )
