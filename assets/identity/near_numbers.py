"""Numbers of other kinds (passports, permits, cards) that are one slip apart, found by keys, never by comparing.

What belongs here: the keys under which such numbers meet. What does not: resident numbers, which their checksum mends
(that is repair), and how near two numbers are (that is comparison).
"""

from typing import Final

import polars as pl

# A resident number, whole or broken; those of one place and birth are near each other without being one.
_RESIDENT: Final = r"^[0-9]{14,}X?[0-9]?$"
_SHORTEST: Final = 6
KEY_SCHEMA: Final = pl.Schema({"id_text": pl.String, "near_number": pl.String})


def left_out_keys(numbers: pl.Series) -> pl.DataFrame:
    """KEY_SCHEMA, distinct: each number of another kind, and as it is without any one of its characters.

    Two numbers of which a character differs, is lost, is added, or two neighbours are exchanged share a key.
    """
    texts = numbers.drop_nulls().unique().sort().rename("id_text").to_frame()
    number, length = pl.col("id_text"), pl.col("id_text").str.len_chars()
    texts = texts.filter(~number.str.contains(_RESIDENT) & (length >= _SHORTEST))
    found = [texts.select("id_text", near_number="id_text")]
    longest = texts.select(length.max()).item() or 0
    for place in range(longest):
        without = number.str.slice(0, place) + number.str.slice(place + 1)
        found.append(texts.filter(length > place).select("id_text", near_number=without))
    return pl.concat(found).unique(maintain_order=True).cast(KEY_SCHEMA)
