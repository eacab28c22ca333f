"""Words about warnings that more than one stage needs: tiers, dispositions, states of items, whose file a feedback is.

What belongs here: fixed values and their order. What does not: rules that use them (warnings) and Chinese headings
(queues).
"""

import polars as pl

from assets.vocabulary.departments import DEPARTMENT_NAMES

# From the most to the least urgent; the rank of a tier is its place.
TIERS = ("R", "O", "Y", "B")
# Which disposition stands for a warning among items of one tier: a case conference (ZH05) gathers all the others.
DISPOSITIONS = ("D3", "D1", "D2", "D4")
# States of an item that somebody is still asked about.
ACTIVE_ITEMS = ("open", "unassessed")


def rank(value: pl.Expr, order: tuple[str, ...]) -> pl.Expr:
    """The place of a value in its order, from 0. Raises InvalidOperationError on a value outside of it."""
    return value.replace_strict({name: place for place, name in enumerate(order)}, return_dtype=pl.Int8)


def tier_rank(tier: pl.Expr) -> pl.Expr:
    """0 for R to 3 for B."""
    return rank(tier, TIERS)


def disposition_rank(disposition: pl.Expr) -> pl.Expr:
    """The place of a disposition among items of one tier."""
    return rank(disposition, DISPOSITIONS)


def department_of_file(file: pl.Expr) -> pl.Expr:
    """The department that a feedback file's name begins with, by its key or its Chinese name; null where neither."""
    keys, words = "|".join(sorted(DEPARTMENT_NAMES)), "|".join(DEPARTMENT_NAMES.values())
    name = file.str.to_lowercase()
    by_key = name.str.extract(rf"^({keys})(?:[^a-z]|$)")
    by_word = name.str.extract(rf"^({words})(?:[^a-z]|$)")
    return pl.coalesce(by_key, by_word.replace({word: key for key, word in DEPARTMENT_NAMES.items()}))
