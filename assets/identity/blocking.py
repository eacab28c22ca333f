"""T3, first half: which pairs of a unit without a valid id and a person with one are worth comparing.

What belongs here: the blocking rules (equi-joins only) and their bound. What does not: how alike a pair is.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

_TOWNSHIP = pl.when(pl.col("division_code").str.len_chars() >= 9).then(pl.col("division_code").str.slice(0, 9))
_LONG_NUMBER = pl.col("id_text").str.len_chars().is_between(15, 20)
# One edit anywhere leaves either the first ten or the last eight characters whole.
_NUMBER_HEAD = pl.when(_LONG_NUMBER).then(pl.col("id_text").str.slice(0, 10))
_NUMBER_TAIL = pl.when(_LONG_NUMBER).then(pl.col("id_text").str.slice(-8, 8))

PAIR_SCHEMA = pl.Schema({"unit": pl.UInt32, "anchor": pl.UInt32})
COUNT_SCHEMA = pl.Schema(
    {"rule": pl.String, "pairs": pl.Int64, "blocks_left_out": pl.Int64, "pairs_left_out": pl.Int64}
)


@dataclass(frozen=True)
class Anchors:
    """Persons with a valid id, as narrow tables: who they are, and every value that a record of theirs carries.

    people: anchor, id_text, birth_date, sex.  names: anchor, name_key.  Each of `values` (phone, guardian_id,
    household_no, division_code): anchor and the value, distinct.
    """

    people: pl.DataFrame
    names: pl.DataFrame
    values: dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Rule:
    """Units and anchors that agree on `first` and `second` are a candidate pair."""

    name: str
    first: str
    second: str


RULES = (
    Rule("name and birth date", "name_key", "birth_date"),
    Rule("pinyin and birth date", "pinyin", "birth_date"),
    Rule("name and phone", "name_key", "phone"),
    Rule("name and guardian", "name_key", "guardian_id"),
    Rule("name and household", "name_key", "household_no"),
    Rule("name and township", "name_key", "township"),
    Rule("name and first ten of the id", "name_key", "number_head"),
    Rule("name and last eight of the id", "name_key", "number_tail"),
    Rule("birth date and household", "birth_date", "household_no"),
    Rule("birth date and guardian", "birth_date", "guardian_id"),
)


def _unit_keys(units: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    readable = units.filter(pl.col("name_key").is_not_null())
    return readable.join(names.select("name_key", "pinyin"), on="name_key", how="left").with_columns(
        township=_TOWNSHIP, number_head=_NUMBER_HEAD, number_tail=_NUMBER_TAIL
    )


def _anchor_values(column: str, anchors: Anchors, names: pl.DataFrame) -> pl.DataFrame:
    """(anchor, value) of one key column."""
    if column in ("name_key", "pinyin"):
        described = anchors.names.join(names.select("name_key", "pinyin"), on="name_key", how="left")
        return described.select("anchor", value=column).unique()
    if column == "township":
        return anchors.values["division_code"].select("anchor", value=_TOWNSHIP).drop_nulls("value").unique()
    if column in anchors.values:
        return anchors.values[column].select("anchor", value=column)
    number = {"number_head": _NUMBER_HEAD, "number_tail": _NUMBER_TAIL, "birth_date": pl.col("birth_date")}
    return anchors.people.select("anchor", value=number[column])


def _anchor_keys(rule: Rule, wanted: pl.DataFrame, anchors: Anchors, names: pl.DataFrame) -> pl.DataFrame:
    """(anchor, first, second) of the anchors that meet a wanted key at all."""
    sides = []
    for column in (rule.first, rule.second):
        values = _anchor_values(column, anchors, names).rename({"value": column})
        sides.append(values.join(wanted.select(column).unique(), on=column, how="semi"))
    return sides[0].join(sides[1], on="anchor").select("anchor", rule.first, rule.second)


def _rule_pairs(
    rule: Rule, units: pl.DataFrame, anchors: Anchors, names: pl.DataFrame, limit: int
) -> tuple[pl.DataFrame, dict[str, object]]:
    key = [rule.first, rule.second]
    left = units.select("unit", *key).drop_nulls()
    right = _anchor_keys(rule, left, anchors, names).unique()
    sizes = (
        left.group_by(key)
        .agg(units=pl.len().cast(pl.Int64))
        .join(right.group_by(key).agg(anchors=pl.len().cast(pl.Int64)), on=key)
        .with_columns(pairs=pl.col("units") * pl.col("anchors"))
    )
    kept, left_out = sizes.filter(pl.col("pairs") <= limit), sizes.filter(pl.col("pairs") > limit)
    pairs = left.join(kept.select(key), on=key).join(right, on=key).select(PAIR_SCHEMA.names())
    counts: dict[str, object] = {"rule": rule.name, "pairs": pairs.height}
    counts |= {"blocks_left_out": left_out.height, "pairs_left_out": int(left_out["pairs"].sum())}
    return pairs, counts


def candidate_pairs(
    units: pl.DataFrame, anchors: Anchors, names: pl.DataFrame, limit: int
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Distinct (unit, anchor) over all rules, and per rule: pairs, blocks_left_out, pairs_left_out.

    A block of more than `limit` pairs is left out whole.
    """
    keyed = _unit_keys(units, names)

    def each() -> Iterator[tuple[pl.DataFrame, dict[str, object]]]:
        for rule in RULES:
            yield _rule_pairs(rule, keyed, anchors, names, limit)

    found = list(each())
    pairs = pl.concat([pl.DataFrame(schema=PAIR_SCHEMA), *(pairs for pairs, _ in found)]).unique()
    return pairs, pl.DataFrame([counts for _, counts in found], schema=COUNT_SCHEMA)
