"""The rows of a header: which rows read as headings and which as titles or data, and columns put together from them.

What belongs here: the shape of rows. What does not: the words of a feed (heading_words), matching them.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from assets.landing.files.heading_texts import is_unit, normalise_heading, written_heading
from assets.landing.files.heading_words import FeedWords, is_neutral

Cells = Sequence[str | None]
# What stands in a cell of data and not in one of a heading: numbers, amounts, dates, ids, times.
_DATA = re.compile(
    r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:e[+-]?[0-9]+)?%?"
    r"|[0-9]{4}[-/.年][0-9]{1,2}(?:[-/.月][0-9]{0,2}日?)?(?:t?[0-9:.]{4,})?"
    r"|[0-9]{4}年|[a-z]{1,4}[0-9-]{5,}x?|[0-9]{14,17}x?|.*[0-9]{8,}.*"
)
_TITLE = re.compile(
    r":|(?:表|册|名单|台账|清单|汇总|统计)(?:\([^()]*\))?$|^附件|^第[0-9]+页|(?:19|20)[0-9]{2}|^(?:制表|填报|填表|上报|报送|编制)|单位$|万元$"
)
_NOTE_CELL = re.compile(
    r"(?:必填|必录|非必填|选填|可选|可空|不能为空|文本|文本格式|字符|字符型|字符串|数值|数值型|数字|日期|日期型|下拉|下拉选择|varchar|string|date)"
    r"(?:[(:].*)?"
)
_UNITS = frozenset({"元", "万元", "千元", "人", "户", "岁", "月", "年", "天", "次", "个", "名", "平方米", "㎡", "亩"})
_TEN_STEMS = "甲乙丙丁戊己庚辛壬癸"
_LEAST_NUMBERED = 3
_LEAST_GROUPS = 4
_LEAST_NOTES = 2
_READ = 500  # characters of a cell: longer ones are no headings, whatever follows


@dataclass(frozen=True)
class ColumnParts:
    """What stands over one column: `leaf` is its lowest filled cell, `groups` the texts of the rows above, outermost
    first, those of merged cells on its left included; `above` the leaf's own neighbour above, where that spans this
    column alone and so may be its heading; `leaf_row` counts from 0.
    """

    leaf: str
    groups: tuple[str, ...] = ()
    above: str = ""
    leaf_row: int = 0

    @property
    def written(self) -> str:
        return "/".join([*self.groups, self.leaf])


def is_blank(cells: Cells) -> bool:
    return not any(normalise_heading(cell) for cell in cells if cell)


def looks_like_data(cells: Cells) -> bool:
    """Whether one of the cells is a number, a date, an amount or a long code: no lower row of a header then."""
    return any(_DATA.fullmatch(_plain(cell)) for cell in cells if cell)


def is_hint(leaf: str) -> bool:
    """Whether what stands under a heading explains it: a field's code, a unit, something in brackets, 是/否."""
    text = _plain(leaf)
    return text.isascii() or text[0] in "([【" or "/" in text or text in _UNITS


def looks_like_title(cells: Cells) -> bool:
    """Whether a row is a title or a line such as 制表单位 and 填报日期. One such word among many makes none."""
    texts = {text for cell in cells if cell and (text := _plain(cell).strip(":"))}
    titles = sum(1 for text in texts if _TITLE.search(text))
    return titles > 0 and (len(texts) < _LEAST_GROUPS or titles * 2 >= len(texts))


def reads_as_groups(cells: Cells, words: FeedWords) -> bool:
    """Whether a row above the headings surely holds groups of columns: 基本信息, 监护人. No title, no 制表单位.

    One text alone at the left is a title, but for a word for somebody else: then it is safer to take it for a group.
    """
    texts = [(place, text) for place, cell in enumerate(cells) if cell and (text := normalise_heading(cell))]
    if not texts or looks_like_title(cells):
        return False
    first, text = texts[0]
    if len({text for _, text in texts}) == 1:
        return words.names_person(text) and (first > 0 or words.is_of_others(text))
    return any(words.names_person(text) or is_neutral(text) for _, text in texts)


def is_below_a_group(parts: ColumnParts) -> bool:
    """Whether what stands nearest above a heading only says that there is information: 登记信息, 认定情况."""
    return bool(parts.groups) and is_neutral(normalise_heading(parts.groups[-1]))


def is_annotation(cells: Cells, columns: int) -> bool:
    """Whether a row under the headings belongs to them: columns numbered 1, 2, 3 … or 甲, 乙, 1 …, 必填, 选填 …, 元

    `columns`: how many columns have headings; each of them must be numbered.
    """
    texts = [text for cell in cells if cell and (text := _plain(cell).strip("()[]【】<>栏"))]
    if texts and all(is_unit(normalise_heading(cell)) for cell in cells if cell and normalise_heading(cell)):
        return True
    if len(texts) >= _LEAST_NOTES and all(_NOTE_CELL.fullmatch(text) for text in texts):
        return True
    stems = 0
    while stems < min(len(texts), len(_TEN_STEMS)) and texts[stems] == _TEN_STEMS[stems]:
        stems += 1
    numbers = [str(number) for number in range(1, len(texts) - stems + 1)]
    return len(texts) >= max(columns, _LEAST_NUMBERED) and texts[stems:] == numbers


def compose(rows: Sequence[Cells]) -> list[ColumnParts | None]:
    """The columns under one to three rows of a header; null where nothing stands over a column.

    A group's text fills the empty cells on its right as far as a cell above begins another group.
    """
    width = max(map(len, rows))
    own = [[written_heading(row[place]) if place < len(row) else "" for place in range(width)] for row in rows]
    own = [[text if normalise_heading(text) else "" for text in row] for row in own]
    filled = _fill_right(own)
    return [_column(own, filled, place) for place in range(width)]


def _plain(cell: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", cell[:_READ])).strip("'\ufeff").lower()


def _fill_right(own: list[list[str]]) -> list[list[str]]:
    filled: list[list[str]] = []
    for number, row in enumerate(own):
        texts: list[str] = []
        for place, text in enumerate(row):
            begins_above = any(above[place] for above in own[:number])
            texts.append(text or (texts[-1] if texts and not begins_above else ""))
        filled.append(texts)
    return filled


def _column(own: list[list[str]], filled: list[list[str]], place: int) -> ColumnParts | None:
    leaf_row = max((number for number, row in enumerate(own) if row[place]), default=None)
    if leaf_row is None:
        return None
    leaf = own[leaf_row][place]
    groups: list[str] = []
    for row in filled[:leaf_row]:
        if row[place] and row[place] != leaf and row[place] not in groups:
            groups.append(row[place])
    above = own[leaf_row - 1][place] if leaf_row else ""
    if above and (above == leaf or _spans_more(filled[leaf_row - 1], own[leaf_row], place)):
        above = ""
    return ColumnParts(leaf, tuple(groups), above, leaf_row)


def _spans_more(groups: list[str], leaves: list[str], place: int) -> bool:
    """Whether the text over a column is over a neighbour with a heading of its own too."""
    neighbours = [place - 1, place + 1]
    return any(0 <= n < len(groups) and groups[n] == groups[place] and leaves[n] for n in neighbours)
