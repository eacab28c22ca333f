"""The scorecard counts tonight's hits and what became of the items, by indicator and county."""

import polars as pl

from assets.queues import build_scorecard
from tests.unit.warnings.world import World, hit, hits_frame


def test_counts_by_indicator_and_county() -> None:
    world = World()
    world.step([hit("YB01", "H1", "P1"), hit("YB01", "H2", "P2"), hit("MZ03", "H3", "P3", county_code="371002")])
    tonight = [
        hit("YB01", "H1", "P1", tier="R"),
        hit("YB01", "H4", "P4", tier="B"),
        hit("MZ03", "H5", "P5", county_code=None, division_code=None),
    ]
    world.step(tonight)
    counts = build_scorecard(hits_frame(tonight), world.ledger, world.items, world.events, world.night)
    columns = ["code", "county_code", "hits", "new", "ongoing", "gone", "red", "orange", "yellow", "blue"]
    assert counts.select(columns).rows() == [
        ("MZ03", "000000", 1, 1, 0, 0, 0, 0, 1, 0),
        ("MZ03", "371002", 0, 0, 0, 1, 0, 0, 0, 0),
        ("YB01", "371082", 2, 1, 1, 1, 1, 0, 0, 1),
    ]
    assert counts["night"].unique().to_list() == [world.night]


def test_tiers_add_up_to_the_hits() -> None:
    world = World()
    hits = [hit("YB01", f"H{n}", f"P{n}", tier="ROYB"[n % 4]) for n in range(11)]
    world.step(hits)
    counts = build_scorecard(hits_frame(hits), world.ledger, world.items, world.events, world.night)
    tiers = counts.select(pl.sum_horizontal("red", "orange", "yellow", "blue"))
    assert tiers.to_series().to_list() == counts["hits"].to_list() == [11]


def test_a_night_without_anything_is_an_empty_scorecard() -> None:
    world = World()
    world.step([])
    assert build_scorecard(hits_frame([]), world.ledger, world.items, world.events, world.night).is_empty()
