"""Administrative divisions (GB/T 2260 and 10114), read from the reference data: names, parents, finding one."""

from difflib import get_close_matches
from functools import cache

import polars as pl

from assets.vocabulary.paths import REFERENCE

# The levels that may set a policy.
REGION_LEVELS = ("province", "prefecture", "county")


class UnknownDivisionError(ValueError):
    """What was written is no division, or several; the text names the ones that may be meant."""


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


@cache
def _regions() -> dict[str, str]:
    """Code → name of every province, prefecture and county."""
    regions = divisions().filter(pl.col("level").is_in(REGION_LEVELS))
    return dict(regions.select("code", "name").iter_rows())


def division_name(code: str) -> str:
    """The name of a province, prefecture or county; the code where it is not in the table."""
    return _regions().get(code, code)


def region_of(written: str) -> str:
    """Six digits of a province, prefecture or county, by its code or its name. Raises UnknownDivisionError."""
    written = written.strip()
    if written in _regions():
        return written
    named = [code for code, name in _regions().items() if name == written]
    if len(named) == 1:
        return named[0]
    if named:
        raise UnknownDivisionError(f"{written!r} are several: {_told(named)}; give the six digits")
    near = get_close_matches(written, [*_regions(), *dict.fromkeys(_regions().values())], n=3, cutoff=0.6)
    codes = [code for code, name in _regions().items() if code in near or name in near]
    meant = f"; did you mean {_told(codes[:5])}?" if codes else ""
    raise UnknownDivisionError(
        f"{written!r} is no province, prefecture or county of divisions.parquet: give its six digits or its name{meant}"
    )


def _told(codes: list[str]) -> str:
    provinces = {code: _regions().get(code[:2] + "0000", "") for code in codes}
    return ", ".join(f"{code} {provinces[code]}{_regions()[code]}" for code in codes)
