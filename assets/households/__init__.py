"""Households: linked member and ledger rows → who lives with whom, and each household's state and income.

What belongs here: membership, the primary household, the household's token, income a head. What does not: any rule
that finds a household (that is indicators), and who is who (that is identity).
"""

from assets.households.build import TABLES, build

__all__ = ["TABLES", "build"]
