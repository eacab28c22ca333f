"""Two runs of the library over the same night beside each other: who enters, who leaves, what a township has to do.

What belongs here: comparing hits by their keys and counting. What does not: running the library (replay), incomes near
a line (slope), any name.
"""

import polars as pl

from assets.indicators.catalogue import load_catalogue
from assets.indicators.places import EVERYWHERE
from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.divisions import with_division_names
from assets.vocabulary.warning_words import TIERS, tier_rank

KEY = ("code", "household_id", "person_id")
SIDES = ("before", "after")
_WHERE = ("county_code", "township_code")
_PLACE = ("county_code", "county", "township_code", "township")


def compared(before: pl.LazyFrame, after: pl.LazyFrame) -> pl.DataFrame:
    """One row a hit of either run: its key, its place, and its tier's rank `before` and `after`, null where none.

    Both are indicators/hits of the same night; nothing but keys, places and tiers is read.
    """
    joined = _keys(before, "before").join(
        _keys(after, "after"), on=[*KEY, *_WHERE], how="full", coalesce=True, nulls_equal=True
    )
    return joined.select(*KEY, *_WHERE, *SIDES).collect(engine="streaming")


def _keys(hits: pl.LazyFrame, side: str) -> pl.LazyFrame:
    division = pl.col("division_code")
    township = pl.when(division.str.len_chars() >= 9).then(division.str.slice(0, 9))
    return hits.select(
        *KEY,
        county_code=pl.col("county_code").fill_null(EVERYWHERE),
        township_code=township,
        **{side: tier_rank(pl.col("tier"))},
    )


def gathered(earlier: pl.DataFrame | None, tonight: pl.DataFrame) -> pl.DataFrame:
    """The hits of several nights as one table: each key once, where it was last, with its most urgent tier."""
    if earlier is None:
        return tonight
    return pl.concat([earlier, tonight]).group_by(KEY).agg(pl.col(_WHERE).last(), pl.col(SIDES).min())


def changes(hits: pl.DataFrame) -> pl.DataFrame:
    """Counts by indicator, county and tier.

    `enters` and `leaves` are hits of one run alone. A hit of both runs whose tier differs has moved: out of the one
    tier, into the other. So after = before + enters - leaves + moved_in - moved_out in every row.
    """
    both = pl.col("before").is_not_null() & pl.col("after").is_not_null()
    moved = (both & (pl.col("before") != pl.col("after"))).cast(pl.Int64)
    nothing = pl.lit(0, pl.Int64)
    was = hits.filter(pl.col("before").is_not_null()).select(
        "code",
        "county_code",
        rank="before",
        before=pl.lit(1, pl.Int64),
        after=nothing,
        enters=nothing,
        leaves=pl.col("after").is_null().cast(pl.Int64),
        moved_in=nothing,
        moved_out=moved,
    )
    now = hits.filter(pl.col("after").is_not_null()).select(
        "code",
        "county_code",
        rank="after",
        before=nothing,
        after=pl.lit(1, pl.Int64),
        enters=pl.col("before").is_null().cast(pl.Int64),
        leaves=nothing,
        moved_in=moved,
        moved_out=nothing,
    )
    counts = pl.concat([was, now]).group_by("code", "county_code", "rank").sum().sort("code", "county_code", "rank")
    names = {code: entry.name_zh for code, entry in load_catalogue().items()}
    named = with_division_names(counts, "county_code").with_columns(
        indicator=pl.col("code").replace_strict(names, return_dtype=pl.String),
        tier=pl.col("rank").replace_strict(dict(enumerate(TIERS)), return_dtype=pl.String),
    )
    return named.select(
        *("code", "indicator", "county_code", "county", "tier"),
        *("before", "after", "enters", "leaves", "moved_in", "moved_out"),
    )


def workload(hits: pl.DataFrame, addressees: pl.LazyFrame) -> pl.DataFrame:
    """Hits, households and rows of the departments' queues a township, before and after.

    A row of a queue is a department, a household's lane and a person to ask for. `addressees` has household_id and
    addressee: whom staff ask for where the finding is the household's.
    """
    lanes = pl.DataFrame(
        [(code, entry.lane, list(entry.pushes)) for code, entry in load_catalogue().items()],
        schema={"code": pl.String, "lane": pl.String, "department": pl.List(pl.String)},
        orient="row",
    )
    asked = pl.when(pl.col("person_id") == "").then(pl.col("addressee").fill_null("")).otherwise("person_id")
    rows = (
        hits.lazy()
        .join(lanes.lazy(), on="code")
        .join(addressees, on="household_id", how="left")
        .with_columns(asked=asked)
    )
    counted = [_side_of_workload(rows.filter(pl.col(side).is_not_null()), side) for side in SIDES]
    counts = counted[0].join(counted[1], on=_WHERE, how="full", coalesce=True, nulls_equal=True).collect()
    numbers = [f"{what}_{side}" for what in ("hits", "households", "queue_rows") for side in SIDES]
    placed = with_division_names(counts.with_columns(division=pl.coalesce("township_code", "county_code")), "division")
    return placed.select(*_PLACE, pl.col(numbers).fill_null(0).cast(pl.Int64)).sort("county_code", "township_code")


def _side_of_workload(rows: pl.LazyFrame, side: str) -> pl.LazyFrame:
    counts = rows.group_by(_WHERE).agg(
        pl.len().alias(f"hits_{side}"), pl.col("household_id").n_unique().alias(f"households_{side}")
    )
    queue = (
        rows.explode("department")
        .filter(pl.col("department").is_in(list(SENDING_DEPARTMENTS)))
        .select(*_WHERE, "department", "household_id", "lane", "asked")
        .unique()
        .group_by(_WHERE)
        .agg(pl.len().alias(f"queue_rows_{side}"))
    )
    return counts.join(queue, on=_WHERE, how="left", nulls_equal=True)
