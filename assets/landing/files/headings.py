"""Recognising a feed's columns by the headings of a file.

What belongs here: normal form of headings, aliases, units, finding the header row. What does not: reading cells.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from assets.vocabulary.feeds import Feed, load_feeds, person_aliases

HEADER_WITHIN = 10
_TRAILING_BRACKET = re.compile(r"\(([^()]*)\)$")
_TEN_THOUSANDS = 10_000


@dataclass(frozen=True)
class HeadingMatch:
    """Where a file has a feed's columns.

    `positions`: standard name → place in the row; `written`: standard name → the heading as it stands there; `scales`:
    money columns in 万元 → 10000; `missing`: contract headings of required columns that are not there; `headings`:
    every heading as written, in the order of places, empty where there is none.
    """

    positions: dict[str, int]
    written: dict[str, str]
    scales: dict[str, int]
    missing: tuple[str, ...]
    headings: tuple[str, ...]


def normalise_heading(heading: str | None) -> str:
    """Half width, lower case, without spaces, line breaks, byte order marks and marks of required columns."""
    text = unicodedata.normalize("NFKC", heading or "").lower()
    return re.sub(r"[\s\u200b\ufeff]", "", text).strip("*'\":")


@cache
def _ranked_headings(feed_key: str) -> dict[str, tuple[str, int]]:
    """Normalised heading → (standard name, rank); a lower rank wins where two headings name the same column."""
    feed = load_feeds()[feed_key]
    ranked: dict[str, tuple[str, int]] = {}
    for column in feed.columns:
        for rank, heading in enumerate((*column.headings, column.name)):
            ranked.setdefault(normalise_heading(heading), (column.name, rank))
    own_id = _own_id_column(feed)
    if own_id is not None:
        for rank, alias in enumerate(person_aliases(), start=100):
            ranked.setdefault(normalise_heading(alias), (own_id, rank))
    return ranked


def _own_id_column(feed: Feed) -> str | None:
    """The id column of the person whom the row is about: the only one, or the one without a role before it."""
    names = [column.name for column in feed.landed_columns if column.type == "id_number"]
    if len(names) == 1:
        return names[0]
    return "id_number" if "id_number" in names else None


def match_headings(cells: Sequence[str | None], feed: Feed) -> HeadingMatch:
    """What a row of cells would mean as the header of this feed."""
    ranked = _ranked_headings(feed.key)
    best: dict[str, tuple[int, int]] = {}  # standard name → (rank, place)
    scales: dict[str, int] = {}
    for place, cell in enumerate(cells):
        text = normalise_heading(cell)
        if not text:
            continue
        unit = _TRAILING_BRACKET.search(text)
        found = ranked.get(text) or (ranked.get(text[: unit.start()]) if unit else None)
        if found is None:
            continue
        name, rank = found
        if name not in best or rank < best[name][0]:
            best[name] = (rank, place)
            scales.pop(name, None)
            if unit and "万元" in unit[1] and feed.column(name).type == "money":
                scales[name] = _TEN_THOUSANDS
    positions = {column.name: best[column.name][1] for column in feed.columns if column.name in best}
    missing = tuple(
        column.headings[0] for column in feed.columns if column.presence == "required" and column.name not in best
    )
    written = {name: str(cells[place]).strip("\ufeff \n\r\t") for name, place in positions.items()}
    headings = tuple((cell or "").strip("\ufeff \n\r\t") for cell in cells)
    return HeadingMatch(positions, written, scales, missing, headings)


def find_header(rows: Iterable[Sequence[str | None]], feed: Feed) -> tuple[int, HeadingMatch] | None:
    """The header among a file's first rows: (its index, what it means).

    The first of ten rows that are not blank in which every required heading is recognised; failing that the one with
    most headings recognised, its `missing` not empty; None where no row has two.
    """
    best: tuple[int, HeadingMatch] | None = None
    seen = 0
    for index, cells in enumerate(rows):
        if not any(normalise_heading(cell) for cell in cells):
            continue
        seen += 1
        if seen > HEADER_WITHIN:
            break
        match = match_headings(cells, feed)
        if not match.missing:
            return index, match
        if len(match.positions) > max(1, len(best[1].positions) if best else 0):
            best = (index, match)
    return best
