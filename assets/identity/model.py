"""The model of matching: how often each level of each comparison is met among matches (m) and among others (u).

What belongs here: the model, its defaults and its table. What does not: estimating it, and how a level is found.

Fellegi and Sunter (1969), "A Theory for Record Linkage": a level's match weight is log2(m / u), in bits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from types import MappingProxyType

import polars as pl


@dataclass(frozen=True)
class Level:
    """One comparison level: m and u probabilities, its weight in bits."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        return log2(self.m / self.u)


Levels = Mapping[str, Level]
Comparisons = Mapping[str, Levels]

# By judgement for Chinese administrative extracts; what a night's own pairs say moves them (see estimation).
# The u of names that are equal in some form is the frequency of that very form; here stands that of a usual name.
DEFAULTS: Comparisons = MappingProxyType(
    {
        "name": {
            "equal": Level(0.93, 1e-4),
            "variant": Level(0.01, 1e-4),
            "pinyin": Level(0.015, 3e-4),
            "similar_character": Level(0.01, 5e-4),
            "swapped": Level(0.003, 1e-4),
            "truncated": Level(0.005, 1e-4),
            "typo": Level(0.015, 1e-4),
            "one_character": Level(0.009, 1e-3),
            "lost_character": Level(0.003, 1e-2),
            "some_words": Level(0.003, 1e-3),
            # Another name, or a part of it, in all of one's life.
            "different": Level(0.01, 1.0),
        },
        # One in some 70 × 365 days, doubled because births cluster in years.
        "birth_date": {"equal": Level(0.97, 1 / 13_000), "near": Level(0.02, 1 / 900), "different": Level(0.01, 1.0)},
        "sex": {"equal": Level(0.99, 0.5), "different": Level(0.01, 0.5)},
        # People change numbers, and a family or a village clerk shares one.
        "phone": {"equal": Level(0.6, 1e-5), "different": Level(0.4, 1.0)},
        "guardian": {"equal": Level(0.9, 3e-6), "different": Level(0.1, 1.0)},
        "household": {"equal": Level(0.95, 3e-6), "different": Level(0.05, 1.0)},
        "division": {
            "village": Level(0.70, 0.002),
            "township": Level(0.15, 0.01),
            "county": Level(0.07, 0.1),
            "different": Level(0.08, 0.888),
        },
        "address": {"equal": Level(0.6, 1e-4), "similar": Level(0.2, 1e-2), "different": Level(0.2, 0.99)},
        # Edits (optimal string alignment) between two numbers of about one length.
        "id_number": {
            "equal": Level(0.80, 1e-6),
            "one_edit": Level(0.15, 1e-6),
            "same_head": Level(0.02, 4e-7),
            "two_edits": Level(0.02, 1e-5),
            "different": Level(0.01, 1.0),
        },
    }
)
TABLE_SCHEMA = pl.Schema(
    {
        "comparison": pl.String,
        "level": pl.String,
        "m": pl.Float64,
        "u": pl.Float64,
        "weight": pl.Float64,
        "matches": pl.Float64,
    }
)


@dataclass(frozen=True)
class Model:
    """m and u of every level, and on how many expected matches of the night that estimated it each m rests."""

    comparisons: Comparisons = field(default_factory=lambda: DEFAULTS)
    matches: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def weights(self, comparison: str) -> dict[str, float]:
        """Level → match weight in bits."""
        return {name: level.weight for name, level in self.comparisons[comparison].items()}

    def table(self) -> pl.DataFrame:
        """A row a level (TABLE_SCHEMA), in the order of the comparisons and their levels."""
        rows = [
            (comparison, name, level.m, level.u, round(level.weight, 6), self.matches.get((comparison, name), 0.0))
            for comparison, levels in self.comparisons.items()
            for name, level in levels.items()
        ]
        return pl.DataFrame(rows, schema=TABLE_SCHEMA, orient="row")

    @classmethod
    def of_table(cls, table: pl.DataFrame) -> "Model":
        """The model that `table` shows; levels that it does not name have their defaults."""
        comparisons = {comparison: dict(levels) for comparison, levels in DEFAULTS.items()}
        matches = {}
        for row in table.iter_rows(named=True):
            if row["level"] in comparisons.get(row["comparison"], {}):
                comparisons[row["comparison"]][row["level"]] = Level(row["m"], row["u"])
                matches[row["comparison"], row["level"]] = row["matches"]
        return cls(comparisons, matches)
