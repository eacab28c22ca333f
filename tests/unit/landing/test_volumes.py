"""Volumes against their history: every bound from both sides, counties, rhythms, acceptances, the data file."""

from datetime import date, timedelta

import polars as pl
import pytest

from assets.landing.guard.volume_bounds import bounds_of
from assets.landing.guard.volumes import excuse_mending, judge
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import empty, table_schema

NIGHT = date(2026, 6, 30)
SNAPSHOT, APPEND, AID = "civil_affairs/households", "medical_insurance/settlements", "civil_affairs/temporary_aid"
COUNTY, OTHER = "371082", "371083"
Volume = tuple[str, int]


def _rows(feed: str, delivery: date, volumes: list[Volume], stopped: bool = False) -> list[dict[str, object]]:
    bound = {"bound": "stop" if stopped else "ok", "accepted": stopped}
    return [
        {"feed": feed, "delivery": delivery, "division_code": division, "rows": rows} | bound
        for division, rows in volumes
    ]


def _history(feed: str, deliveries: list[list[Volume]], stopped: tuple[int, ...] = ()) -> pl.DataFrame:
    """Deliveries in order, the last one the night before; `stopped` are the places of those that were accepted."""
    rows: list[dict[str, object]] = []
    for place, volumes in enumerate(deliveries):
        rows += _rows(feed, NIGHT - timedelta(days=len(deliveries) - place), volumes, place in stopped)
    return pl.DataFrame(rows, schema=table_schema("landing/volumes"))


def _judged(feed: str, earlier: pl.DataFrame, volumes: list[Volume], acceptances: pl.DataFrame | None = None):
    tonight = pl.DataFrame(_rows(feed, NIGHT, volumes)).drop("bound", "accepted")
    accepted = acceptances if acceptances is not None else empty("landing/acceptances")
    return {row["division_code"]: row for row in judge(tonight, earlier, accepted).iter_rows(named=True)}


@pytest.mark.parametrize(
    ("usual", "rows", "bound"),
    [
        (1000, 1000, "ok"),
        (1000, 800, "ok"),
        (1000, 799, "warn"),
        (1000, 500, "warn"),
        (1000, 499, "stop"),
        (1000, 0, "stop"),
        (1000, 1300, "ok"),
        (1000, 1301, "warn"),
        (1000, 3000, "warn"),
        (1000, 3001, "stop"),
        (200, 99, "stop"),
        (199, 1, "ok"),
        # Too few to be judged by a share, and yet nobody is left of them.
        (199, 0, "warn"),
        (10, 0, "warn"),
        (9, 0, "ok"),
    ],
)
def test_a_whole_snapshot(usual: int, rows: int, bound: str) -> None:
    judged = _judged(SNAPSHOT, _history(SNAPSHOT, [[("", usual)]]), [("", rows)])[""]
    assert (judged["bound"], judged["usual_rows"], judged["ratio"]) == (bound, usual, rows / usual)
    assert judged["accepted"] is False


@pytest.mark.parametrize(
    ("usual", "rows", "bound"),
    [
        (50, 10, "warn"),
        (50, 9, "stop"),
        (50, 0, "stop"),
        (49, 0, "warn"),
        (49, 1, "ok"),
        (10, 0, "warn"),
        (9, 0, "ok"),
        (500, 399, "warn"),
        (500, 400, "ok"),
        (500, 651, "warn"),
        (500, 5000, "warn"),
    ],
)
def test_a_county_of_a_snapshot(usual: int, rows: int, bound: str) -> None:
    earlier = _history(SNAPSHOT, [[("", 9000), (COUNTY, usual)]])
    judged = _judged(SNAPSHOT, earlier, [("", 9000), (COUNTY, rows)])
    assert (judged[""]["bound"], judged[COUNTY]["bound"]) == ("ok", bound)


@pytest.mark.parametrize(
    ("deliveries", "rows", "bound"),
    [
        ([1000], 0, "first"),
        ([1000, 1000], 0, "first"),
        ([1000, 1000, 1000], 200, "warn"),
        ([1000, 1000, 1000], 199, "stop"),
        ([1000, 1000, 1000], 500, "ok"),
        ([1000, 1000, 1000], 3001, "warn"),
        ([1000, 1000, 1000], 10001, "stop"),
        # A weekend: as few rows as there have been within the last six deliveries.
        ([100, 90, 1000, 1000, 1000, 1000], 95, "warn"),
        ([100, 90, 1000, 1000, 1000, 1000], 89, "stop"),
        ([90, 1000, 1000, 1000, 1000, 1000, 1000], 95, "stop"),
        ([40, 40, 40], 0, "warn"),
        ([40, 0, 40, 40], 0, "ok"),
    ],
)
def test_an_append_feed_has_wide_bounds_and_a_rhythm(deliveries: list[int], rows: int, bound: str) -> None:
    earlier = _history(APPEND, [[("", number)] for number in deliveries])
    assert _judged(APPEND, earlier, [("", rows)])[""]["bound"] == bound


