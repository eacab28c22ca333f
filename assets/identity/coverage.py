"""How likely the person of a row without a valid number is on another list with one.

What belongs here: what lists that overlap say of the rows whose person is not known. What does not: how alike two are.

A match weight asks whether two records are one person or two strangers. Where nearly everybody on a list is on another
one too, the person of a row is hardly ever missing there; and had another than the candidate been meant, that other
would agree as well and be a rival, for which the tie stands. What is left against a sole candidate is that the person
is on no other list, or is written so that nothing agrees: its odds are higher by known / (unknown + known *
unrecognised). A record's candidates and "on no other list" are one choice, as in Sadinle (2017), "Bayesian Estimation
of Bipartite Matchings for Record Linkage".
"""

from math import log2
from typing import Final, cast

import numpy as np
import polars as pl

from assets.identity.places import ordinals

KNOWN_ELSEWHERE: Final = "known_elsewhere"
# Rows seen before of a list of which nothing is known; of these half are of people known elsewhere.
_PRIOR_ROWS: Final = 1_000
_PRIOR_KNOWN: Final = 0.5
# Who has no number is on fewer lists: as many times as often on no other as those of the same list who have one.
_LESS_KNOWN: Final = 2.0
# Of people who are on another list so many are written there so that no rule or comparison recognises them.
_UNRECOGNISED: Final = 0.05


def with_known_elsewhere(
    units: pl.DataFrame, unit_of: pl.DataFrame, records: pl.DataFrame, persons: int
) -> pl.DataFrame:
    """`units` with `known_elsewhere`, of several sources the best known.

    `unit_of`: unit, record. `records`: source, and id_group and cluster as `ByNumber` has them.
    """
    owned = records.select("source", "cluster", "id_group").filter(pl.col("id_group") == 0)
    bits = known_elsewhere(owned["source"], owned["cluster"], persons)
    found = unit_of.select("unit", records["source"].gather(unit_of["record"]))
    found = found.with_columns(bits.gather(found["source"].to_physical()))
    return units.join(found.group_by("unit").agg(pl.col(KNOWN_ELSEWHERE).max()), on="unit", maintain_order="left")


def known_elsewhere(sources: pl.Series, persons: pl.Series, count: int) -> pl.Series:
    """Bits for a row of each source, in the order of the Enum; 0 where its people are seldom on other lists.

    `sources`, `persons`: of each row with a valid number its source (Enum) and person, below `count`.
    """
    source, person = ordinals(sources.to_physical()), ordinals(persons)
    size = len(cast("pl.Enum", sources.dtype).categories)
    first, last = np.full(count, size), np.full(count, -1)
    np.minimum.at(first, person, source)
    np.maximum.at(last, person, source)
    shared = (first != last)[person]
    rows, known = (np.bincount(source, weights, size) for weights in (None, shared))
    bits = [_bits(float(seen), float(of)) for seen, of in zip(known, rows, strict=True)]
    return pl.Series(KNOWN_ELSEWHERE, bits, dtype=pl.Float64)


def _bits(known: float, rows: float) -> float:
    alone = 1 - (known + _PRIOR_KNOWN * _PRIOR_ROWS) / (rows + _PRIOR_ROWS)
    unknown = min(_LESS_KNOWN * alone, 1.0)
    found = 1 - unknown
    return max(0.0, log2(max(found, 1e-6) / (unknown + found * _UNRECOGNISED)))
