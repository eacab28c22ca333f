"""A published night with other parameters: who enters and leaves, a township's work, the slope, an untouched lake.

Incomes are of rural 荣成市 (std 838, margin line 1257) unless a household says otherwise.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from assets.indicators.assumptions import read_assumptions
from assets.indicators.parameters import read_parameters
from assets.indicators.replay import Replay, ReplayError, replay
from assets.indicators.slope import TIED_BENEFITS
from assets.lake import Lake
from tests.stages.indicators.replayed_town import OTHER_TOWNSHIP, TOWNSHIP, published
from tests.stages.indicators.small_town import NIGHT

NIGHTS = (date(2026, 6, 29), NIGHT)
KNOWN = set(read_parameters()["name"])


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory) -> Lake:
    return published(tmp_path_factory.mktemp("replayed"), *NIGHTS)


def fingerprint(folder: Path) -> dict[str, tuple[int, int, str]]:
    """Every file and folder with its mode, its time and its bytes."""
    return {
        str(path.relative_to(folder)): (
            path.stat().st_mode,
            path.stat().st_mtime_ns,
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
        )
        for path in sorted(folder.rglob("*"))
    }


def replayed(lake: Lake, folder: Path, *texts: str, nights: tuple[date, ...] = (NIGHT,)) -> Replay:
    return replay(lake, nights, read_assumptions(texts, KNOWN), band=0.1, folder=folder)


def counts(made: Replay, code: str) -> dict[str, int]:
    names = ("before", "enters", "leaves", "after")
    return made.changes.filter(pl.col("code") == code).select(pl.col(names).sum()).row(0, named=True)


@pytest.fixture(scope="module")
def margin(lake: Lake, tmp_path_factory: pytest.TempPathFactory) -> Replay:
    """Two nights; the margin line from 1.5 to 2.0 times the standard: rural from 1257 to 1676."""
    return replayed(lake, tmp_path_factory.mktemp("margin"), "edge_k=2.0", nights=NIGHTS)


def test_the_placeholders_of_a_night_are_published(lake: Lake) -> None:
    """山东省 has set its standard, so its counties need not the country's; where the county is unknown, it holds."""
    table = pl.read_parquet(lake.partition("indicators/placeholders", NIGHT))
    rows = {(row["county_code"], row["name"], row["urban_rural"]): row for row in table.to_dicts()}
    income = rows["371082", "pcdi", "农村"]
    assert (income["value"], income["region"]) == (25000, "000000")
    assert income["source"].startswith("示例值")
    assert ("371082", "std", "农村") not in rows and ("000000", "std", "农村") in rows
    assert ("371082", "edge_k", "农村") not in rows
    assert rows["371082", "serious_diseases", "城镇"]["value"] > 0


def test_a_higher_margin_lets_households_enter(margin: Replay) -> None:
    """838, 900, 1000 and 1256 are in it before; 1257, 1300 and 1500 elsewhere enter, 1676 is at the line and does not.

    In town 1005 is below the line of 1010 and in ZH01, before and after.
    """
    assert counts(margin, "ZH02") == {"before": 4, "enters": 3, "leaves": 0, "after": 7}
    assert counts(margin, "ZH01") == {"before": 2, "enters": 0, "leaves": 0, "after": 2}


def test_a_finding_of_several_nights_is_counted_once(margin: Replay) -> None:
    by_night = margin.changes_by_night.filter(pl.col("code") == "ZH02")
    assert by_night.select("night", "before", "enters").rows() == [(night, 4, 3) for night in NIGHTS]


