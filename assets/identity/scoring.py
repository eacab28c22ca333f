"""T3, second half: comparison levels and match weights of candidate pairs.

What belongs here: levels of each comparison, their weights, name frequency. What does not: thresholds and choosing.
"""

from math import log2
from typing import Any

import polars as pl
from rapidfuzz import process
from rapidfuzz.distance import OSA

from assets.identity.blocking import Anchors
from assets.identity.names import with_name_level
from assets.identity.settings import IdentitySettings, Levels

# The frequency of a name is that of the form in which the two agree; one differing character has no form to count.
_FREQUENCY_OF = {"equal": "name_key", "variant": "folded", "pinyin": "pinyin"}
_RARE_AGREEMENT = {"truncated": 1e-4, "one_character": 1e-3, "lost_character": 1e-2}
_NAME_ORDER = ("equal", "variant", "pinyin", "truncated", "one_character", "lost_character", "different")


def compare(pairs: pl.DataFrame, units: pl.DataFrame, anchors: Anchors, names: pl.DataFrame) -> pl.DataFrame:
    """`pairs` (unit, anchor) with the level of each comparison; a level is null where a side knows nothing.

    Columns added: name_level and the anchor's name_key that agrees best, birth_level, sex_level, phone_level,
    guardian_level, household_level, division_level, id_level. Pairs of contradicting names are left out.
    """
    table = _with_best_name(pairs, units, anchors, names)
    people = anchors.people.rename({"id_text": "anchor_id", "birth_date": "anchor_birth", "sex": "anchor_sex"})
    details = units.drop("name_key", "separate", "source", "ordinal", "rows", "id_group", "address")
    table = table.join(details, on="unit").join(people, on="anchor")
    for level, column in (
        ("phone_level", "phone"),
        ("guardian_level", "guardian_id"),
        ("household_level", "household_no"),
    ):
        table = _with_value_level(table, anchors.values[column], column, level)
    table = _with_division_level(table, anchors.values["division_code"])
    table = table.with_columns(birth_level=_birth_level(), sex_level=_sex_level())
    return table.with_columns(id_level=_id_level(table))


def _with_best_name(pairs: pl.DataFrame, units: pl.DataFrame, anchors: Anchors, names: pl.DataFrame) -> pl.DataFrame:
    """unit, anchor, name_level, name_key (the anchor's): the best level over all names of the anchor."""
    spelled = (
        pairs.join(units.select("unit", left_name_key="name_key"), on="unit")
        .join(anchors.names.rename({"name_key": "right_name_key"}), on="anchor")
        .sort("unit", "anchor", "right_name_key")
    )
    order = pl.Enum((*_NAME_ORDER, "missing"))
    levelled = with_name_level(spelled, names).with_columns(pl.col("name_level").cast(order))
    best = levelled.sort("unit", "anchor", "name_level", "right_name_key").unique(
        ["unit", "anchor"], keep="first", maintain_order=True
    )
    comparable = best.filter(~pl.col("name_level").is_in(["different", "missing"]))
    return comparable.select("unit", "anchor", pl.col("name_level").cast(pl.String), name_key="right_name_key")


def _with_value_level(table: pl.DataFrame, values: pl.DataFrame, column: str, level: str) -> pl.DataFrame:
    """equal where any record of the anchor has the unit's value, different where they have only others."""
    same = values.with_columns(_same=pl.lit(True))
    known = values.select("anchor", _known=pl.lit(True)).unique()
    joined = table.join(same, on=["anchor", column], how="left", maintain_order="left").join(
        known, on="anchor", how="left", maintain_order="left"
    )
    found = pl.when("_same").then(pl.lit("equal")).when("_known").then(pl.lit("different"))
    return joined.with_columns(pl.when(pl.col(column).is_not_null()).then(found).alias(level)).drop("_same", "_known")


def _with_division_level(table: pl.DataFrame, values: pl.DataFrame) -> pl.DataFrame:
    """village, township, county or different: the finest level at which any division of the anchor agrees."""
    near = table.select("unit", "anchor", "division_code").join(values.rename({"division_code": "other"}), on="anchor")
    ranked = near.drop_nulls("division_code").select(
        "unit",
        "anchor",
        rank=pl.when(_same_division(12))
        .then(0)
        .when(_same_division(9))
        .then(1)
        .when(_same_division(6))
        .then(2)
        .otherwise(3),
    )
    best = ranked.group_by("unit", "anchor").agg(pl.col("rank").min())
    words = {0: "village", 1: "township", 2: "county", 3: "different"}
    named = best.select("unit", "anchor", division_level=pl.col("rank").replace_strict(words, return_dtype=pl.String))
    return table.join(named, on=["unit", "anchor"], how="left", maintain_order="left")


def _same_division(length: int) -> pl.Expr:
    left, right = pl.col("division_code"), pl.col("other")
    long_enough = (left.str.len_chars() >= length) & (right.str.len_chars() >= length)
    return long_enough & (left.str.slice(0, length) == right.str.slice(0, length))


