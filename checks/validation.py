"""Running a suite over one table with Great Expectations on DuckDB.

What belongs here: the one place that knows how Great Expectations is set up (in memory, silent, counts only) and how
its results are read. What does not: which expectations a table has.
"""

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

import great_expectations as gx
import polars as pl
from great_expectations.core.batch_definition import BatchDefinition
from great_expectations.core.expectation_suite import ExpectationSuite
from great_expectations.core.expectation_validation_result import ExpectationValidationResult
from great_expectations.data_context.types.base import (
    DataContextConfig,
    InMemoryStoreBackendDefaults,
    ProgressBarsConfig,
)
from great_expectations.exceptions.exceptions import GreatExpectationsError
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity
from sqlalchemy.exc import SQLAlchemyError

from assets.vocabulary.tables import table_schema
from checks.buffered_dialect import ADDRESS, lent
from checks.expectations import CRITICAL, WARNING
from checks.one_scan import rule_of
from checks.outcome import CheckError, Failure, Validation, Verdict
from checks.session import Session
from checks.suites import expectations_for

# Counts alone: with 0, no unexpected value is fetched or kept.
COUNTS_ONLY: Any = {"result_format": "BASIC", "partial_unexpected_count": 0, "include_unexpected_rows": False}

WRONG_TYPE = "column_has_the_type_of_the_contract"

TABLE = "table_under_validation"


@cache
def _table() -> BatchDefinition[Any]:
    """The one table of this process's context, in memory, without analytics and progress bars.

    It is a view of whichever connection is lent. Great Expectations writes its whole configuration as YAML with each
    source, table and batch that is added, which takes longer than a validation.
    """
    config = DataContextConfig(
        store_backend_defaults=InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        analytics_enabled=False,
        progress_bars=ProgressBarsConfig(globally=False, metric_calculations=False),
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    source = context.data_sources.add_sql(name="lake", connection_string=ADDRESS)
    return source.add_table_asset(name=TABLE, table_name=TABLE).add_batch_definition_whole_table("all")


def validate(session: Session, key: str) -> Validation:
    """Validate a table of the session's night against its contract: one validation, remembered by the session.

    Raises CheckError where an expectation could not be evaluated, FileNotFoundError where the table is not made.
    """
    if key not in session.validations:
        session.validations[key] = _validate(session, key)
    return session.validations[key]


def _validate(session: Session, key: str) -> Validation:
    present = pl.read_parquet_schema(session.night.path(key))
    contract = table_schema(key)
    mistyped = [name for name, dtype in contract.items() if name in present and present[name] != dtype]
    readable = {name for name in contract if name in present} - set(mistyped)
    # What a missing or mistyped column holds cannot be looked at; that it is so is a failure of its own.
    contracted = expectations_for(key, session.night.night)
    expectations = [e for e in contracted if getattr(e, "column", None) in {None, *readable}]
    results = run_expectations(session, session.view(key), expectations)
    critical = _verdict(results, CRITICAL)
    types = tuple(Failure(WRONG_TYPE, name, 1) for name in mistyped)
    return Validation(
        critical=Verdict(critical.evaluated + len(contract), critical.failures + types),
        warning=_verdict(results, WARNING),
        readable=len(readable) == len(contract),
    )


def run_expectations(
    session: Session, view: str, expectations: Sequence[Expectation]
) -> list[ExpectationValidationResult]:
    """The results of Great Expectations over one view of the session, counts only.

    Raises CheckError naming the expectation and its column where it could not be evaluated: Great Expectations
    reports that as failed data, and its message may quote a value.
    """
    session.connection.execute(f"create or replace view {TABLE} as select * from {view}")
    suite = ExpectationSuite(name=view, expectations=list(expectations))
    failed = ""
    with lent(session.connection):
        try:
            results = list(_table().get_batch().validate(suite, result_format=COUNTS_ONLY).results)
        except (GreatExpectationsError, SQLAlchemyError) as error:
            failed = type(error).__name__
    if failed:  # out here, so that a message that may quote a value is not carried along as the context of this one
        raise CheckError(f"{view} could not be validated: {failed}")
    if len(results) != len(expectations):
        raise CheckError(f"{view}: {len(results)} results for {len(expectations)} expectations")
    if len(expectations) > 1 and any(_raised(outcome) for outcome in results):
        # One query counts for all of them, and its error is everybody's: each alone shows whose it is.
        return [result for expectation in expectations for result in run_expectations(session, view, [expectation])]
    for outcome in results:
        _raise_if_not_evaluated(outcome)
    return results


def _rule_and_column(outcome: ExpectationValidationResult) -> tuple[str, str]:
    configuration = outcome.expectation_config
    if configuration is None:
        raise CheckError("Great Expectations gave a result without its expectation")
    return rule_of(configuration.type), str(configuration.kwargs.get("column", ""))


def _raised(outcome: ExpectationValidationResult) -> list[dict[str, Any]]:
    """The errors of an outcome: `exception_info` is one dictionary, or one a metric, each with a traceback."""
    information = outcome.exception_info or {}
    nested = [part for part in information.values() if isinstance(part, dict)]
    return [part for part in (nested or [information]) if part.get("raised_exception")]


def _raise_if_not_evaluated(outcome: ExpectationValidationResult) -> None:
    raised = _raised(outcome)
    if not raised:
        return
    rule, column = _rule_and_column(outcome)
    kinds = re.findall(r"^[\w.]*?(\w+(?:Error|Exception))\b", str(raised[0].get("exception_traceback")), re.MULTILINE)
    raise CheckError(f"{rule} on column '{column}' could not be evaluated: {kinds[-1] if kinds else 'unknown error'}")


def _verdict(results: Sequence[ExpectationValidationResult], severity: FailureSeverity) -> Verdict:
    mine = [outcome for outcome in results if _severity(outcome) == severity]
    failures = sorted(_failure(outcome) for outcome in mine if not outcome.success)
    return Verdict(len(mine), tuple(failures))


def _severity(outcome: ExpectationValidationResult) -> FailureSeverity:
    configuration = outcome.expectation_config
    return (configuration and configuration.severity) or CRITICAL


def _failure(outcome: ExpectationValidationResult) -> Failure:
    rule, column = _rule_and_column(outcome)
    return Failure(rule, column, int((outcome.result or {}).get("unexpected_count") or 1))
