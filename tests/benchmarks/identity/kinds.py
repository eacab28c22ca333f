"""The kinds of noise and of circumstance that a record may have, each a bit of truth's `noise`.

Belongs here: names and bits. Does not belong here: how a kind is written, or how often.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

Bits = npt.NDArray[np.int64]

# The number as written.
NUMBER_KINDS = (
    "number_digit",  # one character replaced by another digit
    "number_swap",  # two neighbouring digits exchanged
    "number_short",  # the last character lost
    "number_rounded",  # 15 digits kept, three noughts
    "number_float",  # 3.71082E+17
    "number_missing",
    "number_placeholder",
    "number_of_guardian",
    "number_of_another",
    "number_15",  # the old form, nothing lost
    "number_form",  # small x, apostrophe, spaces: nothing lost
)
# The name as written.
NAME_KINDS = (
    "name_other_form",
    "name_script",
    "name_sound",
    "name_shape",
    "name_swapped",
    "name_lost",
    "name_truncated",
    "name_former",
    "name_space",
    "name_dot",
)
# Other columns as written.
DETAIL_KINDS = (
    "birth_missing",
    "birth_wrong",
    "sex_missing",
    "phone_changed",
    "phone_clerk",
    "phone_shared",
    "moved",
    "address_form",
)
# What makes the person easily taken for another.
CIRCUMSTANCES = ("twin", "sibling", "namesake")
KINDS = (*NUMBER_KINDS, *NAME_KINDS, *DETAIL_KINDS, *CIRCUMSTANCES)
BIT = {kind: 1 << place for place, kind in enumerate(KINDS)}


def has(noise: Bits, *kinds: str) -> npt.NDArray[np.bool_]:
    """Rows with any of the kinds."""
    mask = sum(BIT[kind] for kind in kinds)
    return np.asarray((noise & mask) != 0)


def flag(chosen: npt.NDArray[Any], kind: str) -> Bits:
    return np.where(chosen, BIT[kind], 0).astype(np.int64)


def kind_columns() -> list[pl.Expr]:
    """A Boolean column for each kind, of a frame with `noise`."""
    return [(pl.col("noise") & bit != 0).alias(kind) for kind, bit in BIT.items()]
