"""Nights that go wrong: killed half way, run twice, without a feed, with nothing, with files that are no tables."""

import json
import shutil
import signal
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from assets.lake import Lake
from assets.vocabulary.paths import SAMPLE
from tests.night.conftest import SAMPLE_NIGHT, PublishedNight
from tests.night.nights import attempt, run_inbox, table

NIGHT = SAMPLE_NIGHT
SAMPLE_INBOX = SAMPLE / "inbox"


def _sample_without(target: Path, *patterns: str) -> Path:
    shutil.copytree(SAMPLE_INBOX, target)
    for pattern in patterns:
        found = list(target.glob(pattern))
        assert found, pattern
        for path in found:
            path.unlink()
    return target


@pytest.fixture
def lake(sample_night: PublishedNight, tmp_path: Path) -> Lake:
    """A copy of the lake that has published the sample's night, to run further nights on."""
    return Lake(shutil.copytree(sample_night.lake.root, tmp_path / "lake", symlinks=True))


def _fingerprints(lake: Path, night: date) -> dict[str, str]:
    manifest = json.loads((lake / "nights" / f"{night}.json").read_text(encoding="utf-8"))
    fingerprints = {key: entry["sha256"] for key, entry in manifest["tables"].items()}
    return fingerprints | manifest["deliveries"]


def test_a_killed_run_publishes_nothing_and_the_same_command_finishes_it(
    tmp_path: Path, sample_night: PublishedNight
) -> None:
    command = [sys.executable, "-m", "pipelines.command_line", "run", "--inbox", str(SAMPLE_INBOX)]
    killed = [*command, "--lake", str(tmp_path / "killed"), "--night", str(NIGHT)]
    with subprocess.Popen(killed, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "identity" in line and "✓" in line:
                process.send_signal(signal.SIGKILL)
                break
        process.wait()
    assert process.returncode == -signal.SIGKILL
    assert Lake(tmp_path / "killed").published_night() is None
    assert (tmp_path / "killed" / "staging" / str(NIGHT)).exists()

    again = subprocess.run(killed, stdout=subprocess.PIPE, text=True, check=False)
    assert again.returncode == 0, again.stdout[-2000:]
    assert _fingerprints(tmp_path / "killed", NIGHT) == _fingerprints(sample_night.lake.root, NIGHT)


def test_a_second_run_of_the_same_night_changes_nothing(lake: Lake) -> None:
    before = _fingerprints(lake.root, NIGHT)
    run_inbox(SAMPLE_INBOX, lake.root, NIGHT)
    assert _fingerprints(lake.root, NIGHT) == before


def test_a_missing_feed_is_not_assessed(tmp_path: Path) -> None:
    without = _sample_without(tmp_path / "inbox", "medical_insurance/settlements*", "medical_insurance/enrolment*")
    first_night = run_inbox(without, tmp_path / "lake", NIGHT)
    not_assessed = table(first_night, "indicators/not_assessed", NIGHT)
    assert {"YB01", "YB02", "YB08"} <= set(not_assessed.filter(pl.col("division_code") == "all")["code"])
    hits = set(table(first_night, "indicators/hits", NIGHT)["code"])
    assert not hits & {"YB01", "YB02", "YB08"}
    assert "ZJ01" in hits


def test_a_stale_feed_keeps_its_warnings_open(lake: Lake, tmp_path: Path) -> None:
    assert "YB02" in set(table(lake, "indicators/hits", NIGHT)["code"])
    later = NIGHT + timedelta(days=11)
    without = _sample_without(tmp_path / "inbox", "medical_insurance/settlements*")
    run_inbox(without, lake.root, later)
    ages = table(lake, "landing/feed_ages", later).filter(pl.col("feed") == "medical_insurance/settlements")
    assert ages.select("age_days", "state").rows() == [(11, "stale")]
    items = table(lake, "warnings/items", later).filter(pl.col("code") == "YB02")
    assert items.height > 0
    assert set(items["state"]) == {"unassessed"}
    open_warnings = table(lake, "warnings/ledger", later).filter(pl.col("closed_on").is_null())["warning_id"]
    assert set(items["warning_id"]) <= set(open_warnings)


def test_an_empty_inbox_publishes_nothing_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "inbox" / "civil_affairs").mkdir(parents=True)
    outcome = attempt(tmp_path / "inbox", tmp_path / "lake", NIGHT)
    assert not outcome.succeeded
    assert "no file" in outcome.failures[0].message.lower()
    assert Lake(tmp_path / "lake").published_night() is None


@pytest.mark.parametrize("night", [NIGHT - timedelta(days=1)])
def test_a_night_before_the_published_one_is_refused(lake: Lake, night: date) -> None:
    outcome = attempt(SAMPLE_INBOX, lake.root, night)
    assert not outcome.succeeded
    assert "only go forward" in outcome.failures[0].message
    assert lake.published_night() == NIGHT
