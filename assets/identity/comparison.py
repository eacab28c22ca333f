"""T3, second half: at which level a unit and a node agree in each of their values.

What belongs here: the comparisons and their levels; distances count code points, never bytes. What does not: what a
level weighs (that is weights), thresholds and choosing.

A level is null where a side knows nothing. A node has several values where its records do; the best level counts.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assets.identity.addresses import addresses_alike
from assets.identity.blocking import NUMBER, number_head, rule_bit
from assets.identity.names import LEVELS, with_name_level
from assets.identity.nodes import Nodes
from assets.identity.places import Ordinals, ordinals

COMPARISONS: Final = ("name", "birth_date", "sex", "phone", "guardian", "household", "division", "address", "id_number")
LEVEL_COLUMNS: Final = {comparison: f"{comparison}_level" for comparison in COMPARISONS}
_VALUE_COLUMNS: Final = {"phone": "phone", "guardian": "guardian_id", "household": "household_no"}
_SHORTEST_NUMBER = 5


def compare(
    pairs: pl.DataFrame, units: pl.DataFrame, nodes: Nodes, names: pl.DataFrame, contradicting: bool = False
) -> pl.DataFrame:
    """`pairs` (unit, node, and any others) with a level of each comparison, and node_name, the name that agrees best.

    `units`: unit, name_key, id_text and the details. Pairs of contradicting names are left out unless they share a
    number, or with `contradicting`; those where a side has no name stay.
    """
    table = _with_best_name(pairs, units, nodes, names)
    if not contradicting:
        by_number = (pl.col("rules") & rule_bit(NUMBER)) > 0
        table = table.filter(pl.col("name_level").is_null() | (pl.col("name_level") != "different") | by_number)
    details = ("id_text", "sex", "birth_date", "phone", "guardian_id", "household_no", "division_code", "address")
    table = table.join(units.select("unit", *details), on="unit", maintain_order="left")
    table = table.join(nodes.people.rename({"sex": "node_sex"}), on="node", how="left", maintain_order="left")
    for comparison, column in _VALUE_COLUMNS.items():
        table = _with_value_level(table, nodes.values[column], column, LEVEL_COLUMNS[comparison])
    table = _with_division_level(table, nodes.values["division_code"])
    table = _with_address_level(table, nodes.values["address"])
    table = _with_birth_level(table, nodes.births)
    table = _with_id_level(table, nodes.numbers)
    return table.with_columns(sex_level=_sex_level()).drop(*details, "node_sex")


def _with_best(table: pl.DataFrame, found: pl.DataFrame, level: str, order: Sequence[str]) -> pl.DataFrame:
    """`table` with the best level of each of its rows in `found` (row, level), which may be null."""
    told = found.drop_nulls("level")
    best = np.full(table.height, len(order), dtype=np.uint32)
    np.minimum.at(best, told["row"].to_numpy(), told["level"].cast(pl.Enum(order)).to_physical().to_numpy())
    return table.with_columns(pl.Series([*order, None], dtype=pl.String).gather(best).alias(level))


def _told(table: pl.DataFrame, column: str) -> pl.DataFrame:
    """row, node and the unit's value, where it has one."""
    return table.select(row=pl.int_range(pl.len(), dtype=pl.UInt32), node="node", **{column: column}).drop_nulls(column)


def _with_best_name(pairs: pl.DataFrame, units: pl.DataFrame, nodes: Nodes, names: pl.DataFrame) -> pl.DataFrame:
    """`pairs` with name_level and node_name: the best level over all names of the node."""
    spelled = (
        pairs.lazy()
        .join(units.lazy().select("unit", left_name_key="name_key"), on="unit")
        .join(nodes.names.lazy().rename({"name_key": "right_name_key"}), on="node", how="left")
        .sort("unit", "node", "right_name_key")
        .collect()
    )
    levelled = with_name_level(spelled, names).with_columns(pl.col("name_level").cast(pl.Enum(LEVELS)))
    best = levelled[_best_of_pair(levelled)]
    level = pl.col("name_level")
    return (
        best.drop("left_name_key")
        .rename({"right_name_key": "node_name"})
        .with_columns(pl.when(level != "missing").then(level.cast(pl.String)).alias("name_level"))
    )


def _best_of_pair(levelled: pl.DataFrame) -> Ordinals:
    """Of rows in the order of unit and node, the first of each pair's best name_level."""
    pair = (ordinals(levelled["unit"]) << 32) | ordinals(levelled["node"])
    begins = np.flatnonzero(np.diff(pair, prepend=-1))
    of = np.repeat(np.arange(len(begins)), np.diff(begins, append=len(pair)))
    level = ordinals(levelled["name_level"].to_physical())
    best = np.flatnonzero(level == np.minimum.reduceat(level, begins)[of]) if len(pair) else begins
    return best[np.flatnonzero(np.diff(of[best], prepend=-1))]


