"""Errors without values: what Polars and DuckDB raise may quote a row's cell, and Dagster stores what is raised.

What belongs here: turning such an error into its kind and place. What does not: our own errors, which name no value.
"""

import inspect
import traceback
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

import duckdb
import polars as pl

from assets.vocabulary.paths import PROJECT_ROOT

Given = ParamSpec("Given")
Result = TypeVar("Result")

_MAY_QUOTE_A_ROW = (pl.exceptions.PolarsError, pl.exceptions.PanicException, duckdb.Error)


class StageError(RuntimeError):
    """A stage failed in a library; the message says the kind of error and the line of our code, never a value."""


def _kind_and_place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if frame.filename.startswith(str(PROJECT_ROOT)) and ".venv" not in frame.filename]
    place = f"{ours[-1].filename.removeprefix(str(PROJECT_ROOT) + '/')}:{ours[-1].lineno}" if ours else "unknown place"
    return f"{type(error).__name__} at {place}; the library's message may quote a row and is not shown"


def without_values(function: Callable[Given, Result]) -> Callable[Given, Result]:
    """The function, plain or a generator, with the libraries' errors raised as StageError and without their chain."""

    @wraps(function)
    def call(*given: Given.args, **named: Given.kwargs) -> Result:
        try:
            return function(*given, **named)
        except _MAY_QUOTE_A_ROW as error:
            told = _kind_and_place(error)
        # Raised out here, so that the library's error is not carried along as the context of this one.
        raise StageError(told)

    @wraps(function)
    def generate(*given: Given.args, **named: Given.kwargs) -> Iterator[Any]:
        made: Any = function(*given, **named)
        try:
            yield from made
            return
        except _MAY_QUOTE_A_ROW as error:
            told = _kind_and_place(error)
        raise StageError(told)

    if inspect.isgeneratorfunction(function):
        return cast(Callable[Given, Result], generate)
    return call
