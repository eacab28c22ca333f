"""How many files the tier makes. An ordinary run makes 2,000, the same ones each time; DOUDI_FUZZ_FILES asks for more.

What belongs here: counts and Hypothesis' settings. A longer run is by chance: its seed is pytest's --hypothesis-seed.
What does not: any test.
"""

import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, Verbosity, settings

ASKED = os.environ.get("DOUDI_FUZZ_FILES", "")
FILES = int(ASKED or 2_000)
FILES_A_NIGHT = 80
# Files named in a failure, each with the plan that makes it anew.
MOST_TOLD = 12
SOUND_BESIDE = 5
# One file in eight is damaged on its way; a few sound ones lie beside them.
DAMAGED_NIGHTS = max(1, FILES // 8 // (FILES_A_NIGHT - SOUND_BESIDE))
SOUND_NIGHTS = max(1, -(-(FILES - DAMAGED_NIGHTS * FILES_A_NIGHT) // FILES_A_NIGHT))


def nights(count: int) -> settings:
    """So many examples. All are run; what went wrong is told by the file, which says more than one shrunk night."""
    return settings(
        max_examples=count,
        derandomize=not ASKED,
        database=None,
        deadline=None,
        verbosity=Verbosity.quiet,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def report(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """A line in the run's output."""
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")
