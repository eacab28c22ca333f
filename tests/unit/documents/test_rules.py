"""Rules in plain words: every number comes from the parameters, and every parameter is named."""

from typing import Any

import polars as pl
import pytest

from pipelines.documents.rules import Number, RuleError, fill, national_values, rules_of

NUMBERS = {"line": Number(50000), "share": Number(0.5), "grade": Number(3), "multiple": Number(1.5)}


@pytest.mark.parametrize(
    ("sentence", "filled"),
    [
        ("over {line:,} yuan", "over 50,000 yuan"),
        ("over {line} yuan", "over 50000 yuan"),
        ("{share:.0%} of it", "50% of it"),
        ("grade {grade:letter}", "grade C"),
        ("{multiple} times", "1.5 times"),
    ],
)
def test_numbers_are_filled_in(sentence: str, filled: str) -> None:
    (name,) = [name for name in NUMBERS if "{" + name in sentence]
    assert fill("X", sentence, (name,), NUMBERS) == filled


@pytest.mark.parametrize(
    ("sentence", "parameters", "told"),
    [
        ("over 50,000 yuan, {line}", ("line",), "a number stands in the sentence"),
        ("over {line} and {share}", ("line",), r"\['share'\] are no parameters"),
        ("over {std}", ("std",), r"\['std'\] are no parameters of the indicator with one value"),
        ("over {line}", ("line", "share"), r"does not name the parameters \['share'\]"),
        ("over {line:nonsense}", ("line",), "cannot be filled"),
    ],
)
def test_a_sentence_that_would_mislead_is_refused(sentence: str, parameters: tuple[str, ...], told: str) -> None:
    with pytest.raises(RuleError, match=f"MZ99: .*{told}"):
        fill("MZ99", sentence, parameters, NUMBERS)


def test_what_each_place_sets_for_itself_need_not_be_named() -> None:
    assert fill("X", "below the standard", ("std",), NUMBERS) == "below the standard"


def test_the_countrys_latest_value_counts_and_town_and_country_have_no_one_value() -> None:
    values = pl.DataFrame(
        [
            ("days", "000000", "", 30.0, "2020-01-01"),
            ("days", "000000", "", 60.0, "2025-01-01"),
            ("days", "370000", "", 90.0, "2025-01-01"),
            ("std", "000000", "城镇", 1010.0, "2020-01-01"),
            ("std", "000000", "农村", 838.0, "2020-01-01"),
        ],
        schema=["name", "region", "urban_rural", "value", "valid_from"],
        orient="row",
    )
    assert national_values(values) == {"days": 60}


def _entry(**changes: str) -> dict[str, Any]:
    words = {"name_en": "x", "legal_basis": "《法》", "rule_zh": "超过{line}", "rule_en": "over {line}"}
    return {**words, **changes, "parameters": ["line"]}


def test_every_indicator_that_lacks_a_rule_is_told_at_once() -> None:
    entries = {"YB98": _entry(rule_zh="", rule_en=" "), "YB97": _entry(), "YB99": _entry(legal_basis="")}
    with pytest.raises(RuleError) as error:
        rules_of(entries, NUMBERS)
    assert str(error.value).splitlines() == [
        "indicators.yml: YB98 lacks ['rule_zh', 'rule_en']: readers of the catalogue need them",
        "indicators.yml: YB99 lacks ['legal_basis']: readers of the catalogue need them",
    ]
