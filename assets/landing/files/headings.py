"""Recognising a feed's columns by the headings of a file: the one entry for readers of files.

What belongs here: which column a heading is taken for, choosing the rows of the header. What does not: the text of a
heading (heading_texts), a feed's words (heading_words), the shape of rows (header_rows), cells of data.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from assets.landing import reasons
from assets.landing.files.header_rows import (
    Cells,
    ColumnParts,
    compose,
    is_annotation,
    is_below_a_group,
    is_blank,
    is_hint,
    looks_like_data,
    looks_like_title,
    reads_as_groups,
)
from assets.landing.files.heading_claims import Claim, claim_of
from assets.landing.files.heading_texts import heading_forms, heading_to_show, normalise_heading
from assets.landing.files.heading_units import Unit, title_unit
from assets.landing.files.heading_words import ALIAS_RANKS, feed_words, own_id_column
from assets.landing.files.near_headings import nearest_heading
from assets.vocabulary.feeds import Feed

HEADER_WITHIN = 10
HEADER_ROWS = 3
_LEAST_HEADINGS = 2
# A near heading is shown if it is no longer than this beyond the contract's: what follows the words may be a name.
_LONGER_AT_MOST = 2


@dataclass(frozen=True)
class HeadingMatch:
    """Where a file has a feed's columns.

    `positions`: standard name → place in the row; `written`: standard name → the heading as it stands there, parts of a
    merged one joined by /; `scales`: money columns that are not in yuan → yuan in one of their units; `missing`:
    contract headings of required columns that are not there; `headings`: every heading as written, in the order of
    places, empty where there is none; `near`: missing heading → the unknown heading of the file most like it;
    `refusal`: why nothing below this header can be read though nothing is missing, '' otherwise.
    """

    positions: dict[str, int]
    written: dict[str, str]
    scales: dict[str, int]
    missing: tuple[str, ...]
    headings: tuple[str, ...]
    near: dict[str, str] = field(default_factory=dict)
    refusal: str = ""


@dataclass(frozen=True)
class FoundHeader:
    """A header among a file's first rows.

    `first`: index of its first row; `rows`: how many rows it has, 1 to 3, and one more where a row of column numbers or
    of notes (必填) follows; `title_rows`: rows above it that are not blank; `match`: what it means. Data begin at index
    `first + rows`.
    """

    first: int
    rows: int
    title_rows: int
    match: HeadingMatch


def match_headings(cells: Cells, feed: Feed) -> HeadingMatch:
    """What a row of cells would mean as the one-row header of this feed."""
    return _match([cells], feed)[0]


def find_header(rows: Iterable[Cells], feed: Feed) -> FoundHeader | None:
    """The header among a file's first rows.

    The first of ten rows that are not blank with which, alone or with up to two rows under it, every required heading
    is recognised; failing that the one with most headings recognised, its `missing` not empty and `near` filled; None
    where no row has two.
    """
    window = _window(rows)
    filled = [index for index, cells in enumerate(window) if not is_blank(cells)]
    best: FoundHeader | None = None
    under_groups = -1  # a row under groups never stands for itself: 监护人 above 姓名 is not to be overlooked
    for titles, first in enumerate(filled[:HEADER_WITHIN]):
        if first == under_groups:
            continue
        count, match = _best_span(window, first, feed)
        found = FoundHeader(first, count, titles, match)
        if not match.missing:
            return _finish(window, filled, found, feed)
        if len(match.positions) >= max(_LEAST_HEADINGS, len(best.match.positions) + 1 if best else 0):
            best = found
        if reads_as_groups(window[first], feed_words(feed.key)):
            under_groups = first + 1
    return _finish(window, filled, best, feed) if best else None


def _window(rows: Iterable[Cells]) -> list[Cells]:
    """The rows up to the tenth that is not blank, and those that may belong to a header that begins there."""
    window: list[Cells] = []
    filled = 0
    for cells in rows:
        window.append(cells)
        filled += not is_blank(cells)
        if filled == HEADER_WITHIN + HEADER_ROWS:
            break
    return window


def _best_span(window: list[Cells], first: int, feed: Feed) -> tuple[int, HeadingMatch]:
    """How many rows from `first` on make the best header, and its meaning; lower rows only where they add to it."""
    best = (1, match_headings(window[first], feed))
    for count in range(2, HEADER_ROWS + 1):
        rows = window[first : first + count]
        if len(rows) < count or is_blank(rows[-1]) or looks_like_data(rows[-1]) or _same(rows[-1], rows[-2]):
            break
        match, lowest = _match(rows, feed)
        if lowest.values:
            break
        if lowest.hangs and match.positions == best[1].positions:
            best = (count, match)
        if lowest.known == 0 or not _top_belongs(rows, match, feed):
            continue
        missing, known = len(match.missing), len(match.positions)
        more = (-missing, known) > (-len(best[1].missing), len(best[1].positions))
        as_good = missing == len(best[1].missing) and known == len(best[1].positions)
        units = (match.scales, match.refusal) != (best[1].scales, best[1].refusal)
        if more or (as_good and (lowest.known >= _LEAST_HEADINGS or units)):
            best = (count, match)
    return best


def _same(lower: Cells, upper: Cells) -> bool:
    """The header written once more is no second row of it."""
    return [normalise_heading(cell) for cell in lower] == [normalise_heading(cell) for cell in upper]


def _top_belongs(rows: list[Cells], match: HeadingMatch, feed: Feed) -> bool:
    """Whether the top row is part of the header: it is known itself, changes what columns mean, or reads as groups."""
    if len(match_headings(rows[0], feed).positions) >= _LEAST_HEADINGS:
        return True
    without = _match(rows[1:], feed)[0]
    if looks_like_title(rows[0]):
        return len(match.positions) > len(without.positions)
    changes = match.positions != without.positions or match.scales != without.scales
    changes = changes or match.refusal != without.refusal
    return changes or reads_as_groups(rows[0], feed_words(feed.key))


def _finish(window: list[Cells], filled: list[int], found: FoundHeader, feed: Feed) -> FoundHeader:
    """With the unit that a title line tells, the row of column numbers or notes, and what is near a missing heading."""
    match = found.match
    titles = [[cell for cell in window[index] if cell] for index in filled[: found.title_rows]]
    match = _with_title_unit(match, list(map(title_unit, titles)), feed)
    below = found.first + found.rows
    headed = sum(1 for heading in match.headings if heading)
    annotated = below < len(window) and is_annotation(window[below], headed)
    if match.missing:
        match = replace(match, near=_near(match, feed))
    return replace(found, rows=found.rows + annotated, match=match)


def _with_title_unit(match: HeadingMatch, units: list[Unit], feed: Feed) -> HeadingMatch:
    """The first unit of the lines above holds for amounts without one; one that is not understood refuses them."""
    money = [name for name in match.positions if feed.column(name).type == "money"]
    plain = [name for name in money if not _has_unit(match.written[name])]
    scale = next((unit.scale for unit in units if unit.scale is not None), None)
    unread = next((unit.unread for unit in units if unit.unread), "")
    if scale is None and unread and plain:
        return replace(match, refusal=match.refusal or reasons.unknown_unit(heading_to_show(unread)))
    if scale is None or scale == 1:
        return match
    return replace(match, scales={**match.scales, **dict.fromkeys(plain, scale)})


def _has_unit(written: str) -> bool:
    return any(
        form.scale is not None or form.unread
        for part in written.split("/")
        for form in heading_forms(normalise_heading(part))
    )


def _near(match: HeadingMatch, feed: Feed) -> dict[str, str]:
    taken = set(match.positions.values())
    unknown = [heading for place, heading in enumerate(match.headings) if heading and place not in taken]
    wanted = [column for column in feed.columns if column.headings[0] in match.missing]
    near = {column.headings[0]: nearest_heading(feed, column.name, unknown) for column in wanted}
    return {
        missing: heading_to_show(heading)
        for missing, heading in near.items()
        if heading is not None and len(normalise_heading(heading)) <= len(missing) + _LONGER_AT_MOST
    }


@dataclass(frozen=True)
class _LowestRow:
    """The lowest row of a header: `known`, columns recognised through it; `values`, cells under a known heading of
    their own that are neither a heading nor a hint. A name under 姓名 says that the row is data. `hangs`: all its cells
    are of no use for the feed and stand under groups such as 登记信息, so they are those groups' headings.
    """

    known: int
    values: int
    hangs: bool


def _match(rows: Sequence[Cells], feed: Feed) -> tuple[HeadingMatch, _LowestRow]:
    """What rows would mean as a header."""
    columns = compose(rows)
    claims: dict[str, list[Claim]] = {}
    values = 0
    hangs = len(rows) > 1
    for place, parts in enumerate(columns):
        claim = claim_of(parts, place, feed) if parts else None
        if parts and claim:
            claims.setdefault(claim.column, []).append(claim)
            values += claim.row < parts.leaf_row == len(rows) - 1 and not is_hint(parts.leaf)
        if parts and parts.leaf_row == len(rows) - 1:
            hangs = hangs and claim is None and is_below_a_group(parts)
    best = {name: min(found) for name, found in claims.items() if not _numbered_apart(found)}
    _give_up_alias(best, columns, feed)
    positions = {column.name: best[column.name].place for column in feed.columns if column.name in best}
    missing = tuple(c.headings[0] for c in feed.columns if c.presence == "required" and c.name not in best)
    headings = tuple(parts.written if parts else "" for parts in columns)
    scales = {name: best[name].scale for name in positions if best[name].scale != 1}
    written = {name: headings[place] for name, place in positions.items()}
    refusal = _refusal(best, claims, headings, feed)
    match = HeadingMatch(positions, written, scales, missing, headings, refusal=refusal)
    known = sum(1 for claim in best.values() if claim.row == len(rows) - 1)
    return match, _LowestRow(known, values, hangs)


def _refusal(best: dict[str, Claim], claims: dict[str, list[Claim]], headings: tuple[str, ...], feed: Feed) -> str:
    """Why a header cannot be used: a unit that is not understood, or two tables beside each other."""
    unread = next((headings[claim.place] for claim in best.values() if claim.unread), None)
    if unread is not None:
        return reasons.unknown_unit(heading_to_show(unread))
    who = [name for name in reasons.who_columns(feed) if name in best]
    if len(who) > 1 and all(_said_twice(claims[name], headings) for name in who):
        return reasons.tables_side_by_side(tuple(heading_to_show(headings[best[name].place]) for name in who))
    return ""


def _said_twice(claims: list[Claim], headings: tuple[str, ...]) -> bool:
    """Whether two columns are the same for certain, by the same text."""
    texts = [normalise_heading(headings[claim.place]) for claim in claims if claim.doubt == 0]
    return len(texts) > len(set(texts))


def _numbered_apart(claims: list[Claim]) -> bool:
    """姓名1, 姓名2, 姓名3 without a 姓名: several persons a row, none of whom is the row's."""
    return len(claims) > 1 and all(claim.doubt == 1 for claim in claims)


def _give_up_alias(best: dict[str, Claim], columns: list[ColumnParts | None], feed: Feed) -> None:
    """A bare 身份证号 beside a bare 姓名 is that name's, where the feed's own person is 户主姓名: nobody's then."""
    own = own_id_column(feed)
    if own is None or own == "id_number" or own not in best or best[own].rank not in ALIAS_RANKS:
        return
    if any(parts and not parts.groups and normalise_heading(parts.leaf) == "姓名" for parts in columns):
        del best[own]
