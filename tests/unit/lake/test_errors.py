"""A library's error never carries a row's value out of a stage; our own errors go through as they are."""

from collections.abc import Callable, Iterator

import dagster as dg
import duckdb
import polars as pl
import pytest

from assets.lake import Lake
from assets.lake.errors import StageError, without_values

PLANTED = "王建国371082198001011237"


def _polars() -> None:
    pl.DataFrame({"cell": [PLANTED]}).select(pl.col("cell").cast(pl.Int64))


def _duckdb() -> None:
    duckdb.sql(f"select cast('{PLANTED}' as integer)").fetchall()


@pytest.mark.parametrize(("fails", "kind"), [(_polars, "InvalidOperationError"), (_duckdb, "ConversionException")])
def test_the_value_stays_inside(fails: Callable[[], None], kind: str) -> None:
    @without_values
    def made_by_generator() -> Iterator[int]:
        yield 1
        fails()

    for call in (without_values(fails), lambda: list(made_by_generator())):
        with pytest.raises(StageError, match=rf"^{kind} at .*\.py:\d+; ") as raised:
            call()
        assert PLANTED not in str(raised.value)
        assert raised.value.__cause__ is None
        assert raised.value.__context__ is None


def test_our_own_errors_say_what_they_say() -> None:
    @without_values
    def fails() -> None:
        raise ValueError("identity/events: columns missing ['reason']")

    with pytest.raises(ValueError, match="columns missing"):
        fails()


def test_dagster_stores_no_value_of_a_failed_stage() -> None:
    @dg.asset
    @without_values
    def broken(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> None:
        _polars()

    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize([broken], instance=instance, resources={"lake": object()}, raise_on_error=False)
        told = "".join(str(entry) for entry in instance.all_logs(result.run_id))
    assert not result.success
    assert "StageError" in told
    assert PLANTED not in told
