"""The text of a heading: its normal form, and what is written around the words: units, notes, numbers.

What belongs here: text alone. What does not: which headings a feed knows (heading_words), rows (header_rows), what a
unit is (heading_units), what an aside means (heading_asides).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import polars as pl

from assets.landing.files.heading_units import TIMES, TIMES_PATTERN, unit_of
from assets.vocabulary.masking import mask_digits, mask_text

_INVISIBLE = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]")
_MARKS = "*'\":;,.、。·•★☆※▲△●◆■□#“”‘’`!"
_BRACKETS = str.maketrans("【〔〖[{「『《〈<】〕〗]}」』》〉>", "((((((((((" + "))))))))))")
_WRAPPED = re.compile(r"^\(([^()]*)\)$")

_NOTE = (
    r"(?:必填|必录|必须填写|必填项|非必填|选填|可选|可空|可不填|不能为空|不可为空|文本格式|文本|下拉选择"
    r"|required|optional)"
)
_NOTES = re.compile(rf"\({_NOTE}([^()]*)\)|(?<=.){_NOTE}$|^{_NOTE}[:-]")
_BRACKET = re.compile(r"\(([^()]*)\)")
_ASIDE_PIECES = re.compile(r"[,;、]")
_YUAN = rf"(?:单位:?)?(?:人民币)?({TIMES_PATTERN})?(?:元|圆|yuan|cny|rmb)"
_UNIT_LIKE = re.compile(r"[十百千万亿]+[元圆]")
_UNIT_BARE = re.compile(rf"(?<=.)[/_:,、-]?{_YUAN}(?:/[^()/]{{1,2}})?$")
_NUMBER_BEFORE = re.compile(
    r"^(?:\([0-9]{1,3}\)|[0-9]{1,3}[.、:_)-]?|\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}[.、:)]|[a-z][.、)])(?=.)"
)
_ASIDE = re.compile(r"(?<=.)\(([^()]*)\)$|^\(([^()]*)\)(?=.)")
_FOOTNOTE = re.compile(r"(?<=[^0-9])(?:[._]?[0-9]{1,2}|\((?:注)?[0-9]{1,2}\)|注[0-9]{0,2})$")
# Words that make another thing of what they stand beside: last year's amount, the earlier name.
OTHER_MEANING = re.compile(
    r"累计|上年|上月|上期|上季|去年|往年|历史|曾用|备用|变更前|修改前|调整前|^[原旧]|美元|港元|港币|外币|usd|hkd"
    r"|农历|阴历|旧历|预计|预估|估计"
)
_MANY_DIGITS = re.compile(r"[0-9]{6,}")
_SHOWN = 20
# A mobile number; an identity number is longer.
_PERSON_DIGITS = 11
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
    lines = re.split(r"[\r\n]+", (cell or "").strip("\ufeff \n\r\t")[:_READ])
    return "".join(line.strip() for line in lines)


@dataclass(frozen=True)
class Form:
    """One way to read a heading's text: `step` of 0 to LAST_STEP says how much was taken away to get there.

    `scale`: yuan in one unit of the column, null where the heading names no unit; `asides`: what stood in brackets and
    is neither a unit nor a note; `bare`: the unit stood without brackets, which only an amount's heading may have;
    `unread`: a text in brackets that seems to be a unit and is not understood.
    """

    text: str
    step: int
    scale: int | None = None
    asides: tuple[str, ...] = ()
    bare: bool = False
    unread: str = ""


@lru_cache(maxsize=4096)
def heading_forms(text: str) -> tuple[Form, ...]:
    """The forms of a normal form, from the text itself to the barest one, each once; none of what is too long."""
    return tuple(_forms(text)) if len(text) <= _LONGEST else ()


def _forms(text: str) -> Iterator[Form]:
    form = Form(text, 0)
    yield form
    steps = (_without_units_in_brackets, _without_notes, _without_bare_unit, _without_number, _without_aside)
    for step, change in zip((1, 2, 2, 3, 4), steps, strict=True):
        changed = change(form, step)
        shown = changed.text != form.text
        form = changed if changed.text else form
        if shown and changed.text:
            yield form
    bare = _FOOTNOTE.sub("", form.text)
    if bare and bare != form.text:
        yield replace(form, text=bare, step=LAST_STEP)


def _without_units_in_brackets(form: Form, step: int) -> Form:
    """Units wherever they stand in brackets, also beside a note or an aside, which stays: （必填，万元）."""
    scale, unread = form.scale, form.unread
    text = form.text
    for found in reversed(list(_BRACKET.finditer(form.text))):
        unit = unit_of(found[1])
        unread = unit.unread or unread
        if unit.scale is None:
            continue
        unread = found[0] if scale not in (None, unit.scale) else unread
        scale = unit.scale
        rest = f"({unit.rest})" if unit.rest else ""
        text = text[: found.start()] + rest + text[found.end() :]
    return replace(form, text=text.strip(_MARKS), step=step, scale=scale, unread=unread)


def _without_notes(form: Form, step: int) -> Form:
    """Without notes; what stands behind a note in its brackets is an aside: （必填，户主配偶）."""
    behind = [piece for note in _NOTES.finditer(form.text) for piece in _ASIDE_PIECES.split(note[1] or "")[1:]]
    text = _NOTES.sub("", form.text).strip(_MARKS)
    return replace(form, text=text, step=step, asides=(*form.asides, *filter(None, behind)))


def _without_bare_unit(form: Form, step: int) -> Form:
    unit = _UNIT_BARE.search(form.text) if form.scale is None else None
    if unit is None:
        return form
    scale = TIMES[unit[1]] if unit[1] else 1
    return replace(form, text=form.text[: unit.start()].strip(_MARKS), step=step, scale=scale, bare=True)


def _without_number(form: Form, step: int) -> Form:
    return replace(form, text=_NUMBER_BEFORE.sub("", form.text, count=1), step=step)


def _without_aside(form: Form, step: int) -> Form:
    found = _ASIDE.search(form.text)
    if found is None:
        return form
    aside = found[1] if found[1] is not None else found[2]
    text = (form.text[: found.start()] + form.text[found.end() :]).strip(_MARKS)
    asides = (*form.asides, *filter(None, _ASIDE_PIECES.split(aside)))
    return _without_bare_unit(replace(form, text=text, step=step, asides=asides), step)


def is_unit(text: str) -> bool:
    """Whether a normal form is a unit of money, known or not, and nothing else: a row of its own under the headings."""
    unit = unit_of(text)
    unread = unit.unread != "" and (not unit.rest or _UNIT_LIKE.fullmatch(text) is not None)
    return unread or (not unit.rest and unit.scale is not None)


def has_many_digits(text: str) -> bool:
    """Six digits in a row: rather a value than a heading, not to be shown."""
    return _MANY_DIGITS.search(unicodedata.normalize("NFKC", text)) is not None


def heading_to_show(heading: str) -> str:
    """A heading of a file for a sentence that staff read: on one line, at most 20 characters, no person's number."""
    text = _without_person(written_heading(heading))
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def heading_to_keep(heading: str) -> str:
    """An unknown heading for a table that analysts read: at most 60 characters, long numbers starred."""
    text = _without_person(unicodedata.normalize("NFKC", written_heading(heading)))
    return _MANY_DIGITS.sub("******", text)[:_TABLED]


@lru_cache(maxsize=4096)
def _without_person(text: str) -> str:
    """The text as its first characters where a mobile or an identity number is in it, however it is spaced: no heading

    but a line of data. What stands beside the number may be the name; of the number nothing is kept in open tables.
    """
    if sum(character.isdigit() for character in text) < _PERSON_DIGITS:
        return text
    written = pl.DataFrame({"text": [text[:_READ]]})
    # Numbers in one piece are left alone by this but for those as long as a person's.
    numbers = written.select(mask_digits(pl.col("text"), shortest=_PERSON_DIGITS)).item()
    if numbers == text[:_READ]:
        return text
    masked = str(written.select(mask_text(pl.col("text"))).item())
    return "******" if any(character.isdigit() for character in masked) else masked
