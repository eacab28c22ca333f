"""Identity numbers that are written as the standard says, read by arithmetic on their bytes: millions a second.

What belongs here: validity, birth date and sex of numbers in plain form. What does not: cleaning whatever else is
written as a number (that is identity_number, whose answers these are).
"""

from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.vocabulary.identity_number import WEIGHTS

LENGTH: Final = 18
PLAIN: Final = r"^[1-9][0-9]{16}[0-9X]$"
READ_SCHEMA = pl.Schema({"valid": pl.Boolean, "birth_date": pl.Date, "sex": pl.Int8})

_PIECE = 1_000_000
# What each place counts in the sum that is checked, in the year, the month and the day. Floating point multiplies
# matrices many times as fast as whole numbers, and is exact for numbers of this size.
_COUNTS: NDArray[np.float32] = np.zeros((LENGTH, 4), dtype=np.float32)
_COUNTS[:, 0] = [*WEIGHTS, 1]
_COUNTS[6:10, 1] = [1000, 100, 10, 1]
_COUNTS[10:12, 2] = _COUNTS[12:14, 3] = [10, 1]
# Months from the year 0: the day, counted from 1970, on which each begins, and how many days it has.
_MONTHS = np.arange("0000-01", "10000-02", dtype="datetime64[M]").astype("datetime64[D]").astype(np.int32)
_LENGTHS = np.diff(_MONTHS)


def read_plain(numbers: pl.Series) -> pl.DataFrame:
    """valid, birth_date and sex (1, 2) of each text, in order; all of them match `PLAIN`, none is null.

    birth_date is null where the date does not exist; GB 11643-1999: Σ wᵢ·dᵢ ≡ 1 (mod 11), X counting 10.
    """
    pieces = [pl.DataFrame(schema=READ_SCHEMA)]
    for start in range(0, numbers.len(), _PIECE):
        pieces.append(_read(_characters(numbers[start : start + _PIECE])))
    return pl.concat(pieces)


def _characters(numbers: pl.Series) -> NDArray[np.uint8]:
    """A row a number, a column a place."""
    texts: str = numbers.str.join("").item()
    return np.frombuffer(texts.encode("ascii"), dtype=np.uint8).reshape(-1, LENGTH)


def _read(characters: NDArray[np.uint8]) -> pl.DataFrame:
    counted = characters.astype(np.float32) @ _COUNTS
    # A digit's code is 48 more than it counts, that of X 78 more.
    total, year, month, day = (counted - ord("0") * _COUNTS.sum(axis=0)).T.astype(np.int32)
    total -= (ord("X") - ord("0") - 10) * (characters[:, -1] == ord("X"))
    place = year * 12 + np.clip(month, 1, 12) - 1
    real = (month >= 1) & (month <= 12) & (day >= 1) & (day <= _LENGTHS[place]) & (year > 0)
    read = pl.DataFrame({"valid": (total % 11 == 1) & real, "day": _MONTHS[place] + day - 1, "real": real})
    sex = pl.Series(2 - characters[:, 16] % 2).cast(pl.Int8)
    return read.select("valid", birth_date=pl.when("real").then(pl.col("day").cast(pl.Date)), sex=sex)
