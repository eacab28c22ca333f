"""The night after: ids last, warnings go on, and the planted changes of the second day are seen."""

import polars as pl

from tests.night.conftest import PublishedNight
from tests.night.nights import PLANTED, as_findings, expected_hits, found_hits, table, true_persons
from tests.unit.synthetic.brute_force_library import CODES as UNPLANTED
from tests.unit.synthetic.brute_force_library import unplanted_findings
from tests.unit.synthetic.conftest import accumulated
from tests.unit.synthetic.reading import read_inbox

Nights = tuple[PublishedNight, PublishedNight]
Hits = set[tuple[str, str | None, int | None, str]]


def _truth_rows(*nights: PublishedNight) -> pl.DataFrame:
    # Append feeds keep the first night's rows, at the first night's addresses; file names may repeat, rows decide.
    frames = [
        pl.read_parquet(night.truth / "rows.parquet").with_columns(delivery=pl.lit(night.night)) for night in nights
    ]
    return pl.concat(frames)


def _persons(night: PublishedNight, rows: pl.DataFrame) -> pl.DataFrame:
    links = table(night.lake, "identity/links", night.night)
    keyed = links.join(rows, on=["feed", "delivery", "file", "sheet", "row_no", "role"])
    return keyed.select("person_id", "true_person").unique()


def _found_on_first(first: PublishedNight) -> Hits:
    rows = pl.read_parquet(first.truth / "rows.parquet")
    return found_hits(first.lake, first.night, true_persons(first.lake, first.night, rows))


def _found_on_second(nights: Nights) -> Hits:
    second = nights[1]
    return found_hits(second.lake, second.night, _persons(second, _truth_rows(*nights)))


def _planted(hits: Hits) -> Hits:
    """The hits of codes of which cases are planted."""
    return {hit for hit in hits if hit[0] in PLANTED}


def test_both_nights_find_what_is_planted(two_nights: Nights) -> None:
    first, second = two_nights
    assert _planted(_found_on_first(first)) == expected_hits(first.truth)
    assert _planted(_found_on_second(two_nights)) == expected_hits(second.truth)
    assert expected_hits(first.truth) != expected_hits(second.truth)


def test_codes_without_planted_cases_hit_whom_their_rules_say(two_nights: Nights) -> None:
    first, second = two_nights
    inbox = read_inbox(first.truth.parent, first.night)
    assert as_findings(_found_on_first(first), UNPLANTED) == unplanted_findings(inbox)
    later = accumulated(inbox, read_inbox(second.truth.parent, second.night))
    assert as_findings(_found_on_second(two_nights), UNPLANTED) == unplanted_findings(later)


def test_person_ids_last(two_nights: Nights) -> None:
    first, second = two_nights
    before = true_persons(first.lake, first.night, pl.read_parquet(first.truth / "rows.parquet"))
    after = _persons(second, _truth_rows(first, second))
    both = before.join(after, on="true_person", suffix="_after")
    unlasting = both.group_by("true_person", "person_id").agg(
        lasted=(pl.col("person_id") == pl.col("person_id_after")).any()
    )
    assert both.height > 1000
    assert unlasting.filter(~pl.col("lasted")).height == 0


def test_new_persons_are_minted_and_nobody_else(two_nights: Nights) -> None:
    _, second = two_nights
    events = table(second.lake, "identity/events", second.night)
    minted = events.filter(pl.col("event") == "minted").height
    persons = table(second.lake, "identity/persons", second.night)
    assert minted == persons.filter(pl.col("first_night") == second.night).height
    assert 0 < minted < 0.05 * persons.height


def test_household_ids_last(two_nights: Nights) -> None:
    first, second = two_nights
    before = table(first.lake, "households/registry", first.night)
    after = table(second.lake, "households/registry", second.night)
    both = before.join(after, on="household_no", suffix="_after")
    assert both.height == before.height
    assert both.filter(pl.col("household_id") != pl.col("household_id_after")).height == 0


def test_warnings_go_on_under_the_same_number(two_nights: Nights) -> None:
    first, second = two_nights
    before = table(first.lake, "warnings/ledger", first.night)
    after = table(second.lake, "warnings/ledger", second.night)
    assert set(before["warning_id"]) <= set(after["warning_id"])
    assert set(before["state"]) == {"new"}
    going_on = after.filter(pl.col("state") == "ongoing")
    assert going_on.height > 0
    assert going_on.filter(pl.col("opened_on") != first.night).height == 0


def test_a_fact_that_changed_closes_its_warning_and_a_new_one_opens(two_nights: Nights) -> None:
    first, second = two_nights
    after = table(second.lake, "warnings/ledger", second.night)
    closed = after.filter(pl.col("closed_on") == second.night)
    opened = after.filter(pl.col("opened_on") == second.night)
    assert closed.height > 0
    assert opened.height > 0
    assert set(closed["close_reason"]) == {"消除"}
    still_hit = table(second.lake, "indicators/hits", second.night).select("household_id", "lane").unique()
    assert closed.join(still_hit, on=["household_id", "lane"]).height == 0
    assert first.night < second.night


def test_the_chain_of_events_only_grows(two_nights: Nights) -> None:
    first, second = two_nights
    before = table(first.lake, "warnings/events", first.night)
    after = table(second.lake, "warnings/events", second.night)
    assert after.height > before.height
    assert after.head(before.height).equals(before)
