"""What the terminal says of a night's deliveries: counts and names of feeds, counties and files, never a value."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner

from assets.lake import Lake, Night, publish
from assets.lake.publish import night_tables
from assets.vocabulary.tables import empty, table_schema
from pipelines.command_line import app
from pipelines.guard_summary import guard_lines, returned_lists, stopped_lines
from pipelines.summary import department_lists

NIGHT = date(2026, 6, 30)
HOUSEHOLDS = "civil_affairs/households"
VOLUME = {"delivery": NIGHT, "usual_rows": 1234.5, "ratio": 0.4, "bound": "stop", "accepted": False, "rows": 494}


def _volume(feed: str, division: str, **changed: object) -> dict[str, object]:
    return VOLUME | {"feed": feed, "division_code": division} | changed


def _save(night: Night, key: str, rows: list[dict[str, object]]) -> None:
    night.save(key, pl.DataFrame(rows, schema=table_schema(key)))


@pytest.fixture
def night(tmp_path: Path) -> Night:
    made = Lake(tmp_path / "lake").night(NIGHT)
    for key in night_tables():
        made.save(key, empty(key))
    return made


ASK = (
    "Ask the sender for the missing rows and run again; or accept, one by one, what is right as it is "
    "(a feed does not cover its counties):"
)


def _stop(night: Night) -> None:
    rows = [_volume(HOUSEHOLDS, ""), _volume(HOUSEHOLDS, "371082", rows=0, ratio=0.0)]
    rows += [_volume("education/students", "371082"), _volume("education/students", "", bound="warn")]
    rows += [_volume("education/aid", "", accepted=True), _volume("education/aid", "", delivery=date(2026, 6, 1))]
    _save(night, "landing/volumes", rows)


def test_a_stopped_feed_and_each_of_its_counties_have_a_command_of_their_own(night: Night) -> None:
    _stop(night)
    assert stopped_lines(night, Path("/data/in box")) == [
        "civil_affairs/households 救助家庭台账: 494 rows, usually 1,234 (40%)",
        "civil_affairs/households 救助家庭台账 荣成市 371082: 0 rows, usually 1,234 (0%)",
        "education/students 学籍 荣成市 371082: 494 rows, usually 1,234 (40%)",
        ASK,
        f"  doudi accept --inbox '/data/in box' --feed {HOUSEHOLDS} --night 2026-06-30 --reason '…' --by '…'",
        f"  doudi accept --inbox '/data/in box' --feed {HOUSEHOLDS} --county 371082 --night 2026-06-30 "
        "--reason '…' --by '…'",
        "  doudi accept --inbox '/data/in box' --feed education/students --county 371082 --night 2026-06-30 "
        "--reason '…' --by '…'",
    ]


def test_accepting_one_shows_what_stops_the_night_still(night: Night, tmp_path: Path) -> None:
    _stop(night)
    inbox = tmp_path / "inbox"
    inbox.mkdir()

    def accept(*options: str) -> str:
        given = ["--inbox", str(inbox), "--lake", str(night.lake.root), "--night", str(NIGHT)]
        result = CliRunner().invoke(app, ["accept", *given, "--reason", "撤县", "--by", "李静", *options])
        assert result.exit_code == 0, result.output
        return result.output

    told = accept("--feed", HOUSEHOLDS)
    assert f"--feed {HOUSEHOLDS} --county 371082" in told
    assert f"--feed {HOUSEHOLDS} --night" not in told
    assert "--feed education/students --county 371082" in told
    accept("--feed", HOUSEHOLDS, "--county", "荣成市")
    assert "still stopped" not in accept("--feed", "education/students", "--county", "371082")


def test_nothing_stopped_says_nothing(night: Night) -> None:
    assert stopped_lines(night, Path("inbox")) == []


def test_the_summary_of_a_published_night(night: Night) -> None:
    _save(night, "landing/volumes", [_volume(HOUSEHOLDS, "", accepted=True), _volume("education/aid", "", bound="ok")])
    file = {"feed": HOUSEHOLDS, "night": NIGHT, "refused": False, "rows_read": 9, "rows_loaded": 9, "alarm": True}
    file |= {"rows_quarantined": 0, "cells_marked": 0, "ids_filled": 1200, "ids_malformed": 300}
    shares = {"malformed_share": 0.25, "usual_share": 0.01}
    files = [file | shares | {"file": "a.csv"}, file | {"file": "b.csv", "malformed_share": 0.25}]
    files += [file | shares | {"file": "c.csv", "alarm": False}, file | {"file": "d.csv", "night": date(2026, 6, 1)}]
    _save(night, "landing/quality", files)
    drift = {"feed": HOUSEHOLDS, "file": "a.csv", "sheet": "", "change": "missing", "reason": "少了一列"}
    _save(night, "landing/drift", [drift | {"heading": "电话"}, drift | {"heading": "住址"}])
    note = {"feed": HOUSEHOLDS, "row_key": "", "column": "", "why": "", "until": NIGHT, "recorded_by": "李静"}
    states = {"a": ("applied", 3), "b": ("applied", 2), "c": ("unusable", 0)}
    corrections = [note | {"correction_id": i, "state": state, "cells": cells} for i, (state, cells) in states.items()]
    _save(night, "landing/corrections", corrections)
    publish(night)
    assert guard_lines(night.lake, NIGHT) == [
        "volume civil_affairs/households 救助家庭台账: 494 rows, usually 1,234 (40%), accepted by the operator",
        "unreadable ids civil_affairs/households a.csv: 25.0% of 1,200, usually 1.0%",
        "unreadable ids civil_affairs/households b.csv: 25.0% of 1,200",
        "headings civil_affairs/households: 2 missing",
        "corrections applied: 2, 5 cells",
        "corrections unusable: 1",
    ]


def test_what_goes_back_to_a_sender_is_not_taken_for_its_list_of_households(tmp_path: Path) -> None:
    folder = tmp_path / "deliveries" / str(NIGHT) / "education"
    folder.mkdir(parents=True)
    names = ["教育_全省_2026-06-30.xlsx", "教育_数据质量卡_2026-06-30.xlsx", "教育_退回清单_2026-06-30.xlsx"]
    for name in names:
        (folder / name).write_bytes(b"")
    lake = Lake(tmp_path)
    assert department_lists(lake, NIGHT) == {"education": folder / names[0]}
    assert returned_lists(lake, NIGHT) == {"education": [folder / names[1], folder / names[2]]}
