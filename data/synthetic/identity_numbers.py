"""18-digit identity numbers after GB 11643: county, birth date, sequence, check character.

Belongs here: making valid numbers and breaking them in known ways. Does not belong here: whose number is broken
(noise.py).
"""

import numpy as np
import numpy.typing as npt
import polars as pl

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
# The sequence numbers of a county and birth date: 500 for each sex.
SEQUENCES = 500


def sequence_numbers(county: pl.Series, birth: pl.Series, sex: pl.Series) -> pl.Series:
    """A sequence number, odd for men, that no other person of the same county, birth date and sex has.

    Raises ValueError when a county has more than 500 births of one sex on a day.
    """
    frame = pl.DataFrame({"county": county, "birth": birth, "sex": sex})
    order = frame.select(pl.int_range(pl.len()).over("county", "birth", "sex")).to_series()
    if len(order) and int(str(order.max())) >= SEQUENCES:
        raise ValueError("too many births of one sex in a county on one day")
    start = frame.select(
        (pl.col("birth").dt.ordinal_day().cast(pl.Int64) * 37 + pl.col("county") * 101) % 97
    ).to_series()
    return ((start + order) % SEQUENCES * 2 + (sex == 1).cast(pl.Int64)).alias("sequence")


def identity_numbers(county_code: pl.Series, birth: pl.Series, sequence: pl.Series) -> pl.Series:
    """Numbers of 18 characters from six-digit county codes, dates and sequence numbers 0 to 999."""
    body = pl.DataFrame({"county": county_code, "birth": birth, "sequence": sequence}).select(
        pl.col("county") + pl.col("birth").dt.strftime("%Y%m%d") + pl.col("sequence").cast(pl.String).str.zfill(3)
    )
    digits = _matrix(body.to_series(), 17).astype(np.int64) - ord("0")
    remainder = (digits * np.array(WEIGHTS)).sum(axis=1) % 11
    check = pl.Series(list(CHECK_CHARACTERS)).gather(remainder)
    return (body.to_series() + check).alias("id_number")


def _matrix(text: pl.Series, width: int) -> npt.NDArray[np.uint8]:
    """ASCII text of one width as a matrix of bytes."""
    return np.frombuffer("".join(text.to_list()).encode(), dtype=np.uint8).reshape(-1, width)


def _text(matrix: npt.NDArray[np.uint8]) -> pl.Series:
    joined = matrix.astype(np.uint8).tobytes().decode()
    width = matrix.shape[1]
    return pl.Series([joined[start : start + width] for start in range(0, len(joined), width)], dtype=pl.String)


def fifteen_digits(numbers: pl.Series) -> pl.Series:
    """The old form of numbers of people born 19xx: without the century and the check character."""
    return numbers.str.slice(0, 6) + numbers.str.slice(8, 9)


def one_digit_wrong(numbers: pl.Series, bits: npt.NDArray[np.uint64]) -> pl.Series:
    """Numbers with one of the characters 7 to 17 replaced by another digit."""
    matrix = _matrix(numbers, 18).copy()
    rows = np.arange(len(numbers))
    place = 6 + (bits % np.uint64(11)).astype(np.int64)
    step = 1 + (bits // np.uint64(11) % np.uint64(9)).astype(np.int64)
    matrix[rows, place] = ord("0") + (matrix[rows, place].astype(np.int64) - ord("0") + step) % 10
    return _text(matrix)


def adjacent_swapped(numbers: pl.Series) -> pl.Series:
    """Numbers with the last two neighbouring characters before the check character that differ exchanged."""
    matrix = _matrix(numbers, 18).copy()
    differs = matrix[:, 6:16] != matrix[:, 7:17]
    rows = np.arange(len(numbers))
    place = 6 + 9 - np.argmax(differs[:, ::-1], axis=1)
    left = matrix[rows, place].copy()
    matrix[rows, place] = matrix[rows, place + 1]
    matrix[rows, place + 1] = left
    return _text(matrix)
