"""Small frames for the tests of warnings and queues: hits, answers, and a world that is carried from night to night."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from assets.vocabulary.tables import empty, table_schema
from assets.warnings import WarningsOfNight, advance, load_parameters

START = date(2026, 3, 2)  # a Monday without holidays near it
EVIDENCE = {
    "feed": "medical_insurance/settlements",
    "delivery": START,
    "file": "settlements.csv",
    "sheet": "",
    "row_no": 1,
    "fields": "{}",
}


def hit(code: str, household: str = "H1", person: str = "P1", **changes: Any) -> dict[str, Any]:
    """One hit with defaults for all that a test does not speak of."""
    row: dict[str, Any] = {
        "night": START,
        "code": code,
        "level": "P" if person else "H",
        "lane": "H",
        "department": "civil_affairs",
        "person_id": person,
        "household_id": household,
        "county_code": "371082",
        "division_code": "371082001001",
        "value": 100.0,
        "threshold": 50.0,
        "tier": "Y",
        "disposition": "D2",
        "departments": ["civil_affairs"],
        "match_probability": 1.0,
        "link_method": "exact",
        "facts": '{"amount": 100.0}',
        "evidence": [EVIDENCE],
        "parameters": [],
        "indicator_version": "1",
        "feeds_age": [],
    }
    return row | changes


def hits_frame(rows: list[dict[str, Any]]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=table_schema("indicators/hits"))


def answer(warning_id: str | None, result: str | None, verified: date | None, **changes: Any) -> dict[str, Any]:
    """One row of returned feedback, complete unless changed; `delivery` is set by the world."""
    row: dict[str, Any] = {
        "warning_id": warning_id,
        "verified_date": verified,
        "verifier_1": "甲某",
        "verifier_2": "乙某",
        "result_code": result,
        "amount": None,
        "remark": None,
        "feed": "feedback/results",
        "file": "civil_affairs_1.xlsx",
        "sheet": "",
        "row_no": 1,
    }
    return row | changes


def missing(code: str, division: str = "all") -> dict[str, Any]:
    return {
        "night": START,
        "code": code,
        "division_code": division,
        "reason_code": "feed_stale",
        "reason": "数据未更新",
        "feeds": [],
    }


def kept_back(code: str, household: str = "H1", person: str = "P1") -> dict[str, Any]:
    """A finding that rests on a doubtful identity link and is pushed to nobody."""
    row = {"night": START, "code": code, "household_id": household, "person_id": person}
    return row | {"match_probability": 0.9, "link_method": "fuzzy", "reason": "身份关联不确定"}


def merge(old: str, new: str) -> dict[str, str]:
    """Two tokens turned out to be one person."""
    return {"person_id": old, "event": "merged", "other_person_id": new, "reason": "同一人"}


@dataclass
class World:
    """The tables of the last night, and a step to the next."""

    night: date = START - timedelta(days=1)
    ledger: pl.DataFrame = field(default_factory=lambda: empty("warnings/ledger"))
    items: pl.DataFrame = field(default_factory=lambda: empty("warnings/items"))
    events: pl.DataFrame = field(default_factory=lambda: empty("warnings/events"))
    feedback: pl.DataFrame = field(default_factory=lambda: empty("landing/feedback/results"))
    errors: pl.DataFrame = field(default_factory=lambda: empty("warnings/feedback_errors"))

    def step(
        self,
        hits: list[dict[str, Any]],
        answers: list[dict[str, Any]] | None = None,
        not_assessed: list[dict[str, Any]] | None = None,
        *,
        withheld: list[dict[str, Any]] | None = None,
        merged: dict[str, str] | None = None,
        days: int = 1,
        shuffle: int | None = None,
    ) -> WarningsOfNight:
        """Go on by so many days and make that night."""
        self.night += timedelta(days=days)
        delivered = [{"delivery": self.night} | row for row in answers or []]
        rows = pl.DataFrame(delivered, schema=table_schema("landing/feedback/results"))
        self.feedback = pl.concat([self.feedback, rows])
        frames = [
            hits_frame(hits),
            pl.DataFrame(not_assessed or [], schema=table_schema("indicators/not_assessed")),
            self.feedback,
            self.ledger,
            self.items,
            self.events,
        ]
        if shuffle is not None:
            frames = [frame.sample(fraction=1.0, shuffle=True, seed=shuffle) for frame in frames]
        names = ("previous_ledger", "previous_items", "previous_events")
        previous = dict(zip(names, frames[3:], strict=True))
        made = advance(
            *frames[:3],
            withheld=pl.DataFrame(withheld or [], schema=table_schema("indicators/withheld")),
            identity_events=pl.DataFrame(
                [merge(old, new) for old, new in (merged or {}).items()], schema=table_schema("identity/events")
            ),
            **previous,
            parameters=load_parameters(),
            night=self.night,
        )
        self.ledger, self.items, self.events = made.ledger, made.items, made.events
        self.errors = made.feedback_errors
        return made

    def one(self) -> dict[str, Any]:
        """The only warning that is not closed."""
        return self.ledger.filter(pl.col("state") != "closed").row(0, named=True)

    def told(self) -> list[str]:
        """The events of this night."""
        return self.events.filter(pl.col("night") == self.night)["event"].to_list()
