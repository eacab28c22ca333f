"""The code location: asset keys, job, schedule and groups are what they were, and every contract has its checks."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import dagster as dg

from assets.lake.publish import night_tables
from pipelines.definitions import defs

SNAPSHOT = Path(__file__).with_name("asset_keys.txt")
PARTITIONS = "2026-06-30"


def _keys() -> list[str]:
    return sorted(key.to_user_string() for key in defs.resolve_asset_graph().get_all_asset_keys())


def test_asset_keys_are_the_snapshot() -> None:
    """Keys are table names and folder names: a new one is added to the file, a lost one breaks its readers."""
    assert _keys() == SNAPSHOT.read_text(encoding="utf-8").split()


def test_every_table_of_a_night_is_an_asset() -> None:
    wanting = {key for key in night_tables() if not key.startswith("quarantine/")} - set(_keys())
    assert wanting == set()


def test_groups_are_in_flow_order_and_everything_is_described() -> None:
    specs = defs.resolve_all_asset_specs()
    assert sorted({spec.group_name or "" for spec in specs}) == [
        *("g1_landing", "g2_identity", "g3_households", "g4_indicators", "g5_warnings", "g6_queues", "g7_published"),
    ]
    assert [spec.key for spec in specs if not spec.description or not spec.kinds] == []
    assert {spec.partitions_def for spec in specs} == {specs[0].partitions_def}


def test_every_table_has_a_blocking_contract_check() -> None:
    graph = defs.resolve_asset_graph()
    checked = {key.asset_key.to_user_string() for key in graph.asset_check_keys if key.name == "contract"}
    assert {key for key in night_tables() if not key.startswith("quarantine/")} <= checked


def test_the_schedule_asks_for_the_night_of_its_calendar_day() -> None:
    schedule = defs.resolve_schedule_def("nightly_at_half_past_one")
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 1 * * *", "Asia/Shanghai")
    moment = datetime(2026, 6, 30, 1, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    repository = defs.get_repository_def()
    with dg.build_schedule_context(scheduled_execution_time=moment, repository_def=repository) as context:
        (request,) = schedule.evaluate_tick(context).run_requests or []
    assert request.partition_key == PARTITIONS
    assert request.run_key == PARTITIONS


def test_one_job_makes_everything() -> None:
    job = defs.resolve_job_def("nightly")
    assert {key.to_user_string() for key in job.asset_layer.executable_asset_keys} == set(_keys())
