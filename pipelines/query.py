"""Questions to the published night: `doudi sql`. Read-only over `catalog.duckdb`; restricted tables are not in it."""

from collections.abc import Iterable
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

MOST_ROWS = 200


def open_catalogue(lake: Path) -> duckdb.DuckDBPyConnection:
    """The catalogue of the lake, read-only. Raises FileNotFoundError where no night is published yet."""
    path = lake / "catalog.duckdb"
    if not path.exists():
        raise FileNotFoundError(f"no night is published in {lake} yet; run: doudi run --inbox DIR --lake {lake}")
    return duckdb.connect(str(path), read_only=True)


def show(console: Console, connection: duckdb.DuckDBPyConnection, query: str, csv: bool) -> None:
    """Run one query and print its rows: a table of at most 200 rows, or all of them as CSV. Raises duckdb.Error."""
    relation = connection.sql(query)
    if relation is None:
        return
    if csv:
        console.file.write(relation.pl().write_csv())
        return
    table = Table()
    for name in relation.columns:
        table.add_column(name)
    rows = relation.limit(MOST_ROWS + 1).fetchall()
    for row in rows[:MOST_ROWS]:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    console.print(table)
    if len(rows) > MOST_ROWS:
        console.print(f"the first {MOST_ROWS} rows; --csv gives all of them")


def prompt(console: Console, connection: duckdb.DuckDBPyConnection, lines: Iterable[str]) -> None:
    """Read statements, each ended by a semicolon, and answer each; an error is shown and the prompt goes on."""
    statement = ""
    for line in lines:
        statement += line + "\n"
        if not line.rstrip().endswith(";"):
            continue
        try:
            show(console, connection, statement, csv=False)
        except duckdb.Error as error:
            console.print(f"[red]{type(error).__name__}[/red] {error}", highlight=False)
        statement = ""
