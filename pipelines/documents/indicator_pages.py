"""The indicator catalogue, docs/indicators.zh-CN.md and docs/indicators.md, from the metadata of the indicators.

What belongs here: the order and layout of the page. What does not: its fixed words (languages) and the rules (rules).
"""

import re
from collections.abc import Iterator

import polars as pl

from assets.indicators.catalogue import Indicator, load_catalogue
from assets.indicators.parameters import EVERYWHERE, read_parameters
from assets.queues.sentences import HEARING
from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.divisions import divisions
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.indicator_catalogue import load_indicator_texts
from assets.vocabulary.paths import REFERENCE
from pipelines.documents.languages import CHINESE, ENGLISH, Language
from pipelines.documents.markdown import code, page, preface, table, text
from pipelines.documents.rules import Number, load_rules

_SOURCES = "data/reference/policy/ (indicators.yml, parameters.csv, deadlines.csv)"
_FACT = re.compile(r"\{[^{}]*\}")


def chinese() -> str:
    """docs/indicators.zh-CN.md."""
    return page(_lines(CHINESE))


def english() -> str:
    """docs/indicators.md."""
    return page(_lines(ENGLISH))


def by_department() -> list[Indicator]:
    """The indicators by the department whose matter they are, then in the order of the file."""
    order = list(DEPARTMENT_NAMES)
    catalogue = load_catalogue()
    entries = [catalogue[name] for name in load_indicator_texts()]
    return sorted(entries, key=lambda entry: order.index(entry.department))


def _lines(language: Language) -> Iterator[str]:
    parameters = read_parameters()
    placeholders = parameters.filter(pl.col("status") == "placeholder")["name"].n_unique()
    counts = {"parameters": str(parameters["name"].n_unique()), "placeholders": str(placeholders)}
    tiers = table(language.headings["tiers"].split("|"), _deadlines(language))
    yield preface(language.page, _SOURCES, tiers=tiers, **counts)
    yield from _summary(language)
    yield from (f"## {language.headings['each']}", "")
    for entry in by_department():
        yield from _section(entry, parameters, language)


def _deadlines(language: Language) -> Iterator[list[str]]:
    days = pl.read_csv(REFERENCE / "policy" / "deadlines.csv").select("tier", "sign_days", "answer_days")
    for tier, sign, answer in days.iter_rows():
        meaning = language.tier_meanings[tier]
        yield [language.tiers[tier], meaning, language.days.format(days=sign), language.days.format(days=answer)]


def _name(entry: Indicator, language: Language) -> str:
    return entry.name_zh if language is CHINESE else load_rules()[entry.code].name_en


def _joined(keys: tuple[str, ...], words: Language, mapping: str) -> str:
    return words.between.join(text(getattr(words, mapping)[key]) for key in keys)


def _summary(language: Language) -> Iterator[str]:
    yield from (f"## {language.headings['summary']}", "")
    entries = by_department()
    for department in dict.fromkeys(entry.department for entry in entries):
        name = DEPARTMENT_NAMES[department]
        yield from (f"### {name if language is CHINESE else f'{language.departments[department]} {name}'}", "")
        yield from table(
            language.headings["summary_table"].split("|"),
            (
                [
                    f"[{entry.code}](#{entry.code.lower()})",
                    text(_name(entry, language)),
                    language.levels[entry.level],
                    language.lanes[entry.lane],
                    _joined(entry.tiers, language, "tiers"),
                    " ".join(["D1", entry.disposition] if entry.entitled else [entry.disposition]),
                    _joined(entry.pushes, language, "departments"),
                ]
                for entry in entries
                if entry.department == department
            ),
        )


def _disposition(entry: Indicator, language: Language) -> str:
    usual, right = (f"{code} {language.dispositions[code]}" for code in (entry.disposition, "D1"))
    if not entry.entitled:
        return usual
    return language.entitled.format(usual=usual, layers=_joined(entry.entitled, language, "layers"), entitled=right)


def _section(entry: Indicator, parameters: pl.DataFrame, language: Language) -> Iterator[str]:
    words, rule, staff = language.headings, load_rules()[entry.code], load_indicator_texts()[entry.code]
    feeds = load_feeds()
    needs = [
        f"{text(feeds[key].title)}（{DEPARTMENT_NAMES[feeds[key].department]}）"
        if language is CHINESE
        else f"{code(key)} {text(feeds[key].title)}"
        for key in entry.needs
    ]
    facts = [
        ("rule", text(rule.rule_zh if language is CHINESE else rule.rule_en)),
        ("department", text(language.departments[entry.department])),
        ("level", language.levels[entry.level]),
        ("lane", language.lanes[entry.lane]),
        ("tier", _joined(entry.tiers, language, "tiers")),
        ("disposition", _disposition(entry, language)),
        ("pushes", _joined(entry.pushes, language, "departments")),
        ("needs", language.between.join(needs)),
        ("built_on", language.between.join(f"[{name}](#{name.lower()})" for name in entry.built_on)),
        ("legal", text(rule.legal_basis)),
        ("sentence", _sentence(staff.sentence, entry.lane, language)),
        ("asked", text(_blanked(staff.asked))),
    ]
    yield from (f'### <a id="{entry.code.lower()}"></a>{entry.code} {text(_name(entry, language))}', "")
    yield from table(words["facts"].split("|"), ([words[key], value] for key, value in facts if value))
    rows = parameters.filter(pl.col("name").is_in(entry.parameters))
    yield from table(words["parameter_table"].split("|"), (_parameter(row, language) for row in rows.to_dicts()))


def _blanked(template: str) -> str:
    return _FACT.sub("××", template)


def _sentence(template: str, lane: str, language: Language) -> str:
    """What staff read, ×× for each fact; the adverse lane ends with the right to be heard, as on the list."""
    said = _FACT.sub("", template).strip("，。；、 ")
    ending = HEARING if lane == "A" else ""
    return text((_blanked(template) if said else language.no_sentence) + ending)


def _parameter(row: dict[str, object], language: Language) -> list[str]:
    chinese = language is CHINESE
    return [
        code(str(row["name"])),
        format(Number(str(row["value"])), ","),
        text(str(row["meaning_zh" if chinese else "meaning_en"])),
        text(_region(str(row["region"]), language)),
        text(str(row["urban_rural"])),
        f"{row['valid_from']} – {row['valid_to'] or ''}".rstrip(),
        text(str(row["source"])),
        language.statuses[str(row["status"])],
    ]


def _region(region: str, language: Language) -> str:
    if region == EVERYWHERE:
        return language.everywhere
    names = divisions().filter(pl.col("code") == region)["name"].to_list()
    return f"{names[0] if names else ''} {region}".strip()
