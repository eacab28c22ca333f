"""Lines of the operator's corrections → landing/corrections: each usable, expired, or unusable with the reason.

What belongs here: judging a line by the contracts. What does not: reading files (note_files), finding cells
(corrector).
"""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.landing.files.headings import match_headings
from assets.landing.marks import needed_columns
from assets.landing.operator.note_files import NoteLine
from assets.landing.operator.typed import days, read_texts
from assets.vocabulary.feeds import Column, Feed, load_feeds
from assets.vocabulary.tables import table_schema

CORRECTIONS = "landing/corrections"
# Until a night knows better: the state of every correction that is to be applied.
TO_APPLY = "not_found"
_NEEDED = {"why": "原因", "until": "有效期至", "recorded_by": "登记人"}
_DIGEST = 16


@dataclass
class _Judged:
    """A line while it is judged; `reason` is what keeps it from being applied, '' for a sound one."""

    line: NoteLine
    until: date | None
    feed: Feed | None = None
    column: str = ""
    key: tuple[tuple[str, str], ...] = ()
    reason: str = ""


def judge_corrections(lines: Sequence[NoteLine], night: date) -> pl.DataFrame:
    """landing/corrections of the lines. A line written twice is one correction."""
    untils = days(pl.Series([line.cells["until"] for line in lines], dtype=pl.String))
    judged = [_Judged(line, until) for line, until in zip(lines, untils, strict=True)]
    for each in judged:
        each.reason = _fault_of_words(each)
    values = _Values(judged)
    for each in judged:
        each.reason = each.reason or _fault_of_values(each, values)
    _judge_together([each for each in judged if not each.reason and _applies(each, night)], values)
    rows = [_row(each, night) for each in judged]
    table = pl.DataFrame(rows, schema=table_schema(CORRECTIONS))
    return table.unique("correction_id", keep="first", maintain_order=True).sort("correction_id")


def find_feed(written: str) -> Feed | None:
    """A feed by its key or its Chinese title."""
    feeds = load_feeds()
    by_title = {feed.title: feed for feed in feeds.values()}
    return feeds.get(written.strip().lower()) or by_title.get(written.strip())


def key_parts(row_key: str) -> list[tuple[str, str]]:
    """(column, written value) of a row's key: `column=value`, joined by ; in half or full width."""
    parts = [part.partition("=") for part in re.split("[;；]", row_key.replace("＝", "=")) if part.strip()]
    return [(name.strip(), value.strip()) for name, _, value in parts]


def _applies(each: _Judged, night: date) -> bool:
    return each.until is not None and each.until >= night


def _fault_of_words(each: _Judged) -> str:
    """What is wrong with feed, column and key by the contracts, or missing; fills in those that are right."""
    cells = each.line.cells
    feed = find_feed(cells["feed"])
    if feed is None:
        return "「数据」不是已登记的数据名称；请填数据的中文名称，或 部门/数据 的样子"
    missing = [f"「{heading}」" for field, heading in _NEEDED.items() if not cells[field]]
    if missing:
        return f"{'、'.join(missing)}没有填；请补上"
    if each.until is None:
        return "「有效期至」不是能识别的日期；请写成 2024-01-31 的样子"
    each.feed = feed
    return _fault_of_place(each, feed)


def _fault_of_place(each: _Judged, feed: Feed) -> str:
    """What is wrong with column and key."""
    column = _find_column(feed, each.line.cells["column"])
    if column is None:
        return "「栏目」不是这份数据的列；请填表头里的列名，不要带单位"
    if column.dropped:
        return "「栏目」在接收时就已去掉，不能更正；请撤回这条更正"
    parts = key_parts(each.line.cells["key"])
    names = [found.name for name, _ in parts if (found := _find_column(feed, name)) and not found.dropped]
    if not parts or len(names) < len(parts) or not all(value for _, value in parts):
        return "「主键」读不出来；请写成 列名=值，几列之间用分号隔开"
    if len(set(names)) < len(names):
        return "「主键」里同一列写了两次；请只写一次"
    each.column = column.name
    each.key = tuple(zip(names, (value for _, value in parts), strict=True))
    return _fault_of_key(feed, column, names, each.line.cells["wrong"])


def _fault_of_key(feed: Feed, column: Column, key: list[str], wrong: str) -> str:
    """One line corrects one row: with a part of the key missing it would change every row that the rest fits."""
    if feed.unique_key == (column.name,):
        return "这一列就是这份数据的主键，更正它等于换成另一行；请由报送部门更正后重报"
    landed = {known.name for known in feed.landed_columns}
    telling = [name for name in feed.unique_key if name in landed]
    if column.name in telling and not wrong:
        # Of those whose number is missing the rest of the key does not tell one from another.
        telling += [group.name for group in feed.person_groups() if group.id_number == column.name and group.name]
    needed = dict.fromkeys(name for name in telling if name not in (column.name, *key))
    if needed:
        headings = "、".join(f"「{feed.column(name).headings[0]}」" for name in needed)
        return f"更正要指明唯一的一行，「主键」里还缺{headings}；请补上"
    return ""


