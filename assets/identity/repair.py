"""T2: which valid numbers a broken one may stand for, by enumeration, never by comparing it with others.

What belongs here: the checksum's inverse for one slip of the hand. What does not: whether the person agrees (that is
comparison and clustering).

GB 11643-1999: with the check character as the 18th, a number is valid where Σ wᵢ·dᵢ ≡ 1 (mod 11), X counting 10. So at
each place there is at most one digit that mends a number of one wrong digit, and at each gap at most one that mends a
number that lost one: some forty candidates a number, all by arithmetic.
"""

from typing import Final

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from assets.vocabulary import identity_number

LENGTH: Final = 18
REPAIR_SCHEMA = pl.Schema({"id_text": pl.String, "repaired": pl.String, "slip": pl.String})
SLIPS = ("digit", "swap", "lost", "extra")

# An X is the check character, or has changed places with the digit before it.
_SHAPE: Final = r"^[0-9]{16,18}[0-9X]$|^[0-9]{16}X[0-9]$"

_WEIGHTS: NDArray[np.int16] = np.array([*identity_number.WEIGHTS, 1], dtype=np.int16)
_INVERSE: NDArray[np.int16] = np.array([pow(int(weight), -1, 11) for weight in _WEIGHTS], dtype=np.int16)
_TEN = 10
_DATE_PARTS = (
    (slice(6, 10), np.array([1000, 100, 10, 1])),
    (slice(10, 12), np.array([10, 1])),
    (slice(12, 14), np.array([10, 1])),
)
# Numbers a piece, so that the candidates in memory stay some tens of megabytes.
_PIECE = 200_000

Digits = NDArray[np.int16]


def repairs(numbers: pl.Series, known: pl.Series) -> pl.DataFrame:
    """`known` numbers that are one slip away from each distinct broken one: id_text, repaired, slip; sorted.

    `numbers`: normalised texts that are not valid; of others than 17 to 19 digits (the last, or of 18 the last
    but one, may be X) nothing comes.
    `known`: valid numbers. Slips: digit (one wrong), swap (two neighbours), lost (one missing), extra (one too many).
    Where several slips give the same number the first of `SLIPS` is told.
    """
    shaped = numbers.drop_nulls().unique().sort()
    shaped = shaped.filter(shaped.str.contains(_SHAPE))
    valid = known.rename("repaired").to_frame()
    found = [pl.DataFrame(schema=REPAIR_SCHEMA)]
    for start in range(0, shaped.len(), _PIECE):
        for candidates in _of_piece(shaped[start : start + _PIECE]):
            # The candidates are looked for among all numbers, not the other way round: they are far fewer.
            hits = valid.join(candidates.select("repaired"), on="repaired", how="semi")
            found.append(candidates.join(hits, on="repaired", how="semi"))
    order = pl.col("slip").cast(pl.Enum(SLIPS))
    table = pl.concat(found).sort("id_text", "repaired", order)
    return table.unique(["id_text", "repaired"], keep="first", maintain_order=True)


def _of_piece(numbers: pl.Series) -> list[pl.DataFrame]:
    found = []
    for slip, length in (("digit", LENGTH), ("swap", LENGTH), ("lost", LENGTH - 1), ("extra", LENGTH + 1)):
        texts = numbers.filter(numbers.str.len_chars() == length)
        if texts.is_empty():
            continue
        for rows, digits in _CANDIDATES[slip](_digits(texts, length)):
            dated = _may_be_dated(digits)
            columns = {"id_text": texts.gather(rows[dated]), "repaired": _texts(digits[dated])}
            found.append(pl.DataFrame(columns).with_columns(slip=pl.lit(slip)))
    return [pl.concat(found)] if found else []


def _digits(texts: pl.Series, length: int) -> Digits:
    """A row a number, a column a place; X is 10."""
    characters = np.frombuffer("".join(texts.to_list()).encode("ascii"), dtype=np.uint8).reshape(-1, length)
    return np.where(characters == ord("X"), _TEN, characters - ord("0")).astype(np.int16)


def _texts(digits: Digits) -> pl.Series:
    characters = np.where(digits == _TEN, ord("X"), digits + ord("0")).astype(np.uint8)
    buffers = [None, pa.py_buffer(characters.tobytes())]
    fixed = pa.Array.from_buffers(pa.binary(LENGTH), len(digits), buffers)
    return pl.Series("repaired", fixed.cast(pa.binary()).cast(pa.string()), dtype=pl.String)


def _may_be_dated(digits: Digits) -> NDArray[np.bool_]:
    """Rows whose first digit and date are not impossible at a glance, nor before anybody alive; most end here."""
    tens = digits.astype(np.int32)
    year, month, day = (tens[:, part] @ powers for part, powers in _DATE_PARTS)
    tests = ((tens[:, 0] > 0), year >= 1800, year < 2200, month >= 1, month <= 12, day >= 1, day <= 31)
    possible: NDArray[np.bool_] = np.logical_and.reduce(tests)
    return possible


def _fits(digit: Digits, place: int) -> NDArray[np.bool_]:
    """X stands only as the check character."""
    return np.logical_or(digit < _TEN, place == LENGTH - 1)


def _plain(digits: Digits) -> NDArray[np.bool_]:
    """Rows whose X, if any, is the last character."""
    plain: NDArray[np.bool_] = np.logical_and.reduce(digits[:, :-1] < _TEN, axis=1)
    return plain


Found = list[tuple[NDArray[np.intp], Digits]]


def _wrong_digit(digits: Digits) -> Found:
    missing = (1 - digits @ _WEIGHTS) % 11
    found = []
    for place in range(LENGTH):
        right = ((digits[:, place] + missing * _INVERSE[place]) % 11).astype(np.int16)
        rows = np.flatnonzero(_fits(right, place) & (right != digits[:, place]))
        mended = digits[rows].copy()
        mended[:, place] = right[rows]
        found.append((rows, mended))
    return _without_inner_x(found)


def _swapped(digits: Digits) -> Found:
    missing = (1 - digits @ _WEIGHTS) % 11
    found = []
    for place in range(LENGTH - 1):
        left, right = digits[:, place], digits[:, place + 1]
        change = (_WEIGHTS[place] - _WEIGHTS[place + 1]) * (right - left)
        rows = np.flatnonzero((change % 11 == missing) & (left != right))
        mended = digits[rows].copy()
        mended[:, [place, place + 1]] = mended[:, [place + 1, place]]
        found.append((rows, mended))
    return _without_inner_x(found)


def _lost(digits: Digits) -> Found:
    found = []
    for place in range(LENGTH):
        spread = np.insert(digits, place, 0, axis=1)
        missing = (1 - spread @ _WEIGHTS) % 11
        right = ((missing * _INVERSE[place]) % 11).astype(np.int16)
        rows = np.flatnonzero(_fits(right, place))
        mended = spread[rows].copy()
        mended[:, place] = right[rows]
        found.append((rows, mended))
    return _without_inner_x(found)


def _extra(digits: Digits) -> Found:
    found = []
    for place in range(LENGTH + 1):
        left = np.delete(digits, place, axis=1)
        rows = np.flatnonzero((left @ _WEIGHTS) % 11 == 1)
        found.append((rows, left[rows]))
    return _without_inner_x(found)


def _without_inner_x(found: Found) -> Found:
    return [(rows[plain], digits[plain]) for rows, digits in found for plain in (_plain(digits),)]


_CANDIDATES = {"digit": _wrong_digit, "swap": _swapped, "lost": _lost, "extra": _extra}
