"""T3, first half: which pairs of a unit without a valid number and another node are worth comparing.

What belongs here: the blocking rules (equi-joins only) and their bound. What does not: how alike a pair is.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final, cast

import polars as pl

from assets.identity.names import sorted_words
from assets.identity.near_numbers import left_out_keys
from assets.identity.nodes import Population
from assets.identity.repair import repairs
from assets.identity.side_by_side import side_by_side

PAIR_SCHEMA = pl.Schema({"unit": pl.UInt32, "node": pl.UInt32, "rules": pl.UInt32})
COUNT_SCHEMA = pl.Schema(
    {"rule": pl.String, "pairs": pl.Int64, "blocks_left_out": pl.Int64, "pairs_left_out": pl.Int64}
)
_DIVISION = pl.col("division_code")
_DIVISION_LENGTH = _DIVISION.str.len_chars()
# Columns of rules that are parts of a division's code.
_OF_DIVISIONS: Final = {
    "county": _DIVISION.str.slice(0, 6),
    # A code of other kinds, such as a postcode, is short and stands for its place.
    "township": pl.when((_DIVISION_LENGTH >= 9) | (_DIVISION_LENGTH < 6)).then(_DIVISION.str.slice(0, 9)),
}


@dataclass(frozen=True)
class Rule:
    """Records that agree on all `columns` are a candidate pair."""

    name: str
    columns: tuple[str, ...]


HEAD: Final = 15
# What is one slip away from a valid number, found by enumeration.
REPAIR: Final = Rule("repaired number", ("id_text",))
# A number of another kind, or broken alike.
NUMBER: Final = Rule("number", ("id_text",))
# Numbers of other kinds that are one slip apart.
NEAR_NUMBER: Final = Rule("number with a slip", ("near_number",))
# No person with a valid number has one that these find.
_AMONG_UNITS: Final = (NUMBER, NEAR_NUMBER)
RULES: Final = (
    Rule("name and birth date", ("name_key", "birth_date")),
    Rule("pinyin and birth date", ("pinyin", "birth_date")),
    Rule("surname and birth date", ("surname", "birth_date")),
    Rule("county and birth date", ("county", "birth_date")),
    Rule("name and township", ("name_key", "township")),
    Rule("name and head of the number", ("name_key", "number_head")),
    # In whatever order its words stand; a name in characters is borne by too many.
    Rule("name in letters", ("letters",)),
    Rule("phone", ("phone",)),
    Rule("guardian", ("guardian_id",)),
    Rule("household", ("household_no",)),
    Rule("address", ("address",)),
    NUMBER,
    NEAR_NUMBER,
)
ALL_RULES: Final = (REPAIR, *RULES)
# Columns of rules that are forms of a name, from the table of names.
_OF_NAMES: Final = {"pinyin": pl.col("pinyin"), "letters": sorted_words()}
# Columns of rules that name and number alone decide.
_OF_NAMED: Final = {"name_key", "letters", "number_head"}


def rule_bit(rule: Rule) -> int:
    """The bit that stands for a rule in `rules` of a pair."""
    return 1 << ALL_RULES.index(rule)


def _keyed(records: pl.DataFrame, names: pl.DataFrame, rule: Rule, *who: str) -> pl.DataFrame:
    """`who` and the columns of a rule, of the records that have them all. What is numbered is told by its number."""
    made = {"surname": pl.col("name_key").str.slice(0, 1), "number_head": number_head(pl.col("id_text"))}
    plain = [name for name in rule.columns if name not in _OF_NAMES and name not in _OF_DIVISIONS]
    keyed = records.select(
        *who, *(made.get(name, pl.col(name).to_physical()).alias(name) for name in plain), spelled="name_key"
    )
    divisions = [name for name in rule.columns if name in _OF_DIVISIONS]
    keyed = keyed.with_columns(_of_divisions(records["division_code"], name) for name in divisions)
    for name in [name for name in rule.columns if name in _OF_NAMES]:
        forms = names.select("name_key", _OF_NAMES[name].alias(name)).drop_nulls()
        keyed = keyed.join(forms, left_on="spelled", right_on="name_key")
    return keyed.select(*who, *rule.columns).drop_nulls(rule.columns)


def _of_divisions(codes: pl.Series, name: str) -> pl.Series:
    """Part of each division's code; there are few divisions."""
    known = cast("pl.Enum", codes.dtype).categories
    parts = known.to_frame("division_code").select(_OF_DIVISIONS[name].alias(name)).to_series()
    return parts.extend_constant(None, 1).gather(codes.to_physical().fill_null(parts.len()))


