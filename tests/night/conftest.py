"""The nights that several tests look at, run once a session: the sample's first night and the night after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from assets.lake import Lake
from assets.vocabulary.paths import SAMPLE
from data.synthetic import generate
from tests.night.nights import run_inbox

SAMPLE_NIGHT = date(2026, 6, 30)
LATER = 8
WORLD = {"persons": 1200, "seed": 7, "night": SAMPLE_NIGHT}


@dataclass(frozen=True)
class PublishedNight:
    """A published night with the folder of its truth."""

    lake: Lake
    night: date
    truth: Path


@pytest.fixture(scope="session")
def sample_night(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> PublishedNight:
    """The sample inbox, published; one night for all processes of a test run. Read only."""
    own = tmp_path_factory.getbasetemp()
    root = (own if worker_id == "master" else own.parent) / "published_sample"
    root.mkdir(exist_ok=True)
    with FileLock(root / "lock"):
        made = Lake(root / "lake")
        lake = made if made.published_night() == SAMPLE_NIGHT else run_inbox(SAMPLE / "inbox", made.root, SAMPLE_NIGHT)
    return PublishedNight(lake, SAMPLE_NIGHT, SAMPLE / "truth")


@pytest.fixture(scope="session")
def two_nights(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[PublishedNight, PublishedNight]]:
    """Two published nights of one synthetic world in one lake, eight days apart: long enough for births."""
    root = tmp_path_factory.mktemp("two_nights")
    nights = []
    for day in (0, LATER):
        world = root / f"day_{day}"
        generate(**WORLD, out=world, day=day)  # type: ignore[arg-type]
        night = SAMPLE_NIGHT + timedelta(days=day)
        nights.append(PublishedNight(run_inbox(world / "inbox", root / "lake", night), night, world / "truth"))
    yield nights[0], nights[1]
