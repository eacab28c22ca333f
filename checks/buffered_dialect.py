"""A SQLAlchemy dialect for DuckDB whose cursors buffer their rows, over a connection that is open already.

What belongs here: only what SQLAlchemy needs. duckdb-engine fetches from the connection lazily; Great Expectations
reads a result after it gave the connection back, and would find it gone.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Lock
from typing import Any

import duckdb
from duckdb_engine import ConnectionWrapper, CursorWrapper, Dialect
from sqlalchemy.dialects import registry
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool, Pool

SCHEME = "doudi_duckdb"
ADDRESS = f"{SCHEME}:///lent"

_lent: list[duckdb.DuckDBPyConnection] = []
_one_at_a_time = Lock()


class BufferedCursor(CursorWrapper):
    """A cursor that holds all rows of its last statement."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, wrapper: ConnectionWrapper) -> None:
        super().__init__(connection, wrapper)
        self._duckdb = connection
        self._rows: list[tuple[Any, ...]] = []
        self._description: list[Any] | None = None

    def execute(self, statement: str, parameters: Sequence[Any] | None = None, context: Any = None) -> None:
        result = self._duckdb.execute(statement, parameters or None)
        self._description = result.description
        self._rows = result.fetchall()

    @property
    def description(self) -> list[Any] | None:
        return self._description

    @property
    def rowcount(self) -> int:
        return -1

    def fetchone(self) -> tuple[Any, ...] | None:
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        taken, self._rows = self._rows[: size or 1], self._rows[size or 1 :]
        return taken

    def fetchall(self) -> list[tuple[Any, ...]]:
        taken, self._rows = self._rows, []
        return taken


class BufferedConnection(ConnectionWrapper):
    """A cursor of the lender's connection; closing it leaves the lender's connection open."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        super().__init__(connection)
        self._duckdb = connection

    def cursor(self) -> BufferedCursor:
        return BufferedCursor(self._duckdb, self)


class BufferedDialect(Dialect):
    """DuckDB, on the connection that is lent; nothing is written, so there are no transactions."""

    supports_statement_cache = False

    @classmethod
    def get_pool_class(cls, url: URL) -> type[Pool]:
        """Nothing is kept open beyond a statement: the next one may be of another lender."""
        return NullPool

    def connect(self, *arguments: Any, **parameters: Any) -> Any:
        return BufferedConnection(_lent[-1].cursor())

    def do_begin(self, connection: Any) -> None: ...

    def do_commit(self, connection: Any) -> None: ...

    def do_rollback(self, connection: Any) -> None: ...


registry.register(SCHEME, __name__, "BufferedDialect")


@contextmanager
def lent(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Until the block ends, ADDRESS leads to the open connection, with its views; other threads wait for it."""
    with _one_at_a_time:
        _lent.append(connection)
        try:
            yield
        finally:
            _lent.clear()
