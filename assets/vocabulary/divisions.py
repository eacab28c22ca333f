"""Administrative divisions (GB/T 2260 and 10114), read from the reference data: names and parents only."""

from functools import cache

import polars as pl

from assets.vocabulary.paths import REFERENCE


@cache
def divisions() -> pl.DataFrame:
    """All known divisions: code, name, level (province, prefecture, county, township, village), parent."""
    return pl.read_parquet(REFERENCE / "divisions.parquet")


def county_code(division: pl.Expr) -> pl.Expr:
    """The six-digit county of a division code of any length from 6 on; null where it is shorter."""
    return pl.when(division.str.len_chars() >= 6).then(division.str.slice(0, 6))


# Level → digits of its code, from the county down.
_NAMED_LEVELS = {"county": 6, "township": 9, "village": 12}


def with_division_names(frame: pl.DataFrame, division: str = "division_code") -> pl.DataFrame:
    """The frame with `county`, `township` and `village`: the names of its division's parts.

    The code where it is not in the table, null where the division is coarser than that.
    """
    names = divisions().select("code", "name")
    named = frame
    for level, digits in _NAMED_LEVELS.items():
        code = pl.when(pl.col(division).str.len_chars() >= digits).then(pl.col(division).str.slice(0, digits))
        table = names.rename({"code": "_code", "name": level})
        named = named.with_columns(_code=code).join(table, on="_code", how="left", maintain_order="left")
        named = named.with_columns(pl.coalesce(level, "_code").alias(level)).drop("_code")
    return named
