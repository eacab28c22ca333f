"""deaths, temporary_aid, visits and leads: what happens, appended night by night.

Belongs here: rows of these four feeds. Does not belong here: snapshots (ledger.py, lists.py).
"""

from datetime import timedelta

import polars as pl

from data.synthetic.feeds.rows import base_dead, chosen, days_ago, happens, joined, picked, years
from data.synthetic.world import Block

VISIT_EVERY_DAYS = 14
VISITS_BACK_DAYS = 70
CAUSES = ["因病", "因残", "缺劳力", "因意外", "因灾", "其他"]
CHANNELS = ["12345", "网格员", "村社区", "自主申报", "其他"]
DEMANDS = ["生活", "医疗", "教育", "住房", "就业", "受灾", "其他"]


def deaths(block: Block) -> pl.DataFrame:
    """The dead of families outside the ledger, and the planted ones."""
    persons = block.persons.with_columns(base_dead(block))
    if block.dates.day == 0:
        dead = persons.filter("dead")
        base = dead.select("row", days_ago(block, "death/date", dead, 20, 420).alias("death_date"))
    else:
        old = ~pl.col("planted") & (pl.col("assistance_type") == "") & years(block, 72, 120) & ~pl.col("dead")
        found = happens(block, "death/new", persons.filter(old), 0.0002).unique(
            "row", keep="first", maintain_order=True
        )
        base = found.select("row", pl.col("happened").alias("death_date"))
    frame = joined(base, block.planted("deaths", append=True)).join(
        block.persons.select("row", "county_name"), on="row", how="left", maintain_order="left"
    )
    return frame.select(
        "row",
        *(["force_noise"] if "force_noise" in frame.columns else []),
        "death_date",
        (pl.col("death_date") + timedelta(days=2)).alias("cremation_date"),
        (pl.col("county_name") + "殡仪馆").alias("funeral_home"),
    )


def temporary_aid(block: Block) -> pl.DataFrame:
    """At most one temporary aid a person in the year shown; new ones go to households in force."""
    fit = block.persons.filter(~pl.col("planted") & years(block, 18, 100))
    before = chosen(block, "temporary/before", fit, 0.03)
    if block.dates.day == 0:
        some = fit.filter(before)
        some = some.with_columns(aid_date=days_ago(block, "temporary/date", some, 20, 400))
    else:
        some = happens(block, "temporary/new", fit.filter(~before & pl.col("in_force")), 0.0003)
        some = some.unique("row", keep="first", maintain_order=True).with_columns(aid_date=pl.col("happened"))
    amount = block.draws.integers("temporary/amount", some["person"].to_numpy(), 5, 60) * 100
    return some.select(
        "row",
        "aid_date",
        aid_type=picked(block, "temporary/type", some, ["急难型", "支出型"]),
        amount=pl.Series(amount).cast(pl.Float64),
        reason=picked(block, "temporary/cause", some, CAUSES),
        local_registered=chosen(block, "temporary/local", some, 0.97),
    )


def visits(block: Block) -> pl.DataFrame:
    """Every tekun person once a fortnight, with a care agreement; others now and then."""
    hardship = block.persons.filter(pl.col("assistance_type").is_in(["131", "132"]) & (pl.col("status") != "退出"))
    dates = block.dates
    first = dates.first - timedelta(days=VISITS_BACK_DAYS) if dates.day == 0 else dates.first + timedelta(days=1)
    days = [first + timedelta(days=number) for number in range((dates.today - first).days + 1)]
    calendar = pl.DataFrame({"visit_date": pl.Series(days, dtype=pl.Date)})
    due = hardship.select("row", "person").join(calendar, how="cross", maintain_order="left_right")
    ordinal = (pl.col("visit_date") - pl.date(2020, 1, 1)).dt.total_days()
    due = due.filter((ordinal + pl.col("person")) % VISIT_EVERY_DAYS == 0)
    regular = due.select(
        "row", "visit_date", ordinal=ordinal, visit_type=pl.lit("分散特困探访"), care_agreement=pl.lit(value=True)
    )
    elsewhere = ~pl.col("planted") & ~pl.col("assistance_type").is_in(["", "131", "132"])
    others = block.persons.filter(elsewhere & years(block, 18, 100))
    if dates.day == 0:
        some = others.filter(chosen(block, "visit/some", others, 0.05))
        some = some.with_columns(happened=days_ago(block, "visit/date", some, 1, 180), ordinal=pl.lit(1, pl.Int64))
    else:
        some = happens(block, "visit/new", others, 0.0005)
    kind = picked(block, "visit/kind", some, ["日常走访", "入户排查"])
    now_and_then = some.select("row", pl.col("happened").alias("visit_date"), "ordinal", visit_type=kind)
    frame = joined(regular.with_columns(pl.col("ordinal").cast(pl.Int64)), now_and_then)
    return frame.with_columns(finding=pl.lit("情况正常"))


def leads(block: Block) -> pl.DataFrame:
    """Leads of the past about anyone, answered long ago; fresh ones about members of households in force."""
    fit = block.persons.filter(~pl.col("planted") & years(block, 20, 90))
    if block.dates.day == 0:
        old = fit.filter(chosen(block, "lead/old", fit, 0.02))
        old = old.with_columns(
            received_date=days_ago(block, "lead/old date", old, 40, 400), ordinal=pl.lit(1, pl.Int64)
        )
        new = fit.filter(pl.col("in_force") & chosen(block, "lead/new", fit, 0.04))
        new = new.with_columns(received_date=days_ago(block, "lead/new date", new, 0, 30), ordinal=pl.lit(2, pl.Int64))
        some = pl.concat([old, new])
    else:
        some = happens(block, "lead/later", fit.filter("in_force"), 0.0003).with_columns(
            received_date=pl.col("happened")
        )
    return some.select(
        "row",
        "ordinal",
        lead_no=pl.lit("XS")
        + pl.col("person").cast(pl.String).str.zfill(9)
        + pl.col("ordinal").cast(pl.String).str.zfill(4),
        channel=picked(block, "lead/channel", some, CHANNELS),
        received_date="received_date",
        phone="phone",
        division_code="division_code",
        demand_category=picked(block, "lead/demand", some, DEMANDS),
        content=pl.lit("来电反映家庭生活困难，请核实。"),
        # A lead with its id left out must be an old one: nothing hangs on a link that may fail.
        may_miss=pl.col("received_date") < block.dates.ago(35),
    )
