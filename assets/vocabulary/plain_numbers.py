"""Identity numbers that are written as the standard says, read by arithmetic on their bytes: millions a second.

What belongs here: validity, birth date and sex of numbers in plain form. What does not: cleaning whatever else is
written as a number (that is identity_number, whose answers these are).
"""

from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from assets.vocabulary.identity_number import WEIGHTS

LENGTH: Final = 18
PLAIN: Final = r"^[1-9][0-9]{16}[0-9X]$"
READ_SCHEMA = pl.Schema({"valid": pl.Boolean, "birth_date": pl.Date, "sex": pl.Int8})

_WEIGHTS: NDArray[np.int16] = np.array([*WEIGHTS, 1], dtype=np.int16)
_PIECE = 1_000_000


def read_plain(numbers: pl.Series) -> pl.DataFrame:
    """valid, birth_date and sex (1, 2) of each text, in order; all of them match `PLAIN`, none is null.

    birth_date is null where the date does not exist; GB 11643-1999: Σ wᵢ·dᵢ ≡ 1 (mod 11), X counting 10.
    """
    pieces = [pl.DataFrame(schema=READ_SCHEMA)]
    for start in range(0, numbers.len(), _PIECE):
        pieces.append(_read(_digits(numbers[start : start + _PIECE])))
    return pl.concat(pieces)


def _digits(numbers: pl.Series) -> NDArray[np.int16]:
    """A row a number, a column a place; X is 10."""
    texts = numbers.rechunk().to_arrow().cast(pa.large_string())
    start = texts.offset * LENGTH
    data = np.frombuffer(texts.buffers()[2], dtype=np.uint8, count=len(texts) * LENGTH, offset=start)
    characters = data.reshape(-1, LENGTH)
    return np.where(characters == ord("X"), 10, characters - ord("0")).astype(np.int16)


def _read(digits: NDArray[np.int16]) -> pl.DataFrame:
    checked = (digits @ _WEIGHTS) % 11 == 1
    year = digits[:, 6:10] @ np.array([1000, 100, 10, 1], dtype=np.int16)
    month, day = (digits[:, at : at + 2] @ np.array([10, 1], dtype=np.int16) for at in (10, 12))
    parts = pl.DataFrame({"year": year, "month": month, "day": day, "checked": checked, "order": digits[:, 16]})
    # A real day of the month is asked for first: building the date itself then cannot fail.
    leap = ((pl.col("year") % 4 == 0) & (pl.col("year") % 100 != 0)) | (pl.col("year") % 400 == 0)
    last = (
        pl.when(pl.col("month").is_in([4, 6, 9, 11]))
        .then(30)
        .when(pl.col("month") == 2)
        .then(pl.when(leap).then(29).otherwise(28))
        .otherwise(31)
    )
    real = pl.col("month").is_between(1, 12) & (pl.col("day") >= 1) & (pl.col("day") <= last) & (pl.col("year") > 0)
    date = pl.date(*(pl.when(real).then(part) for part in ("year", "month", "day")))
    return parts.select(
        valid=pl.col("checked") & real,
        birth_date=date,
        sex=pl.when(pl.col("order") % 2 == 1).then(pl.lit(1, pl.Int8)).otherwise(pl.lit(2, pl.Int8)),
    )
