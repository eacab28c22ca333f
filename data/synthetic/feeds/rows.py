"""What the feeds' row makers share.

Belongs here: repeating persons over months and days, joining planted rows. Does not belong here: any feed's own
columns.

A feed's frame has `row` (the person's position in the block), the feed's columns, and where they are needed `guardian`
(another row), `ordinal` (tells a person's rows apart, the same on every night) and `force_noise`.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import polars as pl

from data.synthetic.world import Block

Mask = npt.NDArray[np.bool_]


def joined(base: pl.DataFrame, planted: pl.DataFrame) -> pl.DataFrame:
    """Ordinary and planted rows together; what only one of them has is null in the other."""
    return pl.concat([base, planted], how="diagonal_relaxed")


def over_months(rows: pl.DataFrame, months: list[date], name: str) -> pl.DataFrame:
    """Every row once for each month, in a column `name`, with the month's position as `ordinal`."""
    calendar = pl.DataFrame(
        {name: pl.Series(months, dtype=pl.Date), "ordinal": pl.Series(range(len(months)), dtype=pl.Int64)}
    )
    return rows.join(calendar, how="cross", maintain_order="left_right")


def new_months(block: Block, months: list[date], first: list[date]) -> list[date]:
    """Tonight's months of an appended feed: all of them on the first night, those not delivered then on a later one."""
    return first if block.dates.day == 0 else [month for month in months if month not in first]


def happens(block: Block, stream: str, persons: pl.DataFrame, daily: float) -> pl.DataFrame:
    """Persons to whom something happens on a later day, with columns `happened` and `ordinal` (1000 + day)."""
    key = persons["person"].to_numpy()
    found = [
        persons.filter(pl.Series(block.draws.chance(f"{stream}/{day}", key, daily))).with_columns(day=pl.lit(day))
        for day in range(1, block.dates.day + 1)
    ]
    frame = pl.concat([persons.clear().with_columns(day=pl.lit(0)), *found])
    return frame.with_columns(
        happened=(pl.lit(block.dates.first) + pl.duration(days="day")).cast(pl.Date),
        ordinal=pl.lit(1000, pl.Int64) + pl.col("day"),
    ).drop("day")


def days_ago(block: Block, stream: str, persons: pl.DataFrame, low: int, high: int) -> pl.Expr:
    """A date drawn from `low` (included) to `high` days before the first night, one a person."""
    days = pl.Series(block.draws.integers(stream, persons["person"].to_numpy(), low, high))
    return (pl.lit(block.dates.first) - pl.duration(days=pl.lit(days))).cast(pl.Date)


def picked(block: Block, stream: str, persons: pl.DataFrame, options: tuple[str, ...] | list[str]) -> pl.Series:
    """One of the options a person, all equally likely."""
    drawn = block.draws.integers(stream, persons["person"].to_numpy(), 0, len(options))
    return pl.Series(list(options), dtype=pl.String).gather(drawn)


def chosen(block: Block, stream: str, persons: pl.DataFrame, probability: float) -> pl.Series:
    """True for a share of the persons."""
    return pl.Series(block.draws.chance(stream, persons["person"].to_numpy(), probability))


def years(block: Block, low: float, high: float) -> pl.Expr:
    """Persons of `low` to under `high` years on the first night."""
    return (pl.col("age_days") >= low * 365.25) & (pl.col("age_days") < high * 365.25)


def with_guardian(block: Block, persons: pl.DataFrame) -> pl.DataFrame:
    """Column `guardian`: for those under 18 the first member of the household of 20 or more, if there is one."""
    adults = block.persons.filter(years(block, 20, 200)).group_by("household", maintain_order=True)
    first = adults.agg(pl.col("row").first().alias("guardian"))
    frame = persons.join(first, on="household", how="left", maintain_order="left")
    return frame.with_columns(guardian=pl.when(years(block, 0, 18)).then("guardian"))


def base_dead(block: Block) -> pl.Series:
    """Ordinary persons who died before the first night: old people of families outside the ledger."""
    persons = block.persons
    fit = (persons["assistance_type"] == "") & ~persons["planted"] & (persons["age_days"] > 72 * 365.25)
    return (fit & chosen(block, "death/base", persons, 0.06)).alias("dead")
