"""Identity numbers as departments wrote them.

Belongs here: damaged, lost, borrowed and oddly written numbers. Does not belong here: valid ones (people.py).
Only the damaged rows are rewritten; `rate` is the share of all records.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from data.synthetic.randomness import Draws, Keys
from tests.benchmarks.identity.households import Index
from tests.benchmarks.identity.kinds import Bits, flag
from tests.benchmarks.identity.people import People
from tests.benchmarks.identity.sources import SOURCES

WIDTH = 18
PLACEHOLDERS = ("无", "000000000000000000", "999999999999999999", "999999190001010000", "111111111111111111", "不详")
RATES = {
    "number_digit": 0.005,
    "number_swap": 0.002,
    "number_short": 0.001,
    "number_rounded": 0.0008,
    "number_float": 0.0004,
    "number_placeholder": 0.003,
    "number_of_guardian": 0.0012,
    "number_of_another": 0.0002,
    "number_15": 0.005,
    "number_form": 0.004,
}


@dataclass(frozen=True)
class Rows:
    """Rows to rewrite: their keys, their people, and the people's numbers."""

    keys: Keys
    at: Index
    numbers: pl.Series
    people: People


def matrix_of(numbers: pl.Series) -> npt.NDArray[np.uint8]:
    """Numbers of 18 characters as a matrix of bytes."""
    packed = numbers.str.join("").item().encode()
    return np.frombuffer(packed, dtype=np.uint8).reshape(-1, WIDTH).copy()


def texts_of(matrix: npt.NDArray[np.uint8]) -> pl.Series:
    rows, width = matrix.shape
    offsets = np.arange(rows + 1, dtype=np.int64) * width
    buffers = [None, pa.py_buffer(offsets), pa.py_buffer(np.ascontiguousarray(matrix))]
    made = pl.from_arrow(pa.Array.from_buffers(pa.large_string(), rows, buffers))
    assert isinstance(made, pl.Series)
    return made


def _digit(draws: Draws, rows: Rows) -> pl.Series:
    """Any of the 18 characters is another digit."""
    matrix = matrix_of(rows.numbers)
    place = draws.integers("number/place", rows.keys, 0, WIDTH)
    every = np.arange(len(place))
    # An X is none of the ten digits; any of them is another.
    old = matrix[every, place].astype(np.int64) - ord("0")
    matrix[every, place] = ord("0") + (old + draws.integers("number/step", rows.keys, 1, 10)) % 10
    return texts_of(matrix)


def _swap(draws: Draws, rows: Rows) -> pl.Series:
    """Two neighbouring digits that differ, at any place before the check character."""
    matrix = matrix_of(rows.numbers)
    differs = matrix[:, :16] != matrix[:, 1:17]
    start = draws.integers("number/place", rows.keys, 0, 16)
    turned = np.take_along_axis(differs, (start[:, None] + np.arange(16)) % 16, axis=1)
    place = (start + np.argmax(turned, axis=1)) % 16
    every = np.arange(len(place))
    left, right = matrix[every, place].copy(), matrix[every, place + 1].copy()
    matrix[every, place], matrix[every, place + 1] = right, left
    return texts_of(matrix)


def _float(_draws: Draws, rows: Rows) -> pl.Series:
    number = rows.numbers
    return number.str.slice(0, 1) + "." + number.str.slice(1, 5) + "E+17"


def _placeholder(draws: Draws, rows: Rows) -> pl.Series:
    return pl.Series(PLACEHOLDERS).gather(draws.integers("number/placeholder", rows.keys, 0, len(PLACEHOLDERS)))


def _guardian(_draws: Draws, rows: Rows) -> pl.Series:
    return rows.people.number.gather(rows.people.guardian[rows.at])


def _another(draws: Draws, rows: Rows) -> pl.Series:
    """Half of them somebody's of the household, where there is one, else anybody's of the county."""
    count = len(rows.people.person)
    members = rows.people.members
    neighbour = np.where(rows.at + 1 < count, rows.at + 1, rows.at - 1)
    near = (members.household[neighbour] == members.household[rows.at]) & draws.chance("number/near", rows.keys, 0.5)
    far = (rows.at + draws.integers("number/far", rows.keys, 1, max(2, count))) % max(1, count)
    return rows.people.number.gather(np.where(near, neighbour, far))


def _form(draws: Draws, rows: Rows) -> pl.Series:
    """A small x, an apostrophe before, or spaces between the groups."""
    number = rows.numbers
    spaced = number.str.slice(0, 6) + " " + number.str.slice(6, 8) + " " + number.str.slice(14)
    apostrophe = pl.select(pl.lit("'") + number).to_series()
    which = pl.Series(draws.integers("number/form", rows.keys, 0, 2))
    chosen = spaced.zip_with(which == 0, apostrophe)
    return number.str.replace("X$", "x").zip_with(number.str.ends_with("X"), chosen)


WRITERS: dict[str, Callable[[Draws, Rows], pl.Series]] = {
    "number_digit": _digit,
    "number_swap": _swap,
    "number_short": lambda _draws, rows: rows.numbers.str.slice(0, WIDTH - 1),
    "number_rounded": lambda _draws, rows: rows.numbers.str.slice(0, 15) + "000",
    "number_float": _float,
    "number_placeholder": _placeholder,
    "number_of_guardian": _guardian,
    "number_of_another": _another,
    "number_15": lambda _draws, rows: rows.numbers.str.slice(0, 6) + rows.numbers.str.slice(8, 9),
    "number_form": _form,
}


def write_numbers(draws: Draws, keys: Keys, at: Index, source: Index, people: People) -> tuple[pl.Series, Bits]:
    """Numbers with at most one kind a row."""
    true = people.number
    missing = draws.chance("noise/number_missing", keys, np.array([each.no_number for each in SOURCES])[source])
    noise = flag(missing, "number_missing")
    pieces, place = [true], at.copy()
    size = len(true)
    everyone = np.ones(len(keys), dtype=np.bool_)
    fits = {"number_15": people.members.born[at] < 30 * 365.25, "number_of_guardian": people.guardian[at] >= 0}
    for kind, rate in RATES.items():
        fit = fits.get(kind, everyone) & (noise == 0)
        often = min(0.5, rate * len(keys) / max(1, int(fit.sum())))
        where = np.flatnonzero(fit & draws.chance(f"noise/{kind}", keys, often))
        if not len(where):
            continue
        rows = Rows(keys[where], at[where], true.gather(at[where]), people)
        pieces.append(WRITERS[kind](draws, rows).cast(pl.String))
        place[where] = size + np.arange(len(where))
        size += len(where)
        noise[where] |= flag(everyone[where], kind)
    numbers = pl.concat([piece.alias("id_number") for piece in pieces]).gather(place)
    return numbers.zip_with(pl.Series(~missing), pl.Series([None], dtype=pl.String)).alias("id_number"), noise
