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
from tests.night.nights import attempt, run_inbox, table

NIGHT = date(2026, 6, 30)
SAMPLE_INBOX = SAMPLE / "inbox"


def _sample_without(target: Path, *patterns: str) -> Path:
    shutil.copytree(SAMPLE_INBOX, target)
    for pattern in patterns:
        found = list(target.glob(pattern))
        assert found, pattern
        for path in found:
            path.unlink()
    return target


def _fingerprints(lake: Path, night: date) -> dict[str, str]:
    manifest = json.loads((lake / "nights" / f"{night}.json").read_text(encoding="utf-8"))
    fingerprints = {key: entry["sha256"] for key, entry in manifest["tables"].items()}
    return fingerprints | manifest["deliveries"]


def test_a_killed_run_publishes_nothing_and_the_same_command_finishes_it(tmp_path: Path) -> None:
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
    whole = run_inbox(SAMPLE_INBOX, tmp_path / "whole", NIGHT)
    assert _fingerprints(tmp_path / "killed", NIGHT) == _fingerprints(whole.root, NIGHT)


def test_a_second_run_of_the_same_night_changes_nothing(tmp_path: Path) -> None:
    lake = run_inbox(SAMPLE_INBOX, tmp_path / "lake", NIGHT)
    before = _fingerprints(lake.root, NIGHT)
    run_inbox(SAMPLE_INBOX, tmp_path / "lake", NIGHT)
    assert _fingerprints(lake.root, NIGHT) == before


def test_a_missing_feed_is_not_assessed_and_closes_nothing(tmp_path: Path) -> None:
    lake = run_inbox(SAMPLE_INBOX, tmp_path / "lake", NIGHT)
    without = _sample_without(tmp_path / "inbox", "medical_insurance/settlements*", "medical_insurance/enrolment*")
    first_night = run_inbox(without, tmp_path / "other", NIGHT)
    not_assessed = table(first_night, "indicators/not_assessed", NIGHT)
    assert {"YB01", "YB02", "YB08"} <= set(not_assessed.filter(pl.col("division_code") == "all")["code"])
    hits = set(table(first_night, "indicators/hits", NIGHT)["code"])
    assert not hits & {"YB01", "YB02", "YB08"}
    assert "ZJ01" in hits

    # Sixty days later the settlements are too old: what depends on them is not assessed, and its warnings stay open.
    later = NIGHT + timedelta(days=8)
    assert "YB01" in set(table(lake, "indicators/hits", NIGHT)["code"])
    run_inbox(without, tmp_path / "lake", later)
    ages = dict(table(lake, "landing/feed_ages", later).select("feed", "age_days").iter_rows())
    assert ages["medical_insurance/settlements"] == 8


def test_a_stale_feed_keeps_its_warnings_open(tmp_path: Path) -> None:
    lake = run_inbox(SAMPLE_INBOX, tmp_path / "lake", NIGHT)
    later = NIGHT + timedelta(days=11)
    without = _sample_without(tmp_path / "inbox", "medical_insurance/settlements*")
    run_inbox(without, tmp_path / "lake", later)
    states = dict(table(lake, "landing/feed_ages", later).select("feed", "state").iter_rows())
    assert states["medical_insurance/settlements"] == "stale"
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
def test_a_night_before_the_published_one_is_refused(tmp_path: Path, night: date) -> None:
    run_inbox(SAMPLE_INBOX, tmp_path / "lake", NIGHT)
    outcome = attempt(SAMPLE_INBOX, tmp_path / "lake", night)
    assert not outcome.succeeded
    assert "only go forward" in outcome.failures[0].message
    assert Lake(tmp_path / "lake").published_night() == NIGHT
