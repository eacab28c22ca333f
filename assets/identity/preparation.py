"""T0: records in one normal form, and which of them carry enough to be recognised again.

What belongs here: cleaning of every attribute that matching compares. What does not: comparing records with each other.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

import polars as pl

from assets.identity.distinct import coded_values, distinct
from assets.identity.forms import DETAIL_FORMS
from assets.identity.names import LOST, names_of
from assets.identity.rounded import without_rounded
from assets.identity.side_by_side import side_by_side
from assets.identity.written_numbers import numbered

RECORD_SCHEMA: dict[str, Any] = {
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
# What of a record is compared; with `source` and `ordinal` it tells a record from any other.
DETAILS = (
    *("name_key", "id_text", "sex", "birth_date", "phone", "division_code", "address", "household_no"),
    "guardian_id",
)


@dataclass
class Prepared:
    """Normalised records, and the table of their names (name_key, folded, pinyin, compound)."""

    records: pl.DataFrame
    names: pl.DataFrame

    def hand_over(self) -> pl.DataFrame:
        """The records, which are no longer held here: they are most of what the stage holds in memory."""
        records, self.records = self.records, self.records.clear()
        return records


def source_type(sources: Iterable[str]) -> pl.Enum:
    """One byte a record instead of a text; sorts as the texts do."""
    return pl.Enum(sorted(set(sources)))


def _with_columns(records: pl.DataFrame) -> pl.DataFrame:
    """All columns present in their types; `rows` is 1 where the caller does not say."""
    present = set(records.columns)
    typed = [
        pl.col(name).cast(dtype, strict=False) if name in present else pl.lit(None, dtype).alias(name)
        for name, dtype in RECORD_SCHEMA.items()
    ]
    rows = pl.col("rows").cast(pl.UInt32) if "rows" in present else pl.lit(1, pl.UInt32).alias("rows")
    sources = source_type(records["source"].cast(pl.String).unique().drop_nulls())
    return records.select("record_id", pl.col("source").cast(sources), rows, *typed)


Tables = tuple[pl.DataFrame, ...]


def _named(records: pl.DataFrame) -> Tables:
    """(name and name_key of each record, the table of names)."""
    written = distinct(records["name"])
    keys, table = names_of(written.values)
    stripped = pl.DataFrame({"name": written.values, "key": keys}).select(
        pl.when(pl.col("key").is_not_null()).then(pl.col("name").str.strip_chars())
    )
    return pl.DataFrame({"name": written.of_rows(stripped.to_series()), "name_key": written.of_rows(keys)}), table


def _numbered(records: pl.DataFrame) -> Tables:
    return (numbered(records["id_number"], records["guardian_id_number"]),)


def _detail(column: pl.Series, form: Callable[[pl.Series], pl.Series]) -> pl.Series:
    written = distinct(column)
    return written.of_rows(coded_values(form(written.values)))


def _detailed(records: pl.DataFrame) -> Tables:
    tasks = [partial(_detail, records[column], form) for column, form in DETAIL_FORMS.items()]
    return (pl.DataFrame(dict(zip(DETAIL_FORMS, side_by_side(tasks), strict=True))),)


def _parts(records: pl.DataFrame) -> Iterator[Callable[[], Tables]]:
    """Each part with the columns that it reads."""
    yield partial(_named, records.select("name"))
    yield partial(_numbered, records.select("id_number", "guardian_id_number"))
    yield partial(_detailed, records.select(*DETAIL_FORMS))


def separate() -> pl.Expr:
    """True where a record carries too little to be recognised again: identical ones are not one person for that.

    A name that lost characters is no name here: twins of one household may both be 王?.
    """
    supported = (
        pl.col("id_text").is_not_null()
        | pl.col("phone").is_not_null()
        | pl.col("guardian_id").is_not_null()
        | pl.col("household_no").is_not_null()
        | (pl.col("address").is_not_null() & pl.col("division_code").is_not_null())
    )
    named = pl.col("name_key").is_not_null() & ~pl.col("name_key").str.contains(LOST, literal=True)
    return ~(pl.col("id_valid") | (named & supported))


def prepare(records: pl.DataFrame) -> Prepared:
    """Normalised records in the given order.

    Columns: record_id, source, rows, name (as written), name_key, id_text, id_valid, sex, birth_date, birth_stated (by
    the row itself, not by its number), phone, division_code, address, household_no, guardian_id, separate. Raises
    ColumnNotFoundError without record_id or source.
    """
    records = _with_columns(records)
    kept = records.select("record_id", "source", "rows", "sex", "birth_date")
    parts = _parts(records)
    # Nobody holds the columns as written but the part that reads them.
    del records
    (spelled, names), (numbers,), (details,) = side_by_side(parts)
    known_sex = pl.when(pl.col("sex").is_in([1, 2])).then("sex")
    known_birth = pl.when(pl.col("birth_date") > pl.date(1900, 1, 1)).then("birth_date")
    records = pl.concat([kept, spelled, numbers, details], how="horizontal").with_columns(
        sex=pl.coalesce(known_sex, "number_sex"),
        birth_date=pl.coalesce(known_birth, "number_birth"),
        birth_stated=known_birth.is_not_null(),
    )
    records = without_rounded(records.drop("number_birth", "number_sex"), names)
    return Prepared(records.with_columns(separate=separate()), names)


def number_separate(records: pl.DataFrame) -> pl.DataFrame:
    """With `ordinal`: the place of a separate record among its source's records of the same details, by record_id."""
    places = records["separate"].arg_true()
    alone = records[places].with_columns(place=places).sort("record_id")
    numbered = alone.select("place", ordinal=pl.int_range(pl.len(), dtype=pl.UInt32).over("source", *DETAILS))
    ordinal = pl.zeros(records.height, pl.UInt32, eager=True).scatter(numbered["place"], numbered["ordinal"])
    return records.with_columns(ordinal=ordinal)


def spread_separate(records: pl.DataFrame) -> pl.DataFrame:
    """With `ordinal` and `occurrence`: a separate record that stands for n rows becomes n records of one row each.

    `occurrence` counts them from 0 in the order of the rows; `ordinal` is as in `number_separate`. All others have 0.
    """
    zero = pl.lit(0, pl.UInt32)
    others = records.filter(~pl.col("separate")).with_columns(occurrence=zero, ordinal=zero)
    alone = records.filter("separate").with_columns(occurrence=pl.int_ranges(0, "rows", dtype=pl.UInt32))
    alone = alone.explode("occurrence").sort("record_id", "occurrence")
    numbered = alone.with_columns(
        pl.lit(1, pl.UInt32).alias("rows"), ordinal=pl.int_range(pl.len(), dtype=pl.UInt32).over("source", *DETAILS)
    )
    return pl.concat([others, numbered.select(others.columns)])
