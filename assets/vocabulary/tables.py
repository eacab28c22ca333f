"""The contracts of the tables that a night makes, read from `data/reference/contracts/tables.yml`.

What belongs here: names, types, meanings, sensitivity. What does not: how a table is computed or checked.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl
import yaml

from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.feeds import ADDRESS_DTYPES, MONEY, load_feeds
from assets.vocabulary.paths import REFERENCE

# `fields` is a JSON object of the values used, as text: the fields differ from indicator to indicator.
EVIDENCE = pl.List(pl.Struct({**ADDRESS_DTYPES, "fields": pl.String}))
PARAMETERS = pl.List(
    pl.Struct(
        {
            "name": pl.String,
            "value": pl.Float64,
            "region": pl.String,
            "urban_rural": pl.String,
            "valid_from": pl.Date,
            "valid_to": pl.Date,
            "source": pl.String,
        }
    )
)
COMPARISONS = pl.List(pl.Struct({"comparison": pl.String, "level": pl.String, "weight": pl.Float64}))
FEED_AGES = pl.List(pl.Struct({"feed": pl.String, "delivery": pl.Date, "age_days": pl.Int64}))

DTYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "text": pl.String,
    "date": pl.Date,
    "int": pl.Int64,
    "float": pl.Float64,
    "money": MONEY,
    "bool": pl.Boolean,
    "texts": pl.List(pl.String),
    "evidence": EVIDENCE,
    "parameters": PARAMETERS,
    "feed_ages": FEED_AGES,
    "comparisons": COMPARISONS,
}

QUARANTINE_SCHEMA = pl.Schema(
    {
        **ADDRESS_DTYPES,
        "line_no": pl.Int64,
        "column": pl.String,
        "heading": pl.String,
        "value": pl.String,
        "reason_code": pl.String,
        "reason": pl.String,
        "row_refused": pl.Boolean,
        "raw": pl.String,
    }
)


@dataclass(frozen=True)
class TableColumn:
    """One column of a published table."""

    name: str
    type: str
    meaning: str
    nullable: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table of the lake; `key` is asset key, folder and table name at once."""

    key: str
    description: str
    unique_key: tuple[str, ...]
    columns: tuple[TableColumn, ...]
    restricted: bool = False

    def schema(self) -> pl.Schema:
        return pl.Schema({column.name: DTYPES[column.type] for column in self.columns})


def _column(name: str, definition: list[Any]) -> TableColumn:
    kind, meaning, *flags = definition
    allowed = next((tuple(map(str, flag)) for flag in flags if isinstance(flag, list)), ())
    return TableColumn(name, str(kind), str(meaning), None in flags or "null" in flags, allowed)


def _table(key: str, body: dict[str, Any]) -> Table:
    columns = tuple(_column(name, definition) for name, definition in body["columns"].items())
    return Table(key, body["description"], tuple(body["key"]), columns, bool(body.get("restricted", False)))


@cache
def load_tables() -> dict[str, Table]:
    """All tables that are not landed feeds, by key; 'queues/<department>' is written out for each department."""
    document = yaml.safe_load((REFERENCE / "contracts" / "tables.yml").read_text(encoding="utf-8"))
    tables: dict[str, Table] = {}
    for key, body in document.items():
        if not isinstance(body, dict):
            continue
        if "<department>" in key:
            for department in SENDING_DEPARTMENTS:
                name = key.replace("<department>", department)
                tables[name] = _table(name, body)
        else:
            tables[key] = _table(key, body)
    return tables


def is_restricted(key: str) -> bool:
    """Whether a table lives in the restricted part: landed feeds, quarantine, and those marked in tables.yml."""
    if key.startswith("quarantine/") or key.removeprefix("landing/") in load_feeds():
        return True
    return load_tables()[key].restricted


def table_schema(key: str) -> pl.Schema:
    """The schema of any table of the lake, landed feeds and quarantine included. Raises KeyError on an unknown key."""
    if key.startswith("quarantine/"):
        return QUARANTINE_SCHEMA
    if (feed := load_feeds().get(key.removeprefix("landing/"))) is not None:
        return feed.schema()
    return load_tables()[key].schema()


def table_order(key: str) -> tuple[str, ...]:
    """The columns that a table is sorted by, so that the same rows are the same bytes."""
    if key.startswith("quarantine/"):
        return ("delivery", "file", "sheet", "row_no", "column")
    if key.removeprefix("landing/") in load_feeds():
        return ("delivery", "file", "sheet", "row_no")
    return load_tables()[key].unique_key


def conform(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """The frame with exactly the contract's columns, types and order of rows.

    Raises ValueError naming the columns that are missing or not in the contract (never a value).
    """
    schema = table_schema(key)
    missing, unknown = schema.keys() - set(frame.columns), set(frame.columns) - schema.keys()
    if missing or unknown:
        raise ValueError(f"{key}: columns missing {sorted(missing)}, not in the contract {sorted(unknown)}")
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(table_order(key))


def empty(key: str) -> pl.DataFrame:
    """A table with no rows."""
    return pl.DataFrame(schema=table_schema(key))
