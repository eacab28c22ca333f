"""Names of files and sheets that change with the month: their natural order, and what of them stays the same.

What belongs here: reading numbers in names. What does not: to which feed a name belongs (inbox).
"""

import re
import unicodedata
from functools import cache

_MONTHS = {month: str(place) for place, month in enumerate((*"一二三四五六七八九十", "十一", "十二"), start=1)}
_NUMBER = re.compile(r"[0-9]+|(?:十[一二]?|[一二三四五六七八九])(?=月)")


@cache
def natural(name: str) -> tuple[str, str]:
    """What names are sorted by: numbers by their value, so that September comes before October; then the name."""
    return _NUMBER.sub(_by_value, unicodedata.normalize("NFKC", name)), name


@cache
def without_numbers(name: str) -> str:
    """What stays of a name from month to month."""
    return _NUMBER.sub("", unicodedata.normalize("NFKC", name))


def _by_value(number: re.Match[str]) -> str:
    """The number's length before it: as texts such numbers are in the order of their values."""
    digits = _MONTHS.get(number.group(), number.group()).lstrip("0")
    return f"{len(digits):03}{digits}"
