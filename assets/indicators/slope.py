"""The meter of the steep slope (陡坡效应): households a little above a line, and what ends for them there.

What belongs here: incomes near a line and the worth of what ends there. What does not: any indicator.
"""

from dataclasses import dataclass

import polars as pl

from assets.indicators.places import EVERYWHERE
from assets.vocabulary.divisions import with_division_names

# What the meter reads besides the lines themselves; no rule reads them.
TIED_BENEFITS = tuple(f"tied_benefits_{tier}_{of}" for tier in ("dibao", "margin") for of in ("household", "person"))
MONTHS = 12


@dataclass(frozen=True)
class Line:
    """A line of income a head a month. `tiers` have what ends at it; `worth` is its yuan a year, the grant apart."""

    name: str
    amount: pl.Expr
    tiers: tuple[str, ...]
    worth: pl.Expr
    has_grant: bool = False


def _worth(tier: str) -> pl.Expr:
    person, household = pl.col(f"tied_benefits_{tier}_person"), pl.col(f"tied_benefits_{tier}_household")
    return household + person * pl.col("member_count")


# A household just above the dibao line is one of the margin, so what ends there is what dibao has more than the margin.
# At the line of rigid expenditure no amount is known to end; who is near it is counted.
LINES = (
    Line(
        "低保标准",
        pl.col("std"),
        ("T1", "T2"),
        pl.max_horizontal(_worth("dibao") - _worth("margin"), 0),
        has_grant=True,
    ),
    Line("低保边缘线", pl.col("edge_k") * pl.col("std"), ("T1", "T2", "T4"), _worth("margin")),
    Line("刚性支出收入线", pl.col("pcdi") / MONTHS, ("T1", "T2", "T4", "T5"), pl.lit(0.0)),
)


def slope(economy: pl.LazyFrame, policy: pl.DataFrame, band: float) -> pl.DataFrame:
    """A row a line, county and kind of place that has households from the line up to `band` (a share) above it.

    `economy` is households/economy, `policy` what `as_policy` gives. Looked at are ledger households of known state and
    income whose property check did not fail, as in ZH01 and ZH02.
    """
    households = (
        economy.filter(
            pl.col("listed") & pl.col("income_known") & pl.col("status").is_not_null(),
            pl.col("property_ok").ne_missing(False),
            pl.col("member_count") > 0,
        )
        .with_columns(county_code=pl.col("county_code").fill_null(EVERYWHERE))
        .join(policy.lazy(), on=["county_code", "urban_rural"])
        .with_columns(year=(pl.col("annual_income") - pl.col("employment_cost").fill_null(0)).cast(pl.Float64))
    )
    parts = [_near(households, line, band) for line in LINES]
    counts = pl.concat(parts).collect(engine="streaming").sort("place", "county_code", "urban_rural")
    return with_division_names(counts, "county_code").select(
        *("line", "county_code", "county", "urban_rural", "amount", "households", "persons", "receiving"),
        *("grant_below", "grant_now", "worth_a_year", "worse_off", "deductible_rise"),
    )


def _near(households: pl.LazyFrame, line: Line, band: float) -> pl.LazyFrame:
    amount, members = pl.col("amount"), pl.col("member_count")
    income = pl.col("income_per_head_month")
    near = (
        households.with_columns(amount=line.amount, worth=line.worth)
        .filter(income >= amount, income <= amount * (1 + band))
        .with_columns(
            # The household's own income over the line, in a year: rounded once, to the cent that it is exact to.
            surplus=(pl.col("year") - amount * members * MONTHS).round(2).clip(lower_bound=0),
            receives=pl.col("in_force") & pl.col("tier").is_in(line.tiers),
        )
    )
    # As far below the line as it is above: what the grant would bring it back to the line with, in whole yuan a month.
    mirrored = (pl.col("surplus") / MONTHS).round(6).ceil().sum()
    granted = pl.col("monthly_grant").filter(pl.col("in_force") & (pl.col("tier") == "T1")).sum().cast(pl.Float64)
    rise = (pl.col("assistance_deductible_margin") - pl.col("assistance_deductible_low_income")) * pl.col("pcdi")
    nothing = pl.lit(None, pl.Float64)
    return near.group_by("county_code", "urban_rural").agg(
        place=pl.lit(LINES.index(line)),
        line=pl.lit(line.name),
        amount=amount.first(),
        households=pl.len().cast(pl.Int64),
        persons=members.sum(),
        receiving=pl.col("receives").sum().cast(pl.Int64),
        grant_below=mirrored if line.has_grant else nothing,
        grant_now=granted if line.has_grant else nothing,
        worth_a_year=pl.col("worth").sum().cast(pl.Float64),
        worse_off=(pl.col("surplus") < pl.col("worth")).sum().cast(pl.Int64),
        deductible_rise=rise.first() if line.has_grant else nothing,
    )
