"""Nights that several tests of this folder read: every indicator fires, and in one every adverse finding is doubted.

The town of that one also has people of whom the feeds tell for years.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pytest

from assets.households import build
from assets.indicators import run
from assets.lake import Night
from tests.stages.indicators.doubtful_town import Doubt, doubts
from tests.stages.indicators.full_town import everything
from tests.stages.indicators.long_histories import long_histories
from tests.stages.indicators.small_town import Town, find


@dataclass(frozen=True)
class FullNight:
    """The town's rows, the night that was made of them, and the doubted findings in it. Nobody writes into it.

    `inputs` are the digests of all files as they were before the households and indicators were made.
    """

    town: Town
    night: Night
    doubts: list[Doubt]
    inputs: dict[str, str]


def full_town(root: Path) -> tuple[Town, list[Doubt]]:
    """The same rows again, for a test that changes them."""
    town = everything(root)
    long_histories(town)
    return town, doubts(town)


def digests(root: Path) -> dict[str, str]:
    """The digest of every file below a folder, by its path in it."""
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def plain_night(tmp_path_factory: pytest.TempPathFactory) -> Night:
    """The town in which every indicator fires. Nobody changes it."""
    return find(everything(tmp_path_factory.mktemp("everything")))


@pytest.fixture(scope="session")
def full_night(tmp_path_factory: pytest.TempPathFactory) -> FullNight:
    town, made = full_town(tmp_path_factory.mktemp("full_night"))
    night = town.write()
    inputs = digests(night.staging)
    build(night)
    run(night)
    return FullNight(town, night, made, inputs)
