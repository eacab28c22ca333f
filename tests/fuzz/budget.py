"""How many files the tier makes, and which. An ordinary run makes 2,000, the same ones each time; DOUDI_FUZZ_FILES asks
for more and DOUDI_FUZZ_SEED, a whole number, for others.

What belongs here: counts, parts and Hypothesis' settings. What does not: any test.
"""

import os
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, seed, settings

FILES = int(os.environ.get("DOUDI_FUZZ_FILES") or 2_000)
SEED = int(os.environ.get("DOUDI_FUZZ_SEED") or 0)
FILES_A_NIGHT = 80
# Files named in a failure, each with the plan that makes it anew.
MOST_TOLD = 12
SOUND_BESIDE = 5
# One file in eight is damaged on its way; a few sound ones lie beside them.
DAMAGED_NIGHTS = max(1, FILES // 8 // (FILES_A_NIGHT - SOUND_BESIDE))
SOUND_NIGHTS = max(1, -(-(FILES - DAMAGED_NIGHTS * FILES_A_NIGHT) // FILES_A_NIGHT))


# Nights are divided among so many tests, each short enough to be told by itself.
PARTS = range(4)


def nights_of(total: int, part: int) -> int:
    """How many of `total` nights a part runs."""
    return len(range(part, total, len(PARTS)))


def nights(count: int, part: int = 0) -> Callable[[Any], Any]:
    """So many examples, other ones in each part. All are run; what went wrong is told by the file, which says more than
    one shrunk night.
    """
    chosen = settings(
        max_examples=count,
        database=None,
        deadline=None,
        verbosity=Verbosity.quiet,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    return lambda test: seed(SEED * len(PARTS) + part)(chosen(test))


def report(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """A line in the run's output."""
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")
