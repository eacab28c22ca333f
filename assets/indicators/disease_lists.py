"""Which diseases count as serious where: `data/reference/policy/serious_diseases.csv` → the list of each county.

What belongs here: reading, judging and resolving the lists. What does not: the rule that reads them (YB05).
A list belongs to a region and a span of dates, both ends included; the nearest region that has one in force gives a
county its whole list, so that a county may strike a disease off as well as add one. A code is the beginning of an
ICD-10 code (C34, N18.5) and stands for all codes that begin with it.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from assets.indicators.parameters import STATUSES
from assets.indicators.places import ParameterError, nearest_regions
from assets.vocabulary.paths import REFERENCE

COLUMNS = ("region", "code", "name_zh", "valid_from", "valid_to", "source", "status")


def read_diseases(path: Path = REFERENCE / "policy" / "serious_diseases.csv") -> pl.DataFrame:
    """All lists of the file, judged. Raises ParameterError: see `judge`."""
    text = pl.read_csv(path, infer_schema=False)
    if tuple(text.columns) != COLUMNS:
        raise ParameterError(f"columns of the lists of diseases must be {', '.join(COLUMNS)}")
    typed = text.with_columns(pl.col("valid_from", "valid_to").str.to_date("%Y-%m-%d"))
    judge(typed)
    return typed


def judge(lists: pl.DataFrame) -> None:
    """Raise ParameterError on a code that is no ICD-10 code, on one within another, on a missing source or date."""
    faults = {
        "is no beginning of an ICD-10 code": ~pl.col("code").str.contains(r"^[A-Z]\d{2}(\.\d{1,3})?$"),
        "has a region that is not six digits": ~pl.col("region").str.contains(r"^\d{6}$"),
        "has no name": pl.col("name_zh").fill_null("") == "",
        "has no source": pl.col("source").fill_null("") == "",
        "has an unknown status": ~pl.col("status").is_in(STATUSES),
        "has no first day": pl.col("valid_from").is_null(),
    }
    for fault, expression in faults.items():
        found = lists.filter(expression.fill_null(True)).sort("region", "code")
        if found.height:
            raise ParameterError(f"disease {found['code'][0]} ({found['region'][0]}) {fault}")
    _require_no_code_within_another(lists)


def _require_no_code_within_another(lists: pl.DataFrame) -> None:
    numbered = lists.with_row_index("row").with_columns(pl.col("valid_to").fill_null(date.max))
    pairs = numbered.join(numbered, on="region", suffix="_other").filter(
        pl.col("row") != pl.col("row_other"),
        pl.col("code").str.starts_with(pl.col("code_other")),
        pl.col("valid_from") <= pl.col("valid_to_other"),
        pl.col("valid_from_other") <= pl.col("valid_to"),
    )
    if pairs.height:
        raise ParameterError(f"disease {pairs['code'][0]} ({pairs['region'][0]}) is listed twice on one day")


def resolve_diseases(lists: pl.DataFrame, counties: Iterable[str], night: date) -> pl.DataFrame:
    """The list in force on the night for each county and 000000: county_code, code, name_zh."""
    listed = _nearest_lists(lists, counties, night)
    return listed.select("county_code", "code", "name_zh").sort("county_code", "code")


def placeholder_lists(lists: pl.DataFrame, counties: Iterable[str], night: date) -> pl.DataFrame:
    """The counties whose list holds placeholders: county_code, region, source, and how many of its codes they are."""
    listed = _nearest_lists(lists, counties, night).filter(pl.col("status") == "placeholder")
    return listed.group_by("county_code", "region").agg(pl.col("source").min(), codes=pl.len())


def _nearest_lists(lists: pl.DataFrame, counties: Iterable[str], night: date) -> pl.DataFrame:
    """The rows of the lists in force, each with the counties that take their whole list from its region."""
    in_force = lists.filter(pl.col("valid_from") <= night, pl.col("valid_to").fill_null(date.max) >= night)
    places = nearest_regions(counties, in_force["region"])
    return places.join(in_force, on="region")
