"""Indicators: SQL over the landed rows, persons and households → hits with their evidence.

What belongs here: running the rules, the policy parameters, what holds for all hits. What does not: the rules
themselves (sql/indicators), their names and sentences (data/reference/policy), and what becomes of a hit (warnings).
"""

from assets.indicators.run import Outcome, run

__all__ = ["Outcome", "run"]