def test_a_lower_standard_lets_households_leave(lake: Lake, tmp_path: Path) -> None:
    """At 699 nobody is below; 700, 838, 900, 1000 are between it and its margin of 1048.5, 1256 no longer is.

    The country's standard reaches nobody: the province has one of its own, in town too.
    """
    made = replayed(lake, tmp_path, "std=5000", "std[370000,农村]=699")
    assert counts(made, "ZH01") == {"before": 2, "enters": 0, "leaves": 1, "after": 1}
    assert counts(made, "ZH02") == {"before": 4, "enters": 1, "leaves": 1, "after": 4}
    assert [(each.counties, each.of) for each in made.reach] == [(0, 1), (1, 1)]
    assert made.placeholders == tuple(sorted(TIED_BENEFITS))
    slope = made.slope_by_night.filter(pl.col("line") == "低保标准", pl.col("urban_rural") == "农村")
    # From 699 to 768.9 there is 700 alone; from 838 to 921.8 there are 838, 900 and the tapering 850.
    assert slope.select("parameters", "amount", "households").rows() == [("before", 838, 3), ("after", 699, 1)]


def test_counts_are_by_indicator_county_and_tier_and_add_up(margin: Replay) -> None:
    row = margin.changes.filter(pl.col("code") == "ZH02").row(0, named=True)
    assert (row["indicator"], row["county_code"], row["county"]) == ("收入处于边缘区间", "371082", "荣成市")
    assert row["tier"] == "Y"
    after = pl.col("before") + pl.col("enters") - pl.col("leaves") + pl.col("moved_in") - pl.col("moved_out")
    assert margin.changes.filter(after != pl.col("after")).is_empty()
    tonight = margin.changes_by_night.filter(pl.col("night") == NIGHT).drop("night")
    assert tonight.equals(margin.changes)


def test_the_work_of_each_township(margin: Replay) -> None:
    """Of 1500 elsewhere nobody is asked before; its one finding is a hit, a household and a row of 民政's queue."""
    columns = [f"{what}_{side}" for what in ("hits", "households", "queue_rows") for side in ("before", "after")]
    rows = {row["township_code"]: row for row in margin.workload.to_dicts()}
    assert [rows[OTHER_TOWNSHIP][name] for name in columns] == [0, 1, 0, 1, 0, 1]
    here = rows[TOWNSHIP]
    assert here["hits_after"] - here["hits_before"] == 2
    assert here["queue_rows_after"] - here["queue_rows_before"] == 2
    assert here["county"] == "荣成市"


def test_nothing_names_a_person_or_a_household(margin: Replay) -> None:
    for table in margin.tables().values():
        assert not {"person_id", "household_id"} & set(table.columns)
        texts = table.select(pl.col(pl.String)).unpivot()["value"].drop_nulls().unique()
        assert not texts.str.contains(r":head|:child|^H\d|^S").any()


def test_the_lake_is_untouched_and_the_folder_empty(margin: Replay, lake: Lake, tmp_path: Path) -> None:
    """Also where another version published the nights, so that both runs are made anew; the answer is the same."""
    manifests = [lake.root / "nights" / f"{night}.json" for night in NIGHTS]
    kept = [manifest.read_text(encoding="utf-8") for manifest in manifests]
    for manifest, text in zip(manifests, kept, strict=True):
        manifest.write_text(json.dumps(json.loads(text) | {"code_version": "0.0.1+other"}), encoding="utf-8")
    before = fingerprint(lake.root)
    try:
        again = replayed(lake, tmp_path, "edge_k=2.0", nights=NIGHTS)
        assert fingerprint(lake.root) == before
    finally:
        for manifest, text in zip(manifests, kept, strict=True):
            manifest.write_text(text, encoding="utf-8")
    assert (margin.recomputed, again.recomputed) == ((), NIGHTS)
    for name, table in margin.tables().items():
        assert table.equals(again.tables()[name])
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_night_without_a_table_that_is_needed_is_named(lake: Lake, tmp_path: Path) -> None:
    path = lake.partition("landing/civil_affairs/deaths", NIGHT)
    path.rename(path.with_suffix(".away"))
    try:
        with pytest.raises(ReplayError, match=f"night {NIGHT} cannot be replayed: landing/civil_affairs/deaths"):
            replayed(lake, tmp_path, "edge_k=2.0")
    finally:
        path.with_suffix(".away").rename(path)
