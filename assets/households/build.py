"""The four tables of the households stage, made by the SELECTs in `sql/households` over one night's tables.

What belongs here: which tables the SQL sees, in which order it runs. The rules are in the SQL.
"""

import duckdb

from assets.lake import Night
from assets.vocabulary.paths import read_sql

TABLES = ("households/members", "households/economy", "households/registry", "households/relations")

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
    """Make the tables of this night in their order; gives the number of rows of each by table key.

    Reads the landed ledger and member rows, the identity tables and the previous night's registry.
    Raises FileNotFoundError where one of them is not made, ValueError where a result leaves its contract.
    """
    with night.connect() as connection:
        _name_inputs(connection, night)
        for step in STEPS:
            connection.execute(f"create temp table {step} as {read_sql(f'households/{step}')}")
        return {key: _save(connection, night, key) for key in TABLES}


def _save(connection: duckdb.DuckDBPyConnection, night: Night, key: str) -> int:
    """Write one table, which later ones see under its name."""
    rows = night.save_query(key, connection, _query(key))
    name = key.removeprefix("households/")
    if name not in STEPS:
        connection.read_parquet(str(night.path(key))).create_view(name)
    return rows


def _name_inputs(connection: duckdb.DuckDBPyConnection, night: Night) -> None:
    for name, key in INPUTS.items():
        connection.read_parquet(str(night.path(key))).create_view(name)
    connection.execute("create temp table run as select cast(? as date) as night", [night.night])
    connection.register("previous_registry", night.previous_scan("households/registry").collect().to_arrow())


def _query(key: str) -> str:
    """The SELECT of a result, in the order of the table's key."""
    name = key.removeprefix("households/")
    return f"select * from {name} order by household_id" if name in STEPS else read_sql(key)
