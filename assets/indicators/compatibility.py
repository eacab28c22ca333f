"""Which benefits nobody may draw at once: `data/reference/policy/compatibility.csv` → pairs of each county and month.

What belongs here: reading, judging and resolving the pairs. What does not: the rule that reads them (MZ02).
A pair of one benefit with itself means the same benefit in two counties. Pairs belong to a region and a span of dates,
both ends included; in each month the nearest region that has one in force gives a county its whole list, so that a
county may allow what is forbidden elsewhere. A pair counts in the months on whose first day it is in force.
"""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import polars as pl

from assets.indicators.parameters import STATUSES
from assets.indicators.places import ParameterError, nearest_regions
from assets.vocabulary.paths import REFERENCE

COLUMNS = ("region", "benefit", "other_benefit", "valid_from", "valid_to", "source", "status")
BENEFITS = ("低保", "特困", "孤儿", "事实无人抚养")
# Of these the ledger tells the county; a child's recognition bears none.
OF_A_COUNTY = ("低保", "特困")


def read_pairs(path: Path = REFERENCE / "policy" / "compatibility.csv") -> pl.DataFrame:
    """All pairs of the file, judged. Raises ParameterError: see `judge`."""
    text = pl.read_csv(path, infer_schema=False)
    if tuple(text.columns) != COLUMNS:
        raise ParameterError(f"columns of the pairs of benefits must be {', '.join(COLUMNS)}")
    typed = text.with_columns(pl.col("valid_from", "valid_to").str.to_date("%Y-%m-%d"))
    judge(typed)
    return typed


def judge(pairs: pl.DataFrame) -> None:
    """Raise ParameterError on a benefit that does not exist, a pair twice on one day, a missing source or date."""
    same = pl.col("benefit") == pl.col("other_benefit")
    faults = {
        "has an unknown benefit": ~(pl.col("benefit").is_in(BENEFITS) & pl.col("other_benefit").is_in(BENEFITS)),
        "cannot be told by county": same & ~pl.col("benefit").is_in(OF_A_COUNTY),
        "has a region that is not six digits": ~pl.col("region").str.contains(r"^\d{6}$"),
        "has no source": pl.col("source").fill_null("") == "",
        "has an unknown status": ~pl.col("status").is_in(STATUSES),
        "has no first day": pl.col("valid_from").is_null(),
        "ends before it begins": (pl.col("valid_to") < pl.col("valid_from")).fill_null(False),
    }
    for fault, expression in faults.items():
        found = pairs.filter(expression.fill_null(True)).sort("region", "benefit")
        if found.height:
            raise ParameterError(
                f"{found['benefit'][0]} with {found['other_benefit'][0]} ({found['region'][0]}) {fault}"
            )
    _require_each_once(pairs)


def _require_each_once(pairs: pl.DataFrame) -> None:
    numbered = pairs.select(
        "region",
        pl.concat_list("benefit", "other_benefit").list.sort().list.join("/").alias("pair"),
        "valid_from",
        pl.col("valid_to").fill_null(date.max),
    ).with_row_index("row")
    twice = numbered.join(numbered, on=["region", "pair"], suffix="_other").filter(
        pl.col("row") < pl.col("row_other"),
        pl.col("valid_from") <= pl.col("valid_to_other"),
        pl.col("valid_from_other") <= pl.col("valid_to"),
    )
    if twice.height:
        raise ParameterError(f"{twice['pair'][0]} ({twice['region'][0]}) is listed twice on one day")


def resolve_pairs(pairs: pl.DataFrame, counties: Iterable[str], months: Iterable[date]) -> pl.DataFrame:
    """The pairs in force on the first day of each month for each county and 000000.

    Gives county_code, month, benefit, other_benefit.
    """
    counties = sorted(counties)
    resolved = [_resolve(pairs, counties, first).with_columns(month=pl.lit(first, pl.Date)) for first in months]
    columns = ("county_code", "month", "benefit", "other_benefit")
    return pl.concat(resolved).select(columns).sort(columns)


def _resolve(pairs: pl.DataFrame, counties: Iterable[str], day: date) -> pl.DataFrame:
    in_force = pairs.filter(pl.col("valid_from") <= day, pl.col("valid_to").fill_null(date.max) >= day)
    return nearest_regions(counties, in_force["region"]).join(in_force, on="region")
