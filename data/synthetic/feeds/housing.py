"""dangerous_houses, public_rental and property.

Belongs here: rows of these three feeds. Does not belong here: which houses are planted (scenarios/housing.py).
"""

import polars as pl

from data.synthetic.feeds.rows import base_dead, chosen, days_ago, joined, picked, years
from data.synthetic.world import Block

ORDINARY_GRADES = ["A", "A", "B", "B", "B", "C", "D"]


def dangerous_houses(block: Block) -> pl.DataFrame:
    """Appraised houses of country heads; a C or D is rebuilt since or stands empty."""
    persons = block.persons.with_columns(base_dead(block))
    heads = persons.filter((pl.col("member_no") == 0) & ~pl.col("urban") & ~pl.col("planted") & ~pl.col("dead"))
    some = heads.filter(chosen(block, "house/some", heads, 0.08))
    grade = picked(block, "house/grade", some, ORDINARY_GRADES)
    bad = pl.col("grade").is_in(["C", "D"])
    rebuilt = chosen(block, "house/rebuilt", some, 0.6)
    base = some.select(
        "row", grade=grade, appraised_date=days_ago(block, "house/appraised", some, 500, 1200)
    ).with_columns(
        occupied=~bad | rebuilt,
        renovation_month=pl.when(bad & rebuilt).then(days_ago(block, "house/started", some, 350, 480).dt.month_start()),
        completed_date=pl.when(bad & rebuilt).then(days_ago(block, "house/completed", some, 30, 300)),
        disaster_damage=picked(block, "house/damage", some, ["无", "无", "无", "一般损坏"]),
        disaster_date=days_ago(block, "house/disaster", some, 200, 400),
    )
    places = block.persons.select("row", "person", "division_code", "address")
    frame = joined(base, block.planted("dangerous_houses").with_columns(disaster_damage=pl.lit("无")))
    frame = frame.join(places, on="row", how="left", maintain_order="left").sort("row", maintain_order=True)
    damaged = pl.col("disaster_damage") != "无"
    return frame.drop("person", "force_noise").with_columns(
        house_no=pl.lit("FW") + frame["person"].cast(pl.String).str.zfill(10),
        disaster_date=pl.when(damaged).then("disaster_date"),
    )


def public_rental(block: Block) -> pl.DataFrame:
    """Town households with a flat or a subsidy, or registered with enough room; no rent near the line."""
    heads = block.persons.filter(
        (pl.col("member_no") == 0) & pl.col("urban") & ~pl.col("planted") & years(block, 20, 80)
    )
    some = heads.filter(chosen(block, "rental/some", heads, 0.15))
    income = block.households.select("household", "income", "size")
    some = some.join(income, on="household", how="left", maintain_order="left")
    kind = picked(block, "rental/kind", some, ["实物", "实物", "补贴", "轮候", "无"])
    # A rent is given only where no income is known to hold it against.
    rent = pl.Series(block.draws.integers("rental/rent", some["person"].to_numpy(), 4, 12) * 100).cast(pl.Float64)
    area = pl.Series(block.draws.integers("rental/area", some["person"].to_numpy(), 160, 300)) / 10
    return some.select(
        "row",
        application_no=pl.lit("GZ") + pl.col("person").cast(pl.String).str.zfill(10),
        support_type=kind,
        area_per_head=area,
        monthly_rent=pl.when(pl.col("income").is_null() | (kind == "实物")).then(rent),
        status=pl.Series(kind).replace_strict({"实物": "在保", "补贴": "在保", "轮候": "轮候", "无": "登记"}),
        member_count=pl.col("size"),
    )


def property_titles(block: Block) -> pl.DataFrame:
    """One old dwelling of some heads; outside households in force also a second one, or a shop."""
    persons = block.persons.with_columns(base_dead(block))
    adults = persons.filter((pl.col("member_no") == 0) & ~pl.col("planted") & ~pl.col("dead") & years(block, 25, 90))
    first = adults.filter(chosen(block, "property/first", adults, 0.5)).with_columns(ordinal=pl.lit(0, pl.Int64))
    loose = adults.filter(~pl.col("in_force"))
    second = loose.filter(chosen(block, "property/second", loose, 0.06)).with_columns(ordinal=pl.lit(1, pl.Int64))
    rows = pl.concat([first, second]).sort("row", "ordinal")
    size = pl.Series(block.draws.integers("property/area", rows["person"].to_numpy(), 450, 1400)) / 10
    usage = picked(block, "property/usage", rows, ["住宅", "商业", "其他"])
    gone = chosen(block, "property/gone", rows, 0.1) & (rows["ordinal"] == 1)
    return rows.select(
        "row",
        "ordinal",
        title_no=pl.lit("鲁(2020)不动产权第")
        + (pl.col("person") * 2 + pl.col("ordinal")).cast(pl.String).str.zfill(10)
        + "号",
        location="address",
        area=size,
        usage=pl.when(pl.col("ordinal") == 0).then(pl.lit("住宅")).otherwise(usage),
        registered_date=days_ago(block, "property/registered", rows, 800, 4000),
        ownership=picked(block, "property/ownership", rows, ["单独所有", "共同共有"]),
        status=pl.when(gone).then(pl.lit("注销")).otherwise(pl.lit("现势")),
    )
