"""A night over planted cases of every indicator of the library: each true case is found, and nothing beside them.

The truth is thought out by hand from the rules' text, in library_medical … library_income; no code of the system has a
part in it. Every case stands beside near misses: a cent below the line, a day outside the span, a fact that stops it.
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import pytest

from assets.lake import Lake
from assets.vocabulary.feeds import load_feeds
from tests.night.library_households import EARLIER, NIGHT
from tests.night.library_inbox import CODES, Planted, build, planted_library
from tests.night.nights import run_inbox, table

ADDRESS = ["feed", "file", "sheet", "row_no"]
LIBRARY = {"YB": 9, "JY": 7, "ZJ": 6, "RS": 8, "MZ": 19, "ZH": 5}


@dataclass(frozen=True)
class LibraryNight:
    """The published night with what it must hold."""

    lake: Lake
    planted: Planted

    def table(self, key: str) -> pl.DataFrame:
        return table(self.lake, key, NIGHT)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> LibraryNight:
    """The earlier delivery of certificates, then the library's inbox, written and run."""
    root = tmp_path_factory.mktemp("library")
    planted = build(root)
    run_inbox(planted.earlier, root / "lake", EARLIER)
    return LibraryNight(run_inbox(planted.inbox, root / "lake", NIGHT), planted)


def _evidence(hits: pl.DataFrame) -> pl.DataFrame:
    rows = hits.select("code", "lane", pl.col("evidence")).explode("evidence").unnest("evidence")
    return rows.select("code", "lane", *ADDRESS)


def test_every_indicator_of_the_library_has_a_case() -> None:
    library = tuple(f"{letters}{number:02d}" for letters, count in LIBRARY.items() for number in range(1, count + 1))
    assert library == CODES
    assert {code for code, *_ in planted_library().planted} == set(library)


def test_every_feed_is_delivered(library: LibraryNight) -> None:
    states = dict(library.table("landing/feed_ages").select("feed", "state").iter_rows())
    fed = [feed for feed in load_feeds() if not feed.startswith("feedback/")]
    assert len(fed) == 20
    assert {states[feed] for feed in fed} == {"fresh"}
    ledger = library.table("landing/ledger")
    assert not ledger["refused"].any()
    assert ledger.select(pl.sum("rows_quarantined", "rows_set_aside", "cells_marked")).row(0) == (0, 0, 0)


def test_the_hits_are_those_that_were_planted(library: LibraryNight) -> None:
    hits = library.table("indicators/hits")
    persons = library.table("identity/person_details").select("person_id", "id_number")
    numbers = library.table("households/registry").select("household_id", "household_no")
    named = hits.join(persons, on="person_id", how="left").join(numbers, on="household_id", how="left")
    found = Counter(named.select("code", "household_no", "id_number", "tier").iter_rows())
    planted = Counter(dict.fromkeys(library.planted.hits, 1))
    missed = [f"missed {hit}" for hit in planted - found]
    surplus = [f"not planted {hit}" for hit in found - planted]
    assert not missed + surplus, "\n".join(sorted(missed + surplus))


def test_everything_is_assessed_and_nothing_withheld(library: LibraryNight) -> None:
    assert library.table("indicators/not_assessed").is_empty()
    assert library.table("indicators/withheld").is_empty()


def test_evidence_points_to_rows_that_were_delivered(library: LibraryNight) -> None:
    hits = library.table("indicators/hits")
    assert (hits["evidence"].list.len() > 0).all()
    evidence = _evidence(hits)
    feeds = evidence["feed"].unique().to_list()
    landed = pl.concat([library.table(f"landing/{feed}").select(ADDRESS) for feed in feeds])
    assert evidence.join(landed, on=ADDRESS, how="anti").is_empty()


def test_adverse_hits_rest_on_exact_links_alone(library: LibraryNight) -> None:
    adverse = library.table("indicators/hits").filter(pl.col("lane") == "A")
    assert set(adverse["link_method"]) == {"exact"}
    links = library.table("identity/links").select(*ADDRESS, "method")
    methods = _evidence(adverse).join(links, on=ADDRESS, how="left")
    assert set(methods["method"]) == {"exact"}


def test_the_files_are_the_same_when_written_again(tmp_path: Path) -> None:
    for name in ("first", "second"):
        build(tmp_path / name)
    flat = sorted(path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*.csv"))
    assert len(flat) > 10
    assert all((tmp_path / "first" / path).read_bytes() == (tmp_path / "second" / path).read_bytes() for path in flat)
