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


def with_division_names(frame: pl.DataFrame, division: str = "division_code") -> pl.DataFrame:
    """The frame with `county` and `township`: the names of its division's county and township, the code if unknown."""
    table = divisions().select("code", "name")
    county = table.rename({"code": "_county", "name": "county"})
    township = table.rename({"code": "_township", "name": "township"})
    keyed = frame.with_columns(
        _county=county_code(pl.col(division)),
        _township=pl.when(pl.col(division).str.len_chars() >= 9).then(pl.col(division).str.slice(0, 9)),
    )
    named = keyed.join(county, on="_county", how="left", maintain_order="left").join(
        township, on="_township", how="left", maintain_order="left"
    )
    return named.with_columns(
        county=pl.coalesce("county", "_county"), township=pl.coalesce("township", "_township")
    ).drop("_county", "_township")
