"""The operator's acceptances: which line covers which volume of which night."""

from datetime import date
from pathlib import Path

import pytest

from assets.landing.operator.acceptances import county_of
from assets.landing.operator.notes import read_notes

NIGHT = date(2026, 6, 30)
HEADER = "夜,数据,区划,原因,接受人"


def _read(inbox: Path, *lines: str, header: str = HEADER, encoding: str = "utf-8-sig") -> list[tuple[str, ...]]:
    """(feed, division_code, reason, accepted_by) of the night's acceptances."""
    path = inbox / "operator" / "acceptances.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes("\n".join([header, *lines]).encode(encoding))
    table = read_notes(inbox, NIGHT).acceptances
    assert set(table["night"]) <= {NIGHT}
    return table.drop("night").rows()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("2026-06-30,civil_affairs/households,,区划调整,李静", ("civil_affairs/households", "", "区划调整", "李静")),
        ("2026/6/30,救助家庭台账,371082,撤县,李静", ("civil_affairs/households", "371082", "撤县", "李静")),
        ("2026年6月30日,学籍,371082001001,放假,李静", ("education/students", "371082", "放假", "李静")),
        ("20260630,学籍,荣成市,放假,李静", ("education/students", "371082", "放假", "李静")),
    ],
)
def test_a_line_of_this_night(tmp_path: Path, line: str, expected: tuple[str, ...]) -> None:
    assert _read(tmp_path, line) == [expected]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_columns_in_any_order_and_in_english(tmp_path: Path, encoding: str) -> None:
    header = "accepted_by,reason,night,feed,note,division_code"
    line = "李静,撤县,2026-06-30,education/aid,随手记,"
    assert _read(tmp_path, line, "", header=header, encoding=encoding) == [("education/aid", "", "撤县", "李静")]


def test_other_nights_are_not_this_one(tmp_path: Path) -> None:
    assert _read(tmp_path, "2026-06-29,学籍,,放假,李静", "2026-07-01,学籍,,放假,李静") == []


@pytest.mark.parametrize(
    "line",
    [
        "2026-06-30,学籍,,,李静",
        "2026-06-30,学籍,,放假,",
        "2026-06-30,学生花名册,,放假,李静",
        "2026-06-30,学籍,某某县,放假,李静",
        "昨天,学籍,,放假,李静",
    ],
)
def test_what_cannot_count_is_kept_without_a_reason(tmp_path: Path, line: str) -> None:
    (kept,) = _read(tmp_path, line)
    assert kept[2] == ""


def test_the_same_line_twice_is_one(tmp_path: Path) -> None:
    line = "2026-06-30,学籍,,放假,李静"
    assert len(_read(tmp_path, line, line)) == 1


@pytest.mark.parametrize(
    ("written", "county"),
    [("", ""), ("371082", "371082"), ("371082001", "371082"), ("荣成市", "371082"), ("朝阳区", None), ("3710", None)],
)
def test_a_county_by_code_or_by_a_name_that_only_it_has(written: str, county: str | None) -> None:
    assert county_of(written) == county
