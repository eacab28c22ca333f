"""Which indicators a missing or stale feed leaves unassessed, and what is said about it."""

from datetime import date

import polars as pl
import pytest

from assets.indicators.catalogue import Indicator, indicator, load_catalogue
from assets.indicators.gaps import FEED_NAMES, not_assessed, not_runnable
from assets.indicators.session import USED_FEEDS

NIGHT = date(2026, 6, 30)


def entry(code: str, *needs: str, built_on: tuple[str, ...] = ()) -> Indicator:
    body = {
        "name_zh": "名",
        "department": "civil_affairs",
        "level": "P",
        "lane": "H",
        "tiers": ["Y"],
        "disposition": "D2",
        "pushes": ["civil_affairs"],
        "needs": list(needs),
        "built_on": list(built_on),
        "parameters": [],
        "version": "1.0",
    }
    return indicator(code, body)


CATALOGUE = {
    "AA": entry("AA", "civil_affairs/deaths", "civil_affairs/members"),
    "BB": entry("BB", "civil_affairs/households"),
    "CC": entry("CC", "civil_affairs/households", built_on=("AA", "BB")),
}


def ages(**states: str) -> pl.DataFrame:
    rows = [
        {"feed": f"civil_affairs/{name}", "age_days": 50, "stale_after": 40, "state": state}
        for name, state in states.items()
    ]
    return pl.DataFrame(rows)


@pytest.mark.parametrize(
    ("states", "expected"),
    [
        ({"deaths": "fresh", "members": "fresh", "households": "fresh"}, {}),
        ({"deaths": "stale", "members": "fresh", "households": "fresh"}, {"AA": "feed_stale", "CC": "feed_stale"}),
        (
            {"deaths": "missing", "members": "stale", "households": "fresh"},
            {"AA": "feed_missing", "CC": "feed_missing"},
        ),
        ({"members": "fresh", "households": "fresh"}, {"AA": "feed_missing", "CC": "feed_missing"}),
        ({"deaths": "fresh", "members": "fresh", "households": "stale"}, {"BB": "feed_stale", "CC": "feed_stale"}),
    ],
)
def test_names_what_is_not_assessed(states: dict[str, str], expected: dict[str, str]) -> None:
    gaps = not_assessed(ages(**states), CATALOGUE, NIGHT)
    assert dict(gaps.select("code", "reason_code").rows()) == expected
    assert set(gaps["division_code"]) <= {"all"}


def test_says_why_in_words_of_staff() -> None:
    gaps = not_assessed(ages(deaths="stale", members="missing", households="fresh"), CATALOGUE, NIGHT)
    reason = gaps.filter(pl.col("code") == "AA")["reason"].item()
    assert "民政“死亡火化”已50天未更新（时限40天）" in reason
    assert "民政“家庭成员”尚未收到" in reason
    assert "未评估不等于没有困难" in reason


@pytest.mark.parametrize(
    ("states", "begins"),
    [
        ({"members": "fresh", "households": "fresh"}, "本次仅部分评估：AA未评估，已发现的情况照常推送"),
        ({"members": "fresh", "households": "fresh", "disabled": "missing"}, "本次未评估：AA、DD未评估。"),
    ],
)
def test_a_sum_says_how_far_it_was_assessed(states: dict[str, str], begins: str) -> None:
    parts = ("AA", "DD") if "disabled" in states else ("AA", "BB")
    catalogue = CATALOGUE | {
        "CC": entry("CC", "civil_affairs/households", built_on=parts),
        "DD": entry("DD", "civil_affairs/disabled"),
    }
    gap = not_assessed(ages(**states), catalogue, NIGHT).filter(pl.col("code") == "CC")
    assert gap["reason"].item().startswith(begins)


def test_an_indicator_on_others_still_runs_where_only_they_lack_a_feed() -> None:
    assert not_runnable(ages(members="fresh", households="fresh"), CATALOGUE) == {"AA"}
    assert not_runnable(ages(deaths="fresh", members="fresh"), CATALOGUE) == {"BB", "CC"}


def test_every_feed_that_is_read_has_a_name() -> None:
    assert set(FEED_NAMES) == set(USED_FEEDS)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"lane": "X"}, "lane"),
        ({"tiers": ["Z"]}, "tier Z"),
        ({"needs": ["no/feed"]}, "no/feed"),
        ({"pushes": ["x"]}, "x"),
        ({"pushes_by": {"医疗": ["medical_insurance"]}}, "pushes_by 医疗"),
        ({"pushes_by": {"医疗": []}}, "pushes_by 医疗"),
    ],
)
def test_metadata_that_does_not_exist_is_refused(change: dict[str, object], message: str) -> None:
    body = {
        "name_zh": "",
        "department": "civil_affairs",
        "level": "P",
        "lane": "H",
        "tiers": ["Y"],
        "disposition": "D2",
        "pushes": [],
        "needs": [],
        "parameters": [],
        "version": "1",
    }
    with pytest.raises(ValueError, match=message):
        indicator("XX", body | change)


def test_difficulties_pile_up_of_all_that_ask_for_help() -> None:
    """Blue hits and those of indicators that are sums themselves do not count."""
    helping = {
        code
        for code, entry in load_catalogue().items()
        if entry.lane == "H" and not entry.built_on and set(entry.tiers) != {"B"}
    }
    assert set(load_catalogue()["ZH05"].built_on) == helping


def test_the_shipped_catalogue_runs_what_is_built_on_others_last() -> None:
    assert list(load_catalogue())[-1] == "ZH05"