def _with_forms(names: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """`names` that have a form of `wanted`: most persons' names have none, and are not joined with the others."""
    for name in [name for name in wanted.columns if name in _OF_NAMES]:
        names = names.filter(_OF_NAMES[name].is_in(wanted[name].unique().implode()))
    return names


def number_head(number: pl.Expr) -> pl.Expr:
    """The place, the birth and the first digit of the order: what a sheet's rounding leaves of a number."""
    return pl.when(number.str.contains(r"^[1-9][0-9]{14}")).then(number.str.slice(0, HEAD))


@dataclass(frozen=True)
class Candidates:
    """pairs: PAIR_SCHEMA, distinct (unit, node) with a bit a rule.  counts: COUNT_SCHEMA, a row a rule."""

    pairs: pl.DataFrame
    counts: pl.DataFrame


def candidate_pairs(population: Population, names: pl.DataFrame, limit: int) -> Candidates:
    """Every pair that some rule finds; of two groups the one with the smaller node stands on the right.

    `names`: the table of names. A block of more than `limit` pairs is left out whole and counted:
    comparing a part of it would hide ties.
    """
    tasks = [partial(_repaired, population), *(partial(_of_rule, rule, population, names, limit) for rule in RULES)]
    found = side_by_side(tasks)
    together = pl.concat([pairs for pairs, _ in found]).group_by("unit", "node").agg(pl.col("rules").bitwise_or())
    counts = pl.DataFrame([count for _, count in found], schema=COUNT_SCHEMA)
    return Candidates(together.select(PAIR_SCHEMA.names()), counts)


# Pairs of one rule (PAIR_SCHEMA) and their row of the counts (COUNT_SCHEMA).
Found = tuple[pl.DataFrame, dict[str, object]]


def _count(rule: Rule, pairs: int, blocks: int = 0, left_out: int = 0) -> dict[str, object]:
    return {"rule": rule.name, "pairs": pairs, "blocks_left_out": blocks, "pairs_left_out": left_out}


def _repaired(population: Population) -> Found:
    """Pairs of a unit with a broken number and the person whose number is one slip away."""
    known = population.named.select("node", repaired="id_text")
    table = repairs(population.units["id_text"], known["repaired"])
    known = known.join(table.select("repaired"), on="repaired", how="semi").unique()
    pairs = table.join(known, on="repaired").join(population.units.select("unit", "id_text"), on="id_text")
    pairs = pairs.select("unit", "node", rules=pl.lit(rule_bit(REPAIR), pl.UInt32))
    return pairs, _count(REPAIR, pairs.height)


def _units_keyed(rule: Rule, units: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """unit, node and the columns of a rule; for a slip a row for each way to leave a character of the number out."""
    if rule == NEAR_NUMBER:
        return units.select("unit", "node", "id_text").join(left_out_keys(units["id_text"]), on="id_text")
    return _keyed(units, names, rule, "unit", "node")


def _persons_keyed(rule: Rule, population: Population, names: pl.DataFrame, wanted: pl.DataFrame) -> pl.DataFrame:
    """node and the columns of a rule, of the persons with a valid number that have those of a unit."""
    if rule in _AMONG_UNITS:
        return wanted.clear().insert_column(0, pl.Series("node", [], dtype=pl.UInt32))
    table = population.named if set(rule.columns) <= _OF_NAMED else population.owned
    keyed = _keyed(table, _with_forms(names, wanted), rule, "node")
    if len(rule.columns) > 1:
        # One number is looked up many times as fast as several columns, and passes few that have not the same.
        mixed = pl.col(rule.columns[0]).hash(0) ^ pl.col(rule.columns[1]).hash(1)
        keyed = keyed.with_columns(mixed=mixed).join(wanted.select(mixed=mixed), on="mixed", how="semi").drop("mixed")
    return keyed.join(wanted, on=wanted.columns, how="semi").unique()


def _of_rule(rule: Rule, population: Population, names: pl.DataFrame, limit: int) -> Found:
    key = list(rule.columns)
    left = _units_keyed(rule, population.units, names)
    wanted = left.select(key).unique()
    persons = _persons_keyed(rule, population, names, wanted)
    sizes = (
        left.group_by(key)
        .agg(units=pl.len().cast(pl.Int64))
        .join(persons.group_by(key).agg(persons=pl.len().cast(pl.Int64)), on=key, how="left")
        .with_columns(pl.col("persons").fill_null(0))
        .with_columns(pairs=pl.col("units") * pl.col("persons") + pl.col("units") * (pl.col("units") - 1) // 2)
    )
    left_out = sizes.filter(pl.col("pairs") > limit)
    kept = left.join(left_out.select(key), on=key, how="anti")
    among = kept.join(kept.select("node", *key), on=key, suffix="_other").filter(pl.col("node") > pl.col("node_other"))
    pairs = pl.concat(
        [
            kept.select("unit", *key).join(persons, on=key).select("unit", "node"),
            among.select("unit", node="node_other"),
        ]
    ).unique()
    counted = _count(rule, pairs.height, left_out.height, int(left_out["pairs"].sum()))
    return pairs.with_columns(rules=pl.lit(rule_bit(rule), pl.UInt32)), counted