def _with_value_level(table: pl.DataFrame, values: pl.DataFrame, column: str, level: str) -> pl.DataFrame:
    """equal where any record of the node has the unit's value, different where they have only others."""
    same = values.with_columns(_same=pl.lit(True))
    known = values.select("node", _known=pl.lit(True)).unique()
    joined = table.join(same, on=["node", column], how="left", maintain_order="left").join(
        known, on="node", how="left", maintain_order="left"
    )
    found = pl.when("_same").then(pl.lit("equal")).when("_known").then(pl.lit("different"))
    return joined.with_columns(pl.when(pl.col(column).is_not_null()).then(found).alias(level)).drop("_same", "_known")


def _with_division_level(table: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """village, township, county or different: the finest level at which any division of the node agrees."""
    near = _told(table, "division_code").with_columns(pl.col("division_code").cast(pl.String))
    values = values.with_columns(pl.col("division_code").cast(pl.String))
    ranked = near.join(values.rename({"division_code": "other"}), on="node").select(
        "row",
        level=pl.when(_same_division(12))
        .then(pl.lit("village"))
        .when(_same_division(9))
        .then(pl.lit("township"))
        .when(_same_division(6) | (pl.col("division_code") == pl.col("other")))
        .then(pl.lit("county"))
        .otherwise(pl.lit("different")),
    )
    return _with_best(table, ranked, "division_level", ("village", "township", "county", "different"))


def _same_division(length: int) -> pl.Expr:
    left, right = pl.col("division_code"), pl.col("other")
    long_enough = (left.str.len_chars() >= length) & (right.str.len_chars() >= length)
    return long_enough & (left.str.slice(0, length) == right.str.slice(0, length))


def _with_address_level(table: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """equal, similar (most of the characters are the same) or different, the best over the node's addresses."""
    both = _told(table, "address").join(values.rename({"address": "other"}), on="node")
    texts = both.select("address", "other").unique()
    same = texts.filter(pl.col("address") == pl.col("other")).with_columns(level=pl.lit("equal"))
    unlike = texts.filter(pl.col("address") != pl.col("other"))
    similar = pl.Series(addresses_alike(*(unlike[side].cast(pl.String) for side in ("address", "other"))))
    rest = unlike.with_columns(
        level=pl.select(pl.when(similar).then(pl.lit("similar")).otherwise(pl.lit("different"))).to_series()
    )
    ranked = both.join(pl.concat([same, rest]), on=["address", "other"])
    return _with_best(table, ranked.select("row", "level"), "address_level", ("equal", "similar", "different"))


def _with_birth_level(table: pl.DataFrame, births: pl.DataFrame) -> pl.DataFrame:
    """equal; near (two of year, month and day agree, or day and month are swapped); different."""
    met = _told(table, "birth_date").join(births, on="node")
    left, right = pl.col("birth_date"), pl.col("birth")
    agreeing = pl.sum_horizontal(
        (left.dt.year() == right.dt.year()).cast(pl.Int8),
        (left.dt.month() == right.dt.month()).cast(pl.Int8),
        (left.dt.day() == right.dt.day()).cast(pl.Int8),
    )
    swapped = (
        (left.dt.year() == right.dt.year()) & (left.dt.month() == right.dt.day()) & (left.dt.day() == right.dt.month())
    )
    level = pl.when(left == right).then(pl.lit("equal")).when((agreeing == 2) | swapped).then(pl.lit("near"))
    found = met.select("row", level=level.otherwise(pl.lit("different")))
    return _with_best(table, found, "birth_date_level", ("equal", "near", "different"))


def _sex_level() -> pl.Expr:
    known = pl.col("sex").is_not_null() & pl.col("node_sex").is_not_null()
    same = pl.when(pl.col("sex") == pl.col("node_sex")).then(pl.lit("equal")).otherwise(pl.lit("different"))
    return pl.when(known).then(same)


def _with_id_level(table: pl.DataFrame, numbers: pl.DataFrame) -> pl.DataFrame:
    """Edits between the unit's number and the node's: equal, one_edit, same_head, two_edits, different.

    Null where their lengths differ by more than one and one is not the head of the other: an old certificate's number
    says nothing of a new one's.
    """
    met = _told(table, "id_text").join(numbers, on="node")
    left, right = pl.col("id_text"), pl.col("number")
    lengths = [side.str.len_chars().cast(pl.Int32) for side in (left, right)]
    comparable = (pl.min_horizontal(lengths) >= _SHORTEST_NUMBER) & ((lengths[0] - lengths[1]).abs() <= 1)
    same_head = (number_head(left) == number_head(right)).fill_null(False)
    met = met.with_columns(comparable=comparable, same_head=same_head).filter(
        pl.col("comparable") | pl.col("same_head")
    )
    distances: Any = process.cpdist(
        met["id_text"].to_list(), met["number"].to_list(), scorer=OSA.distance, score_cutoff=3
    )
    edits = pl.Series("edits", distances, dtype=pl.Int64)
    level = (
        pl.when(edits == 0)
        .then(pl.lit("equal"))
        .when(edits == 1)
        .then(pl.lit("one_edit"))
        .when("same_head")
        .then(pl.lit("same_head"))
        .when(edits == 2)
        .then(pl.lit("two_edits"))
        .otherwise(pl.lit("different"))
    )
    order = ("equal", "one_edit", "same_head", "two_edits", "different")
    return _with_best(table, met.select("row", level=level), "id_number_level", order)
