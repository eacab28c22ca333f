"""Nothing here ends or changes a benefit: stages add tables of their own, and say of a benefit what the ledger says."""

import shutil
from pathlib import Path

import polars as pl
import pytest
import sqlglot
from sqlglot import exp

from assets.lake import Lake, Night
from assets.lake.publish import night_tables
from assets.queues.assets import make_queue, make_scorecard
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.feeds import ADDRESS
from assets.vocabulary.paths import SQL
from assets.vocabulary.tables import empty, load_tables
from assets.warnings.assets import make_warnings
from tests.stages.indicators.conftest import FullNight, digests

LEDGER = "landing/civil_affairs/households"
# What a ledger row says of a benefit: its kind and state, since when and until when, how much.
BENEFIT = {
    "assistance_type",
    "support_mode",
    "status",
    "start_month",
    "end_month",
    "valid_until",
    "last_review_date",
    "monthly_grant",
}
# The published tables that repeat some of it. The `status` of a parameter is another matter: national, local, ...
REPEATING = {"households/economy": BENEFIT, "indicators/due_grants": {"status", "monthly_grant"}}
OTHER_STATUS = {"indicators/parameters"}
WRITING = (
    exp.Insert,
    exp.Update,
    exp.Delete,
    exp.Merge,
    exp.Create,
    exp.Drop,
    exp.Alter,
    exp.TruncateTable,
    exp.Copy,
    exp.Command,
    exp.Into,
)


@pytest.mark.parametrize("path", sorted(SQL.rglob("*.sql")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_no_sql_writes(path: Path) -> None:
    statements = sqlglot.parse(path.read_text(encoding="utf-8"), read="duckdb")
    assert len(statements) == 1 and statements[0] is not None
    assert isinstance(statements[0], exp.Query)
    assert [type(node).__name__ for node in statements[0].find_all(*WRITING)] == []


@pytest.mark.parametrize(
    "statement",
    [
        "update civil_affairs.households set status = '退出'",
        "delete from civil_affairs.households",
        "insert into civil_affairs.households select 1",
        "create table other as select 1",
        "copy (select 1) to 'file'",
    ],
)
def test_writing_would_be_seen(statement: str) -> None:
    [parsed] = sqlglot.parse(statement, read="duckdb")
    assert parsed is not None and list(parsed.find_all(*WRITING)) and not isinstance(parsed, exp.Query)


def test_households_and_indicators_leave_every_landed_byte(full_night: FullNight) -> None:
    now = digests(full_night.night.staging)
    assert {path: digest for path, digest in now.items() if path in full_night.inputs} == full_night.inputs
    added = {Path(path).parts[1] for path in now if path not in full_night.inputs}
    assert added == {"households", "indicators"}
    assert {path.split("/")[1] for path in full_night.inputs} == {"landing", "identity"}


def copied(full: FullNight, root: Path) -> Night:
    """The full night in a lake of its own, with the tables of stages that do not run here empty."""
    shutil.copytree(full.night.lake.root, root / "lake")
    night = Lake(root / "lake").night(full.night.night)
    for key in night_tables():
        try:
            night.path(key)
        except FileNotFoundError:
            night.save(key, empty(key))
    return night


def test_warnings_and_queues_leave_every_earlier_byte(full_night: FullNight, tmp_path: Path) -> None:
    night = copied(full_night, tmp_path)
    before = digests(night.staging)
    make_warnings(night)
    for department in SENDING_DEPARTMENTS:
        assert make_queue(night, department).height > 0
    make_scorecard(night)
    after = digests(night.staging)
    changed = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    stages = {path.split("/")[0] if path.startswith("deliveries/") else path.split("/")[1] for path in changed}
    assert stages == {"warnings", "queues", "deliveries"}


def test_the_tables_that_say_something_of_a_benefit_are_known() -> None:
    """A new table that repeats the ledger belongs into REPEATING, so that it is held against it."""
    said = {
        table.key: {column.name for column in table.columns} & BENEFIT
        for table in load_tables().values()
        if table.key not in OTHER_STATUS
    }
    assert {key: names for key, names in said.items() if names} == REPEATING


def test_what_is_said_of_a_benefit_is_what_the_ledger_says(full_night: FullNight) -> None:
    night = full_night.night
    economy = night.read("households/economy").filter(pl.col("listed"))
    ledger = night.read(LEDGER)
    beside = economy.join(ledger, on=ADDRESS, suffix="_landed")
    assert beside.height == economy.height > 300
    assert set(ledger["status"]) == {"在保", "关注", "退出"}
    dues = night.read("indicators/due_grants").join(beside.drop(REPEATING["indicators/due_grants"]), on="household_id")
    assert dues.height > 100
    for table, names in ((beside, BENEFIT), (dues, REPEATING["indicators/due_grants"])):
        for name in sorted(names):
            assert table.filter(pl.col(name).ne_missing(pl.col(f"{name}_landed"))).is_empty(), name
