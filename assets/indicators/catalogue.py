"""Which indicators there are and what running them needs to know, from `data/reference/policy/indicators.yml`.

What belongs here: reading and judging that part of the file. What does not: the rules (sql/indicators), what staff read
and which way a value grows worse (assets/vocabulary/indicator_catalogue), what readers need (pipelines/documents).
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.paths import REFERENCE


@dataclass(frozen=True)
class Indicator:
    """One rule's metadata.

    `level` is P or H, `lane` H or A, `tiers` what the rule may give, `needs` the feeds that must be fresh, `built_on`
    the indicators whose hits it reads, `about_the_dead` true only where dead persons are the matter. `pushes_by` holds
    pairs of a word and departments where a word of the hit, not the rule alone, says which of `pushes` get it.
    `entitled` are the tiers whose people in force have a right to the help already: for them D2 becomes D1.
    """

    code: str
    name_zh: str
    department: str
    level: str
    lane: str
    tiers: tuple[str, ...]
    disposition: str
    entitled: tuple[str, ...]
    pushes: tuple[str, ...]
    pushes_by: tuple[tuple[str, tuple[str, ...]], ...]
    needs: tuple[str, ...]
    built_on: tuple[str, ...]
    parameters: tuple[str, ...]
    version: str
    about_the_dead: bool


LOW_INCOME_TIERS = ("T1", "T2", "T3", "T4", "T5")
ALLOWED = {
    "level": {"P", "H"},
    "lane": {"H", "A"},
    "disposition": {"D1", "D2", "D3", "D4"},
}


def indicator(code: str, body: dict[str, Any]) -> Indicator:
    """One entry of the file. Raises KeyError on a missing field, ValueError on a value that does not exist."""
    made = Indicator(
        code=code,
        name_zh=str(body["name_zh"]),
        department=str(body["department"]),
        level=str(body["level"]),
        lane=str(body["lane"]),
        tiers=tuple(map(str, body["tiers"])),
        disposition=str(body["disposition"]),
        entitled=tuple(map(str, body.get("entitled", ()))),
        pushes=tuple(map(str, body["pushes"])),
        pushes_by=tuple((str(word), tuple(map(str, keys))) for word, keys in body.get("pushes_by", {}).items()),
        needs=tuple(sorted(map(str, body["needs"]))),
        built_on=tuple(map(str, body.get("built_on", ()))),
        parameters=tuple(sorted(map(str, body["parameters"]))),
        version=str(body["version"]),
        about_the_dead=bool(body.get("about_the_dead", False)),
    )
    _judge(made)
    return made


def _judge(made: Indicator) -> None:
    wrong = [name for name, allowed in ALLOWED.items() if getattr(made, name) not in allowed]
    wrong += [f"tier {tier}" for tier in made.tiers if tier not in "ROYB"]
    wrong += [f"entitled {tier}" for tier in made.entitled if tier not in LOW_INCOME_TIERS or made.disposition != "D2"]
    wrong += [f"department {key}" for key in (made.department, *made.pushes) if key not in DEPARTMENT_NAMES]
    wrong += [f"feed {key}" for key in made.needs if key not in load_feeds()]
    wrong += [f"pushes_by {word}" for word, keys in made.pushes_by if not keys or not set(keys) <= set(made.pushes)]
    if wrong:
        raise ValueError(f"indicator {made.code}: not allowed: {', '.join(wrong)}")


@cache
def load_catalogue() -> dict[str, Indicator]:
    """All indicators by code: those that read other indicators' hits after the rest, else in the order of the file.

    Raises ValueError where an indicator is built on one that does not exist or is itself built on others.
    """
    text = (REFERENCE / "policy" / "indicators.yml").read_text(encoding="utf-8")
    entries = [indicator(code, body) for code, body in yaml.safe_load(text)["indicators"].items()]
    first = {entry.code for entry in entries if not entry.built_on}
    for entry in entries:
        if not set(entry.built_on) <= first:
            raise ValueError(f"indicator {entry.code}: built on {sorted(set(entry.built_on) - first)}")
    return {entry.code: entry for entry in sorted(entries, key=lambda entry: bool(entry.built_on))}
