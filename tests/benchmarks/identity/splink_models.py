"""Models for Splink: comparisons, blocking rules and how they are trained, each after Splink's documentation.

Belongs here: settings. Does not belong here: running and judging (splink_run.py).
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import splink.comparison_level_library as levels
import splink.comparison_library as library
from splink import SettingsCreator, block_on

SEED = 1
THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 0.9999, 0.99999)

_LEAST_RULES = [
    ("id_number",),
    ("name", "birth_date"),
    ("name", "phone"),
    ("name", "household_no"),
    ("name", "township"),
]
_MORE_RULES = [
    *_LEAST_RULES,
    ("name", "guardian_id_number"),
    ("name", "substr(id_number, 1, 10)"),
    ("name", "substr(id_number, -8)"),
    ("name_pinyin", "birth_date"),
    ("birth_date", "phone"),
    ("birth_date", "household_no"),
    ("birth_date", "guardian_id_number"),
]


@dataclass(frozen=True)
class Model:
    """`derived`: see splink_table.prepare. `training`: one blocking rule a session of expectation maximisation."""

    comparisons: Callable[[], list[Any]]
    rules: list[tuple[str, ...]]
    derived: bool = True
    training: list[tuple[str, ...]] = field(default_factory=lambda: [("id_number",), ("name", "birth_date")])
    certain: tuple[str, ...] = ("id_number", "name")
    certain_recall: float = 0.85

    def settings(self, share: float = 0.0001) -> SettingsCreator:
        return SettingsCreator(
            link_type="dedupe_only",
            comparisons=self.comparisons(),
            blocking_rules_to_generate_predictions=[block_on(*rule) for rule in self.rules],
            probability_two_random_records_match=share,
            retain_matching_columns=False,
        )


def exact(column: str, frequency: bool = False) -> Any:
    return library.ExactMatch(column).configure(term_frequency_adjustments=frequency)


def _differ(column: str) -> str:
    """Places at which two texts of one length differ: a hundredth of the time of DuckDB's Damerau distance."""
    left, right = f"{column}_l", f"{column}_r"
    return f"CASE WHEN length({left}) = length({right}) THEN hamming({left}, {right}) ELSE 99 END"


def _numbers() -> Any:
    """Same; one or two places (a wrong digit, a swap) or the last lost; same birth date and the like; else."""
    short = "starts_with(id_number_l, id_number_r) OR starts_with(id_number_r, id_number_l)"
    return library.CustomComparison(
        [
            levels.NullLevel("id_number"),
            levels.ExactMatchLevel("id_number"),
            levels.CustomLevel(f"{_differ('id_number')} <= 2 OR {short}"),
            levels.CustomLevel(f"{_differ('id_number')} <= 4"),
            levels.ElseLevel(),
        ],
        output_column_name="id_number",
    )


def _births() -> Any:
    return library.CustomComparison(
        [
            levels.NullLevel("birth_date"),
            levels.ExactMatchLevel("birth_date"),
            levels.CustomLevel(f"{_differ('birth_date')} <= 1"),
            levels.CustomLevel(f"{_differ('birth_date')} <= 2"),
            levels.ElseLevel(),
        ],
        output_column_name="birth_date",
    )


def _places() -> Any:
    return library.CustomComparison(
        [
            levels.NullLevel("division_code"),
            levels.ExactMatchLevel("division_code").configure(tf_adjustment_column="division_code"),
            levels.ExactMatchLevel("township").configure(tf_adjustment_column="township"),
            levels.CustomLevel("substr(division_code_l, 1, 6) = substr(division_code_r, 1, 6)"),
            levels.ElseLevel(),
        ],
        output_column_name="division_code",
    )


def _details() -> list[Any]:
    return [exact("phone", True), exact("household_no"), exact("guardian_id_number"), exact("address")]


def _library() -> list[Any]:
    """The comparisons that the library has ready; Jaro-Winkler runs over the bytes of Chinese names."""
    births = library.DateOfBirthComparison("birth_date", input_is_string=True)
    numbers = library.LevenshteinAtThresholds("id_number", [1, 2])
    return [library.NameComparison("name"), numbers, births, exact("sex"), _places(), *_details()]


def _chinese_names() -> Any:
    """Same name, same pinyin, all characters but one (in any order), near pinyin."""
    common = "len(list_intersect(name_letters_l, name_letters_r))"
    longer = "greatest(len(name_letters_l), len(name_letters_r))"
    return library.CustomComparison(
        [
            levels.NullLevel("name"),
            levels.ExactMatchLevel("name").configure(tf_adjustment_column="name"),
            levels.ExactMatchLevel("name_pinyin").configure(tf_adjustment_column="name_pinyin"),
            levels.CustomLevel(f"{longer} >= 3 and {common} >= {longer} - 1"),
            levels.JaroWinklerLevel("name_pinyin", 0.92),
            levels.CustomLevel(f"{common} >= 1"),
            levels.ElseLevel(),
        ],
        output_column_name="name",
    )


def _chinese() -> list[Any]:
    return [_chinese_names(), _numbers(), _births(), exact("sex"), _places(), *_details()]


def _few() -> list[Any]:
    """Without sex and place, which a number or a household already implies."""
    return [_chinese_names(), _numbers(), _births(), *_details()]


MODELS = {
    "library": Model(_library, _LEAST_RULES),
    "chinese": Model(_chinese, _MORE_RULES),
    "chinese_underived": Model(_chinese, _MORE_RULES, derived=False),
    "few": Model(_few, _MORE_RULES),
}
