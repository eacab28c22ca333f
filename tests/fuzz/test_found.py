"""Files that once landed wrongly, each with what it found: they are made anew from their plans and land right."""

import json
from pathlib import Path

import pytest

from tests.fuzz.delivery import all_differences
from tests.fuzz.files import make_file
from tests.fuzz.plans import plan_from

FOUND = sorted((Path(__file__).parent / "found").glob("*.json"))


@pytest.mark.parametrize("path", FOUND, ids=[path.stem for path in FOUND])
def test_found(path: Path) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert all_differences([make_file(plan_from(kept["plan"]), kept["plan"]["ordinal"])]) == [], kept["found"]
