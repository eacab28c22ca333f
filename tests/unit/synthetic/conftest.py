"""Small plain worlds, made once for all tests of the synthetic data."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from data.synthetic import generate
from tests.unit.synthetic.reading import Inbox, read_inbox

NIGHT = date(2026, 6, 30)
PERSONS, SEED = 1500, 7
APPENDED = (
    *("payments", "deaths", "temporary_aid", "visits", "leads"),
    *("settlements", "aid", "contributions"),
)


def accumulated(first: Inbox, later: Inbox) -> Inbox:
    """What a reader of both deliveries holds: snapshots of the later, appended feeds of both."""
    feeds = {
        feed: [*first.feeds[feed], *rows] if feed.split("/")[1] in APPENDED else rows
        for feed, rows in later.feeds.items()
    }
    return Inbox(later.night, feeds)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A first night."""
    out = tmp_path_factory.mktemp("world")
    generate(persons=PERSONS, seed=SEED, night=NIGHT, out=out)
    return out


@pytest.fixture(scope="session")
def next_day(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same world a day later, in a new month."""
    out = tmp_path_factory.mktemp("next_day")
    generate(persons=PERSONS, seed=SEED, night=NIGHT, out=out, day=1)
    return out


@pytest.fixture(scope="session")
def larger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A world with enough persons for the rarer disturbances."""
    out = tmp_path_factory.mktemp("larger")
    generate(persons=12_000, seed=SEED, night=NIGHT, out=out)
    return out


@pytest.fixture(scope="session")
def inbox(world: Path) -> Inbox:
    """The first night read back."""
    return read_inbox(world, NIGHT)


@pytest.fixture(scope="session")
def next_inbox(inbox: Inbox, next_day: Path) -> Inbox:
    """The second night, with what was appended before."""
    return accumulated(inbox, read_inbox(next_day, NIGHT + timedelta(days=1)))
