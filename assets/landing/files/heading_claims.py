"""Which column a heading is taken for: every way to read it, and the claim on a column that follows.

What belongs here: one column's heading at a time. What does not: rows of a header and which of two claims wins
(headings), the text of a heading (heading_texts), a feed's words (heading_words).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assets.landing.files.header_rows import ColumnParts
from assets.landing.files.heading_asides import is_about_others, means_another_thing, names_another_person
from assets.landing.files.heading_texts import LAST_STEP, OTHER_MEANING, Form, heading_forms, is_unit, normalise_heading
from assets.landing.files.heading_words import FeedWords, feed_words, group_cores, is_neutral
from assets.vocabulary.feeds import Column, Feed

_SEPARATORS = re.compile(r"[-_/:·.]|的(?=.)")
_PERSON_TYPES = frozenset({"name", "id_number", "phone", "sex"})
_MULTIPLE = re.compile(r"[千万亿]|百(?!分)")
_PERSON_COLUMNS = frozenset({"birth_date", "address", "division_code"})


@dataclass(frozen=True, order=True)
class Claim:
    """A heading that may be a column's: the least claim gets it.

    `doubt`: 0 none, 1 known only without digits at its end, 2 under a group about somebody else; `rank`: of the heading
    in the contract; `grouped`: an unrelated group stands above; `step`: how much was taken away from the text; `row`:
    the row of the header through which it is known; `scale`: yuan in one unit of the column, 1 where it is no money;
    `unread`: a unit of an amount or a number that is not understood.
    """

    doubt: int
    rank: int
    grouped: bool
    step: int
    place: int
    row: int
    column: str
    scale: int
    unread: str = field(default="", compare=False)


def known_column(heading: str, feed: Feed) -> str | None:
    """The column that a heading of landing/headings would be taken for if it were the only one."""
    *groups, leaf = heading.split("/")
    claim = claim_of(ColumnParts(heading), 0, feed) or claim_of(ColumnParts(leaf, tuple(groups)), 0, feed)
    return claim.column if claim else None


@dataclass(frozen=True)
class _Reading:
    """One way to read a heading: the form that is known, its column and rank, and through which row it is known."""

    form: Form
    row: int
    column: str
    rank: int
    grouped: bool = False
    under_others: bool = False
    joined: bool = False


def claim_of(parts: ColumnParts, place: int, feed: Feed) -> Claim | None:
    """The claim of what stands over one column; null where the feed does not know it, or it is about somebody else."""
    words = feed_words(feed.key)
    for reading in _readings(parts, words):
        column, form = feed.column(reading.column), reading.form
        # 父亲状态 under 父母情况 says itself whose it is.
        under_others = reading.under_others and not form.text.startswith(tuple(words.others | words.main))
        if form.bare and column.type != "money":
            continue
        # A group may seem to reach further right than it does: what a file cannot do without is not lost by it.
        if under_others and (column.presence != "required" or _tells_of_person(column)):
            continue
        if not reading.joined and means_another_thing(form.asides, column, feed):
            continue
        if not reading.joined and _tells_of_person(column) and names_another_person(form.asides, words):
            continue
        doubt = 2 if under_others else int(form.step == LAST_STEP)
        scale, unread = _unit(form, parts, column)
        return Claim(doubt, reading.rank, reading.grouped, form.step, place, reading.row, column.name, scale, unread)
    return None


def _unit(form: Form, parts: ColumnParts, column: Column) -> tuple[int, str]:
    """Yuan in one unit of the column, and a unit that is not understood."""
    if column.type in ("number", "int"):
        return 1, next((aside for aside in form.asides if _MULTIPLE.search(aside)), "")
    if column.type != "money":
        return 1, ""
    if form.scale is not None or form.unread:
        return form.scale or 1, form.unread
    for group in reversed(parts.groups):
        for above in heading_forms(normalise_heading(group)):
            if above.scale is not None or above.unread:
                return above.scale or 1, above.unread
    return 1, ""


def _tells_of_person(column: Column) -> bool:
    return column.type in _PERSON_TYPES or column.name in _PERSON_COLUMNS


def _readings(parts: ColumnParts, words: FeedWords) -> Iterator[_Reading]:
    """Joined with a group, then the leaf alone, then the cell above it alone, then one row's text taken apart."""
    if parts.groups and is_unit(normalise_heading(parts.leaf)):
        parts = replace(parts, leaf=f"{parts.groups[-1]}({normalise_heading(parts.leaf)})", groups=parts.groups[:-1])
    forms = heading_forms(normalise_heading(parts.leaf))
    asides = {aside for form in forms for aside in form.asides}
    groups = [normalise_heading(group) for group in parts.groups]
    others = any(map(words.is_of_others, groups))
    groups += [aside for aside in sorted(asides) if words.names_person(aside)]
    for form in forms:
        for prefix in _prefixes(groups, words):
            if found := words.ranked.get(prefix + form.text):
                column, rank = found
                own, own_rank = words.ranked.get(form.text, ("", rank))  # 姓名 under 学生 is as good as 姓名
                rank = min(rank, own_rank) if own == column else rank
                yield _Reading(form, parts.leaf_row, column, rank, joined=bool(prefix))
    if any(OTHER_MEANING.search(text) for text in {*groups, *asides}) or is_about_others(asides, words):
        return
    for form in forms:
        if found := words.ranked.get(form.text):
            yield _Reading(form, parts.leaf_row, *found, grouped=bool(groups), under_others=others)
    for form in heading_forms(normalise_heading(parts.above)):
        if found := words.ranked.get(form.text):
            yield _Reading(form, parts.leaf_row - 1, *found, grouped=True, under_others=others)
    if not groups:
        yield from _split_readings(forms, words)


def _split_readings(forms: tuple[Form, ...], words: FeedWords) -> Iterator[_Reading]:
    """户主_姓名, 基本信息.姓名: a merged header that an export has written into one row."""
    for form in forms:
        for cut in _SEPARATORS.finditer(form.text):
            group, leaf = form.text[: cut.start()], form.text[cut.end() :]
            prefixes = _prefixes([group], words)
            joined = next((found for prefix in prefixes if (found := words.ranked.get(prefix + leaf))), None)
            if joined is None and is_neutral(group) and not words.is_of_others(group):
                joined = words.ranked.get(leaf)
            if joined is not None:
                yield _Reading(form, 0, *joined, grouped=True)


def _prefixes(groups: list[str], words: FeedWords) -> Iterator[str]:
    """What may stand before a leaf: all groups together, then each from the nearest on, with and without 信息.

    None beyond a group about somebody else: 姓名 under 配偶 under 户主 is not 户主姓名.
    """
    if len(groups) > 1:
        yield "".join(groups)
    for group in reversed(groups):
        yield from group_cores(group)
        if words.is_of_others(group):
            return
