"""households, members and payments: the ledger of civil affairs.

Belongs here: rows of these three feeds. Does not belong here: which households there are (layout.py).
"""

import polars as pl

from data.synthetic.feeds.rows import chosen, joined, new_months, over_months, picked, with_guardian, years
from data.synthetic.world import Block

SELF_CARE_AGE = 60
FAILED_ORDINAL = 7


def households(block: Block) -> pl.DataFrame:
    """One row a household of the ledger, named by its head."""
    heads = block.persons.filter((pl.col("member_no") == 0) & (pl.col("assistance_type") != ""))
    sizes = block.persons.group_by("household").agg(pl.len().alias("member_count"))
    own = block.households.select(
        pl.exclude("status", "urban", "phone", "address", "start_month", "end_month", "monthly_grant")
    )
    keep = own.select("household", "valid_until", "reviewed", "income", "cost", "complete", "property_ok")
    frame = heads.join(keep, on="household", how="left", maintain_order="left")
    frame = frame.join(sizes, on="household", how="left", maintain_order="left")
    at_home = picked(block, "household/support", heads, ["分散", "分散", "分散", "集中"])
    return frame.select(
        "row",
        "household_no",
        "assistance_type",
        pl.when(pl.col("assistance_type").is_in(["131", "132"])).then(at_home).alias("support_mode"),
        "member_count",
        "division_code",
        pl.when("urban").then(pl.lit("城镇")).otherwise(pl.lit("农村")).alias("urban_rural"),
        "start_month",
        "end_month",
        "status",
        pl.col("reviewed").alias("last_review_date"),
        "valid_until",
        pl.col("income").alias("annual_income"),
        pl.when(pl.col("income").is_not_null()).then("cost").alias("employment_cost"),
        pl.col("complete").alias("income_complete"),
        "property_ok",
        "monthly_grant",
        "phone",
        "address",
    )


def members(block: Block) -> pl.DataFrame:
    """One row a member, the head included."""
    inside = with_guardian(block, block.persons.filter(pl.col("assistance_type") != ""))
    working_age = years(block, 16, 60)
    drawn_blank = chosen(block, "member/blank capacity", inside, 0.05) & ~inside["planted"]
    lost = picked(block, "member/self care", inside, ["0", "0", "0", "0", "1", "2", "3"]).cast(pl.Int32)
    several = inside.select(pl.len().over("household") > 1).to_series()
    ill = chosen(block, "member/ill", inside, 0.02) & ~inside["planted"] & (inside["assistance_type"] != "600")
    married = pl.col("relation") == "10"
    return inside.select(
        "row",
        "guardian",
        "household_no",
        "relation",
        "sex",
        "birth_date",
        marital_status=pl.when(married | (pl.col("relation").is_in(["01"]) & several))
        .then(pl.lit("20"))
        .when(years(block, 0, 22))
        .then(pl.lit("10"))
        .when(years(block, 60, 200))
        .then(pl.lit("30"))
        .otherwise(pl.lit("90")),
        work_capacity=pl.when(pl.col("capacity") != "")
        .then("capacity")
        .when("severe")
        .then(pl.lit("03"))
        .when(~working_age)
        .then(pl.lit("04"))
        .when(~drawn_blank)
        .then(pl.lit("01")),
        # Only those who live with others have lost any of the six abilities.
        self_care_lost=pl.when(years(block, SELF_CARE_AGE, 200)).then(pl.when(several).then(lost).otherwise(0)),
        in_school=pl.col("job").is_in(["pupil", "undergraduate"]) & pl.col("studies"),
        serious_illness=pl.col("ill") | ill,
        phone=pl.when(years(block, 18, 200)).then("phone"),
    )


def payments(block: Block) -> pl.DataFrame:
    """One row a month: dibao to the head, tekun to each person; and the planted ones."""
    kind = pl.col("assistance_type")
    payee = (kind.is_in(["110", "120"]) & (pl.col("member_no") == 0)) | kind.is_in(["131", "132"])
    payees = block.persons.filter(payee & ~pl.col("newborn"))
    dates = block.dates
    months = new_months(block, dates.payment_months(dates.day), dates.payment_months(0))
    rows = over_months(payees.filter("paid").select("row", "person", "start_month", "end_month"), months, "pay_month")
    rows = rows.filter(
        (pl.col("pay_month") >= pl.col("start_month"))
        & (pl.col("pay_month") <= pl.col("end_month").fill_null(dates.today))
    )
    failed = chosen(block, "payment/failed", rows, 0.02) & (rows["ordinal"] == FAILED_ORDINAL)
    status = pl.when(failed).then(pl.lit("失败")).otherwise(pl.lit("成功"))
    base = rows.select("row", "pay_month", "ordinal", pay_status=status)
    told = block.planted("payments", append=True).with_columns(ordinal=pl.lit(100, pl.Int64))
    grants = payees.select("row", "household_no", "assistance_type", "monthly_grant", "id_number")
    frame = joined(base, told).join(grants, on="row", how="inner", maintain_order="left")
    return frame.select(
        "row",
        "ordinal",
        "pay_month",
        "household_no",
        "assistance_type",
        pl.col("monthly_grant").alias("amount_due"),
        pl.when(pl.col("pay_status") == "成功").then("monthly_grant").otherwise(0.0).alias("amount_paid"),
        "pay_status",
        (pl.lit("6217") + pl.col("id_number").str.slice(2, 12) + "000").alias("bank_account"),
    )
