"""The kinds of Great Expectations that the contracts need, counted for a whole table in one scan.

What belongs here: the metrics behind the kinds, in SQL. What does not: which column has which expectation. Great
Expectations' own kinds of these names take about 40 metrics and a query for a single column; a night has a thousand of
them. As aggregates without a dependency they share one query, which counts and fetches no value.
"""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

import sqlalchemy as sa
from great_expectations.core.metric_domain_types import MetricDomainTypes
from great_expectations.core.metric_function_types import MetricPartialFunctionTypes
from great_expectations.execution_engine.sqlalchemy_execution_engine import SqlAlchemyExecutionEngine
from great_expectations.expectations.core.expect_table_columns_to_match_ordered_list import (
    ExpectTableColumnsToMatchOrderedList,
)
from great_expectations.expectations.expectation import BatchExpectation
from great_expectations.expectations.metrics.metric_provider import metric_partial, metric_value
from great_expectations.expectations.metrics.table_metric_provider import TableMetricProvider
from great_expectations.validator.metric_configuration import MetricConfiguration
from great_expectations.validator.validator import ValidationDependencies

from checks.session import quoted

ROWS_THAT_BREAK = "table.rows_that_break"
COLUMN_NAMES = "table.column_names"
_SUFFIX = "_in_one_scan"


def rule_of(expectation_type: str) -> str:
    """The name that Great Expectations' documentation has for a kind."""
    return expectation_type.removesuffix(_SUFFIX)


class RowsThatBreak(TableMetricProvider):
    """How many rows fulfil a condition in SQL."""

    metric_name = ROWS_THAT_BREAK
    value_keys = ("condition",)

    @metric_partial(
        engine=SqlAlchemyExecutionEngine,
        partial_fn_type=MetricPartialFunctionTypes.AGGREGATE_FN,
        domain_type=MetricDomainTypes.TABLE,
    )
    def _sqlalchemy(
        cls,
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: Mapping[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> tuple[Any, dict[str, Any], dict[str, Any]]:
        counted: Any = sa.literal_column(f"count(*) filter (where {metric_value_kwargs['condition']})")
        return counted, metric_domain_kwargs, {}


class ColumnNames(TableMetricProvider):
    """The names of a table's columns in their order, from the head of an empty result."""

    metric_name = COLUMN_NAMES

    @metric_value(engine=SqlAlchemyExecutionEngine)
    def _sqlalchemy(
        cls,
        execution_engine: SqlAlchemyExecutionEngine,
        metric_domain_kwargs: dict[str, Any],
        metric_value_kwargs: dict[str, Any],
        metrics: Mapping[str, Any],
        runtime_configuration: dict[str, Any],
    ) -> list[str]:
        table, _, _ = execution_engine.get_compute_domain(metric_domain_kwargs, domain_type=MetricDomainTypes.TABLE)
        nothing: Any = sa.select(sa.literal_column("*")).select_from(table).limit(0)
        return list(execution_engine.execute_query(nothing).keys())


def _dependencies(name: str, metric: MetricConfiguration, runtime: dict[str, Any] | None) -> ValidationDependencies:
    return ValidationDependencies({name: metric}, dict((runtime or {})["result_format"]))


class ExpectTableColumnsToMatchOrderedListInOneScan(ExpectTableColumnsToMatchOrderedList):
    """As Great Expectations' own, without looking for primary keys and indexes of what is a view."""

    def get_validation_dependencies(
        self, execution_engine: Any = None, runtime_configuration: dict[str, Any] | None = None
    ) -> ValidationDependencies:
        """The one metric of this kind."""
        metric = MetricConfiguration(COLUMN_NAMES, {"batch_id": self.batch_id})
        return _dependencies("table.columns", metric, runtime_configuration)


class ColumnExpectationInOneScan(BatchExpectation):
    """No row fulfils the condition. A null fulfils none but that of being null."""

    column: str

    domain_keys: ClassVar[tuple[str, ...]] = ("batch_id", "column")

    @abstractmethod
    def broken(self) -> str:
        """The condition, in SQL, of a row that breaks the expectation."""

    @property
    def _name(self) -> str:
        return '"' + self.column.replace('"', '""') + '"'

    def get_validation_dependencies(
        self, execution_engine: Any = None, runtime_configuration: dict[str, Any] | None = None
    ) -> ValidationDependencies:
        """The one metric of this kind."""
        metric = MetricConfiguration(ROWS_THAT_BREAK, {"batch_id": self.batch_id}, {"condition": self.broken()})
        return _dependencies(ROWS_THAT_BREAK, metric, runtime_configuration)

    def _validate(self, metrics: Mapping[str, Any], *_arguments: Any, **_named: Any) -> dict[str, Any]:
        count = int(metrics[ROWS_THAT_BREAK])
        return {"success": count == 0, "result": {"unexpected_count": count}}


class ExpectColumnValuesToNotBeNullInOneScan(ColumnExpectationInOneScan):
    """No null."""

    def broken(self) -> str:
        return f"{self._name} is null"


class ExpectColumnValuesToBeInSetInOneScan(ColumnExpectationInOneScan):
    """Nothing but the values of a set."""

    value_set: list[Any]

    def broken(self) -> str:
        return f"{self._name} not in ({', '.join(map(_literal, self.value_set))})"


class ExpectColumnValuesToBeBetweenInOneScan(ColumnExpectationInOneScan):
    """Both bounds are allowed values; None is no bound."""

    min_value: Any = None
    max_value: Any = None

    def broken(self) -> str:
        bounds = (("<", self.min_value), (">", self.max_value))
        return " or ".join(f"{self._name} {sign} {_literal(value)}" for sign, value in bounds if value is not None)


class ExpectColumnValueLengthsToBeBetweenInOneScan(ColumnExpectationInOneScan):
    """Length in characters; both bounds are allowed."""

    min_value: int
    max_value: int

    def broken(self) -> str:
        return f"length({self._name}) not between {self.min_value} and {self.max_value}"


def _literal(value: str | float | date) -> str:
    """A value of a contract as a SQL literal."""
    match value:
        case str():
            return quoted(value)
        case date():
            return f"date '{value}'"
        case _:
            return repr(value)
