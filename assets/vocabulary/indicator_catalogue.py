"""What staff read about an indicator, from `data/reference/policy/indicators.yml`: its name and its sentences.

What belongs here: reading that file. What does not: the rules themselves (sql/indicators) and how a list is written.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.paths import REFERENCE

WORSE = ("higher", "lower")


@dataclass(frozen=True)
class IndicatorText:
    """One indicator as staff read it.

    `sentence` and `asked` are templates that Python's str.format fills from a hit's facts; `department` is whose
    matter it is and `pushes` the departments that get its hits, both by key; `worse` says which way a value worsens,
    'higher' or 'lower'.
    """

    code: str
    name_zh: str
    department: str
    pushes: tuple[str, ...]
    sentence: str
    asked: str
    worse: str = "higher"


def indicator_text(code: str, body: dict[str, Any]) -> IndicatorText:
    """One entry of the file. Raises KeyError on a missing field, ValueError on an unknown department or `worse`."""
    pushes = tuple(str(push) for push in body["pushes"])
    unknown = sorted({*pushes, str(body["department"])} - DEPARTMENT_NAMES.keys())
    if unknown:
        raise ValueError(f"indicator {code}: unknown departments {unknown}")
    worse = str(body.get("worse", "higher"))
    if worse not in WORSE:
        raise ValueError(f"indicator {code}: worse is neither of {WORSE}")
    texts = [str(body[name]) for name in ("name_zh", "department", "sentence", "asked")]
    return IndicatorText(code, texts[0], texts[1], pushes, texts[2], texts[3], worse)


@cache
def load_indicator_texts() -> dict[str, IndicatorText]:
    """All indicators by code, in the order of the file."""
    text = (REFERENCE / "policy" / "indicators.yml").read_text(encoding="utf-8")
    return {code: indicator_text(code, body) for code, body in yaml.safe_load(text)["indicators"].items()}
