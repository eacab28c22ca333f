"""The lake: staging, publishing, killed publishing, the lock, and what a reader sees at each instant."""

import json
import stat
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

from assets.lake import Lake, LakeBusyError, Night, NightAlreadyPublishedError, publish
from assets.lake.night import NightOrderError
from assets.lake.publish import night_tables
from assets.vocabulary.tables import empty

FIRST, SECOND = date(2026, 6, 30), date(2026, 7, 1)


def _event(person: str) -> pl.DataFrame:
    row = {"person_id": person, "event": "minted", "other_person_id": "", "reason": "first seen"}
    return pl.DataFrame([row])


def _fill(night: Night, events: pl.DataFrame) -> None:
    for key in night_tables():
        night.save(key, empty(key))
    night.save("identity/events", events)


def _published(root: Path) -> Lake:
    lake = Lake(root)
    night = lake.night(FIRST)
    _fill(night, _event("P1"))
    publish(night)
    return lake


def test_nothing_is_visible_before_publishing(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    _fill(lake.night(FIRST), _event("P1"))
    assert lake.published_night() is None
    assert not (tmp_path / "tables").exists()
    assert not (tmp_path / "catalog.duckdb").exists()


def test_a_published_night_is_read_through_the_catalogue(tmp_path: Path) -> None:
    lake = _published(tmp_path)
    assert lake.published_night() == FIRST
    with duckdb.connect(str(tmp_path / "catalog.duckdb"), read_only=True) as connection:
        assert connection.sql("select person_id from identity.events").fetchall() == [("P1",)]
        views = {row[0] for row in connection.sql("select view_name from duckdb_views() where not internal").fetchall()}
    assert "person_details" not in views
    assert not (tmp_path / "staging" / str(FIRST)).exists()


def test_the_manifest_counts_and_fingerprints_each_table(tmp_path: Path) -> None:
    lake = _published(tmp_path)
    manifest = json.loads((tmp_path / "nights" / "2026-06-30.json").read_text(encoding="utf-8"))
    assert set(manifest["tables"]) == set(night_tables())
    assert manifest["tables"]["identity/events"]["rows"] == 1
    assert manifest["tables"]["identity/person_details"]["restricted"] is True
    assert len(manifest["tables"]["identity/events"]["sha256"]) == 64
    assert lake.partition("identity/events", FIRST).exists()


def test_restricted_folders_are_their_owners_alone(tmp_path: Path) -> None:
    _published(tmp_path)
    for name in ("restricted", "quarantine", "staging"):
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o700


def test_the_same_night_again_with_the_same_bytes_is_accepted(tmp_path: Path) -> None:
    lake = _published(tmp_path)
    night = lake.night(FIRST)
    _fill(night, _event("P1"))
    assert publish(night)["identical"] is True


def test_a_published_night_is_never_rewritten(tmp_path: Path) -> None:
    lake = _published(tmp_path)
    night = lake.night(FIRST)
    _fill(night, _event("P2"))
    with pytest.raises(NightAlreadyPublishedError, match="identity/events"):
        publish(night)
    assert pl.read_parquet(lake.partition("identity/events", FIRST))["person_id"].to_list() == ["P1"]


def test_the_next_night_reads_the_one_before(tmp_path: Path) -> None:
    lake = _published(tmp_path)
    night = lake.night(SECOND)
    assert night.previous == FIRST
    assert night.previous_scan("identity/events").collect()["person_id"].to_list() == ["P1"]
    assert night.keep_previous("identity/events") == 1
    assert night.read("identity/events")["person_id"].to_list() == ["P1"]


def test_nights_only_go_forward(tmp_path: Path) -> None:
    lake = _published(tmp_path)
    with pytest.raises(NightOrderError, match="2026-06-29 lies before 2026-06-30"):
        lake.night(date(2026, 6, 29))


def test_a_publish_killed_half_way_leaves_the_last_night_and_is_finished_by_the_next_run(tmp_path: Path) -> None:
    lake = _published(tmp_path)
    killed = lake.night(SECOND)
    _fill(killed, _event("P9"))
    # What a kill after the first move leaves: one partition in place, the rest in staging, a manifest written.
    moved = lake.partition("identity/events", SECOND)
    moved.parent.mkdir(parents=True)
    killed.path("identity/events").rename(moved)
    (tmp_path / "nights" / "2026-07-01.json").write_text('{"previous": "2026-06-30"}', encoding="utf-8")
    assert lake.published_night() == FIRST
    assert lake.published_nights() == [FIRST]

    again = lake.night(SECOND)
    assert again.previous == FIRST
    _fill(again, _event("P2"))
    publish(again)
    assert lake.published_night() == SECOND
    assert pl.read_parquet(lake.partition("identity/events", SECOND))["person_id"].to_list() == ["P2"]


def test_a_killed_night_that_is_never_run_again_is_no_night_and_is_swept(tmp_path: Path) -> None:
    lake = _published(tmp_path)
    killed = lake.night(SECOND)
    _fill(killed, _event("P9"))
    moved = lake.partition("identity/events", SECOND)
    moved.parent.mkdir(parents=True)
    killed.path("identity/events").rename(moved)
    (tmp_path / "nights" / "2026-07-01.json").write_text('{"previous": "2026-06-30"}', encoding="utf-8")

    third = date(2026, 7, 2)
    with lake.locked(third):
        lake.sweep(third)
        assert not (tmp_path / "staging" / str(SECOND)).exists()
        assert not moved.parent.exists()
        night = lake.night(third)
        assert night.previous == FIRST
        _fill(night, _event("P2"))
        publish(night)
    assert lake.published_nights() == [FIRST, third]
    again = lake.night(third)
    assert again.previous == FIRST
    assert lake.partition("identity/events", FIRST).exists()


def test_the_lists_of_a_published_night_are_never_rewritten(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    for text in ("first", "second"):
        night = lake.night(FIRST)
        _fill(night, _event("P1"))
        night.deliveries.mkdir(parents=True)
        (night.deliveries / "list.csv").write_text(text, encoding="utf-8")
        if text == "first":
            publish(night)
            continue
        with pytest.raises(NightAlreadyPublishedError, match=r"deliveries/list\.csv"):
            publish(night)


def test_a_second_run_at_the_same_time_is_told_so(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    with lake.locked(FIRST), pytest.raises(LakeBusyError, match="night 2026-06-30"), Lake(tmp_path).locked(SECOND):
        raise AssertionError("two runs held one lake")
    with lake.locked(SECOND):
        assert "2026-07-01" in (tmp_path / ".lock").read_text(encoding="utf-8")


def test_reading_a_table_that_is_not_made_names_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="identity/links of night 2026-06-30 is not made yet"):
        Lake(tmp_path).night(FIRST).read("identity/links")