def test_one_accepted_delivery_does_not_make_the_next_look_normal() -> None:
    deliveries = [[("", 1000)]] * 5 + [[("", 20)]]
    assert _judged(APPEND, _history(APPEND, deliveries), [("", 20)])[""]["bound"] == "warn"
    assert _judged(APPEND, _history(APPEND, deliveries, stopped=(5,)), [("", 20)])[""]["bound"] == "stop"


def test_an_accepted_night_without_a_county_does_not_make_its_absence_usual() -> None:
    def county(*rows: int, stopped: tuple[int, ...]) -> tuple[str, float]:
        earlier = _history(SNAPSHOT, [[("", 9000), (COUNTY, number)] for number in rows], stopped)
        judged = _judged(SNAPSHOT, earlier, [("", 9000), (COUNTY, 0)])[COUNTY]
        return judged["bound"], judged["usual_rows"]

    assert county(90, 0, stopped=(1,)) == ("stop", 90.0)
    assert county(90, 0, 90, stopped=(1,)) == ("stop", 90.0)
    # Two in a row that disagree say nothing yet.
    assert county(900, 100, 0, stopped=(1, 2)) == ("stop", 900.0)
    assert county(900, 100, 95, stopped=(1, 2)) == ("stop", 100.0)


def test_a_county_that_was_accepted_as_gone_twice_is_gone() -> None:
    earlier = _history(SNAPSHOT, [[("", 9000), (COUNTY, rows)] for rows in (90, 0, 0)], stopped=(1, 2))
    assert list(_judged(SNAPSHOT, earlier, [("", 9000), (COUNTY, 0)])) == [""]


def test_where_every_delivery_had_to_be_accepted_all_of_them_count() -> None:
    earlier = _history(SNAPSHOT, [[("", 1000)], [("", 100)]], stopped=(0, 1))
    assert _judged(SNAPSHOT, earlier, [("", 550)])[""]["usual_rows"] == 550.0


def _excused(feed: str, usual: int, volumes: list[Volume], mending: list[Volume]) -> dict[str, str]:
    earlier = _history(feed, [[("", 3 * usual), (COUNTY, usual), (OTHER, usual)]] * 3)
    tonight = pl.DataFrame(_rows(feed, NIGHT, volumes)).drop("bound", "accepted")
    judged = judge(tonight, earlier, empty("landing/acceptances"))
    counted = pl.DataFrame(
        [(feed, *each) for each in mending], schema=["feed", "division_code", "mending"], orient="row"
    )
    return dict(excuse_mending(judged, counted).select("division_code", "bound").iter_rows())


def test_a_few_corrected_rows_are_no_shortfall() -> None:
    few = [("", 4), (COUNTY, 4), (OTHER, 0)]
    assert _excused(APPEND, 1000, few, [("", 2), (COUNTY, 2)]) == {"": "mends", COUNTY: "mends", OTHER: "mends"}
    assert _excused(APPEND, 1000, few, [("", 1), (COUNTY, 1)]) == {"": "stop", COUNTY: "stop", OTHER: "stop"}
    assert _excused(SNAPSHOT, 1000, few, [("", 4), (COUNTY, 4)])[""] == "stop"


def test_a_county_alone_may_send_corrections_and_as_many_rows_as_usual_are_judged() -> None:
    volumes, mending = [("", 2003), (COUNTY, 2000), (OTHER, 3)], [("", 3), (OTHER, 3)]
    assert _excused(APPEND, 1000, volumes, mending) == {"": "ok", COUNTY: "ok", OTHER: "mends"}
    volumes = [("", 3000), (COUNTY, 3000), (OTHER, 0)]
    assert _excused(APPEND, 1000, volumes, [("", 3000), (COUNTY, 3000)]) == {"": "ok", COUNTY: "ok", OTHER: "stop"}


def test_corrected_rows_of_a_county_are_not_compared_with() -> None:
    earlier = _history(APPEND, [[("", 9000), (COUNTY, 1000)]] * 4 + [[("", 9000), (COUNTY, 3)]])
    last = pl.col("delivery") == NIGHT - timedelta(days=1)
    mended = earlier.with_columns(
        bound=pl.when(last & (pl.col("division_code") == COUNTY)).then(pl.lit("mends")).otherwise("bound")
    )
    assert _judged(APPEND, mended, [("", 9000), (COUNTY, 3)])[COUNTY]["bound"] == "stop"
    assert _judged(APPEND, earlier, [("", 9000), (COUNTY, 3)])[COUNTY]["bound"] == "warn"


