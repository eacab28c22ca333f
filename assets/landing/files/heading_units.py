"""Units of money in the brackets of a heading and in the lines above a header.

What belongs here: reading a unit, and seeing that a text holds one that is not understood. What does not: headings as
such (heading_texts), which columns a unit is for (headings).

A unit that is not understood is never taken for yuan: 角 and 分 are no whole yuan and are refused as well.
"""

import re
import unicodedata
from dataclasses import dataclass

TIMES = {
    "百": 100,
    "千": 1_000,
    "k": 1_000,
    "1000": 1_000,
    "万": 10_000,
    "10k": 10_000,
    "10000": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
}
TIMES_PATTERN = "|".join(sorted(TIMES, key=len, reverse=True))
_CURRENCY = r"(?:人民币|rmb|cny)"
_MONEY = re.compile(
    rf"(?:单位|金额|均|都|为|以|按|是|折合|折算成|约){{0,4}}(?:{_CURRENCY}(?=.))?({TIMES_PATTERN})?(元|圆|yuan|rmb|cny)?"
    rf"{_CURRENCY}?整?(?:计|为单位|计算|计价)?(?P<each>/[^()]{{1,8}})?"
)
_LABELS = frozenset({"", "单位", "金额", "金额单位", "计量单位", "货币单位", "计价单位", "人民币", "整"})
_SMALL = re.compile(rf"(?:单位|金额|以)*{_CURRENCY}?(?:[元圆]/)?[角分](?:计|为单位)?|[wk]|万w")
_YUAN_AND_PARTS = re.compile(r"元角分?|元分")
_SCALED = re.compile(r"[百千万亿]")
# What has one of these characters and is no unit of money: shares, sums, counts of other things.
_NO_UNIT = re.compile(
    rf"百分[比点数率之]?|[0-9一二三四五六七八九壹贰叁肆伍陆柒捌玖][0-9.,十百千万亿拾佰仟]*[元圆]?"
    rf"|(?:{TIMES_PATTERN})(?:人|户|亩|吨|克|米|公里|瓦|件|次|头|只|斤|例|辆|套|间|册|公顷|平方|岁|姓|宗|个|名|条|笔)"
)
_PIECES = re.compile(r"[,、;:|]")
_TITLE_CELLS, _READ, _TITLE_READ, _VALUE_READ = 200, 500, 4_000, 60
# 制表单位 is no unit but who made the table.
_MAKERS = (
    r"(?:制表|填报|填表|上报|报送|编制|编报|主管|主办|责任|用人|参保|工作|所在|发放|经办|审核|汇总|申报|承办|核算)"
)
_LABEL = re.compile(rf"(?P<maker>{_MAKERS})?(?P<label>单位|金额)(?P<link> ?(?:单位)? ?(?:均|都|一律)?[:为以按是]?)")
_LABEL_BEFORE = ("金额", "计量", "货币", "计价", "数量", "价格", "数据", "以下", "本表")
_NEXT_LABEL = re.compile(
    r"[|()]|制表|填表|填报|报送|上报|编制|编报|审核|复核|日期|时间|打印|统计|联系|负责|经办|第[0-9]|共[0-9]|[0-9]{4}"
)
_LISTED = re.compile(r"[、,/;和及 ]+")
_ORGANISATION = re.compile(
    r"(?:镇|乡|街道|办|办事处|村|社区|居委会|局|县|市|区|旗|州|省|所|院|中心|政府|委员会|委|公司|学校|学|校|民政|科|股|站|会|厅|部|处|组|行|场|队|厂|园)$"
)


@dataclass(frozen=True)
class Unit:
    """What a text says of money's unit: yuan in one of it, null where it names none; `rest`: what else it says;

    `unread`: the text, where it seems to name a unit that is not understood.
    """

    scale: int | None = None
    rest: str = ""
    unread: str = ""


