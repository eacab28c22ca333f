"""Thirty nights of a town of which one row in a hundred changes every day: whoever is unchanged keeps their id."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest

from assets.identity import Resolution, resolve
from assets.identity.churn import Published, churn_table
from assets.vocabulary.tables import conform
from tests.stages.identity.moving_world import MovingWorld

NIGHTS, PERSONS, CHANGE = 30, 1_200, 0.01
FIRST = date(2025, 6, 1)


@dataclass(frozen=True)
class Night:
    """What one night said: row → person_id, its events and churn (measure → number, of)."""

    ids: Mapping[int, str]
    rows: Mapping[int, object]
    events: pl.DataFrame
    churn: Mapping[str, tuple[int, int | None]]


@dataclass(frozen=True)
class Month:
    """All nights; about: row → true person; unchanged: the persons none of whose rows ever changed."""

    nights: list[Night]
    about: Mapping[int, int]
    unchanged: set[int]


def _published(folder: Path, night: date, resolution: Resolution) -> Published:
    address = {"feed": "f", "delivery": FIRST, "file": "a", "sheet": "", "role": "self"}
    links = resolution.links.with_columns(
        row_no=pl.col("record_id"),
        method=pl.col("method").cast(pl.String),
        **{k: pl.lit(v) for k, v in address.items()},
    )
    path = folder / f"{night}.parquet"
    conform(links.drop("record_id"), "identity/links").write_parquet(path)
    return Published(resolution.persons, path)


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    folder = tmp_path_factory.mktemp("links")
    world = MovingWorld.start(PERSONS, seed=11)
    nights: list[Night] = []
    before, told = None, Published(pl.DataFrame(schema={"person_id": pl.String}), None)
    model = None
    for number in range(NIGHTS):
        night = FIRST + timedelta(days=number)
        if number:
            world.next_day(CHANGE)
        made = resolve(world.records(), previous=before.registry if before else None, night=night, model=model)
        model = model or made.model
        tonight = _published(folder, night, made)
        churn = churn_table(night, told, tonight, made.events, 0.005).select("measure", "number", "of")
        ids = dict(made.links.select("record_id", "person_id").iter_rows())
        nights.append(Night(ids, dict(world.rows), made.events, {measure: (n, of) for measure, n, of in churn.rows()}))
        before, told = made, tonight
    return Month(nights, dict(world.about), set(world.about.values()) - world.changed)


def test_the_world_does_change(month: Month) -> None:
    """Else the others would prove nothing: a third of all persons is touched, new ones come, and rows go."""
    assert 0.5 < len(month.unchanged) / PERSONS < 0.9
    assert len(month.nights[0].rows.keys() - month.nights[-1].rows.keys()) > 100
    assert all(night.churn["minted"][0] for night in month.nights)


def test_an_unchanged_person_keeps_their_id(month: Month) -> None:
    rows = [row for row, who in month.about.items() if who in month.unchanged]
    moved = {row for night in month.nights for row in rows if night.ids[row] != month.nights[0].ids[row]}
    assert moved == set()


def test_nobody_unchanged_is_minted_twice(month: Month) -> None:
    minted = {
        person for night in month.nights[1:] for person in night.events.filter(event="minted")["person_id"].to_list()
    }
    of_unchanged = {
        night.ids[row] for night in month.nights for row in night.ids if month.about[row] in month.unchanged
    }
    assert minted & of_unchanged == set()


def test_a_number_is_given_once(month: Month) -> None:
    given = [person for night in month.nights for person in night.events.filter(event="minted")["person_id"].to_list()]
    assert len(given) == len(set(given))


def test_rows_that_did_not_change_hardly_ever_move(month: Month) -> None:
    """Those of touched persons too: what moves is what a merge or a lost detail explains."""
    for before, tonight in pairwise(month.nights):
        same = [row for row, said in tonight.rows.items() if before.rows.get(row) == said]
        moved = sum(tonight.ids[row] != before.ids[row] for row in same)
        assert moved <= 0.002 * len(same)


def test_churn_is_what_the_rows_say(month: Month) -> None:
    ever = set(month.nights[0].ids.values())
    for before, tonight in pairwise(month.nights):
        met = before.ids.keys() & tonight.ids.keys()
        moved = sum(before.ids[row] != tonight.ids[row] for row in met)
        assert tonight.churn["rows_moved"] == (moved, len(met))
        known, seen = set(before.ids.values()), set(tonight.ids.values())
        assert tonight.churn["minted"][0] == len(seen - ever)
        assert tonight.churn["seen_again"][1] == len(known)
        # Who is seen again, or has another id, of those known: one with neither is not seen at all.
        again, gone = tonight.churn["seen_again"][0], tonight.churn["another_id"][0]
        assert again - gone == len(known & seen)
        ever |= seen