def test_a_first_delivery_and_a_new_county_have_nothing_to_compare_with() -> None:
    judged = _judged(SNAPSHOT, empty("landing/volumes"), [("", 1000), (COUNTY, 1000)])
    assert {row["bound"] for row in judged.values()} == {"first"}
    assert judged[""]["usual_rows"] is judged[""]["ratio"] is None
    judged = _judged(SNAPSHOT, _history(SNAPSHOT, [[("", 1000)]]), [("", 1100), (COUNTY, 100)])
    assert (judged[""]["bound"], judged[COUNTY]["bound"]) == ("ok", "first")


def test_usual_is_the_median_of_the_last_six_deliveries() -> None:
    numbers = [5, 5, 1000, 1200, 1100, 1300, 900, 800]
    judged = _judged(SNAPSHOT, _history(SNAPSHOT, [[("", number)] for number in numbers]), [("", 1050)])
    assert judged[""]["usual_rows"] == 1050.0


def test_a_delivery_without_a_county_counts_as_none_of_its_rows() -> None:
    earlier = _history(SNAPSHOT, [[("", 1000), (COUNTY, 400)], [("", 1000)], [("", 1000), (COUNTY, 300)]])
    assert _judged(SNAPSHOT, earlier, [("", 1000), (COUNTY, 300)])[COUNTY]["usual_rows"] == 300.0
    earlier = _history(SNAPSHOT, [[("", 1000), (COUNTY, 400)], [("", 1000)], [("", 1000)]])
    assert _judged(SNAPSHOT, earlier, [("", 1000), (COUNTY, 300)])[COUNTY]["bound"] == "first"


@pytest.mark.parametrize(
    ("accepted", "expected"),
    [
        ([], (False, False, False)),
        # Fewer in all are right; which county may vanish is not said by that.
        ([(SNAPSHOT, "", "撤县", "李静")], (True, False, False)),
        ([(SNAPSHOT, each, "撤县", "李静") for each in ("", COUNTY, OTHER)], (True, True, True)),
        ([(SNAPSHOT, COUNTY, "撤县", "李静")], (False, True, False)),
        ([(SNAPSHOT, COUNTY, "", "李静"), (SNAPSHOT, OTHER, "撤县", "")], (False, False, False)),
        ([(APPEND, "", "撤县", "李静")], (False, False, False)),
    ],
)
def test_an_acceptance_covers_its_county_or_the_feed_without_its_counties(accepted, expected) -> None:
    earlier = _history(SNAPSHOT, [[("", 1000), (COUNTY, 500), (OTHER, 500)]])
    acceptances = pl.DataFrame(
        [(NIGHT, *each) for each in accepted], schema=table_schema("landing/acceptances"), orient="row"
    )
    judged = _judged(SNAPSHOT, earlier, [("", 10), (COUNTY, 5), (OTHER, 5)], acceptances)
    assert {row["bound"] for row in judged.values()} == {"stop"}
    assert tuple(judged[division]["accepted"] for division in ("", COUNTY, OTHER)) == expected


def test_what_is_in_bounds_is_not_said_to_be_accepted() -> None:
    acceptances = pl.DataFrame(
        [(NIGHT, SNAPSHOT, "", "撤县", "李静")], schema=table_schema("landing/acceptances"), orient="row"
    )
    judged = _judged(SNAPSHOT, _history(SNAPSHOT, [[("", 1000)]]), [("", 700)], acceptances)[""]
    assert (judged["bound"], judged["accepted"]) == ("warn", False)


def test_relief_before_a_festival_stops_nothing_and_missing_relief_does() -> None:
    earlier = _history(AID, [[("", 1000)]] * 3)
    assert _judged(AID, earlier, [("", 60000)])[""]["bound"] == "warn"
    assert _judged(AID, earlier, [("", 9000)])[""]["bound"] == "ok"
    assert _judged(AID, earlier, [("", 1)])[""]["bound"] == "stop"


@pytest.mark.parametrize("feed", list(load_feeds().values()), ids=lambda feed: feed.key)
def test_every_feed_has_bounds_in_order(feed) -> None:
    bounds = bounds_of(feed)
    assert bounds.earlier >= 1
    for numbers in (bounds.feed, bounds.county):
        order = [numbers.stop_below, numbers.warn_below, 1.0, numbers.warn_above, numbers.stop_above]
        given = [number for number in order if number is not None]
        assert given == sorted(given)
        assert numbers.smallest >= 50


def test_returned_answers_are_never_stopped() -> None:
    bounds = bounds_of(load_feeds()["feedback/results"])
    assert {bounds.feed.stop_below, bounds.feed.stop_above, bounds.county.stop_below} == {None}
