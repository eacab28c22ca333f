"""Policy parameters: `data/reference/policy/parameters.csv` → the value in force for each county, urban or rural.

What belongs here: reading, judging and resolving the values. What does not: any rule that uses one.
A parameter is set for the country (000000), a province (370000), a prefecture (371000) or a county (371082) and a span
of dates, both ends included. The nearest region that has a value in force wins, and there one that is set for 城镇 or
农村 alone wins over one for both.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from assets.vocabulary.paths import REFERENCE

EVERYWHERE = "000000"
URBAN_RURAL = ("城镇", "农村")
STATUSES = ("national", "provincial", "local", "placeholder")
COLUMNS: dict[str, type[pl.DataType]] = {
    "name": pl.String,
    "region": pl.String,
    "urban_rural": pl.String,
    "value": pl.Float64,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "source": pl.String,
    "status": pl.String,
    "meaning_zh": pl.String,
    "meaning_en": pl.String,
}


class ParameterError(ValueError):
    """The parameter file contradicts itself or leaves something open; the message names parameters and regions."""


def read_parameters(path: Path = REFERENCE / "policy" / "parameters.csv") -> pl.DataFrame:
    """All values of the file, judged. Raises ParameterError: see `judge`."""
    text = pl.read_csv(path, infer_schema=False).with_columns(pl.all().fill_null(""))
    if set(text.columns) != set(COLUMNS):
        raise ParameterError(f"columns must be {sorted(COLUMNS)}")
    typed = text.select(_typed(name, dtype) for name, dtype in COLUMNS.items())
    judge(typed)
    return typed


def _typed(name: str, dtype: type[pl.DataType]) -> pl.Expr:
    filled = pl.when(pl.col(name) != "").then(pl.col(name))
    if dtype == pl.Date:
        return filled.str.to_date("%Y-%m-%d")
    return filled.cast(dtype) if dtype != pl.String else pl.col(name)


def judge(values: pl.DataFrame) -> None:
    """Raise ParameterError on a missing value, source or date, a region below the county, or spans that overlap."""
    faults = {
        "has no value": pl.col("value").is_null() | pl.col("value").is_nan(),
        "has no source": pl.col("source") == "",
        "has no first day": pl.col("valid_from").is_null(),
        "ends before it begins": pl.col("valid_to") < pl.col("valid_from"),
        "has a region that is not six digits": ~pl.col("region").str.contains(r"^\d{6}$"),
        "has an unknown status": ~pl.col("status").is_in(STATUSES),
        "is neither for both nor for 城镇 or 农村": ~pl.col("urban_rural").is_in(["", *URBAN_RURAL]),
        "has two values on one day": _overlaps(),
    }
    for fault, expression in faults.items():
        found = values.filter(expression.fill_null(False)).select("name", "region").unique().sort("name", "region")
        if found.height:
            named = ", ".join(f"{name} ({region})" for name, region in found.head(5).iter_rows())
            raise ParameterError(f"{named} {fault}")


def _overlaps() -> pl.Expr:
    """Whether a value begins before an earlier one of the same parameter, region and kind of place has ended."""
    group = ["name", "region", "urban_rural"]
    end = pl.col("valid_to").fill_null(date.max)
    earlier_end = end.cum_max().shift(1).over(group, order_by=["valid_from", "valid_to"])
    return pl.col("valid_from") <= earlier_end


def ancestors(county: str) -> tuple[str, ...]:
    """The regions whose values hold in a county, the nearest first: county, prefecture, province, country."""
    return tuple(dict.fromkeys((county, county[:4] + "00", county[:2] + "0000", EVERYWHERE)))


def nearest_regions(counties: Iterable[str], regions: Iterable[str]) -> pl.DataFrame:
    """The nearest of `regions` to each county and to 000000: county_code, region. A county without one has no row."""
    known = set(regions)
    nearest = [
        {"county_code": county, "region": region}
        for county in sorted({*counties, EVERYWHERE})
        for region in [near for near in ancestors(county) if near in known][:1]
    ]
    return pl.DataFrame(nearest, schema={"county_code": pl.String, "region": pl.String})


def resolve(values: pl.DataFrame, counties: Iterable[str], night: date) -> pl.DataFrame:
    """The value of every parameter on the night, for each county and 000000, urban and rural.

    Gives the columns of the table indicators/parameters. Raises ParameterError where a parameter that the file names
    has no value in force somewhere.
    """
    in_force = values.filter(pl.col("valid_from") <= night, pl.col("valid_to").fill_null(date.max) >= night)
    places = [
        {"county_code": county, "urban_rural": kind, "region": region, "distance": distance}
        for county in sorted({*counties, EVERYWHERE})
        for kind in URBAN_RURAL
        for distance, region in enumerate(ancestors(county))
    ]
    candidates = (
        pl.DataFrame(places)
        .join(in_force.rename({"urban_rural": "set_for"}), on="region")
        .filter(pl.col("set_for").is_in([""]) | (pl.col("set_for") == pl.col("urban_rural")))
        .sort("name", "county_code", "urban_rural", "distance", pl.col("set_for") == "")
    )
    resolved = candidates.unique(["name", "county_code", "urban_rural"], keep="first", maintain_order=True)
    _require_all(resolved, values, night)
    columns = ("name", "county_code", "urban_rural", "value", "region", "valid_from", "valid_to", "source", "status")
    return resolved.select(columns)


def _require_all(resolved: pl.DataFrame, values: pl.DataFrame, night: date) -> None:
    everywhere = resolved.filter(pl.col("county_code") == EVERYWHERE)
    complete = everywhere.group_by("name").len().filter(pl.col("len") == len(URBAN_RURAL))
    missing = sorted(set(values["name"]) - set(complete["name"]))
    if missing:
        raise ParameterError(f"no value in force on {night} for the whole country: {', '.join(missing)}")


def as_policy(resolved: pl.DataFrame) -> pl.DataFrame:
    """One row a county and kind of place, a column a parameter: the SQL's view `policy`."""
    return resolved.pivot(on="name", index=["county_code", "urban_rural"], values="value").sort(
        "county_code", "urban_rural"
    )
