"""Dagster's own SQLite storage reads what ours wrote, while it is open and once it is closed."""

from pathlib import Path

import dagster as dg
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage

from pipelines.event_log import KeptEventLog
from pipelines.runner import environment, run_environment
from pipelines.settings import Settings


@dg.asset
def table() -> dg.MaterializeResult:
    return dg.MaterializeResult(metadata={"rows": 3})


@dg.asset_check(asset=table)
def holds() -> dg.AssetCheckResult:
    return dg.AssetCheckResult(passed=False, severity=dg.AssetCheckSeverity.WARN)


def _told(storage: SqliteEventLogStorage, run: str) -> list[tuple[str, str]]:
    return [(entry.message, str(entry.dagster_event)) for entry in storage.get_logs_for_run(run)]


def test_dagster_reads_what_was_kept(tmp_path: Path) -> None:
    settings = Settings().model_copy(update={"lake": tmp_path / "lake"})
    variables = run_environment(settings)
    events = Path(variables["DOUDI_DAGSTER_STORAGE"]) / "history" / "runs"
    with environment(variables), dg.DagsterInstance.from_config(variables["DAGSTER_HOME"]) as instance:
        assert isinstance(instance.event_log_storage, KeptEventLog)
        runs = [dg.materialize([table, holds], instance=instance).run_id for _ in range(3)]
        while_open = SqliteEventLogStorage(str(events))
        told = {run: _told(while_open, run) for run in runs}
        assert told == {run: _told(instance.event_log_storage, run) for run in runs}
        assert len(list(events.glob("*-wal"))) == 2
    closed = SqliteEventLogStorage(str(events))
    assert {run: _told(closed, run) for run in runs} == told
    assert all(any("holds" in event for _, event in lines) for lines in told.values())
    assert set(closed.get_all_run_ids()) == set(runs)
    assert not list(events.glob("*-wal"))
