"""Unknown headings of a file that are probably a column under a new name. They are told, never taken.

What belongs here: likeness of headings. What does not: recognising them (headings).
"""

from collections.abc import Iterable

from rapidfuzz.fuzz import ratio

from assets.landing.files.heading_texts import has_many_digits, heading_forms, normalise_heading
from assets.landing.files.heading_words import feed_words, headings_of
from assets.vocabulary.feeds import Feed

_LEAST_RATIO = 70
_SAME_CHARACTERS = 99.0
_PART_OF = 71.0
_LEAST_PART = 2


def nearest_heading(feed: Feed, column: str, unknown: Iterable[str]) -> str | None:
    """The unknown heading most like one of a column's headings, as it stands; null where none is like it.

    Never one about somebody else (父亲身份证号 is not to be renamed to 身份证号), never one with a long number.
    """
    wanted = [heading for heading in headings_of(feed, column) if not heading.isascii()]
    best: tuple[float, str] | None = None
    for heading in unknown:
        if has_many_digits(heading) or _about_somebody_else(feed, heading, wanted):
            continue
        likeness = max((_likeness(text, form) for text in wanted for form in _forms(heading)), default=0.0)
        if likeness >= _LEAST_RATIO and (best is None or likeness > best[0]):
            best = (likeness, heading)
    return best[1] if best else None


def _forms(heading: str) -> set[str]:
    """The whole heading as one text, and the lowest part of a merged one, each as barely as it can be written."""
    texts = (heading.replace("/", ""), heading.rpartition("/")[2])
    return {form.text for text in texts for form in heading_forms(normalise_heading(text))}


def _likeness(wanted: str, written: str) -> float:
    """0 to 100: edit likeness; nearly equal where the characters are the same in another order; enough for a part."""
    if sorted(wanted) == sorted(written):
        return _SAME_CHARACTERS
    part = len(written) >= _LEAST_PART and wanted.startswith(written) and len(written) * 2 >= len(wanted)
    return max(ratio(wanted, written), _PART_OF if part else 0.0)


def _about_somebody_else(feed: Feed, heading: str, wanted: list[str]) -> bool:
    text = normalise_heading(heading.replace("/", ""))
    persons = [word for word in feed_words(feed.key).others if text.startswith(word)]
    return any(not any(own.startswith(word) for own in wanted) for word in persons)
