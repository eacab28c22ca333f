"""The weights from a night's own pairs: m by expectation maximisation, u from pairs drawn at random.

What belongs here: estimating the model. What does not: u (that is chance), when a model is estimated or kept (that is
the stage).

Dempster, Laird and Rubin (1977) on the pairs of each blocking rule, without the comparisons that the rule makes agree,
as Splink does; the rules' answers are added by their expected matches. Relatives share phone, home and guardian, which
the model takes for independent: they are known to be no matches. The defaults count as a few pairs seen before,
so that a small night moves them little. Sums run in a fixed order, so that a night repeats to the bit.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.identity.blocking import ALL_RULES, Rule, rule_bit
from assets.identity.comparison import COMPARISONS, LEVEL_COLUMNS
from assets.identity.doubts import relatives
from assets.identity.model import DEFAULTS, Comparisons, Level, Model
from assets.identity.names import with_name_level

Probabilities = NDArray[np.float64]

ROUNDS: Final = 30
PRIOR_MATCHES: Final = 200.0
_SMALLEST: Final = 1e-7
# Which comparison a column of a rule makes agree.
_MADE_EQUAL: Final = {
    "name_key": "name",
    "pinyin": "name",
    "surname": "name",
    "letters": "name",
    "birth_date": "birth_date",
    "phone": "phone",
    "guardian_id": "guardian",
    "household_no": "household",
    "county": "division",
    "township": "division",
    "address": "address",
    "id_text": "id_number",
    "number_head": "id_number",
    "near_number": "id_number",
}


def estimate(
    compared: pl.DataFrame, units: pl.DataFrame, names: pl.DataFrame, others: Mapping[tuple[str, str], float]
) -> Model:
    """The model of the night.

    `compared`: its candidate pairs with their levels and `rules`. `units`: those without a valid number. `others`: u
    (see `chance`).
    """
    comparisons = {
        comparison: {
            name: Level(level.m, others.get((comparison, name), level.u))
            for name, level in DEFAULTS[comparison].items()
        }
        for comparison in COMPARISONS
    }
    matches = expected_matches(patterns_of(compared), comparisons)
    for level, pairs in _joined_names(units, names).items():
        matches["name", level] = matches.get(("name", level), 0.0) + pairs
    return Model({c: _with_matches(c, comparisons[c], matches) for c in COMPARISONS}, matches)


def _joined_names(units: pl.DataFrame, names: pl.DataFrame) -> dict[str, float]:
    """Name level → pairs of units that an equal number has already made one.

    They are never candidates. Without them the names of those left would seem to be how matches are written.
    """
    numbered = units.select("node", "id_text", "name_key").drop_nulls().sort("node", "id_text", "name_key")
    later = numbered.filter(pl.int_range(pl.len()).over("node", "id_text") > 0)
    pairs = later.with_columns(left_name_key="name_key").join(
        numbered.unique(["node", "id_text"], keep="first").select("node", "id_text", right_name_key="name_key"),
        on=["node", "id_text"],
    )
    counted = with_name_level(pairs, names).group_by("name_level").len()
    return {level: float(pairs) for level, pairs in counted.sort("name_level").iter_rows()}


def patterns_of(compared: pl.DataFrame) -> pl.DataFrame:
    """Distinct patterns of levels and rules with their pairs, in a fixed order."""
    columns = ["rules", *LEVEL_COLUMNS.values()]
    return compared.group_by(columns).agg(pairs=pl.len()).sort(columns, nulls_last=True)


def expected_matches(patterns: pl.DataFrame, comparisons: Comparisons) -> dict[tuple[str, str], float]:
    """(comparison, level) → expected matches over all rules that do not make the comparison agree."""
    totals: dict[tuple[str, str], float] = {}
    for rule in ALL_RULES:
        of_rule = patterns.filter((pl.col("rules") & rule_bit(rule)) > 0)
        if not of_rule.is_empty():
            for level, expected in _of_rule(rule, of_rule, comparisons).items():
                totals[level] = totals.get(level, 0.0) + expected
    return {level: round(expected, 3) for level, expected in totals.items()}


def _of_rule(rule: Rule, patterns: pl.DataFrame, comparisons: Comparisons) -> dict[tuple[str, str], float]:
    """Expectation maximisation on one rule's pairs."""
    used = {_MADE_EQUAL[column] for column in rule.columns}
    free = [comparison for comparison in COMPARISONS if comparison not in used]
    pairs = patterns["pairs"].to_numpy().astype(np.float64)
    others = patterns.select(relatives()).to_series().to_numpy()
    seen = {c: _one_hot(patterns[LEVEL_COLUMNS[c]], list(comparisons[c])) for c in free}
    m = {c: np.array([level.m for level in comparisons[c].values()]) for c in free}
    u = {c: np.array([max(level.u, _SMALLEST) for level in comparisons[c].values()]) for c in free}
    share, match = 0.5, np.zeros(len(pairs))
    for _ in range(ROUNDS):
        odds = np.log(share) - np.log1p(-share) + sum(seen[c] @ np.log(m[c] / u[c]) for c in free)
        match = np.where(others, 0.0, 1 / (1 + np.exp(-np.clip(odds, -500, 500))))
        weighted = pairs * match
        share = float(np.clip(weighted.sum() / pairs.sum(), 1e-6, 1 - 1e-6))
        m = {c: _mean(weighted @ seen[c], comparisons[c]) for c in free}
    counted = {c: (pairs * match) @ seen[c] for c in free}
    return {(c, level): float(counted[c][place]) for c in free for place, level in enumerate(comparisons[c])}


def _one_hot(levels: pl.Series, names: Sequence[str]) -> Probabilities:
    """A row a pattern, a column a level; a row of zeros where nothing is known."""
    codes = levels.cast(pl.Enum(names)).to_physical().cast(pl.Int64).fill_null(len(names)).to_numpy()
    return np.eye(len(names) + 1)[codes, : len(names)]


def _mean(counts: Probabilities, levels: Mapping[str, Level]) -> Probabilities:
    """m of each level, the defaults counted as `PRIOR_MATCHES` pairs."""
    before = np.array([level.m for level in levels.values()]) * PRIOR_MATCHES
    mean: Probabilities = (counts + before) / (counts.sum() + before.sum())
    return mean


def _with_matches(
    comparison: str, levels: Mapping[str, Level], matches: Mapping[tuple[str, str], float]
) -> dict[str, Level]:
    counts = np.array([matches.get((comparison, name), 0.0) for name in levels])
    defaults = DEFAULTS[comparison]
    means = _mean(counts, {name: defaults[name] for name in levels})
    return {
        name: Level(round(float(m), 9), max(round(level.u, 9), _SMALLEST))
        for (name, level), m in zip(levels.items(), means, strict=True)
    }
