"""The text of a heading: its normal form, and what is written around the words: units, notes, numbers.

What belongs here: text alone. What does not: which headings a feed knows (heading_words), rows (header_rows).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]")
_MARKS = "*'\":;,.、。·•★☆※▲△●◆■□#“”‘’`!"
_BRACKETS = str.maketrans("【〔〖[{「『《〈<】〕〗]}」』》〉>", "((((((((((" + "))))))))))")
_WRAPPED = re.compile(r"^\(([^()]*)\)$")

_NOTE = (
    r"(?:必填|必录|必须填写|必填项|非必填|选填|可选|可空|可不填|不能为空|不可为空|文本格式|文本|下拉选择"
    r"|required|optional)"
)
_NOTES = re.compile(rf"\({_NOTE}[^()]*\)|(?<=.){_NOTE}$|^{_NOTE}[:-]")
_TIMES = {
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
_TIMES_PATTERN = "|".join(sorted(_TIMES, key=len, reverse=True))
_YUAN = rf"(?:单位:?)?(?:人民币)?({_TIMES_PATTERN})?(?:元|圆|yuan|cny|rmb)"
_UNIT_IN_BRACKETS = re.compile(rf"\({_YUAN}(?:人民币)?(?:/[^()]{{1,4}})?\)$")
_UNIT_BARE = re.compile(rf"(?<=.)[/_:,、-]?{_YUAN}(?:/[^()/]{{1,2}})?$")
_UNIT_IN_TITLE = re.compile(
    rf"单位\s*[:：]?\s*\|?\s*[(（]?\s*(?:[^\s|:：,、/;]{{1,6}}[,、/;]\s*){{0,3}}({_TIMES_PATTERN})?(?:元|圆)(?![\u4e00-\u9fff])"
)
_NUMBER_BEFORE = re.compile(
    r"^(?:\([0-9]{1,3}\)|[0-9]{1,3}[.、:_)-]?|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[.、:)]|[a-z][.、)])(?=.)"
)
_ASIDE = re.compile(r"(?<=.)\(([^()]*)\)$|^\(([^()]*)\)(?=.)")
_FOOTNOTE = re.compile(r"(?<=[^0-9])(?:[._]?[0-9]{1,2}|\((?:注)?[0-9]{1,2}\)|注[0-9]{0,2})$")
# Words that make another thing of what they stand beside: last year's amount, the earlier name.
OTHER_MEANING = re.compile(
    r"累计|上年|上月|上期|上季|去年|往年|历史|曾用|备用|变更前|修改前|调整前|^[原旧]|美元|港元|港币|外币|usd|hkd"
)
_MANY_DIGITS = re.compile(r"[0-9]{6,}")
_SHOWN = 20
# Longer texts are explanations, not headings.
_LONGEST = 120
_READ = 500
_TABLED = 60
LAST_STEP = 5


def normalise_heading(heading: str | None) -> str:
    """Half width, lower case, one kind of brackets, without spaces, line breaks and marks at either end."""
    return _normal_form(heading[:_READ]) if heading else ""


@lru_cache(maxsize=4096)
def _normal_form(heading: str) -> str:
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", heading).lower()).translate(_BRACKETS).strip(_MARKS)
    wrapped = _WRAPPED.match(text)
    return wrapped[1].strip(_MARKS) if wrapped else text


def written_heading(cell: str | None) -> str:
    """A heading as it stands in the file, on one line."""
    return re.sub(r"\s*[\r\n]+\s*", "", (cell or "").strip("\ufeff \n\r\t"))


@dataclass(frozen=True)
class Form:
    """One way to read a heading's text: `step` of 0 to LAST_STEP says how much was taken away to get there.

    `scale`: yuan in one unit of the column, null where the heading names no unit; `aside`: what stood in brackets;
    `bare`: the unit stood without brackets, which only an amount's heading may have.
    """

    text: str
    step: int
    scale: int | None = None
    aside: str = ""
    bare: bool = False


@lru_cache(maxsize=4096)
def heading_forms(text: str) -> tuple[Form, ...]:
    """The forms of a normal form, from the text itself to the barest one, each once; none of what is too long."""
    return tuple(_forms(text)) if len(text) <= _LONGEST else ()


def _forms(text: str) -> Iterator[Form]:
    form = Form(text, 0)
    yield form
    for step, change in enumerate((_without_notes, _without_unit, _without_number, _without_aside), start=1):
        changed = change(form, step)
        if changed.text and changed.text != form.text:
            form = changed
            yield form
    bare = _FOOTNOTE.sub("", form.text)
    if bare and bare != form.text:
        yield Form(bare, LAST_STEP, form.scale, form.aside, form.bare)


def _without_notes(form: Form, step: int) -> Form:
    return Form(_NOTES.sub("", form.text).strip(_MARKS), step)


def _without_unit(form: Form, step: int) -> Form:
    found = _UNIT_IN_BRACKETS.search(form.text)
    bare = None if found else _UNIT_BARE.search(form.text)
    unit = found or bare
    if unit is None:
        return form
    scale = _TIMES[unit[1]] if unit[1] else 1
    return Form(form.text[: unit.start()].strip(_MARKS), step, scale, form.aside, form.bare or bare is not None)


def _without_number(form: Form, step: int) -> Form:
    return Form(_NUMBER_BEFORE.sub("", form.text, count=1), step, form.scale, form.aside, form.bare)


def _without_aside(form: Form, step: int) -> Form:
    found = _ASIDE.search(form.text)
    if found is None:
        return form
    aside = found[1] if found[1] is not None else found[2]
    rest = Form(
        (form.text[: found.start()] + form.text[found.end() :]).strip(_MARKS), step, form.scale, aside, form.bare
    )
    return _without_unit(rest, step) if form.scale is None else rest


def is_unit(text: str) -> bool:
    """Whether a normal form is a unit of money and nothing else: a row of its own under the headings."""
    return re.fullmatch(_YUAN, text) is not None


def title_scale(cells: list[str]) -> int | None:
    """Yuan in one unit by a line above the header (单位：万元), null where it names none; 制表单位 is no unit."""
    text = "|".join(unicodedata.normalize("NFKC", cell).strip() for cell in cells)
    found = _UNIT_IN_TITLE.search(text)
    if found is None:
        return None
    return _TIMES[found[1]] if found[1] else 1


def has_many_digits(text: str) -> bool:
    """Six digits in a row: rather a value than a heading, not to be shown."""
    return _MANY_DIGITS.search(unicodedata.normalize("NFKC", text)) is not None


def heading_to_show(heading: str) -> str:
    """A heading of a file for a sentence that staff read: on one line, at most 20 characters."""
    text = written_heading(heading)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def heading_to_keep(heading: str) -> str:
    """An unknown heading for a table that analysts read: at most 60 characters, long numbers starred."""
    return _MANY_DIGITS.sub("******", unicodedata.normalize("NFKC", written_heading(heading)))[:_TABLED]
