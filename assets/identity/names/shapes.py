"""Which characters look alike.

What belongs here: the lookup of the table of similar characters. What does not: how that table was made (that is
data/reference/make_similar_characters.py), and characters that sound alike.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from assets.identity.names.normal_form import reference

Codes = npt.NDArray[np.uint32]


def _packed(left: Codes, right: Codes) -> npt.NDArray[np.uint64]:
    """One number for two code points, whichever comes first."""
    low, high = np.minimum(left, right).astype(np.uint64), np.maximum(left, right).astype(np.uint64)
    packed: npt.NDArray[np.uint64] = (low << np.uint64(32)) | high
    return packed


@cache
def _similar() -> npt.NDArray[np.uint64]:
    pairs = [(c, other) for c, others in reference("similar_characters.csv").iter_rows() for other in others]
    left, right = (np.array([ord(pair[side]) for pair in pairs], dtype=np.uint32) for side in (0, 1))
    return np.sort(_packed(left, right))


def look_alike(left: Codes, right: Codes) -> npt.NDArray[np.bool_]:
    """Elementwise over code points. Source: data/reference/names/similar_characters.csv."""
    table, wanted = _similar(), _packed(left, right)
    places = np.minimum(np.searchsorted(table, wanted), len(table) - 1)
    alike: npt.NDArray[np.bool_] = table[places] == wanted
    return alike
