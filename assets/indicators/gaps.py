"""What cannot be assessed on a night, because a feed is missing or too old.

What belongs here: feeds' ages against what each indicator needs. What does not: the rules, and volume checks.
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from assets.indicators.catalogue import Indicator
from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import table_schema

ALL_DIVISIONS = "all"

FEED_NAMES = {
    "civil_affairs/households": "救助家庭台账",
    "civil_affairs/members": "家庭成员",
    "civil_affairs/payments": "救助资金发放",
    "civil_affairs/disabled": "残疾人信息",
    "civil_affairs/deaths": "死亡火化",
    "civil_affairs/temporary_aid": "临时救助",
    "civil_affairs/leads": "主动发现线索",
    "civil_affairs/verification": "家庭经济状况核对",
    "civil_affairs/children": "孤儿与事实无人抚养儿童",
    "civil_affairs/visits": "探访走访",
    "medical_insurance/enrolment": "参保",
    "medical_insurance/settlements": "医保结算",
    "education/students": "学籍",
    "education/aid": "学生资助",
    "housing/dangerous_houses": "农村危房",
    "housing/property": "不动产登记",
    "housing/public_rental": "公租房与租赁补贴",
    "employment/contributions": "社保缴费",
    "employment/unemployment": "失业登记",
    "employment/wage_arrears": "欠薪案件",
}


def not_assessed(ages: pl.DataFrame, catalogue: Mapping[str, Indicator], night: date) -> pl.DataFrame:
    """The table indicators/not_assessed: a row for each indicator that lacks a feed, or is built on one that does.

    `ages` is landing/feed_ages. A feed that has no row there counts as missing.
    """
    states = {row["feed"]: row for row in ages.to_dicts()}
    rows = []
    for entry in catalogue.values():
        wanting = [feed for feed in entry.needs if _state(states, feed) != "fresh"]
        if wanting:
            rows.append(_row(entry.code, wanting, states, night))
    gone = {row["code"]: row for row in rows}
    for entry in catalogue.values():
        parts = [gone[code] for code in entry.built_on if code in gone]
        if parts and entry.code not in gone:
            rows.append(_sum_row(entry, parts, night))
    return pl.DataFrame(rows, schema=table_schema("indicators/not_assessed"))


def not_runnable(ages: pl.DataFrame, catalogue: Mapping[str, Indicator]) -> set[str]:
    """The indicators that give no hit on this night: those that lack a feed of their own."""
    fresh = set(ages.filter(pl.col("state") == "fresh")["feed"])
    return {entry.code for entry in catalogue.values() if not set(entry.needs) <= fresh}


def feed_name(feed: str) -> str:
    """What staff call a feed, with its department."""
    return f"{DEPARTMENT_NAMES[load_feeds()[feed].department]}“{FEED_NAMES[feed]}”"


def _state(states: Mapping[str, dict[str, object]], feed: str) -> str:
    return str(states[feed]["state"]) if feed in states else "missing"


def _row(code: str, wanting: list[str], states: Mapping[str, dict[str, object]], night: date) -> dict[str, object]:
    missing = [feed for feed in wanting if _state(states, feed) == "missing"]
    texts = [
        f"{feed_name(feed)}尚未收到"
        if feed in missing
        else f"{feed_name(feed)}已{states[feed]['age_days']}天未更新（时限{states[feed]['stale_after']}天）"
        for feed in wanting
    ]
    return {
        "night": night,
        "code": code,
        "division_code": ALL_DIVISIONS,
        "reason_code": "feed_missing" if missing else "feed_stale",
        "reason": f"本次未评估：{'；'.join(texts)}。未评估不等于没有困难。",
        "feeds": wanting,
    }


def _sum_row(entry: Indicator, parts: list[dict[str, object]], night: date) -> dict[str, object]:
    """A sum over indicators that were not all assessed: what it finds stands, what it misses is not known."""
    codes = "、".join(sorted(str(part["code"]) for part in parts))
    feeds = sorted({str(feed) for part in parts for feed in _texts(part["feeds"])})
    reasons = {str(part["reason_code"]) for part in parts}
    extent = "未评估" if len(parts) == len(entry.built_on) else "仅部分评估"
    found = "" if len(parts) == len(entry.built_on) else "，已发现的情况照常推送"
    return {
        "night": night,
        "code": entry.code,
        "division_code": ALL_DIVISIONS,
        "reason_code": "feed_missing" if "feed_missing" in reasons else "feed_stale",
        "reason": f"本次{extent}：{codes}未评估{found}。未评估不等于没有困难。",
        "feeds": feeds,
    }


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []
