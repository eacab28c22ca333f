"""The checks as Dagster asset checks.

What belongs here: which checks share a step, and how an outcome is shown. What does not: any rule.
"""

import warnings
from collections.abc import Iterator, Sequence

import dagster as dg

from assets.lake import Lake
from assets.lake.assets import NIGHTS, night_of
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import load_tables
from checks.catalogue import Check, checks_of_tables
from checks.outcome import CheckOutcome
from checks.session import open_session


def _steps() -> dict[str, list[str]]:
    """Step → its tables. A step waits for all its tables, so that no table may be made from another of its step.

    Few steps, because each may be a process of its own that imports Great Expectations and opens a database.
    """
    steps: dict[str, list[str]] = {"landing_feeds": [f"landing/{feed}" for feed in load_feeds()]}
    alone = ("landing/ledger", "landing/feed_ages", "indicators/parameters")
    for table in load_tables():
        step = table.replace("/", "_") if table in alone else table.split("/")[0]
        steps.setdefault(step, []).append(table)
    return steps


def _key(table: str) -> dg.AssetKey:
    return dg.AssetKey(table.split("/"))


def _spec(check: Check) -> dg.AssetCheckSpec:
    with warnings.catch_warnings():
        # Partitions of a check are marked as a preview; the night of a run is known without them too.
        warnings.simplefilter("ignore", dg.PreviewWarning)
        return dg.AssetCheckSpec(
            name=check.name,
            asset=_key(check.table),
            description=check.description,
            additional_deps=[_key(table) for table in check.needs],
            blocking=check.blocking,
            partitions_def=NIGHTS,
        )


def as_result(outcome: CheckOutcome) -> dg.AssetCheckResult:
    """An outcome as Dagster shows it: counts, names of rules and of columns."""
    broken = [dg.TableRecord({"rule": f.rule, "column": f.column, "rows": f.count}) for f in outcome.failures]
    metadata: dict[str, dg.MetadataValue] = {
        "rows": dg.MetadataValue.int(outcome.rows),
        "rules evaluated": dg.MetadataValue.int(outcome.evaluated),
        "rules broken": dg.MetadataValue.int(len(outcome.failures)),
    }
    if broken:
        columns = [dg.TableColumn("rule", "string"), dg.TableColumn("column", "string"), dg.TableColumn("rows", "int")]
        metadata["broken"] = dg.MetadataValue.table(broken, dg.TableSchema(columns=columns))
    return dg.AssetCheckResult(
        asset_key=_key(outcome.table),
        check_name=outcome.check,
        passed=outcome.passed,
        severity=dg.AssetCheckSeverity.ERROR if outcome.blocking else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
    )


def _definition(step: str, checks: Sequence[Check]) -> dg.AssetChecksDefinition:
    by_key = {dg.AssetCheckKey(_key(check.table), check.name): check for check in checks}

    @dg.multi_asset_check(
        name=f"checks_of_{step}", specs=[_spec(check) for check in checks], can_subset=True, compute_kind="duckdb"
    )
    def check_tables(
        context: dg.AssetCheckExecutionContext, lake: dg.ResourceParam[Lake]
    ) -> Iterator[dg.AssetCheckResult]:
        with open_session(night_of(context, lake)) as session:
            for key, check in by_key.items():
                if key in context.selected_asset_check_keys:
                    yield as_result(check.outcome(session))

    return check_tables


CHECKS: list[dg.AssetChecksDefinition] = [
    _definition(step, [check for table in tables for check in checks_of_tables()[table]])
    for step, tables in _steps().items()
]
