"""The identity numbers of a delivery: their normal form, which are valid, and what those say.

What belongs here: reading the columns of numbers. What does not: repairing a broken number, whose number it is.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.identity.distinct import coded, distinct
from assets.identity.forms import informative
from assets.identity.places import Ordinals, ordinals, spread
from assets.identity.side_by_side import side_by_side
from assets.vocabulary import identity_number
from assets.vocabulary.plain_numbers import LENGTH, PLAIN, read_plain


@dataclass(frozen=True)
class _Numbers:
    """texts: numbers in normal form.  valid: place, birth_date and sex of those that are right."""

    texts: pl.Series
    valid: pl.DataFrame


def numbered(own_numbers: pl.Series, guardians: pl.Series) -> pl.DataFrame:
    """id_text, id_valid, guardian_id; a number that equals the guardian's on the same row is the guardian's alone.

    With number_birth and number_sex, what a valid number says.
    """
    own, guardian = side_by_side([partial(_numbers, column) for column in (own_numbers, guardians)])
    borrowed = _borrowed(own.texts, guardian.texts)
    is_valid = np.zeros(own.texts.len(), dtype=np.bool_)
    is_valid[ordinals(own.valid["place"])] = True
    is_valid[borrowed] = False
    valid = own.valid.filter(pl.Series(is_valid[ordinals(own.valid["place"])]))
    places = ordinals(valid["place"])
    return pl.DataFrame(
        {
            "guardian_id": coded(guardian.texts),
            "id_text": own.texts.scatter(borrowed, None),
            "id_valid": is_valid,
            "number_birth": spread(len(is_valid), places, valid["birth_date"]),
            "number_sex": spread(len(is_valid), places, valid["sex"]),
        }
    )


def _borrowed(own: pl.Series, guardian: pl.Series) -> Ordinals:
    """The rows on which both numbers are the same."""
    rows = guardian.is_not_null().arg_true()
    return ordinals(rows.filter((own.gather(rows) == guardian.gather(rows)).fill_null(False)))


def _read(column: pl.Series, places: pl.Series) -> pl.DataFrame:
    """place, birth_date, sex of the texts at `places` that are valid numbers in plain form."""
    texts = column.gather(places)
    plain = texts.str.contains(PLAIN)
    read = read_plain(texts.filter(plain)).with_columns(place=places.filter(plain))
    return read.filter("valid").select("place", "birth_date", "sex")


def _numbers(column: pl.Series) -> _Numbers:
    """Numbers in normal form; those in plain form with a right check character are so already."""
    right = _read(column, (column.str.len_bytes() == LENGTH).fill_null(False).arg_true())
    doubtful: NDArray[np.bool_] = column.is_not_null().to_numpy().copy()
    doubtful[ordinals(right["place"])] = False
    places = pl.Series(doubtful).arg_true()
    texts = distinct(column.gather(places))
    whole = identity_number.normalise(texts.values)
    told = whole.to_frame("text").select(informative(pl.col("text"))).to_series()
    column = column.clone().scatter(places, texts.of_rows(told))
    known = places.filter(column.gather(places).is_not_null())
    return _Numbers(column, pl.concat([right, _read(column, known)]))
