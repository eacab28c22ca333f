"""Estimation on patterns whose truth is drawn here: what is put in comes out, and little evidence moves little."""

from collections.abc import Mapping

import numpy as np
import polars as pl
import pytest

from assets.identity.blocking import RULES, rule_bit
from assets.identity.comparison import COMPARISONS, LEVEL_COLUMNS
from assets.identity.estimation import expected_matches, patterns_of
from assets.identity.model import DEFAULTS, Model

PHONE = next(rule for rule in RULES if rule.name == "phone")
TRUTH_M: Mapping[str, Mapping[str, float]] = {
    "name": {"equal": 0.80, "pinyin": 0.15, "one_character": 0.05},
    "birth_date": {"equal": 0.90, "near": 0.06, "different": 0.04},
    "sex": {"equal": 0.97, "different": 0.03},
    "division": {"village": 0.5, "township": 0.3, "county": 0.15, "different": 0.05},
}
MATCHES, OTHERS = 6_000, 30_000


def drawn(seed: int, matches: int = MATCHES, others: int = OTHERS) -> pl.DataFrame:
    """Pairs that the phone's rule found: `matches` by TRUTH_M, `others` by the defaults' u made to sum to one."""
    random = np.random.default_rng(seed)
    columns: dict[str, list[str | None]] = {}
    for comparison in COMPARISONS:
        if comparison not in TRUTH_M:
            columns[LEVEL_COLUMNS[comparison]] = [None] * (matches + others)
            continue
        m = TRUTH_M[comparison]
        u = {level: DEFAULTS[comparison][level].u for level in DEFAULTS[comparison]}
        share = np.array(list(u.values())) / sum(u.values())
        same = random.choice(list(m), size=matches, p=list(m.values()))
        columns[LEVEL_COLUMNS[comparison]] = [*same, *random.choice(list(u), size=others, p=share)]
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)).with_columns(
        rules=pl.lit(rule_bit(PHONE), pl.UInt32)
    )


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_shares_among_matches_are_found(seed: int) -> None:
    found = expected_matches(patterns_of(drawn(seed)), DEFAULTS)
    for comparison, levels in TRUTH_M.items():
        total = sum(found[comparison, level] for level in DEFAULTS[comparison])
        assert total == pytest.approx(MATCHES, rel=0.05)
        for level, m in levels.items():
            assert found[comparison, level] / total == pytest.approx(m, abs=0.02), (comparison, level)


def test_what_a_rule_makes_agree_is_not_learnt_from_it() -> None:
    found = expected_matches(patterns_of(drawn(1)), DEFAULTS)
    assert not any(comparison == "phone" for comparison, _ in found)


def test_a_few_pairs_move_the_defaults_little() -> None:
    found = expected_matches(patterns_of(drawn(1, matches=5, others=20)), DEFAULTS)
    assert sum(found["name", level] for level in DEFAULTS["name"]) < 25


def test_a_model_outlives_its_table() -> None:
    model = Model(matches={("name", "equal"): 12.5})
    again = Model.of_table(model.table())
    assert again.table().equals(model.table())
    assert model.table().filter(pl.col("m") <= 0).is_empty()


def test_brothers_and_sisters_are_no_matches_though_they_share_home_and_guardian() -> None:
    """A thousand matches, and three thousand siblings whom one phone, one guardian and one village make alike."""
    alike = {"phone": "equal", "guardian": "equal", "division": "village", "sex": "equal"}
    kin = alike | {"name": "one_character", "birth_date": "different"}
    pairs = pl.DataFrame(
        [alike | {"name": "equal", "birth_date": "equal", "pairs": 1_000}, kin | {"pairs": 3_000}],
    )
    missing = [pl.lit(None, pl.String).alias(name) for name in COMPARISONS if name not in kin]
    patterns = pairs.with_columns(missing).rename(LEVEL_COLUMNS).with_columns(rules=pl.lit(rule_bit(PHONE), pl.UInt32))
    found = expected_matches(patterns, DEFAULTS)
    assert found["birth_date", "equal"] == pytest.approx(1_000, rel=0.01)
    assert found["birth_date", "different"] == found["name", "one_character"] == 0
