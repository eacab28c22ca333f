"""disabled, children and verification: the other snapshots of civil affairs.

Belongs here: rows of these three feeds. Does not belong here: events (events.py).
"""

import polars as pl

from data.synthetic.feeds.rows import chosen, days_ago, picked, with_guardian, years
from data.synthetic.world import Block


def disabled(block: Block) -> pl.DataFrame:
    """Holders of a certificate: those of dibao draw the living subsidy, grades 1 and 2 the care subsidy."""
    holders = block.persons.filter(pl.col("disability") != "")
    return holders.select(
        "row",
        certificate_no=pl.col("id_number") + pl.col("disability"),
        category=pl.col("disability").str.slice(0, 1),
        grade=pl.col("disability").str.slice(1, 1),
        issue_date=days_ago(block, "disabled/issued", holders, 200, 3000),
        living_subsidy=pl.col("assistance_type").is_in(["110", "120"]),
        care_subsidy=pl.col("severe"),
        division_code="division_code",
    )


def children(block: Block) -> pl.DataFrame:
    """Recognised orphans and unattended children, and children looked into without a finding; none of them in tekun."""
    fit = ~pl.col("planted") & pl.col("assistance_type").is_in(["", "990"]) & years(block, 2, 14.8)
    minors = block.persons.filter(fit)
    some = with_guardian(block, minors.filter(chosen(block, "children/any", minors, 0.03)))
    kind = picked(block, "children/kind", some, ["孤儿", "事实无人抚养", "排查", "排查"])
    recognised = kind != "排查"
    father = picked(block, "children/father", some, ["服刑", "失联", "重残", "死亡"])
    return some.select(
        "row",
        "guardian",
        child_category=kind,
        father_status=pl.when(kind == "孤儿").then(pl.lit("死亡")).otherwise(father),
        mother_status=pl.when(kind == "孤儿")
        .then(pl.lit("死亡"))
        .when(recognised)
        .then(pl.lit("失联"))
        .otherwise(pl.lit("正常")),
        status_since=days_ago(block, "children/since", some, 300, 1200).dt.month_start(),
        start_month=pl.when(recognised).then(days_ago(block, "children/start", some, 60, 250).dt.month_start()),
    )


def verification(block: Block) -> pl.DataFrame:
    """Results of the means check: everyone of the recognised kinds, some of the others; clean for the recognised."""
    asked = chosen(block, "verification/asked", block.persons, 0.15) & (block.persons["assistance_type"] != "")
    checked = block.persons.filter((pl.col("in_force") | asked) & ~pl.col("newborn"))
    in_force = checked["in_force"]
    rich = chosen(block, "verification/car", checked, 0.3) & years_series(block, checked, 25, 60)
    adapted = chosen(block, "verification/adapted", checked, 0.01)
    deposit = pl.Series(block.draws.integers("verification/deposit", checked["person"].to_numpy(), 0, 400) * 10)
    market = chosen(block, "verification/market", checked, 0.05) & ~in_force
    return checked.select(
        "row",
        verified_date=days_ago(block, "verification/date", checked, 5, 100),
        vehicles=pl.when(~in_force & rich).then(1).when(adapted).then(1).otherwise(0),
        disability_vehicle=pl.when(in_force | ~rich).then(adapted).otherwise(pl.lit(value=False)),
        market_entity=market,
        deposits=deposit.cast(pl.Float64),
        public_payroll=pl.lit(value=False),
        in_prison=pl.lit(value=False),
    )


def years_series(block: Block, persons: pl.DataFrame, low: float, high: float) -> pl.Series:
    """Whether each person is `low` to under `high` years old."""
    return persons.select(years(block, low, high)).to_series()
