"""contributions, unemployment and wage_arrears.

Belongs here: rows of these three feeds. Does not belong here: planted gaps and registrations (scenarios/employment.py).

An ordinary worker has paid in each of the last fifteen full months at an even base; an ordinary registration has been
cancelled.
"""

from datetime import date

import polars as pl

from data.synthetic.feeds.rows import chosen, days_ago, joined, new_months, over_months, picked, years
from data.synthetic.world import Block

EMPLOYEE, OFFICE, RESIDENT, UNEMPLOYMENT, INJURY = "110", "120", "170", "210", "410"
# Ordinals tell months of different insurances apart.
KINDS = {EMPLOYEE: 0, OFFICE: 100, RESIDENT: 200, UNEMPLOYMENT: 300, INJURY: 400}
PAUSED = (4, 5)


def contributions(block: Block) -> pl.DataFrame:
    """Monthly rows of employees, a yearly one of some residents, and the planted ones."""
    dates = block.dates
    months = new_months(block, dates.contribution_months(dates.day), dates.contribution_months(0))
    workers = block.persons.filter(pl.col("contributes") & (pl.col("job") == "worker"))
    offices = block.persons.filter(pl.col("job") == "office")
    frames = [
        _monthly(workers, months, EMPLOYEE),
        _monthly(workers.filter(chosen(block, "work/unemployment insurance", workers, 0.85)), months, UNEMPLOYMENT),
        _monthly(workers.filter(chosen(block, "work/injury insurance", workers, 0.7)), months, INJURY),
        _monthly(offices, months, OFFICE),
    ]
    if dates.day == 0:
        farmers = block.persons.filter((pl.col("job") == "farmer") & ~pl.col("planted"))
        some = farmers.filter(chosen(block, "work/resident pension", farmers, 0.5))
        frames.append(_monthly(some, [dates.month(-6)], RESIDENT))
    base = _without_pauses(block, pl.concat(frames, how="diagonal_relaxed"))
    told = block.planted("contributions", append=True).drop("force_noise").with_columns(ordinal=pl.lit(900, pl.Int64))
    frame = joined(base.drop("person"), told)
    people = block.persons.select("row", "person", "county_name")
    frame = frame.join(people, on="row", how="left", maintain_order="left")
    wage = pl.Series(block.draws.integers("work/base", frame["person"].to_numpy(), 42, 80) * 100).cast(pl.Float64)
    firm = pl.Series(block.draws.integers("work/employer", frame["person"].to_numpy(), 1, 60)).cast(pl.String)
    resident = pl.col("insurance_type") == RESIDENT
    return frame.select(
        "row",
        "ordinal",
        "insurance_type",
        "month",
        "received",
        employer=pl.when(~resident).then(pl.col("county_name") + "第" + firm + "有限公司"),
        base=pl.when(resident).then(300.0).otherwise(wage),
    )


def _monthly(persons: pl.DataFrame, months: list[date], kind: str) -> pl.DataFrame:
    rows = over_months(persons.select("row", "person", "planted"), months, "month")
    return rows.with_columns(
        insurance_type=pl.lit(kind), received=pl.lit(value=True), ordinal=pl.col("ordinal") + KINDS[kind]
    )


def _without_pauses(block: Block, rows: pl.DataFrame) -> pl.DataFrame:
    """A few workers skip two months in the middle; for a few the money of one month is not there yet."""
    if block.dates.day:
        return rows.drop("planted")
    month = pl.col("ordinal") % 100
    paused = chosen(block, "work/pause", rows, 0.01) & ~rows["planted"] & (rows["insurance_type"] != RESIDENT)
    waiting = chosen(block, "work/waiting", rows, 0.01) & ~rows["planted"]
    kept = rows.with_columns(received=pl.col("received") & ~(waiting & (month == 7))).filter(
        ~(paused & month.is_in(PAUSED))
    )
    return kept.drop("planted")


def unemployment(block: Block) -> pl.DataFrame:
    """Old registrations, all cancelled, with benefits that ended half a year ago or more; and the planted ones."""
    fit = block.persons.filter(~pl.col("planted") & years(block, 22, 58) & pl.col("job").is_in(["worker", "farmer"]))
    some = fit.filter(chosen(block, "unemployed/some", fit, 0.03))
    drawn = chosen(block, "unemployed/benefit", some, 0.4)
    base = some.select("row", registered_date=days_ago(block, "unemployed/registered", some, 450, 900)).with_columns(
        benefit_from=pl.when(drawn).then(days_ago(block, "unemployed/from", some, 400, 430).dt.month_start()),
        benefit_until=pl.when(drawn).then(days_ago(block, "unemployed/until", some, 220, 390).dt.month_start()),
        cancelled_date=days_ago(block, "unemployed/cancelled", some, 60, 200),
        refusals=picked(block, "unemployed/refusals", some, ["0", "0", "0", "1"]).cast(pl.Int32),
    )
    told = block.planted("unemployment").drop("force_noise").with_columns(refusals=pl.lit(0, pl.Int32))
    frame = joined(base, told).sort("row", maintain_order=True)
    earlier = (pl.col("registered_date") - pl.duration(days=10)).cast(pl.Date)
    return frame.with_columns(unemployed_date=earlier)


def wage_arrears(block: Block) -> pl.DataFrame:
    """Cases: closed ones of any sum, open ones of a small sum."""
    fit = block.persons.filter(~pl.col("planted") & years(block, 20, 60) & pl.col("job").is_in(["worker", "farmer"]))
    some = fit.filter(chosen(block, "arrears/some", fit, 0.03))
    closed = chosen(block, "arrears/closed", some, 0.7)
    key = some["person"].to_numpy()
    large = pl.Series(block.draws.integers("arrears/large", key, 10, 300) * 100)
    small = pl.Series(block.draws.integers("arrears/small", key, 5, 15) * 100)
    return some.select(
        "row",
        case_no=pl.lit("LD") + pl.col("person").cast(pl.String).str.zfill(10),
        filed_date=days_ago(block, "arrears/filed", some, 10, 500),
        amount=pl.when(closed).then(large).otherwise(small).cast(pl.Float64),
        status=pl.when(closed).then(pl.lit("办结")).otherwise(pl.lit("在办")),
    )
