"""Shares of unreadable identity numbers: the history of a feed decides what is far too many."""

from datetime import date, timedelta

import polars as pl
import pytest

from assets.landing.guard.quality import judge
from assets.vocabulary.tables import table_schema

NIGHT = date(2026, 6, 30)
FEED = "civil_affairs/members"
COUNTS = {"rows_read": 100, "rows_loaded": 90, "rows_quarantined": 5, "cells_marked": 3}


def _file(filled: int, malformed: int, name: str = "members.csv", feed: str = FEED) -> dict[str, object]:
    row = {"feed": feed, "file": name, "night": NIGHT, "refused": False, **COUNTS}
    return row | {"ids_filled": filled, "ids_malformed": malformed}


def _history(shares: list[float | None], feed: str = FEED) -> pl.DataFrame:
    """One file a night, the last one the night before."""
    rows = [
        {"feed": feed, "night": NIGHT - timedelta(days=len(shares) - place), "file": "members.csv", "refused": False}
        | {**COUNTS, "ids_filled": 100, "ids_malformed": 0, "malformed_share": share, "alarm": False}
        for place, share in enumerate(shares)
    ]
    return pl.DataFrame(rows, schema=table_schema("landing/quality"))


def _judged(earlier: pl.DataFrame, *files: dict[str, object]) -> list[dict[str, object]]:
    return list(judge(pl.DataFrame(list(files)), earlier).sort("file").iter_rows(named=True))


@pytest.mark.parametrize(
    ("shares", "filled", "malformed", "alarm"),
    [
        # No history: a fifth.
        ([], 100, 20, False),
        ([], 100, 21, True),
        # A clean feed: two in a hundred more.
        ([0.0], 1000, 20, False),
        ([0.0], 1000, 21, True),
        # A feed that never is clean: four times as many.
        ([0.05], 1000, 200, False),
        ([0.05], 1000, 201, True),
        ([0.25], 100, 100, False),
        # Too few to say anything.
        ([0.0], 19, 19, False),
        ([0.0], 20, 1, True),
        # Files without numbers have no share.
        ([None, None], 100, 20, False),
        ([0.0], 0, 0, False),
    ],
)
def test_when_an_alarm_is_raised(shares: list[float | None], filled: int, malformed: int, alarm: bool) -> None:
    (judged,) = _judged(_history(shares), _file(filled, malformed))
    assert judged["alarm"] is alarm
    assert judged["malformed_share"] == (malformed / filled if filled else None)


def test_usual_is_the_median_of_the_last_thirty_files() -> None:
    shares = [0.9] * 40 + [0.0] * 14 + [0.1] * 16
    (judged,) = _judged(_history(shares), _file(100, 50))
    assert judged["usual_share"] == 0.1
    assert _judged(_history([]), _file(100, 50))[0]["usual_share"] is None


def test_each_feed_has_its_own_history_and_each_file_its_own_share() -> None:
    earlier = pl.concat([_history([0.0]), _history([0.5], "civil_affairs/leads")])
    files = [_file(100, 30, "a.csv"), _file(100, 0, "b.csv"), _file(100, 30, "c.csv", "civil_affairs/leads")]
    assert [row["alarm"] for row in _judged(earlier, *files)] == [True, False, False]
