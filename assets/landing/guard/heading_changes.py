"""What differs between the headings of two sheets of a feed, in the words that the sender reads.

What belongs here: comparing two sheets. What does not: which two are compared (drift), recognising headings (files).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from assets.landing.files.heading_claims import known_column
from assets.landing.files.heading_texts import heading_to_show, normalise_heading
from assets.landing.files.near_headings import nearest_heading
from assets.vocabulary.feeds import Feed

_UNIT_NAMES = {1: "元", 100: "百元", 1_000: "千元", 10_000: "万元", 1_000_000: "百万元", 100_000_000: "亿元"}


@dataclass(frozen=True)
class WrittenHeading:
    """A heading as landing/headings has it; `column` is null where the feed does not know it."""

    text: str
    column: str | None
    scale: int


@dataclass(frozen=True)
class SheetHeadings:
    """One sheet's headings in the order of places."""

    feed: str
    file: str
    sheet: str
    headings: tuple[WrittenHeading, ...]

    @cached_property
    def name_without_digits(self) -> tuple[str, str]:
        return re.sub(r"[0-9]", "", self.file), re.sub(r"[0-9]", "", self.sheet)

    @cached_property
    def known(self) -> dict[str, WrittenHeading]:
        """Column → its heading."""
        return {heading.column: heading for heading in self.headings if heading.column is not None}

    @cached_property
    def unknown(self) -> dict[str, str]:
        """Normal form → text of the headings that the feed does not know or has no use for, the first of each."""
        texts = reversed([heading.text for heading in self.headings if heading.column is None])
        return {normalise_heading(text): text for text in texts}

    @cached_property
    def _normal_forms(self) -> frozenset[str]:
        return frozenset(normalise_heading(heading.text) for heading in self.headings)

    def likeness(self, other: "SheetHeadings") -> float:
        """Share of the headings of both that they have in common, 0 to 1."""
        return len(self._normal_forms & other._normal_forms) / max(1, len(self._normal_forms | other._normal_forms))


@dataclass(frozen=True)
class HeadingChange:
    """One row of landing/drift but for the sheet's names; `kind` is its `change`."""

    kind: str
    heading: str
    before: str | None
    column: str | None
    reason: str


def changes_between(feed: Feed, now: SheetHeadings, then: SheetHeadings | None) -> Iterator[HeadingChange]:
    """How a sheet differs from the one before it; `then` is null for a feed's first delivery.

    A heading is told once: probably a column's new name (similar), else a column that is there twice (similar), else
    new. Spaces, widths and marks make no difference; another unit does.
    """
    unknown = {form: text for form, text in now.unknown.items() if then is None or form not in then.unknown}
    twice = {form: column for form, text in unknown.items() if (column := known_column(text, feed)) in now.known}
    likely = _likely_names(feed, now, [text for form, text in unknown.items() if form not in twice])
    yield from (_similar(feed, column, text, then) for column, text in likely.items())
    yield from (_twice(feed, now, str(column), unknown[form]) for form, column in twice.items())
    if then is None:
        return
    told = {*twice, *map(normalise_heading, likely.values())}
    yield from _renamed(now, then)
    yield from _new(now, then, [text for form, text in unknown.items() if form not in told])
    yield from _missing(feed, now, then, likely)


def _likely_names(feed: Feed, now: SheetHeadings, unknown: Iterable[str]) -> dict[str, str]:
    """Column that the sheet lacks → the unknown heading most like it; a heading for one column at most."""
    left = list(unknown)
    likely: dict[str, str] = {}
    for column in feed.landed_columns:
        if column.name not in now.known and (text := nearest_heading(feed, column.name, left)) is not None:
            likely[column.name] = text
            left.remove(text)
    return likely


def _similar(feed: Feed, column: str, text: str, then: SheetHeadings | None) -> HeadingChange:
    shown, contract = heading_to_show(text), feed.column(column).headings[0]
    before = then.known.get(column) if then else None
    if before is None:
        reason = f"「{shown}」像是「{contract}」，但列名对不上，没有读取；请改成「{contract}」后重报，或告知我们增补"
        return HeadingChange("similar", text, None, column, reason)
    old = heading_to_show(before.text)
    reason = f"上次的「{old}」这次没有，「{shown}」可能是它的新名称，没有读取；请改回原名后重报，或告知我们增补"
    return HeadingChange("similar", text, before.text, column, reason)


def _twice(feed: Feed, now: SheetHeadings, column: str, text: str) -> HeadingChange:
    shown, used = heading_to_show(text), heading_to_show(now.known[column].text)
    what = f"有不止一列「{used}」，只读取了靠前的一列"
    if normalise_heading(text) != normalise_heading(now.known[column].text):
        what = f"「{used}」和「{shown}」都像是「{feed.column(column).headings[0]}」，只读取了「{used}」"
    return HeadingChange("similar", text, None, column, f"{what}；请核对，只保留一列，或改成不同的列名")


def _renamed(now: SheetHeadings, then: SheetHeadings) -> Iterator[HeadingChange]:
    for column, heading in now.known.items():
        before = then.known.get(column)
        if before is None:
            continue
        shown, old = heading_to_show(heading.text), heading_to_show(before.text)
        if heading.scale != before.scale:
            units = (
                _UNIT_NAMES.get(before.scale, str(before.scale)),
                _UNIT_NAMES.get(heading.scale, str(heading.scale)),
            )
            reason = f"「{shown}」的单位由{units[0]}变成了{units[1]}，已换算成元；请核对单位没有写错"
            yield HeadingChange("renamed", heading.text, before.text, column, reason)
        elif normalise_heading(heading.text) != normalise_heading(before.text):
            reason = f"「{old}」改成了「{shown}」，仍按同一栏读取；请固定使用一种列名"
            yield HeadingChange("renamed", heading.text, before.text, column, reason)


def _new(now: SheetHeadings, then: SheetHeadings, unknown: Iterable[str]) -> Iterator[HeadingChange]:
    for text in unknown:
        reason = f"多了「{heading_to_show(text)}」一列，系统不认识，没有读取；如需使用，请告知我们增补"
        yield HeadingChange("new", text, None, None, reason)
    for column, heading in now.known.items():
        if column not in then.known:
            reason = f"多了「{heading_to_show(heading.text)}」一列，已经读取；如不是有意增加，请告知我们"
            yield HeadingChange("new", heading.text, None, column, reason)


def _missing(feed: Feed, now: SheetHeadings, then: SheetHeadings, likely: dict[str, str]) -> Iterator[HeadingChange]:
    for column, heading in then.known.items():
        # What never leaves the landing is not missed.
        if column not in now.known and column not in likely and not feed.column(column).dropped:
            reason = f"上次有的「{heading_to_show(heading.text)}」一列这次没有；请核对是否漏导，漏导的请补上后重报"
            yield HeadingChange("missing", heading.text, None, column, reason)
    for form, text in then.unknown.items():
        if form not in now.unknown and known_column(text, feed) not in now.known:
            reason = f"上次有的「{heading_to_show(text)}」一列这次没有，系统原本也不读取；如是漏导，请下次补上"
            yield HeadingChange("missing", text, None, None, reason)
