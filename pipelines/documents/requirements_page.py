"""docs/requirements.md: what the five source documents ask for, where it is met, what holds it, what is wanting.

What belongs here: reading and judging data/reference/requirements.yml, and the page. What does not: claims of its own.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assets.vocabulary.indicator_catalogue import load_indicator_texts
from assets.vocabulary.paths import PROJECT_ROOT, REFERENCE
from pipelines.documents.markdown import code, page, preface, table, text

STATUSES = {
    "met": "已满足 met",
    "partly": "部分满足 partly",
    "not_yet": "尚未做 not yet",
    "outside": "不在范围 outside",
}
NUMBERS = range(1, 85)
_FILE = "data/reference/requirements.yml"
# No word boundary: a code may stand between Chinese characters.
_CODE = re.compile(r"(?<![A-Z0-9])(?:YB|JY|ZJ|RS|MZ|ZH)\d\d(?!\d)")
_HEADER = ("编号", "文件", "要求", "状态", "在哪里 where", "检验 tests", "说明 note")


class RequirementError(ValueError):
    """requirements.yml claims something that is not so; the message names every fault, the number and the cure."""


@dataclass(frozen=True)
class Requirement:
    """One requirement; `codes` are indicators, `met` and `tests` paths from the project's root."""

    number: str
    chapter: str
    seeds: tuple[str, ...]
    text_zh: str
    status: str
    codes: tuple[str, ...]
    met: tuple[str, ...]
    tests: tuple[str, ...]
    note_zh: str
    note_en: str


def requirement(number: str, body: Mapping[str, Any]) -> Requirement:
    """One entry of the file. Raises KeyError on a missing field."""
    return Requirement(
        number=number,
        chapter=str(body["chapter"]),
        seeds=tuple(map(str, body["seeds"])),
        text_zh=str(body["text_zh"]),
        status=str(body["status"]),
        codes=tuple(map(str, body.get("codes", ()))),
        met=tuple(map(str, body.get("met", ()))),
        tests=tuple(map(str, body.get("tests", ()))),
        note_zh=str(body.get("note_zh", "")),
        note_en=str(body.get("note_en", "")),
    )


def faults(entry: Requirement, indicators: Mapping[str, object], root: Path) -> Iterator[str]:
    """What is not so of one requirement: each as a sentence with its number."""
    if entry.status not in STATUSES:
        yield f"{entry.number}: the status {entry.status} is none of {list(STATUSES)}"
    for path in (*entry.met, *entry.tests):
        if Path(path).is_absolute() or ".." in Path(path).parts or not (root / path).exists():
            yield f"{entry.number}: the path {path} does not exist: name the file that took its place"
    named = {*entry.codes, *_CODE.findall(entry.note_zh + entry.note_en)}
    for name in sorted(named - indicators.keys()):
        yield f"{entry.number}: there is no indicator {name}"
    if entry.status in ("met", "partly") and not (entry.met and entry.tests):
        yield f"{entry.number}: {entry.status} needs the paths where it is met and those of its tests"
    if entry.status in ("not_yet", "outside") and (entry.codes or entry.met or entry.tests):
        yield f"{entry.number}: {entry.status} names places where it is met: then it is met or partly"
    if entry.status != "met" and not (entry.note_zh and entry.note_en):
        yield f"{entry.number}: {entry.status} needs note_zh and note_en: what is wanting, or why"


def judge(entries: list[Requirement], indicators: Mapping[str, object], root: Path) -> None:
    """Raise RequirementError with every fault: also a number that is missing, twice or out of order."""
    found = [fault for entry in entries for fault in faults(entry, indicators, root)]
    if [entry.number for entry in entries] != [f"R{number}" for number in NUMBERS]:
        found.append(f"the numbers are not R{NUMBERS[0]} to R{NUMBERS[-1]}, each once and in order")
    if found:
        raise RequirementError("\n".join(f"{_FILE}: {fault}" for fault in found))


def load_requirements() -> list[Requirement]:
    """All requirements in order, judged. Raises RequirementError."""
    document = yaml.safe_load((REFERENCE / "requirements.yml").read_text(encoding="utf-8"))
    entries = [requirement(number, body) for number, body in document["requirements"].items()]
    judge(entries, load_indicator_texts(), PROJECT_ROOT)
    return entries


def requirements() -> str:
    """docs/requirements.md. Raises RequirementError where the file claims what is not so."""
    return page(_lines(load_requirements()))


def _lines(entries: list[Requirement]) -> Iterator[str]:
    counts = Counter(entry.status for entry in entries)
    rows = ([words, str(counts[status])] for status, words in STATUSES.items())
    yield preface("requirements.md", _FILE, counts=table(("状态 status", "项数"), rows))
    for chapter in dict.fromkeys(entry.chapter for entry in entries):
        yield from (f"## {text(chapter)}", "")
        yield from table(_HEADER, (_row(entry) for entry in entries if entry.chapter == chapter))


def _row(entry: Requirement) -> list[str]:
    codes = [f"[{name}](indicators.zh-CN.md#{name.lower()})" for name in entry.codes]
    return [
        entry.number,
        " ".join(entry.seeds),
        text(entry.text_zh),
        STATUSES[entry.status],
        "<br>".join(filter(None, (" ".join(codes), *map(_link, entry.met)))),
        "<br>".join(map(_link, entry.tests)),
        "<br>".join(filter(None, (text(entry.note_zh), text(entry.note_en)))),
    ]


def _link(path: str) -> str:
    return f"[{code(path)}](../{path})"
