"""Thresholds and bounds of matching.

What belongs here: numbers with their reasons. What does not: the weights of levels (that is model).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class IdentitySettings:
    """Thresholds in bits of match weight (posterior log2 odds) and bounds.

    sure_weight 10 is a match probability of 0.999, review_weight 4 of 0.94. tie_margin: two candidates closer than this
    are a tie, which goes to review. kept_margin: who was one person on an earlier night stays one to so many bits below
    sure_weight. pairs_per_block bounds the work of any blocking key; a larger block is left out whole and counted,
    because comparing a part of it would hide ties. hub_names: a phone, guardian, household or address of more names
    than this carries no weight. population_floor keeps the prior of a small delivery from being so strong that any
    agreement suffices. churn_bound: the share of persons, or of unchanged rows, with another id than the night before
    above which the operator is told.
    """

    sure_weight: float = 10.0
    review_weight: float = 4.0
    tie_margin: float = 3.0
    kept_margin: float = 2.0
    pairs_per_block: int = 200
    hub_names: int = 30
    population_floor: int = 10_000
    id_only_probability: float = 0.995
    same_details_probability: float = 0.99
    churn_bound: float = 0.005
