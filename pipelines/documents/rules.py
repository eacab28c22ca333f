"""What only readers of an indicator need (name_en, rule_zh, rule_en, legal_basis), numbers filled in.

What belongs here: reading these fields of indicators.yml and filling their placeholders. What does not: pages.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl
import yaml

from assets.indicators.parameters import EVERYWHERE, read_parameters
from assets.vocabulary.paths import REFERENCE

_FIELDS = ("name_en", "rule_zh", "rule_en", "legal_basis")
_PLACEHOLDER = re.compile(r"\{(\w+)[^{}]*\}")
_HOUSE_GRADES = "ABCD"


class RuleError(ValueError):
    """A rule's sentence cannot be shown as it is; the message names the code, the field and the cure."""


@dataclass(frozen=True)
class Rule:
    """One indicator in plain words, its numbers filled in."""

    name_en: str
    rule_zh: str
    rule_en: str
    legal_basis: str


class Number(float):
    """A parameter for str.format: `{x}` is plain, `{x:,}` and `{x:.0%}` as usual, `{x:letter}` a house's grade."""

    def __format__(self, specification: str) -> str:
        if specification == "letter":
            return _HOUSE_GRADES[int(self) - 1]
        if self.is_integer() and specification in ("", ","):
            return format(int(self), specification)
        return format(float(self), specification or "g")


def national_values(values: pl.DataFrame) -> dict[str, Number]:
    """Name → the country's latest value, of the parameters that are one number for town and country alike."""
    national = values.filter(pl.col("region") == EVERYWHERE).sort("valid_from")
    alike = national.filter((pl.col("urban_rural") == "").all().over("name"))
    return {name: Number(value) for name, value in alike.select("name", "value").iter_rows()}


def fill(where: str, sentence: str, parameters: tuple[str, ...], numbers: dict[str, Number]) -> str:
    """The sentence with its parameters' numbers.

    Raises RuleError where a number is written into the sentence, a placeholder is none of the indicator's parameters or
    has no one value, or a parameter that has one is not named: the sentence would not say the whole rule.
    """
    named = set(_PLACEHOLDER.findall(sentence))
    if re.search(r"\d", _PLACEHOLDER.sub("", sentence)):
        raise RuleError(f"{where}: a number stands in the sentence; write {{name}} of a parameter instead")
    if wrong := sorted(named - (numbers.keys() & set(parameters))):
        raise RuleError(f"{where}: {wrong} are no parameters of the indicator with one value for the country")
    if wanting := sorted((numbers.keys() & set(parameters)) - named):
        raise RuleError(f"{where}: the sentence does not name the parameters {wanting}")
    try:
        return sentence.format(**numbers)
    except (ValueError, IndexError, KeyError) as error:
        raise RuleError(f"{where}: a placeholder cannot be filled: {error}") from None


def rule(code: str, body: dict[str, Any], numbers: dict[str, Number]) -> Rule:
    """One entry of indicators.yml. Raises RuleError, also where a field is missing or empty."""
    if missing := [name for name in _FIELDS if not str(body.get(name) or "").strip()]:
        raise RuleError(f"indicators.yml: {code} lacks {missing}: readers of the catalogue need them")
    parameters = tuple(body["parameters"])

    def filled(name: str) -> str:
        return fill(f"indicators.yml: {code}: {name}", str(body[name]), parameters, numbers)

    return Rule(str(body["name_en"]), filled("rule_zh"), filled("rule_en"), str(body["legal_basis"]))


@cache
def load_rules() -> dict[str, Rule]:
    """The rules of all indicators by code, in the order of the file."""
    text = (REFERENCE / "policy" / "indicators.yml").read_text(encoding="utf-8")
    return rules_of(yaml.safe_load(text)["indicators"], national_values(read_parameters()))


def rules_of(entries: Mapping[str, dict[str, Any]], numbers: dict[str, Number]) -> dict[str, Rule]:
    """The rules of some entries of the file. Raises RuleError with what is wrong of each."""
    rules, wrong = {}, []
    for code, body in entries.items():
        try:
            rules[code] = rule(code, body, numbers)
        except RuleError as error:
            wrong.append(str(error))
    if wrong:
        raise RuleError("\n".join(wrong))
    return rules