def _birth_level() -> pl.Expr:
    """equal; near (two of year, month and day agree, or day and month are swapped); different."""
    left, right = pl.col("birth_date"), pl.col("anchor_birth")
    agreeing = pl.sum_horizontal(
        (left.dt.year() == right.dt.year()).cast(pl.Int8),
        (left.dt.month() == right.dt.month()).cast(pl.Int8),
        (left.dt.day() == right.dt.day()).cast(pl.Int8),
    )
    swapped = (
        (left.dt.year() == right.dt.year()) & (left.dt.month() == right.dt.day()) & (left.dt.day() == right.dt.month())
    )
    level = pl.when(left == right).then(pl.lit("equal")).when((agreeing == 2) | swapped).then(pl.lit("near"))
    return pl.when(left.is_not_null() & right.is_not_null()).then(level.otherwise(pl.lit("different")))


def _sex_level() -> pl.Expr:
    known = pl.col("sex").is_not_null() & pl.col("anchor_sex").is_not_null()
    same = pl.when(pl.col("sex") == pl.col("anchor_sex")).then(pl.lit("equal")).otherwise(pl.lit("different"))
    return pl.when(known).then(same)


def _id_level(table: pl.DataFrame) -> pl.Series:
    """Edits between the unit's number, where it has the length of one, and the anchor's valid one; RapidFuzz."""
    long_number = pl.col("id_text").str.len_chars().is_between(15, 20)
    sides = table.select(left=pl.when(long_number).then("id_text"), right="anchor_id")
    distances: Any = process.cpdist(
        sides["left"].fill_null("").to_list(), sides["right"].to_list(), scorer=OSA.distance, score_cutoff=3
    )
    edits = pl.Series("edits", distances, dtype=pl.Int64)
    level = pl.when(edits <= 1).then(pl.lit("one_edit")).when(edits == 2).then(pl.lit("two_edits"))
    return sides.select(
        id_level=pl.when(pl.col("left").is_not_null()).then(level.otherwise(pl.lit("different")))
    ).to_series()


def _weight(column: str, levels: Levels) -> pl.Expr:
    bits = {name: level.weight for name, level in levels.items()}
    return pl.col(column).replace_strict(bits, default=0.0, return_dtype=pl.Float64)


def name_frequencies(anchors: Anchors, names: pl.DataFrame, floor: int) -> dict[str, pl.DataFrame]:
    """For each form (name_key, folded, pinyin): the share of anchors that bear it, of at least `floor` people."""
    population = max(anchors.people.height, floor)
    described = anchors.names.join(names.select("name_key", "folded", "pinyin"), on="name_key", how="left")
    return {
        form: described.group_by(form).agg(frequency=pl.col("anchor").n_unique() / population)
        for form in _FREQUENCY_OF.values()
    }


def _name_weight(table: pl.DataFrame, frequencies: dict[str, pl.DataFrame], names: pl.DataFrame, m: Any) -> pl.Series:
    spelled = table.select("name_level", "name_key").join(
        names.select("name_key", "folded", "pinyin"), on="name_key", how="left", maintain_order="left"
    )
    weight = pl.lit(None, pl.Float64)
    for level, form in _FREQUENCY_OF.items():
        share = frequencies[form].rename({"frequency": f"{form}_share"})
        spelled = spelled.join(share, on=form, how="left", maintain_order="left")
        agreement = (m[level] / pl.col(f"{form}_share")).log(2)
        weight = pl.when(pl.col("name_level") == level).then(agreement).otherwise(weight)
    rare = {level: log2(m[level] / u) for level, u in _RARE_AGREEMENT.items()}
    fixed = pl.col("name_level").replace_strict(rare, default=None, return_dtype=pl.Float64)
    return spelled.select(weight=pl.coalesce(weight, fixed, 0.0)).to_series()


def score(compared: pl.DataFrame, anchors: Anchors, names: pl.DataFrame, settings: IdentitySettings) -> pl.DataFrame:
    """`compared` with `weight`, the posterior log2 odds that unit and anchor are one person.

    The prior is one in the number of anchors: a unit has at most one person among them.
    """
    population = max(anchors.people.height, settings.population_floor)
    frequencies = name_frequencies(anchors, names, settings.population_floor)
    details = pl.sum_horizontal(
        _weight("birth_level", settings.birth_date),
        _weight("sex_level", settings.sex),
        _weight("phone_level", settings.phone),
        _weight("guardian_level", settings.guardian),
        _weight("household_level", settings.household),
        _weight("division_level", settings.division),
        _weight("id_level", settings.id_number),
    )
    by_name = _name_weight(compared, frequencies, names, settings.name)
    return compared.with_columns(weight=(details + by_name - log2(population)).round(6))


def probability(weight: pl.Expr) -> pl.Expr:
    """Match probability of a weight in bits, never quite 1."""
    return (1 / (1 + pl.lit(2.0).pow(-weight.clip(-60, 60)))).clip(0.0, 0.999999).round(6)
