"""One DuckDB connection over the tables of a night, with a view a table; shared by all checks of a step.

What belongs here: views, counting, what is remembered between the checks of one table. No rule is here.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb

from assets.lake import Night
from checks.outcome import CheckError, Validation


def quoted(text: str) -> str:
    """A text as a SQL literal."""
    return "'" + text.replace("'", "''") + "'"


class Session:
    """The night's tables as views named by their key, for example `"landing/ledger"`, and `run(night)`."""

    def __init__(self, night: Night, connection: duckdb.DuckDBPyConnection) -> None:
        self.night = night
        self.connection = connection
        self.validations: dict[str, Validation] = {}
        self._views: set[str] = set()
        connection.execute("create table run as select ?::date as night", [night.night])

    def view(self, key: str) -> str:
        """The quoted name of the table's view. Raises FileNotFoundError where the table is not made yet."""
        if key not in self._views:
            self._create_view(key, self.night.path(key))
        return f'"{key}"'

    def previous_view(self, key: str) -> str | None:
        """The table on the previous published night as a view, None where there is none."""
        path = self.night.previous_path(key)
        if path is None:
            return None
        name = f"previous/{key}"
        if name not in self._views:
            self._create_view(name, path)
        return f'"{name}"'

    def _create_view(self, name: str, path: Path) -> None:
        # A published table lies in a folder `night=…`, which DuckDB would else read as one more column.
        source = f"read_parquet({quoted(str(path))}, hive_partitioning = false)"
        self.connection.execute(f'create view "{name}" as select * from {source}')
        self._views.add(name)

    def derive(self, name: str, sql: str, tables: Sequence[str]) -> None:
        """Keep the result of a query as a table for the rest of the session, for rules that share it."""
        if name not in self._views:
            self.fetch(f'create table "{name}" as {sql}', tables)
            self._views.add(name)

    def count(self, sql: str, tables: Sequence[str] = ()) -> int:
        """The one number that a query over the tables gives, null as 0. Raises CheckError as `fetch` does."""
        rows = self.fetch(sql, tables)
        return int(rows[0][0] or 0) if rows else 0

    def fetch(self, sql: str, tables: Sequence[str] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query for counts and names of columns; never for values of a table.

        Raises CheckError; with the database's message only where it is about the query, since others may quote a value.
        """
        for key in tables:
            self.view(key)
        try:
            return self.connection.execute(sql).fetchall()
        except (duckdb.BinderException, duckdb.CatalogException, duckdb.ParserException) as error:
            raise CheckError(f"a query cannot be understood: {error}") from None
        except duckdb.Error as error:
            failed = type(error).__name__
        # Raised out here, so that the database's message is not carried along as the context of this one.
        raise CheckError(f"a query over {', '.join(tables) or 'texts'} failed: {failed}")

    def rows(self, key: str) -> int:
        return self.count(f"select count(*) from {self.view(key)}", [key])


@contextmanager
def open_session(night: Night) -> Iterator[Session]:
    """A session within the lake's limits of memory and threads."""
    connection = night.connect()
    try:
        yield Session(night, connection)
    finally:
        connection.close()
