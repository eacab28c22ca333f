"""Random draws that depend on nothing but (seed, stream, key).

Belongs here: the counter-based generator. Does not belong here: what is drawn.

A draw is a hash of its key (a person, a household, a row) and the name of its stream, so any part of the world can be
made alone, in any order, on any later day, and gives the same value; no library's own generator, whose stream may
change, is used.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[Any]
Bits = npt.NDArray[np.uint64]


class Draws:
    """Draws of one seed. `keys` are non-negative integers; results have the keys' shape."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def bits(self, stream: str, keys: Keys) -> Bits:
        """64 random bits a key: the finaliser of SplitMix64 over the key and a digest of (seed, stream)."""
        digest = hashlib.blake2b(f"{self.seed}/{stream}".encode(), digest_size=8).digest()
        start = np.uint64(int.from_bytes(digest, "little"))
        with np.errstate(over="ignore"):
            mixed = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + start
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            return mixed ^ (mixed >> np.uint64(31))

    def uniform(self, stream: str, keys: Keys) -> npt.NDArray[np.float64]:
        """A number in [0, 1) a key."""
        return (self.bits(stream, keys) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def integers(self, stream: str, keys: Keys, low: int, high: int) -> npt.NDArray[np.int64]:
        """An integer in [low, high) a key."""
        return low + (self.uniform(stream, keys) * (high - low)).astype(np.int64)

    def chance(self, stream: str, keys: Keys, probability: float | npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
        """True with the given probability."""
        return np.asarray(self.uniform(stream, keys) < probability)

    def pick(
        self, stream: str, keys: Keys, weights: Sequence[float] | npt.NDArray[np.float64]
    ) -> npt.NDArray[np.int64]:
        """The index of one of the weights, drawn in proportion to them."""
        edges = np.cumsum(np.asarray(weights, dtype=np.float64))
        found = np.searchsorted(edges, self.uniform(stream, keys) * edges[-1], side="right")
        return np.asarray(np.minimum(found, len(edges) - 1), dtype=np.int64)


def pair(first: Keys, second: Keys | int) -> Keys:
    """One key of two: the second must be below 2**16."""
    return first.astype(np.int64) * 65536 + second
