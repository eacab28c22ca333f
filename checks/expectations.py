"""The few kinds of Great Expectations that the contracts need, under short names with typed arguments.

What belongs here: kinds of one column or of the column list that Great Expectations evaluates as plain aggregates. What
does not: regular expressions and compound keys, which are slow or unsupported on DuckDB and are SQL rules.
"""

from collections.abc import Sequence
from datetime import date

from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity

from checks.one_scan import (
    ExpectColumnValueLengthsToBeBetweenInOneScan,
    ExpectColumnValuesToBeBetweenInOneScan,
    ExpectColumnValuesToBeInSetInOneScan,
    ExpectColumnValuesToNotBeNullInOneScan,
    ExpectTableColumnsToMatchOrderedListInOneScan,
)

CRITICAL = FailureSeverity.CRITICAL  # wrong data would reach a department: the night stops
WARNING = FailureSeverity.WARNING  # unusual: the night goes on


def columns_in_order(columns: Sequence[str]) -> Expectation:
    return ExpectTableColumnsToMatchOrderedListInOneScan(column_list=list(columns), severity=CRITICAL)


def not_null(column: str) -> Expectation:
    return ExpectColumnValuesToNotBeNullInOneScan(column=column, severity=CRITICAL)


def in_set(column: str, values: Sequence[str] | Sequence[int]) -> Expectation:
    """Null passes, as in every kind below."""
    return ExpectColumnValuesToBeInSetInOneScan(column=column, value_set=list(values), severity=CRITICAL)


def between(
    column: str,
    smallest: float | date | None,
    largest: float | date | None,
    severity: FailureSeverity = CRITICAL,
) -> Expectation:
    """Both bounds are allowed values; None is no bound."""
    return ExpectColumnValuesToBeBetweenInOneScan(
        column=column, min_value=smallest, max_value=largest, severity=severity
    )


def length_between(column: str, shortest: int, longest: int) -> Expectation:
    """Length in characters. A warning only."""
    return ExpectColumnValueLengthsToBeBetweenInOneScan(
        column=column, min_value=shortest, max_value=longest, severity=WARNING
    )