def unit_of(text: str) -> Unit:
    """The unit in what stands in brackets behind a heading, in its normal form: 万元; 必填,万元; 单位:万; 元,角,分."""
    scales: set[int] = set()
    rest: list[str] = []
    small = False
    for piece in _PIECES.split(text):
        if piece in _LABELS:
            continue
        scale = _scale(piece)
        small = small or _SMALL.fullmatch(piece) is not None
        if scale is not None:
            scales.add(scale)
        elif not _SMALL.fullmatch(piece):
            rest.append(piece)
    others = ",".join(rest)
    if len(scales) > 1 or (small and scales != {1}):
        return Unit(None, others, text)
    if scales:
        return Unit(scales.pop(), others)
    return Unit(None, others, text if _SCALED.search(_NO_UNIT.sub("", others)) else "")


def _scale(piece: str) -> int | None:
    """Yuan in one unit, null where the text is no unit of money and nothing else."""
    if _YUAN_AND_PARTS.fullmatch(piece):
        return 1
    found = _MONEY.fullmatch(piece)
    if found is None or _SMALL.fullmatch(piece):
        return None
    if found[1]:
        return TIMES[found[1]]
    return 1 if found[2] or piece.startswith(("rmb", "cny")) else None


def title_unit(cells: list[str]) -> Unit:
    """The unit that a line above the header names: 单位：万元, （金额：万元）, 本表金额以万元计; 制表单位 is none."""
    texts = [_one_line(cell) for cell in cells[:_TITLE_CELLS]]
    text = "|".join(texts)[:_TITLE_READ]
    brackets = re.findall(r"\(([^()|]{1,40})\)", text)
    for content in (*brackets, *texts):
        unit = _whole_unit(content.replace(" ", ""))
        if unit.scale is not None:
            return unit
    unread = Unit()
    for found in _LABEL.finditer(text):
        if found["maker"]:
            continue
        unit = _labelled_unit(text, found)
        if unit.scale is not None:
            return unit
        unread = unread if unread.unread else unit
    return unread


def _one_line(cell: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", cell[:_READ])).strip().lower()


def _whole_unit(text: str) -> Unit:
    """A unit that is all that a cell, or what stands in brackets, says; 万 alone may be anything."""
    unit = unit_of(text) if len(text) <= _VALUE_READ and re.search(r"[元圆]|单位|金额", text) else Unit()
    return Unit() if unit.rest or unit.unread else unit


def _labelled_unit(text: str, found: re.Match[str]) -> Unit:
    """The unit behind 单位 or 金额."""
    value = text[found.end() :][:_VALUE_READ].lstrip(" |(:")
    value = _NEXT_LABEL.split(value, maxsplit=1)[0]
    value = re.sub(rf"({TIMES_PATTERN}) (?=[元圆])", r"\1", value)
    pieces = [piece for piece in _LISTED.split(value) if piece]
    if found["label"] == "金额":
        pieces = pieces[:1]
    scales = {scale for piece in pieces if (scale := _scale(piece)) is not None}
    if len(scales) == 1:
        return Unit(scales.pop())
    if scales or (_names_value(text, found) and any(map(_seems_unit, pieces))):
        return Unit(None, "", (text[found.start() : found.end()] + value).strip())
    return Unit()


def _names_value(text: str, found: re.Match[str]) -> bool:
    """Whether the word is a label of its own: 单位：, not 民政局单位 or 金额分配."""
    before = text[: found.start()]
    own = found["label"] == "金额" or not re.search(r"[\u4e00-\u9fff]$", before) or before.endswith(_LABEL_BEFORE)
    return own and (found["link"].strip() != "" or text[found.end() : found.end() + 1] in ("(", "|"))


def _seems_unit(piece: str) -> bool:
    if _SMALL.fullmatch(piece):
        return True
    return _SCALED.search(_NO_UNIT.sub("", piece)) is not None and not _ORGANISATION.search(piece)
