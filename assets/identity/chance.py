"""u: how often two different persons agree on each level by chance, from records drawn by what they say.

What belongs here: drawing and counting. What does not: m (that is estimation).

All pairs of some hundred records tell what is met once in a thousand pairs. Two people of one birthday are met once in
tens of thousands: of many more records the pairs are counted that agree on it, and no others compared. Who shares a
telephone, a guardian or a household is of one family, which is no chance and bears other names: there the defaults,
which are for people of one name, stand.
"""

from math import log2
from typing import Final

import polars as pl

from assets.identity.comparison import COMPARISONS, LEVEL_COLUMNS, compare
from assets.identity.model import DEFAULTS, Model
from assets.identity.nodes import VALUES, Population

# The defaults count as so many pairs seen before.
PRIOR_PAIRS: Final = 20_000.0
# Records of which all pairs are compared, half the square of it; those of which only the pairs that agree are.
DRAWN_RECORDS: Final = 700
MANY_RECORDS: Final = 20_000
SEED: Final = 1969
# So many times as many are drawn by number and name, of which those are taken whose other details have the least hash.
_SPARE: Final = 4
# A birthday of more of the records drawn stands where none is known.
_MOST_BORN: Final = 100
_BIRTH: Final = ("birth_date", "equal")
_FAMILY: Final = ("phone", "guardian", "household")


def chance_levels(population: Population, names: pl.DataFrame) -> dict[tuple[str, str], float]:
    """(comparison, level) → u; empty where there are no two records."""
    many = _drawn(population, MANY_RECORDS)
    drawn = many.head(DRAWN_RECORDS)
    left = drawn.with_row_index("unit").rename({"node": "own"})
    pairs = left.select("unit", "own").join(drawn.select("node").unique(), how="cross")
    pairs = pairs.filter(pl.col("own") < pl.col("node")).select("unit", "node")
    if pairs.is_empty():
        return {}
    compared = _of_two_persons(_compared(pairs, left, population, names), population.size)
    found = {}
    for comparison, levels in DEFAULTS.items():
        if comparison in _FAMILY:
            continue
        column = compared[LEVEL_COLUMNS[comparison]]
        for name, level in levels.items():
            found[comparison, name] = _with_prior(float((column == name).sum()), column.count(), level.u)
    return found | {_BIRTH: _of_one_birthday(many, population, names)}


def _with_prior(seen: float, known: float, default: float) -> float:
    return (seen + default * PRIOR_PAIRS) / (known + PRIOR_PAIRS)


def _of_one_birthday(drawn: pl.DataFrame, population: Population, names: pl.DataFrame) -> float:
    drawn = drawn.drop_nulls("birth_date")
    drawn = drawn.filter(pl.len().over("birth_date") <= _MOST_BORN)
    left = drawn.with_row_index("unit").rename({"node": "own"})
    met = left.select("unit", "own", "birth_date").join(left.select("birth_date", node="own"), on="birth_date")
    pairs = met.filter(pl.col("own") < pl.col("node")).select("unit", "node")
    others = _of_two_persons(_compared(pairs, left, population, names), population.size) if len(pairs) else pairs
    return _with_prior(others.height, drawn.height * (drawn.height - 1) / 2, DEFAULTS["birth_date"]["equal"].u)


def _compared(pairs: pl.DataFrame, left: pl.DataFrame, population: Population, names: pl.DataFrame) -> pl.DataFrame:
    return compare(pairs, left, population.nodes(pairs["node"]), names, contradicting=True)


def _of_two_persons(compared: pl.DataFrame, size: int) -> pl.DataFrame:
    """Without the pairs that the defaults take for one person: where many records are of few, chance meets them too."""
    defaults = Model()
    weights = [
        pl.col(LEVEL_COLUMNS[comparison]).replace_strict(defaults.weights(comparison), default=0.0)
        for comparison in COMPARISONS
    ]
    return compared.filter(pl.sum_horizontal(weights) < log2(size))


def _drawn(population: Population, count: int) -> pl.DataFrame:
    """At most `count` records with node and details, one a node, in the order of a hash of what they say.

    Of all that they say: by the name alone those of one person, who have no number, would be drawn together.
    """
    columns = ("node", "name_key", "id_text", "sex", "birth_date", *VALUES)
    step = max(1, population.size // count)
    named = pl.concat_str(pl.col("name_key"), pl.col("id_text").fill_null(""), separator="|").hash(seed=SEED)
    chosen = pl.col("name_key").is_not_null() & (named % max(1, step // _SPARE) == 0)
    drawn = pl.concat([part.select(columns).filter(chosen) for part in (population.owned, population.units)])
    said = pl.concat_str([pl.col(name).cast(pl.String).fill_null("") for name in columns[1:]], separator="|")
    drawn = _least(drawn.with_columns(said=said, drawn=said.hash(seed=SEED)), count).sort("drawn", "said", "node")
    return drawn.unique("node", keep="first", maintain_order=True).head(count).drop("said", "drawn")


def _least(drawn: pl.DataFrame, count: int) -> pl.DataFrame:
    """Of `drawn` those of the least hash, among which are the first `count` nodes: few of many need be sorted."""
    least = drawn.filter(pl.col("drawn") <= pl.col("drawn").bottom_k(2 * count).max())
    return least if least["node"].n_unique() >= count else drawn
