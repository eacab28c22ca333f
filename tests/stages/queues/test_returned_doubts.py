"""What a sender must not overlook: another family behind one number, and rows sent back that nobody has mended."""

from pathlib import Path

import pytest

from assets.lake import Night
from assets.queues.returns import words
from assets.queues.returns.alerts import all_alerts
from assets.queues.returns.changes import conflicts, doubtful_persons
from assets.queues.returns.counting import count_returns
from assets.queues.returns.figures import CardFigures, card_figures
from assets.queues.returns.returned_list import write_list
from assets.queues.returns.sent import Sent, sent_tonight
from tests.stages.landing.deliveries import DEATHS, FIRST, SECOND, THIRD, World

HOUSEHOLDS = ["家庭编号", "户主姓名", "户主身份证号", "救助类型", "行政区划代码", "状态"]
AID = ["姓名", "身份证号", "救助日期", "救助方式", "救助金额"]
CHILDREN = ["姓名", "身份证号", "类别"]
WANG, LI = "371082198001011234", "371083195003031233"
WHO = "行政区划代码、户主身份证号、户主姓名"


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def _home(name: str, number: str, status: str = "在保") -> list[str]:
    return ["1001", name, number, "110", f"{number[:6]}001001", status]


def _sent(night: Night) -> Sent:
    return sent_tonight(night, "civil_affairs", night.read("landing/ledger"))


def _told(night: Night) -> list[tuple[object, ...]]:
    """(file, sheet, line) of the row set aside and of the one that stands, what differs, and why it is told."""
    found = conflicts(_sent(night), 100)
    assert found.count == found.rows.height
    return [row[1:] for row in found.rows.iter_rows()]


def _figures(night: Night) -> CardFigures:
    sent = _sent(night)
    return card_figures(sent, night.read("landing/ledger"), count_returns(sent))


def test_two_families_under_one_number_in_two_sheets_and_in_one(world: World) -> None:
    sheets = {"甲镇": [HOUSEHOLDS, _home("王强", WANG)], "乙镇": [HOUSEHOLDS, _home("李红", LI)]}
    world.write_workbook("civil_affairs/households.xlsx", {name: list(rows) for name, rows in sheets.items()})
    world.write(
        "civil_affairs/temporary_aid.csv", AID, [[name, WANG, "2026-05-01", "急难型", "500"] for name in "甲乙"]
    )
    night, _ = world.land()
    assert _told(night) == [
        ("households.xlsx", "乙镇", "2", "households.xlsx", "甲镇", "2", WHO, words.OTHER_PERSON),
        ("temporary_aid.csv", "", "2", "temporary_aid.csv", "", "3", "姓名", words.OTHER_PERSON),
    ]
    assert dict(doubtful_persons(_sent(night)).iter_rows()) == {
        "civil_affairs/households": 1,
        "civil_affairs/temporary_aid": 1,
    }
    alerts = [alert.text for alert in all_alerts(_sent(night)) if alert.kind == "疑似他人"]
    assert alerts[0].startswith("救助家庭台账：有1行可能是另一户或另一个人")
    assert not any("王强" in text or "李红" in text for text in alerts)


def test_two_counties_on_two_nights_use_one_number(world: World) -> None:
    world.write("civil_affairs/households_荣成.csv", HOUSEHOLDS, [_home("王强", WANG)])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/households_荣成.csv", HOUSEHOLDS, [_home("王强", WANG)])
    world.write("civil_affairs/households_乳山.csv", HOUSEHOLDS, [_home("李红", LI)])
    night, _ = world.land(SECOND)
    (row,) = _told(night)
    assert row[:3] + row[3:6] == ("households_荣成.csv", "", "2", "households_乳山.csv", "", "2")
    assert row[-1] == words.OTHER_PERSON


