"""One empty world a test."""

from pathlib import Path

import pytest

from tests.stages.landing.deliveries import World


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)
