"""The few kinds of Great Expectations that the contracts need, under short names with typed arguments.

What belongs here: kinds of one column or of the column list that Great Expectations evaluates as plain aggregates. What
does not: regular expressions and compound keys, which are slow or unsupported on DuckDB and are SQL rules.
"""

from collections.abc import Sequence
from datetime import date

from great_expectations.expectations.core.expect_column_value_lengths_to_be_between import (
    ExpectColumnValueLengthsToBeBetween,
)
from great_expectations.expectations.core.expect_column_values_to_be_between import ExpectColumnValuesToBeBetween
from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
from great_expectations.expectations.core.expect_column_values_to_not_be_null import ExpectColumnValuesToNotBeNull
from great_expectations.expectations.core.expect_table_columns_to_match_ordered_list import (
    ExpectTableColumnsToMatchOrderedList,
)
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.metadata_types import FailureSeverity

CRITICAL = FailureSeverity.CRITICAL  # wrong data would reach a department: the night stops
WARNING = FailureSeverity.WARNING  # unusual: the night goes on


def columns_in_order(columns: Sequence[str]) -> Expectation:
    return ExpectTableColumnsToMatchOrderedList(column_list=list(columns), severity=CRITICAL)


def not_null(column: str) -> Expectation:
    return ExpectColumnValuesToNotBeNull(column=column, severity=CRITICAL)


def in_set(column: str, values: Sequence[str] | Sequence[int]) -> Expectation:
    """Null passes, as in every kind below."""
    return ExpectColumnValuesToBeInSet(column=column, value_set=list(values), severity=CRITICAL)


def between(
    column: str,
    smallest: float | date | None,
    largest: float | date | None,
    severity: FailureSeverity = CRITICAL,
) -> Expectation:
    """Both bounds are allowed values; None is no bound."""
    return ExpectColumnValuesToBeBetween(column=column, min_value=smallest, max_value=largest, severity=severity)


def length_between(column: str, shortest: int, longest: int) -> Expectation:
    """Length in characters. A warning only."""
    return ExpectColumnValueLengthsToBeBetween(column=column, min_value=shortest, max_value=longest, severity=WARNING)
