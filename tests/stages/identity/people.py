"""Small populations for the tests of identity: ids with a check character by plain arithmetic, frames of records."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from assets.identity import Resolution, resolve

COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "record_id": pl.Int64,
    "source": pl.String,
    "name": pl.String,
    "id_number": pl.String,
    "sex": pl.Int8,
    "birth_date": pl.Date,
    "phone": pl.String,
    "division_code": pl.String,
    "address": pl.String,
    "household_no": pl.String,
    "guardian_id_number": pl.String,
}


def valid_id(birth: date, sequence: int, county: str = "371082") -> str:
    """A number of GB 11643-1999; an odd sequence is a man's."""
    body = f"{county}{birth:%Y%m%d}{sequence:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


def records(*rows: Mapping[str, object]) -> pl.DataFrame:
    """Rows with record_id 1, 2, … and source 'x' where a row names none."""
    numbered = [{"record_id": number, "source": "x|self", **row} for number, row in enumerate(rows, start=1)]
    return pl.DataFrame(numbered, schema=COLUMNS)


def groups(resolution: Resolution) -> set[frozenset[int]]:
    """Which record_ids are one person."""
    together = resolution.links.group_by("person_id").agg("record_id")["record_id"].to_list()
    return {frozenset(members) for members in together}


def methods(resolution: Resolution) -> list[str]:
    return resolution.links.sort("record_id")["method"].to_list()


def reasons(resolution: Resolution) -> list[str]:
    return sorted(resolution.review["reason_code"].to_list())


def partition(*rows: Mapping[str, object]) -> list[list[int]]:
    """Resolve and give the persons as sorted lists of record_ids."""
    return sorted(sorted(members) for members in groups(resolve(records(*rows))))