def _find_column(feed: Feed, written: str) -> Column | None:
    """A column by its standard name or any heading by which a file's column is recognised; none with a unit."""
    match = match_headings([written], feed)
    if len(match.positions) != 1 or match.scales:
        return None
    return feed.column(next(iter(match.positions)))


class _Values:
    """What the written values of sound lines mean; the texts of a column are read at once."""

    def __init__(self, judged: list[_Judged]) -> None:
        texts: dict[tuple[str, str], set[str]] = {}
        for each in judged:
            if not each.reason and each.feed is not None:
                cells = each.line.cells
                for column, text in (*each.key, (each.column, cells["wrong"]), (each.column, cells["right"])):
                    texts.setdefault((each.feed.key, column), set()).add(text)
        self._values: dict[tuple[str, str, str], tuple[object, bool]] = {}
        for (feed_key, column), written in texts.items():
            ordered = pl.Series(sorted(written), dtype=pl.String)
            read = read_texts(ordered, load_feeds()[feed_key], column)
            for text, value, usable in zip(ordered, read.values, read.usable, strict=True):
                self._values[(feed_key, column, text)] = (value, usable)

    def value(self, feed: Feed, column: str, text: str) -> object:
        return self._values[(feed.key, column, text)][0]

    def usable(self, feed: Feed, column: str, text: str) -> bool:
        return self._values[(feed.key, column, text)][1]


def _fault_of_values(each: _Judged, values: _Values) -> str:
    feed, written = each.feed, each.line.cells
    if feed is None:
        return ""
    wrong, right = (values.value(feed, each.column, written[field]) for field in ("wrong", "right"))
    if any(values.value(feed, column, text) is None for column, text in each.key):
        return "「主键」里有读不出来的值；请核对后改正"
    if written["right"] and not values.usable(feed, each.column, written["right"]):
        return "「更正值」不是这一列能用的值；请核对后改正"
    if wrong is None and written["wrong"] and not values.usable(feed, each.column, written["wrong"]):
        return "「原值」不是这一列能用的值，看不出指的是哪一格；如果格里是空的或读不出来，请把「原值」留空"
    return _fault_of_change(feed, each.column, wrong, right)


def _fault_of_change(feed: Feed, column: str, wrong: object, right: object) -> str:
    if wrong == right:
        return "「原值」和「更正值」一样；请撤回这条更正"
    if right is None and column in needed_columns(feed):
        heading = feed.column(column).headings[0]
        return f"「{heading}」是必填项，清空后这一行就不能用了；请填上「更正值」，或请报送部门更正后重报"
    return ""


def _judge_together(judged: list[_Judged], values: _Values) -> None:
    """Corrections of one cell must agree, and none may lead to the wrong value of another."""
    cells: dict[object, list[tuple[_Judged, object, object]]] = {}
    for each in judged:
        if each.feed is not None:
            feed, written = each.feed, each.line.cells
            key = frozenset((column, values.value(feed, column, text)) for column, text in each.key)
            wrong, right = (values.value(feed, each.column, written[field]) for field in ("wrong", "right"))
            cells.setdefault((feed.key, each.column, key), []).append((each, wrong, right))
    for found in cells.values():
        rights = {right for _, _, right in found}
        wrongs = {wrong for _, wrong, _ in found}
        for each, wrong, right in found:
            if len({other for _, its_wrong, other in found if its_wrong == wrong}) > 1:
                each.reason = "对同一格有几条更正，更正值不同；请只留一条"
            elif wrong in rights or right in wrongs:
                each.reason = "这一条的更正值又是另一条的原值；请合并成一条"


def _row(each: _Judged, night: date) -> dict[str, object]:
    cells = each.line.cells
    feed = each.feed.key if each.feed else cells["feed"]
    column = each.column or cells["column"]
    row_key = ";".join(f"{name}={value}" for name, value in each.key) or cells["key"]
    until = str(each.until) if each.until else cells["until"]
    content = [feed, row_key, column, cells["wrong"], cells["right"], cells["why"], until, cells["recorded_by"]]
    state = TO_APPLY if _applies(each, night) else "expired"
    return {
        "correction_id": hashlib.sha256("\x1f".join(content).encode()).hexdigest()[:_DIGEST],
        "feed": feed,
        "row_key": row_key,
        "column": column,
        "wrong": cells["wrong"] or None,
        "right": cells["right"] or None,
        "why": cells["why"],
        "until": each.until or night,
        "recorded_by": cells["recorded_by"],
        "state": "unusable" if each.reason else state,
        "cells": 0,
        "reason": f"{each.line.place}：{each.reason}" if each.reason else None,
    }
