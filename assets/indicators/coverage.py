"""Whether every place has a value on every day: spans of dates joined and subtracted, no day looked at by itself.

What belongs here: the days without a value, and the error that says how to mend the file. What does not: which of
several values holds (that is parameters).
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from assets.indicators.places import EVERYWHERE, URBAN_RURAL, ParameterError, ancestors
from assets.vocabulary.divisions import REGION_LEVELS, division_name, divisions

_PLACE = ("name", "region", "urban_rural")
# The first line of the file is its header.
_FIRST_LINE = 2


def uncovered(values: pl.DataFrame, regions: Iterable[str]) -> pl.DataFrame:
    """The spans without a value: name, region, urban_rural, gap_from, gap_to (null = for good).

    A parameter's first day is the earliest of the file, whatever region it was set for; from then on a region needs a
    value of its own or of a region that it lies in, in town and country.
    """
    firsts = values.group_by("name").agg(first_day=pl.col("valid_from").min())
    asked = sorted(set(regions))
    kinds = pl.DataFrame({"urban_rural": URBAN_RURAL})
    wanted = firsts.join(pl.DataFrame({"region": asked}), how="cross").join(kinds, how="cross")
    chains = pl.DataFrame(
        [(region, near) for region in asked for near in ancestors(region)],
        schema={"region": pl.String, "near": pl.String},
        orient="row",
    )
    last_day = pl.col("valid_to").fill_null(date.max)
    known = values.select("name", "valid_from", near="region", set_for="urban_rural", last_day=last_day)
    spans = (
        wanted.join(chains, on="region")
        .join(known, on=["name", "near"])
        .filter((pl.col("set_for") == "") | (pl.col("set_for") == pl.col("urban_rural")))
    )
    return pl.concat([_between(spans), _after(wanted, spans)]).sort(*_PLACE, "gap_from")


def _between(spans: pl.DataFrame) -> pl.DataFrame:
    """The gaps before a span: from the day after all earlier ones, or the first day, to the day before it."""
    earlier = pl.col("last_day").cum_max().shift(1).over(_PLACE, order_by=["valid_from", "last_day"])
    gap_from = pl.coalesce(earlier.dt.offset_by("1d"), "first_day")
    return (
        spans.with_columns(gap_from=gap_from)
        .filter(pl.col("gap_from") < pl.col("valid_from"))
        .select(*_PLACE, "gap_from", gap_to=pl.col("valid_from").dt.offset_by("-1d"))
    )


def _after(wanted: pl.DataFrame, spans: pl.DataFrame) -> pl.DataFrame:
    """The gap after the last span, where that ends; the whole time where there is no span."""
    ends = spans.group_by(_PLACE).agg(pl.col("last_day").max())
    open_ended = pl.col("last_day").fill_null(date.min) == date.max
    gap_from = pl.coalesce(pl.col("last_day").dt.offset_by("1d"), "first_day")
    return (
        wanted.join(ends, on=_PLACE, how="left")
        .filter(~open_ended)
        .select(*_PLACE, gap_from=gap_from, gap_to=pl.lit(None, pl.Date))
    )


def require_coverage(values: pl.DataFrame, path: Path) -> None:
    """Raise ParameterError where a division lacks a value on some day; `values` are the file's rows in its order.

    Every division lies in the country, so a country without a gap leaves none anywhere. The country itself must have
    none: a household whose county is not known is judged by its values.
    """
    country = uncovered(values, [EVERYWHERE])
    if country.is_empty():
        return
    first = country.sort("gap_from", *_PLACE).row(0, named=True)
    name, kind, day = first["name"], first["urban_rural"], first["gap_from"]
    own = values.with_row_index("line", offset=_FIRST_LINE).filter(pl.col("name") == name)
    until = f"until {first['gap_to']}" if first["gap_to"] else "for good"
    more = country["name"].n_unique() - 1
    others = f"; {more} more parameters have gaps" if more else ""
    raise ParameterError(
        f"{name} has no value from {day} on {until} for {EVERYWHERE} ({kind}){_counties(own.drop('line'), kind, day)}; "
        f"{_cure(own, first, path)}{others}"
    )


def _counties(values: pl.DataFrame, kind: str, day: date) -> str:
    """How many counties are without a value on that day, and the first of them."""
    regions = divisions().filter(pl.col("level").is_in(REGION_LEVELS))
    gaps = uncovered(values, regions["code"]).filter(
        pl.col("urban_rural") == kind, pl.col("gap_from") <= day, pl.col("gap_to").fill_null(date.max) >= day
    )
    counties = gaps.join(regions.filter(pl.col("level") == "county"), left_on="region", right_on="code")["region"]
    if counties.is_empty():
        return ", which households of unknown county need"
    return f" and {counties.len():,} counties, the first {counties[0]} {division_name(counties[0])}"


def _cure(own: pl.DataFrame, gap: dict[str, object], path: Path) -> str:
    """What to change, by file and line."""
    day, gap_to, kind = gap["gap_from"], gap["gap_to"], gap["urban_rural"]
    country = own.filter(pl.col("region") == EVERYWHERE, pl.col("urban_rural").is_in(["", kind]))
    until = f"end on {gap_to}" if gap_to else "have no valid_to"
    ends_before = country.filter(pl.col("valid_to").dt.offset_by("1d") == day)
    if ends_before.height:
        return f"let line {ends_before['line'][-1]} of {path} {until}, or add a row for {EVERYWHERE} from {day} on"
    earliest = own.sort("valid_from", "line").row(0, named=True)
    place = f"line {earliest['line']} of {path} (region {earliest['region']}) has its first day"
    if country.is_empty():
        return f"{place}: add a row for {EVERYWHERE}, {kind} or both, from {day} on"
    line = country.sort("valid_from", "line")["line"][0]
    return f"{place}: let line {line} of {path} ({EVERYWHERE}) begin on {day}, or add a row for {EVERYWHERE} from it on"
