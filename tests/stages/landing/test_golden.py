"""Each ugly file of the golden folder lands as its expected.json says: rows, counts, quarantine, reasons."""

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.lake import Night
from assets.landing import land
from assets.landing.options import LandingOptions
from tests.stages.landing.deliveries import FIRST, World

GOLDEN = Path(__file__).parent / "golden"
QUIRKS = sorted(path.parent.name for path in GOLDEN.glob("*/expected.json"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def test_there_are_at_least_forty_quirks() -> None:
    assert len(QUIRKS) >= 40


@pytest.mark.parametrize("quirk", QUIRKS)
def test_quirk(quirk: str, world: World) -> None:
    expected = json.loads((GOLDEN / quirk / "expected.json").read_text(encoding="utf-8"))
    world.write_bytes(f"{expected['folder']}/{expected['file']}", (GOLDEN / quirk / expected["file"]).read_bytes())
    # A file of another feed, so that a file that is refused is not all there is.
    world.write("housing/property.csv", ["权证号", "权利人", "身份证号", "登记日期"], [["鲁1", "甲", "", "2024-01-01"]])
    night = world.lake.night(FIRST)
    land(world.inbox, night, options=LandingOptions(passwords=tuple(expected["passwords"])))
    ledger = night.read("landing/ledger").filter(pl.col("feed") != "housing/property")
    if all(sheet["refused"] or not sheet["counts"]["rows_read"] for sheet in expected["sheets"].values()):
        _is_refused(ledger, expected)
        return
    _ledger_is(ledger, expected)
    _rows_are(night, expected)
    _told_is(night, expected)


def _is_refused(ledger: pl.DataFrame, expected: dict[str, Any]) -> None:
    """Nothing was read, in one line or more, with a reason in Chinese."""
    assert ledger["refused"].to_list() == [True] * max(1, ledger.height)
    assert ledger["rows_read"].sum() == 0
    for row in ledger.to_dicts():
        assert CHINESE.search(row["reason"])
        assert expected["sheets"][""]["refused"] in row["reason"]


def _ledger_is(ledger: pl.DataFrame, expected: dict[str, Any]) -> None:
    rows = {row["sheet"]: row for row in ledger.to_dicts()}
    assert {row["file"] for row in rows.values()} == {expected["ledger_name"]}
    assert {row["feed"] for row in rows.values()} == {expected["feed"]}
    assert sorted(rows) == sorted(expected["sheets"])
    for name, sheet in expected["sheets"].items():
        row = rows[name]
        assert row["refused"] == bool(sheet["refused"])
        assert sheet["refused"] in (row["reason"] or "")
        assert {key: row[key] for key in sheet["counts"]} == sheet["counts"]


def _rows_are(night: Night, expected: dict[str, Any]) -> None:
    landed = night.read(f"landing/{expected['feed']}").to_dicts()
    rows = {(row["sheet"], str(row["row_no"])): row for row in landed}
    sent = {(name, number): row for name, sheet in expected["sheets"].items() for number, row in sheet["rows"].items()}
    assert sorted(rows) == sorted(sent)
    for place, row in sent.items():
        assert {name: _as_json(rows[place][name]) for name in row} == row


def _as_json(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def _told_is(night: Night, expected: dict[str, Any]) -> None:
    """Every entry is at its place with its heading; a reason code of '' may be any, and '；' divides what from how."""
    entries = night.read(f"quarantine/{expected['feed']}").to_dicts()
    told = [{"sheet": name} | each for name, sheet in expected["sheets"].items() for each in sheet["told"]]
    assert sorted((e["sheet"], e["row_no"], e["column"]) for e in entries) == sorted(
        (e["sheet"], e["row_no"], e["column"]) for e in told
    )
    by_place = {(e["sheet"], e["row_no"], e["column"]): e for e in entries}
    for each in told:
        entry = by_place[each["sheet"], each["row_no"], each["column"]]
        free = {key for key, value in each.items() if value is None or value == ""}
        assert {key: entry[key] for key in each if key not in free} == {k: v for k, v in each.items() if k not in free}
        assert CHINESE.search(entry["reason"])
        assert "；" in entry["reason"]
