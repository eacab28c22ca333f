"""The checks as Dagster sees them: one a catalogue entry, in the night's partition, blocking where they must."""

import dagster as dg
import pytest

from assets.lake import Lake
from assets.lake.assets import NIGHTS, night_of
from checks.catalogue import checks_of_tables
from checks.definitions import CHECKS, as_result
from checks.outcome import CheckOutcome, Failure

LEDGER = "landing/ledger"


def _asset(key: str) -> dg.AssetsDefinition:
    """An asset that finds its table already written."""

    @dg.asset(key=key.split("/"), partitions_def=NIGHTS)
    def found(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> None:
        night_of(context, lake).path(key)

    return found


def _run(tiny_night, keys: list[str]) -> dg.ExecuteInProcessResult:
    selection = dg.AssetSelection.assets(*(key.split("/") for key in keys))
    definitions = dg.Definitions(
        assets=[_asset(key) for key in checks_of_tables()],
        asset_checks=CHECKS,
        resources={"lake": tiny_night.night.lake},
        jobs=[dg.define_asset_job("night", selection=selection)],
    )
    return definitions.resolve_job_def("night").execute_in_process(partition_key="2026-06-30", raise_on_error=False)


def test_every_check_of_the_catalogue_is_an_asset_check():
    defined = {(spec.asset_key.to_user_string(), spec.name, spec.blocking) for d in CHECKS for spec in d.check_specs}
    catalogue = {(c.table, c.name, c.blocking) for checks in checks_of_tables().values() for c in checks}
    assert defined == catalogue


def test_a_good_table_passes_in_its_partition(tiny_night):
    result = _run(tiny_night, ["queues/education"])
    evaluations = result.get_asset_check_evaluations()
    assert result.success
    assert {e.check_name for e in evaluations} == {c.name for c in checks_of_tables()["queues/education"]}
    assert all(e.passed and e.partition == "2026-06-30" for e in evaluations)


def test_a_blocking_failure_fails_the_run_and_every_check_is_still_told(tiny_night):
    tiny_night.change("queues/education", asked="请联系13812345678", department="housing")
    result = _run(tiny_night, ["queues/education", "queues/housing"])
    failed = {e.check_name for e in result.get_asset_check_evaluations() if not e.passed}
    assert not result.success
    assert failed == {"no_personal_numbers", "own_open_warnings"}
    assert len(result.get_asset_check_evaluations()) == len(checks_of_tables()["queues/education"]) * 2
    assert "13812345678" not in repr(result.get_asset_check_evaluations())


def test_a_warning_lets_the_run_go_on(tiny_night):
    tiny_night.change("queues/scorecard", red=5)
    result = _run(tiny_night, ["queues/scorecard"])
    failed = [e for e in result.get_asset_check_evaluations() if not e.passed]
    assert result.success
    assert [(e.check_name, e.severity) for e in failed] == [("adds_up", dg.AssetCheckSeverity.WARN)]


def test_a_blocking_failure_stops_what_is_made_from_the_table(tiny_night):
    made: list[str] = []

    @dg.asset(deps=[LEDGER.split("/")], partitions_def=NIGHTS)
    def downstream() -> None:
        made.append("downstream")

    tiny_night.change(LEDGER, rows_read=99)
    definitions = dg.Definitions(
        assets=[*(_asset(key) for key in checks_of_tables()), downstream],
        asset_checks=CHECKS,
        resources={"lake": tiny_night.night.lake},
        jobs=[dg.define_asset_job("night", selection=dg.AssetSelection.assets(LEDGER.split("/"), "downstream"))],
    )
    job = definitions.resolve_job_def("night")
    assert not job.execute_in_process(partition_key="2026-06-30", raise_on_error=False).success
    assert made == []


@pytest.mark.parametrize("blocking", [True, False])
def test_a_result_shows_counts_and_names_of_rules(blocking):
    outcome = CheckOutcome(LEDGER, "contract", blocking, 10, 3, (Failure("rule", "column", 2),))
    result = as_result(outcome)
    assert (result.passed, result.check_name, result.asset_key) == (
        False,
        "contract",
        dg.AssetKey(["landing", "ledger"]),
    )
    assert result.severity == (dg.AssetCheckSeverity.ERROR if blocking else dg.AssetCheckSeverity.WARN)
    assert result.metadata["broken"].records == [dg.TableRecord({"rule": "rule", "column": "column", "rows": 2})]
