"""Every indicator without every feed: what needs it is not assessed, what does not need it finds just what it found."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from assets.households import build
from assets.indicators import run
from assets.indicators.catalogue import load_catalogue
from assets.indicators.gaps import not_assessed, not_runnable
from assets.indicators.session import USED_FEEDS
from assets.lake import Lake, Night

CATALOGUE = load_catalogue()
LEDGER_FEEDS = {"civil_affairs/households", "civil_affairs/members"}
PAIRS = [(code, feed) for code in sorted(CATALOGUE) for feed in USED_FEEDS]


def without(ages: pl.DataFrame, feeds: set[str], state: str) -> pl.DataFrame:
    """landing/feed_ages of a night to which these feeds never came or came too long ago."""
    gone = pl.col("feed").is_in(sorted(feeds))
    age = pl.lit(None if state == "missing" else 999, pl.Int64)
    delivery = pl.lit(None, pl.Date) if state == "missing" else pl.col("delivery")
    return ages.with_columns(
        state=pl.when(gone).then(pl.lit(state)).otherwise("state"),
        age_days=pl.when(gone).then(age).otherwise("age_days"),
        delivery=pl.when(gone).then(delivery).otherwise("delivery"),
    )


def groups() -> list[tuple[str, ...]]:
    """Feeds to take away together, so that each pair of an indicator and a feed it does not need is seen in few nights.

    A pair is seen on a night without the feed on which the indicator still runs.
    """
    left = {(code, feed) for code, feed in PAIRS if feed not in CATALOGUE[code].needs}

    def seen(group: set[str]) -> set[tuple[str, str]]:
        running = [code for code, entry in CATALOGUE.items() if not group & set(entry.needs)]
        return {(code, feed) for code in running for feed in group} & left

    made = []
    while left:
        group: set[str] = set()
        while wider := [feed for feed in USED_FEEDS if len(seen(group | {feed})) > len(seen(group))]:
            group.add(max(wider, key=lambda feed: len(seen(group | {feed}))))
        left -= seen(group)
        made.append(tuple(sorted(group)))
    return made


@pytest.mark.parametrize("state", ["missing", "stale"])
def test_without_a_feed_what_needs_it_is_not_assessed(plain_night: Night, state: str) -> None:
    """All indicators with all feeds, one feed at a time: those that need it, and sums of those."""
    ages = plain_night.read("landing/feed_ages")
    for feed in USED_FEEDS:
        lacking = without(ages, {feed}, state)
        needing = {code for code, entry in CATALOGUE.items() if feed in entry.needs}
        sums = {code for code, entry in CATALOGUE.items() if set(entry.built_on) & needing}
        gaps = not_assessed(lacking, CATALOGUE, plain_night.night)
        assert needing and not_runnable(lacking, CATALOGUE) == needing
        assert set(gaps["code"]) == needing | sums and gaps["code"].is_unique().all()
        assert set(gaps["reason_code"]) == {f"feed_{state}"}
        assert {feed for feeds in gaps["feeds"] for feed in feeds} == {feed}


def test_every_pair_is_seen_in_some_night() -> None:
    seen = {
        (code, feed)
        for group in groups()
        for feed in group
        for code, entry in CATALOGUE.items()
        if not set(group) & set(entry.needs)
    }
    assert seen == {(code, feed) for code, feed in PAIRS if feed not in CATALOGUE[code].needs}


def findings(night: Night, ledger: bool) -> pl.DataFrame:
    """The hits of a night: whole, or without what the ledger says of the household they are about."""
    hits = night.read("indicators/hits").drop("feeds_age")
    if ledger:
        return hits
    from_ledger = pl.element().struct.field("feed").is_in(sorted(LEDGER_FEEDS))
    shown = hits.with_columns(pl.col("evidence").list.eval(pl.element().filter(~from_ledger)))
    return shown.drop("household_id").sort("code", "person_id")


@pytest.mark.parametrize("group", groups(), ids=lambda group: "+".join(feed.split("/")[1] for feed in group))
def test_what_needs_none_of_the_feeds_finds_what_it_found(
    plain_night: Night, tmp_path: Path, group: tuple[str, ...]
) -> None:
    """Sums of other indicators stand with what is left of them; every other hit is the same in every column.

    Without the ledger everybody is a household of one: the hits are of the same persons and rows.
    """
    gone = set(group)
    shutil.copytree(plain_night.lake.root, tmp_path / "lake")
    night = Lake(tmp_path / "lake").night(plain_night.night)
    for feed in group:
        night.save(f"landing/{feed}", night.read(f"landing/{feed}").clear())
    night.save("identity/links", night.read("identity/links").filter(~pl.col("feed").is_in(list(group))))
    night.save("landing/feed_ages", without(night.read("landing/feed_ages"), gone, "missing"))
    if gone & LEDGER_FEEDS:
        build(night)
    run(night)
    needing = {code for code, entry in CATALOGUE.items() if gone & set(entry.needs)}
    sums = {code for code, entry in CATALOGUE.items() if set(entry.built_on) & needing}
    ledger = not gone & LEDGER_FEEDS
    hits, before = findings(night, ledger), findings(plain_night, ledger)
    assert not set(hits["code"]) & needing
    unchanged = ~pl.col("code").is_in(sorted(needing | sums))
    assert hits.filter(unchanged).equals(before.filter(unchanged))
    assert set(before.filter(unchanged)["code"]) == set(CATALOGUE) - needing - sums
