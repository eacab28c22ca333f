"""Published nights of a few landed rows, for the tests of what is told about them.

What belongs here: rows, and making the identity stage's tables of them. What does not: any question.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import dagster as dg
import polars as pl

from assets.identity import assets as identity_assets
from assets.lake import Lake, publish
from assets.lake.publish import night_tables
from assets.vocabulary.feeds import ADDRESS
from assets.vocabulary.tables import empty, table_schema
from tests.stages.identity.people import valid_id

NIGHTS = (date(2025, 6, 1), date(2025, 6, 2))
BORN, CHILD_BORN = date(1990, 1, 1), date(2015, 6, 1)
X, Y = valid_id(BORN, 123), valid_id(date(1965, 5, 5), 221)
PHONE = "13812345678"
Rows = Mapping[str, Sequence[Mapping[str, object]]]

HOUSEHOLDS, MEMBERS, LEADS = "civil_affairs/households", "civil_affairs/members", "civil_affairs/leads"
SETTLEMENTS = "medical_insurance/settlements"
FIRST: Rows = {
    MEMBERS: [
        {"household_no": "H1", "name": "欧阳伟", "id_number": X, "phone": PHONE},
        {"household_no": "H1", "name": "王芳", "id_number": Y},
        # A digit is wrong, and nothing else is.
        {"household_no": "H1", "name": "欧阳伟", "id_number": X[:13] + str((int(X[13]) + 1) % 10) + X[14:], "sex": 1},
        {"household_no": "H1", "name": "欧阳强", "birth_date": BORN, "sex": 1, "phone": PHONE},
    ],
    SETTLEMENTS: [
        {"settlement_no": "1", "name": "欧 阳伟", "id_number": X},
        {"settlement_no": "2", "name": "李静", "id_number": X},
        {"settlement_no": "3", "name": "赵六"},
        {"settlement_no": "4", "name": "赵六"},
    ],
}


def record(feed: str, row: int, role: str = "self") -> str:
    return f"{feed}@{NIGHTS[0]}:f.csv!{row}/{role}"


def _landed(feed: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    fixed = dict(zip(ADDRESS, (feed, NIGHTS[0], "f.csv", ""), strict=False))
    numbered = [{**fixed, "row_no": place, **row} for place, row in enumerate(rows, start=1)]
    return pl.DataFrame(numbered, schema=table_schema(f"landing/{feed}"))


def published(root: Path, *nights: Rows) -> Lake:
    """A lake with a published night for each of `nights`; the tables of the other stages are empty."""
    lake = Lake(root)
    for when, rows in zip(NIGHTS, nights, strict=False):
        night = lake.night(when)
        for key in night_tables():
            feed = key.removeprefix("landing/")
            night.save(key, _landed(feed, rows[feed]) if feed in rows else empty(key))
        assert dg.materialize(
            [identity_assets.identity],
            partition_key=str(when),
            resources={"lake": lake},
            instance=dg.DagsterInstance.ephemeral(),
        ).success
        publish(night)
    return lake
