"""The stages warnings and queues through Dagster: two nights in a lake, tables and lists where they belong."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import dagster as dg
import polars as pl
import pytest
from openpyxl import load_workbook

from assets.lake import Lake, Night, publish
from assets.lake.night import PARTITION_FILE
from assets.lake.publish import night_tables
from assets.queues.assets import identity_review, queue_assets, returns, scorecard
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.tables import empty, table_schema
from assets.warnings import verify_chain
from assets.warnings.assets import warnings
from tests.unit.queues.queue_world import NAMES, details, economy, members
from tests.unit.warnings.world import START, answer, hit, hits_frame

MADE = ("warnings/", "queues/")


def _filled(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """The frame with the contract's other columns: false where a boolean is needed, zero, or empty."""
    schema = table_schema(key)
    defaults = {pl.Boolean: False, pl.Int64: 0, pl.String: ""}
    missing = [
        pl.lit(defaults.get(schema[name])).cast(schema[name]).alias(name) for name in schema if name not in frame
    ]
    return frame.with_columns(missing)


def _inputs(night: Night, hits: list[dict[str, Any]], answers: list[dict[str, Any]]) -> None:
    for key in night_tables():
        if not key.startswith(MADE):
            night.save(key, empty(key))
    night.save("indicators/hits", hits_frame(hits))
    rows = [row | {"delivery": night.night} for row in answers]
    night.save("landing/feedback/results", pl.DataFrame(rows, schema=table_schema("landing/feedback/results")))
    night.save("households/members", _filled(members(), "households/members"))
    night.save("households/economy", _filled(economy(), "households/economy"))
    night.save("identity/person_details", _filled(details(), "identity/person_details"))


def _run(lake: Lake, night: date) -> dg.ExecuteInProcessResult:
    return dg.materialize(
        [warnings, *queue_assets, returns, identity_review, scorecard],
        partition_key=str(night),
        resources={"lake": lake},
        instance=dg.DagsterInstance.ephemeral(),
    )


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path / "lake")


HITS = [
    hit("YB01", "H1", "P2", tier="O"),
    hit("ZH01", "H2", "", tier="R"),
    hit("JY02", "H1", "P2", departments=["education"]),
]


def test_two_nights_in_a_lake(lake: Lake) -> None:
    first = lake.night(START)
    _inputs(first, HITS, [])
    assert _run(lake, START).success
    assert first.read("warnings/ledger")["state"].to_list() == ["new", "new"]
    publish(first)
    second = lake.night(START + timedelta(days=1))
    _inputs(second, HITS, [answer("W20260302000002", "51", second.night), answer("W0", "51", second.night, row_no=2)])
    assert _run(lake, second.night).success
    assert second.read("warnings/ledger")["state"].to_list() == ["ongoing", "suppressed"]
    assert second.read("warnings/feedback_errors")["reason_code"].to_list() == ["no_open_warning"]
    assert second.read("queues/civil_affairs")["household_id"].to_list() == ["H1"]
    assert second.read("queues/scorecard")["ongoing"].sum() == 2
    assert verify_chain(second.read("warnings/events")) is None
    book = load_workbook(second.deliveries / "civil_affairs" / f"民政_核查清单_{second.night}.xlsx")
    assert [cell.value for cell in book["退回"][2]][:3] == ["civil_affairs_1.xlsx", "", "2"]
    publish(second)
    published = lake.root / "deliveries" / str(second.night)
    assert (published / "education" / "manifest.json").exists()
    manifest = (published / "civil_affairs" / "manifest.json").read_text(encoding="utf-8")
    for name in ("核查清单", "退回清单", "身份核实清单"):
        assert f"{name}_{second.night}.xlsx" in manifest


def test_every_department_gets_its_lists_in_staging(lake: Lake) -> None:
    night = lake.night(START)
    _inputs(night, HITS, [])
    _run(lake, START)
    assert sorted(path.name for path in night.deliveries.iterdir()) == sorted(SENDING_DEPARTMENTS)
    for department in SENDING_DEPARTMENTS:
        assert len(list((night.deliveries / department).glob("*_核查清单_2026-03-02.xlsx"))) == 1


def test_running_a_night_again_gives_the_same_bytes(lake: Lake) -> None:
    night = lake.night(START)
    _inputs(night, HITS, [])
    _run(lake, START)

    def made() -> dict[Path, bytes]:
        files = [path for path in night.staging.rglob("*") if path.is_file()]
        return {path: path.read_bytes() for path in files if path.name == PARTITION_FILE or "deliveries" in path.parts}

    before = made()
    _run(lake, START)
    assert made() == before


def test_metadata_are_counts_and_name_nobody(lake: Lake) -> None:
    _inputs(lake.night(START), HITS, [])
    result = _run(lake, START)
    told = [str(event.materialization.metadata) for event in result.get_asset_materialization_events()]
    text = " ".join(told)
    assert "by state" in text
    assert "civil_affairs/民政_核查清单_2026-03-02.xlsx" in text
    assert not any(name in text for name in NAMES.values())
    assert not pl.Series([text]).str.contains(r"\d{17}")[0]
