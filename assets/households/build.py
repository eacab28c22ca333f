"""The three tables of the households stage, made by the SELECTs in `sql/households` over one night's tables.

What belongs here: which tables the SQL sees, in which order it runs, and the writing. The rules are in the SQL.
"""

from pathlib import Path

import duckdb
import polars as pl

from assets.lake import Night
from assets.vocabulary.paths import read_sql
from assets.vocabulary.tables import table_schema

TABLES = ("households/members", "households/economy", "households/registry")

# The SQL's name for each table of the lake that it reads.
INPUTS = {
    "landed_households": "landing/civil_affairs/households",
    "landed_members": "landing/civil_affairs/members",
    "links": "identity/links",
    "persons": "identity/persons",
    "person_details": "identity/person_details",
}

# Steps in the order in which each needs the one before it.
STEPS = ("registry", "ledger", "member_rows")


def build(night: Night) -> dict[str, int]:
    """Make members, economy and registry of this night; gives the number of rows of each by table key.

    Reads the landed ledger and member rows, the identity tables and the previous night's registry.
    Raises FileNotFoundError where one of them is not made, ValueError where a result leaves its contract.
    """
    with night.connect() as connection:
        _name_inputs(connection, night)
        for step in STEPS:
            connection.execute(f"create temp table {step} as {read_sql(f'households/{step}')}")
        return {key: _write(connection, night, key) for key in TABLES}


def _name_inputs(connection: duckdb.DuckDBPyConnection, night: Night) -> None:
    for name, key in INPUTS.items():
        connection.read_parquet(str(night.path(key))).create_view(name)
    connection.execute("create temp table run as select cast(? as date) as night", [night.night])
    connection.register("previous_registry", night.previous_scan("households/registry").collect().to_arrow())


def _write(connection: duckdb.DuckDBPyConnection, night: Night, key: str) -> int:
    """Write one result beside its place and move it there; the SELECT orders the rows by the table's key."""
    name = key.removeprefix("households/")
    query = "select * from registry order by household_id" if name in STEPS else read_sql(key)
    target = night.target(key)
    draft = target.with_suffix(".draft")
    path = str(draft).replace("'", "''")
    connection.execute(f"copy ({query}) to '{path}' (format parquet, compression zstd)")
    _require_contract(draft, key)
    draft.replace(target)
    return night.rows(key)


def _require_contract(path: Path, key: str) -> None:
    """Raise ValueError, naming columns only, where a written file has other columns or types than its contract."""
    written, promised = pl.read_parquet_schema(path), table_schema(key)
    if list(written.items()) != list(promised.items()):
        differing = sorted(name for name in written.keys() | promised.keys() if written.get(name) != promised.get(name))
        raise ValueError(f"{key}: columns differ from the contract in name, type or order: {differing}")
