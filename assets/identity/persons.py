"""What is known of each person: the most frequent of what their records say, the valid number before all.

What belongs here: one row a person from their records. What does not: who the persons are.
"""

import polars as pl

from assets.identity.preparation import source_type
from assets.vocabulary import identity_number


def _most_frequent(records: pl.DataFrame, column: str, exactness: pl.Expr | None = None) -> pl.DataFrame:
    """(person_id, column): the value of most rows; of `exactness`, where given, the highest comes before frequency."""
    counted = (
        records.lazy()
        .filter(pl.col(column).is_not_null())
        .group_by("cluster", column)
        .agg(pl.col("rows").sum())
        .with_columns(exactness=pl.lit(0, pl.UInt32) if exactness is None else exactness.cast(pl.UInt32))
        .collect()
    )
    several = counted.filter(pl.len().over("cluster") > 1)
    single = counted.join(several.select("cluster").unique(), on="cluster", how="anti")
    chosen = several.sort(["cluster", "exactness", "rows", column], descending=[False, True, True, False]).unique(
        "cluster", keep="first", maintain_order=True
    )
    return pl.concat([single, chosen]).select("cluster", column)


def describe(records: pl.DataFrame, valid_numbers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """One row a person: person_id, name, id_number, id_valid, sex, birth_date, phone, division_code, address,
    first_night, rows, feeds.

    `records`: cluster, rows, source and the normalised details with the written name. `valid_numbers`: cluster, number
    of those whose own the number is; a person who only stands under another's number keeps it as text, not as valid.
    """
    feed_of = {source: source.split("|")[0] for source in records["source"].unique().cast(pl.String).to_list()}
    feed = pl.col("source").replace_strict(feed_of, return_dtype=source_type(feed_of.values()))
    totals = records.group_by("cluster").agg(
        rows=pl.col("rows").cast(pl.Int64).sum(), feeds=feed.n_unique().cast(pl.Int64)
    )
    table = tokens.join(totals, on="cluster").join(valid_numbers, on="cluster", how="left")
    exactness = {"division_code": pl.col("division_code").str.len_chars()}
    for column in ("name", "id_text", "sex", "birth_date", "phone", "division_code", "address"):
        values = _most_frequent(records, column, exactness.get(column))
        table = table.join(values, on="cluster", how="left")
    number = pl.col("number")
    return table.select(
        "person_id",
        "name",
        id_number=pl.coalesce(number, "id_text"),
        id_valid=number.is_not_null(),
        sex=pl.coalesce(identity_number.sex(number), "sex").cast(pl.Int64),
        birth_date=pl.coalesce(identity_number.birth_date(number), "birth_date"),
        phone="phone",
        division_code="division_code",
        address="address",
        first_night="first_night",
        rows="rows",
        feeds="feeds",
    ).sort("person_id")
