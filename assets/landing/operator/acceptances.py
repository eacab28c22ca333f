"""Lines of the operator's acceptances → landing/acceptances of a night.

What belongs here: judging a line. What does not: reading files (note_files), what an acceptance covers (guard).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.landing.operator.corrections import find_feed
from assets.landing.operator.note_files import NoteLine
from assets.landing.operator.typed import days
from assets.vocabulary.divisions import divisions
from assets.vocabulary.tables import table_schema

ACCEPTANCES = "landing/acceptances"


@dataclass(frozen=True)
class Acceptance:
    """A line as it is understood; `problem` is why it counts for nothing, '' for a sound one."""

    night: date | None
    feed: str
    division_code: str
    reason: str
    accepted_by: str
    problem: str


def judge_acceptances(lines: Sequence[NoteLine]) -> list[Acceptance]:
    """Each line's meaning, in order."""
    nights = days(pl.Series([line.cells["night"] for line in lines], dtype=pl.String))
    return [_judge(line, night) for line, night in zip(lines, nights, strict=True)]


def acceptance_rows(accepted: Sequence[Acceptance], night: date) -> pl.DataFrame:
    """landing/acceptances of one night.

    A line that cannot count is kept without its reason, so that it is seen and covers nothing; of an unreadable night
    as well, since it may have been meant for this one.
    """
    rows = [
        {
            "night": night,
            "feed": each.feed,
            "division_code": each.division_code,
            "reason": "" if each.problem else each.reason,
            "accepted_by": each.accepted_by,
        }
        for each in accepted
        if each.night in (night, None)
    ]
    table = pl.DataFrame(rows, schema=table_schema(ACCEPTANCES)).unique()
    return table.sort("feed", "division_code", "accepted_by", "reason")


def _judge(line: NoteLine, night: date | None) -> Acceptance:
    cells = line.cells
    feed = find_feed(cells["feed"])
    division = county_of(cells["division_code"])
    problem = ""
    if night is None:
        problem = "「夜」不是能识别的日期；请写成 2024-01-31 的样子"
    elif feed is None:
        problem = "「数据」不是已登记的数据名称；请填数据的中文名称，或 部门/数据 的样子"
    elif division is None:
        problem = "「区划」不是县级区划；请填6位区划代码，或留空表示整份数据的总行数（各县要另行接受）"
    elif not cells["reason"] or not cells["accepted_by"]:
        problem = "「原因」和「接受人」都要填；请补上"
    return Acceptance(
        night,
        feed.key if feed else cells["feed"],
        cells["division_code"] if division is None else division,
        cells["reason"],
        cells["accepted_by"],
        problem,
    )


def county_of(written: str) -> str | None:
    """Six digits of a county by its code or its name, '' where nothing is written; None where it is no county.

    A name that several counties bear is none: the code tells them apart.
    """
    if not written:
        return ""
    if written.isascii() and written.isdigit() and len(written) in (6, 9, 12):
        return written[:6]
    named = divisions().filter((pl.col("level") == "county") & (pl.col("name") == written))["code"]
    return str(named[0])[:6] if len(named) == 1 else None