def test_a_family_that_changed_is_no_other_family(world: World) -> None:
    world.write("civil_affairs/households_6月.csv", HOUSEHOLDS, [_home("王强", WANG)])
    world.land_and_seal(FIRST)
    world.write("civil_affairs/households_6月.csv", HOUSEHOLDS, [_home("王强", WANG)])
    world.write("civil_affairs/households_7月.csv", HOUSEHOLDS, [_home("王强", WANG, "退出")])
    night, _ = world.land(SECOND)
    assert _told(night) == []


def test_namesakes_without_a_number_in_two_files_are_told(world: World) -> None:
    world.write("civil_affairs/children_甲县.csv", CHILDREN, [["李娜", "", "孤儿"], ["王强", WANG, "孤儿"]])
    world.write("civil_affairs/children_乙县.csv", CHILDREN, [["李娜", "", "孤儿"], ["王强", WANG, "孤儿"]])
    night, _ = world.land()
    (row,) = _told(night)
    assert {row[0], row[3]} == {"children_甲县.csv", "children_乙县.csv"}
    assert (row[2], row[5], row[6], row[7]) == ("2", "2", "", words.NO_NUMBER)


def _letter(tmp_path: Path, night: Night) -> str:
    import openpyxl  # noqa: PLC0415  the only reader of a workbook here

    sent = _sent(night)
    write_list(tmp_path / "list.xlsx", sent, count_returns(sent), 100)
    return str(openpyxl.load_workbook(tmp_path / "list.xlsx")["说明"]["A2"].value)


@pytest.mark.parametrize(
    ("feed", "header", "bad"),
    [
        ("civil_affairs/deaths", DEATHS, ["李红", LI, "昨天"]),
        ("civil_affairs/households", HOUSEHOLDS, ["", *_home("李红", LI)[1:]]),
    ],
)
def test_refused_rows_stay_yellow_until_they_are_mended(
    world: World, tmp_path: Path, feed: str, header: list[str], bad: list[str]
) -> None:
    good = ["王强", WANG, "2026-06-01"] if feed.endswith("deaths") else _home("王强", WANG)
    world.write(f"{feed}.csv", header, [good, bad])
    world.land_and_seal(FIRST)
    world.write(f"{feed}.csv", header, [good, bad])
    night = world.land_and_seal(SECOND)
    world.write(f"{feed}.csv", header, [good, bad])
    night, _ = world.land(THIRD)
    before = f"上次退回的1行尚未更正，见{FIRST}的退回清单。"
    assert _letter(tmp_path, night) == f"{THIRD}：今晚没有收到贵单位的数据。{before}"
    figures = _figures(night)
    assert dict(figures.feeds.select("feed", "verdict").iter_rows())[feed] == words.YELLOW
    assert figures.sentence == f"今晚没有收到贵单位的数据，沿用此前收到的数据。{before}"
    mended = good if feed.endswith("households") else ["李红", LI, "2026-06-02"]
    world.write(f"{feed}.csv", header, [good, mended])
    night, _ = world.land(THIRD)
    assert dict(_figures(night).feeds.select("feed", "verdict").iter_rows())[feed] == words.GREEN
    assert "尚未更正" not in _letter(tmp_path, night)


def test_a_first_delivery_without_a_row_is_not_said_to_have_an_earlier_one(world: World) -> None:
    world.write("civil_affairs/households.csv", HOUSEHOLDS, [])
    world.write(
        "housing/property.csv",
        ["不动产权证号", "权利人", "权利人身份证号", "登记日期"],
        [["1", "甲", "", "2024-01-01"]],
    )
    night, _ = world.land()
    (reason,) = night.read("landing/ledger").filter("refused")["reason"]
    assert "沿用" not in reason
    empty = card_figures(sent := sent_tonight(night, "education", night.read("landing/ledger")),
                         night.read("landing/ledger"), count_returns(sent))  # fmt: skip
    assert empty.sentence == "今晚没有收到贵单位的数据，此前也没有收到过。"
