"""What the matching rests on: thresholds, bounds, and the m and u probabilities of every comparison level.

What belongs here: numbers with their reasons. What does not: how a comparison is computed.

The model is Fellegi and Sunter (1969), "A Theory for Record Linkage": a level's match weight is log2(m / u), m = how
often two records of one person fall into the level, u = how often two records of different persons do. The figures are
fixed defaults set by judgement for Chinese administrative extracts, not estimated from a night's data, so that its
result does not depend on what else was delivered; only name frequencies come from the data.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log2
from types import MappingProxyType


@dataclass(frozen=True)
class Level:
    """One comparison level: m and u probabilities, its weight in bits."""

    m: float
    u: float

    @property
    def weight(self) -> float:
        return log2(self.m / self.u)


Levels = Mapping[str, Level]

# u of the name levels is the frequency of that very name among the persons with a valid id; see `scoring`.
NAME_AGREEMENT: Mapping[str, float] = MappingProxyType(
    {
        "equal": 0.95,
        "variant": 0.01,
        "pinyin": 0.015,
        "truncated": 0.005,
        "one_character": 0.015,
        "lost_character": 0.003,
    }
)
# One in some 70 × 365 days, doubled because births cluster in years.
BIRTH_DATE: Levels = MappingProxyType(
    {"equal": Level(0.97, 1 / 13_000), "near": Level(0.02, 1 / 900), "different": Level(0.01, 1.0)}
)
SEX: Levels = MappingProxyType({"equal": Level(0.99, 0.5), "different": Level(0.01, 0.5)})
# People change numbers, and a family or a village clerk shares one.
PHONE: Levels = MappingProxyType({"equal": Level(0.6, 1e-5), "different": Level(0.4, 1.0)})
DIVISION: Levels = MappingProxyType(
    {
        "village": Level(0.70, 0.002),
        "township": Level(0.15, 0.01),
        "county": Level(0.07, 0.1),
        "different": Level(0.08, 0.888),
    }
)
GUARDIAN: Levels = MappingProxyType({"equal": Level(0.9, 3e-6), "different": Level(0.1, 1.0)})
HOUSEHOLD: Levels = MappingProxyType({"equal": Level(0.95, 3e-6), "different": Level(0.05, 1.0)})
# Edits (optimal string alignment) between a broken number and a valid one.
ID_NUMBER: Levels = MappingProxyType(
    {"one_edit": Level(0.75, 1e-6), "two_edits": Level(0.15, 1e-5), "different": Level(0.02, 1.0)}
)


@dataclass(frozen=True)
class IdentitySettings:
    """Thresholds in bits of match weight (posterior log2 odds), bounds and the levels.

    sure_weight 10 is a match probability of 0.999, review_weight 4 of 0.94. tie_margin: two candidates closer than this
    are a tie, which goes to review. pairs_per_block bounds the work of any blocking key; a larger block is left out
    whole and counted, because comparing a part of it would hide ties. population_floor keeps the prior of a small
    delivery from being so strong that any agreement suffices.
    """

    sure_weight: float = 10.0
    review_weight: float = 4.0
    tie_margin: float = 3.0
    pairs_per_block: int = 200
    population_floor: int = 10_000
    id_only_probability: float = 0.995
    same_details_probability: float = 0.99
    name: Mapping[str, float] = field(default_factory=lambda: NAME_AGREEMENT)
    birth_date: Levels = field(default_factory=lambda: BIRTH_DATE)
    sex: Levels = field(default_factory=lambda: SEX)
    phone: Levels = field(default_factory=lambda: PHONE)
    division: Levels = field(default_factory=lambda: DIVISION)
    guardian: Levels = field(default_factory=lambda: GUARDIAN)
    household: Levels = field(default_factory=lambda: HOUSEHOLD)
    id_number: Levels = field(default_factory=lambda: ID_NUMBER)
