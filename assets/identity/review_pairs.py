"""The memory of doubtful pairs: which two sides each number of the review stands for, by keys that last.

What belongs here: giving a pair its number and finding it again on later nights. What does not: what staff answered
(decisions), why a pair is doubtful (decision, exact).

A pair is held by identity keys (the registry's), never by person ids, which change when persons merge or split, nor by
its reason, which changes with what the extracts say.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.identity.lasting import digest
from assets.vocabulary.identity_words import MERGED

_COLUMNS: dict[str, pl.DataType | type[pl.DataType]] = {
    "review_id": pl.String,
    "left_key": pl.String,
    "right_key": pl.String,
    "left_keys": pl.List(pl.String),
    "right_keys": pl.List(pl.String),
    "first_night": pl.Date,
}
PAIR_SCHEMA = pl.Schema(_COLUMNS)
_BETWEEN = "\x1f"


@dataclass(frozen=True)
class Remembered:
    """pairs as the contract of identity/review_pairs; review: identity/review under the numbers that last."""

    pairs: pl.DataFrame
    review: pl.DataFrame


def remember_pairs(review: pl.DataFrame, registry: pl.DataFrame, known: pl.DataFrame, night: date) -> Remembered:
    """Give tonight's review rows the numbers that last, and the memory with the pairs that are new.

    `review` has identity/review's columns (its review_id is replaced), `registry` is tonight's identity/registry and
    `known` the memory of the night before. A pair of persons is a known one where the keys of that lead to the two.
    Raises ValueError where a person of the review is in no registry.
    """
    owned = registry.filter(~pl.col("identity_key").str.starts_with(MERGED)).select("identity_key", "person_id")
    numbered = _known_numbers(known, owned)
    pairs = review.select("left_person_id", "right_person_id").with_columns(*_either_way())
    pairs = pairs.sort("low", "high", "left_person_id").unique(["low", "high"], keep="first", maintain_order=True)
    told = pairs.join(numbered, on=["low", "high"], how="left")
    keys = _keys_of_persons(told, known, owned)
    fresh = _first_numbers(told.filter(pl.col("review_id").is_null()), keys, night)
    numbers = pl.concat([numbered.select("low", "high", "review_id"), fresh.select("low", "high", "review_id")])
    renumbered = review.drop("review_id").with_columns(*_either_way()).join(numbers, on=["low", "high"])
    if renumbered.height != review.height:
        raise ValueError(f"{review.height - renumbered.height} review rows name a person without a key")
    return Remembered(
        pl.concat([_refreshed(known, owned, keys), fresh.select(PAIR_SCHEMA.names())]).sort("review_id"),
        # One row a pair: of several reasons the first by its code.
        renumbered.sort("review_id", "reason_code")
        .unique("review_id", keep="first", maintain_order=True)
        .select(review.columns),
    )


def _either_way() -> tuple[pl.Expr, pl.Expr]:
    """The two persons of a pair in the order of their ids: which of them is left says nothing."""
    sides = ("left_person_id", "right_person_id")
    return pl.min_horizontal(sides).alias("low"), pl.max_horizontal(sides).alias("high")


def _led(known: pl.DataFrame, owned: pl.DataFrame) -> pl.DataFrame:
    """`known` with left_person_id and right_person_id, to whom its keys lead tonight; null where to nobody."""
    led = known
    for side in ("left", "right"):
        names = {"identity_key": f"{side}_key", "person_id": f"{side}_person_id"}
        led = led.join(owned.rename(names), on=f"{side}_key", how="left")
    return led


def _known_numbers(known: pl.DataFrame, owned: pl.DataFrame) -> pl.DataFrame:
    """low, high, review_id: the oldest number of any two persons that were a pair before."""
    led = _led(known, owned).drop_nulls(["left_person_id", "right_person_id"]).with_columns(*_either_way())
    apart = led.filter(pl.col("low") != pl.col("high")).sort("first_night", "review_id")
    return apart.unique(["low", "high"], keep="first", maintain_order=True).select("low", "high", "review_id")


def _keys_of_persons(pairs: pl.DataFrame, known: pl.DataFrame, owned: pl.DataFrame) -> pl.DataFrame:
    """person_id, keys: all keys of the persons of the pairs, tonight's and the known ones, sorted."""
    sides = [
        frame.select(person_id=f"{side}_person_id")
        for frame in (pairs, _led(known, owned))
        for side in ("left", "right")
    ]
    wanted = pl.concat(sides).drop_nulls().unique()
    own = owned.join(wanted, on="person_id", how="semi").sort("person_id", "identity_key")
    return own.group_by("person_id", maintain_order=True).agg(keys="identity_key")


def _first_numbers(pairs: pl.DataFrame, keys: pl.DataFrame, night: date) -> pl.DataFrame:
    """PAIR_SCHEMA with low and high, of pairs that have no number yet: a side's own key is its smallest.

    Numbered on in the order of the digests of their keys, as persons are. The digest itself is no number to hand out:
    with both names known, an identity number in it is found by trying them all.
    """
    made = pairs.drop("review_id")
    for side in ("left", "right"):
        names = {"person_id": f"{side}_person_id", "keys": f"{side}_keys"}
        made = made.join(keys.rename(names), on=f"{side}_person_id")
        made = made.with_columns(pl.col(f"{side}_keys").list.first().alias(f"{side}_key"))
    ends = (pl.min_horizontal("left_key", "right_key"), pl.max_horizontal("left_key", "right_key"))
    joined = made.select(pl.concat_str(*ends, separator=_BETWEEN)).to_series()
    ordered = made.with_columns(order=digest(joined)).sort("order", "low", "high")
    return ordered.with_columns(review_id=_numbers(night, ordered.height), first_night=pl.lit(night, pl.Date))


def _numbers(night: date, count: int) -> pl.Series:
    """R, the night, a running number and two check digits (ISO 7064): a slip of the pen is no other pair's number."""
    plain = int(f"{night:%Y%m%d}") * 10**6 + pl.int_range(1, count + 1, dtype=pl.Int64, eager=True)
    numbers = plain * 100 + (98 - plain * 100 % 97)
    return "R" + numbers.cast(pl.String)


def _refreshed(known: pl.DataFrame, owned: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """The memory with today's keys of either side, as long as the sides are two persons.

    Once they are one, nobody can tell whose a new key is, and the keys stay what they were.
    """
    led = _led(known, owned)
    for side in ("left", "right"):
        today = keys.rename({"person_id": f"{side}_person_id", "keys": "today"})
        led = led.join(today, on=f"{side}_person_id", how="left")
        apart = (pl.col("left_person_id") != pl.col("right_person_id")) & pl.col("today").is_not_null()
        led = led.with_columns(pl.when(apart).then("today").otherwise(f"{side}_keys").alias(f"{side}_keys")).drop(
            "today"
        )
    return led.select(PAIR_SCHEMA.names())
