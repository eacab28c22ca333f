"""docs/data-dictionary.md: every published table and column, from the contracts.

What belongs here: the order and layout of the page. What does not: names, meanings, units and sensitivity, which are
in data/reference/contracts.
"""

from collections.abc import Iterable, Iterator

import polars as pl

from assets.vocabulary.column_words import ColumnWords, dropped_words, template_of, title_zh, words_of_table
from assets.vocabulary.feeds import ADDRESS, Column, Feed, load_feeds
from assets.vocabulary.feeds import DTYPES as FEED_DTYPES
from assets.vocabulary.tables import DTYPES, QUARANTINE_SCHEMA, Table, is_restricted, load_tables
from pipelines.documents.markdown import code, page, preface, table, text

_SOURCES = "data/reference/contracts/ (feeds.yml, tables.yml, columns.yml)"
_HEADER = ("column", "中文", "type", "unit", "sensitivity", "meaning", "allowed, empty")
_FEED_HEADER = ("column", "中文", "type", "unit", "sensitivity", "meaning", "in the file", "codes")
_STAGES = {
    "landing": "Landing 落地",
    "identity": "Identity 身份",
    "households": "Households 家庭",
    "indicators": "Indicators 指标",
    "warnings": "Warnings 预警",
    "queues": "Queues 清单",
}
_SENSITIVITY = {
    "identifying": "identifying 直接标识",
    "sensitive": "sensitive 敏感",
    "personal": "personal 个人",
    "none": "none 非个人",
}
_PRESENCE = {"required": "required 必备", "expected": "expected 应有", "optional": "optional 可缺"}
_CLASSES = {
    "identifying": "names somebody by itself: name, number, phone, address, birth. In the restricted part of the lake"
    " alone, masked in every list",
    "sensitive": "sensitive personal information (个人信息保护法 28): health, disability, finances and property,"
    " imprisonment, children's circumstances",
    "personal": "anything else about a person or household (个人信息保护法 4); in open tables under tokens",
    "none": "about nobody: files, counts, codes of places, figures of policy. Names of files and sheets are their"
    " senders'",
}


def dictionary() -> str:
    """docs/data-dictionary.md."""
    return page(_lines())


def _lines() -> Iterator[str]:
    classes = ([text(_SENSITIVITY[name]), text(what)] for name, what in _CLASSES.items())
    types = ([name, code(_parquet(dtype))] for name, dtype in (DTYPES | FEED_DTYPES).items())
    tables = {"classes": table(("class", "what"), classes), "types": table(("type", "Parquet"), types)}
    yield preface("data-dictionary.md", _SOURCES, **tables)
    yield from _contents()
    yield from ("## Extracts 各部门数据", "")
    for feed in load_feeds().values():
        yield from _feed(feed)
    yield from _quarantine()
    for stage, title in _STAGES.items():
        yield from (f"## {title}", "")
        for key in _templates(stage):
            yield from _table(key)


def _parquet(dtype: object) -> str:
    """The type in words: nested types show their fields."""
    if isinstance(dtype, pl.List):
        return f"list of {_parquet(dtype.inner)}"
    if isinstance(dtype, pl.Struct):
        return "struct(" + ", ".join(f"{field.name} {_parquet(field.dtype)}" for field in dtype.fields) + ")"
    return str(dtype)


def _templates(stage: str) -> Iterable[str]:
    """The tables of a stage, one for the queues that all departments have."""
    keys = [key for key in load_tables() if key.startswith(f"{stage}/")]
    return dict.fromkeys(template_of(key) for key in keys)


def _members(template: str) -> list[str]:
    """The tables that a template stands for."""
    return [key for key in load_tables() if template_of(key) == template]


def _contents() -> Iterator[str]:
    yield from ("## Tables 各表", "")
    rows = [
        [
            code(f"landing/{feed.key}"),
            text(feed.title),
            "restricted 受限",
            text(f"the extract {feed.key}, as typed rows"),
        ]
        for feed in load_feeds().values()
    ]
    rows.append([code("quarantine/<feed>"), "退回", "restricted 受限", "of each extract, what could not be taken"])
    for stage in _STAGES:
        for template in _templates(stage):
            for key in _members(template):
                rows.append([code(key), text(title_zh(key)), _access(key), text(load_tables()[key].description)])
    yield from table(("table", "中文", "access", "what"), rows)


def _access(key: str) -> str:
    return "restricted 受限" if is_restricted(key) else "open 开放"


def _cells(words: ColumnWords, kind: str) -> list[str]:
    sensitivity = _SENSITIVITY[words.sensitivity]
    return [code(words.name), text(words.name_zh), kind, text(words.unit), sensitivity, text(words.meaning)]


def _feed(feed: Feed) -> Iterator[str]:
    replaces = "a delivery replaces the one before" if feed.mode == "snapshot" else "deliveries accumulate"
    yield from (f"### {code(f'landing/{feed.key}')} {text(feed.title)}", "")
    unique = ", ".join(code(name) for name in feed.unique_key)
    yield from (f"Restricted 受限. Key: {unique}; {replaces}; too old after {feed.stale_after} days.", "")
    landed = [words for words in words_of_table(f"landing/{feed.key}") if words.name not in ADDRESS]
    rows = [[*_cells(words, feed.column(words.name).type), *_in_file(feed.column(words.name))] for words in landed]
    rows += [[*_cells(words, "text"), *_in_file(feed.column(words.name))] for words in dropped_words(feed)]
    yield from table(_FEED_HEADER, rows)
    yield from (f"Then the row's address: {', '.join(code(name) for name in ADDRESS)}.", "")


def _in_file(column: Column) -> list[str]:
    presence = (
        f"{_PRESENCE[column.presence]}; dropped at landing 落地即弃" if column.dropped else _PRESENCE[column.presence]
    )
    return [presence, code(column.code_table or "")]


def _quarantine() -> Iterator[str]:
    first = next(iter(load_feeds()))
    feeds = ", ".join(code(f"quarantine/{key}") for key in load_feeds())
    yield from (f"### {code('quarantine/<feed>')} 退回", "")
    yield from (f"Restricted 受限. One row a refused row or marked cell of an extract: {feeds}.", "")
    kinds = {dtype: name for name, dtype in DTYPES.items()}
    rows = (
        [*_cells(words, kinds[QUARANTINE_SCHEMA[words.name]]), ""] for words in words_of_table(f"quarantine/{first}")
    )
    yield from table(_HEADER, rows)


def _table(template: str) -> Iterator[str]:
    keys = _members(template)
    contract = load_tables()[keys[0]]
    yield from (f"### {code(template)} {text(title_zh(keys[0]))}", "")
    of_each = f" {', '.join(code(key) for key in keys)}." if len(keys) > 1 else ""
    unique = ", ".join(code(name) for name in contract.unique_key)
    yield from (f"{_access(keys[0]).capitalize()}. {text(contract.description)} Key: {unique}.{of_each}", "")
    yield from table(_HEADER, _columns(contract))


def _columns(contract: Table) -> Iterator[list[str]]:
    for words, column in zip(words_of_table(contract.key), contract.columns, strict=True):
        allowed = ", ".join(map(code, column.allowed))
        empty = "may be empty 可空" if column.nullable else ""
        yield [*_cells(words, column.type), "; ".join(filter(None, (allowed, empty)))]
