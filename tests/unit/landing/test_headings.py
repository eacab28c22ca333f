"""Recognising columns by headings, and the header among the first rows."""

import pytest

from assets.landing.files.headings import find_header, match_headings, normalise_heading
from assets.vocabulary.feeds import load_feeds

FEEDS = load_feeds()
DEATHS = FEEDS["civil_affairs/deaths"]


@pytest.mark.parametrize(
    "written",
    [
        "死亡日期",
        " 死亡 日期 ",
        "死亡\n日期",
        "\ufeff死亡日期",
        "*死亡日期",
        "death_date",
        "DEATH_DATE",
        "ｄｅａｔｈ＿ｄａｔｅ",
    ],
)
def test_headings_are_recognised_however_they_are_set(written: str) -> None:
    match = match_headings(["姓名", "身份证号", written], DEATHS)
    assert match.positions == {"name": 0, "id_number": 1, "death_date": 2}
    assert match.missing == ()


def test_normal_form() -> None:
    assert normalise_heading("金额（元）") == "金额(元)"
    assert normalise_heading(None) == ""


def test_every_heading_of_the_contract_names_its_column() -> None:
    for feed in FEEDS.values():
        for column in feed.columns:
            for heading in (*column.headings, column.name):
                assert column.name in match_headings([heading], feed).positions


@pytest.mark.parametrize(
    ("feed", "heading", "column"),
    [
        ("civil_affairs/households", "公民身份号码", "head_id_number"),
        ("civil_affairs/members", "证件号", "id_number"),
        ("housing/dangerous_houses", "身份证号", "owner_id_number"),
        ("education/students", "证件号码", "id_number"),
        ("employment/wage_arrears", "CERTNO", "id_number"),
    ],
)
def test_the_persons_own_id_is_known_under_any_alias(feed: str, heading: str, column: str) -> None:
    assert match_headings([heading], FEEDS[feed]).positions == {column: 0}


def test_the_contracts_heading_wins_over_an_alias() -> None:
    match = match_headings(["证件号", "姓名", "身份证号"], DEATHS)
    assert match.positions["id_number"] == 2


def test_units() -> None:
    payments = FEEDS["civil_affairs/payments"]
    match = match_headings(["应发金额（元）", "实发金额(万元)"], payments)
    assert match.positions == {"amount_due": 0, "amount_paid": 1}
    assert match.scales == {"amount_paid": 10_000}


def test_missing_headings_are_told_and_all_are_kept() -> None:
    match = match_headings(["姓名", "身份证号", "备注", None, "序号"], DEATHS)
    assert match.missing == ("死亡日期",)
    assert match.headings == ("姓名", "身份证号", "备注", "", "序号")


def test_the_header_is_the_first_of_ten_rows_with_all_required_headings() -> None:
    titles = [["2026年死亡人员名单", None, None], [None, None, None], ["制表单位：某市", None, "姓名"]]
    header = ["姓名", "身份证号", "死亡日期"]
    found = find_header([*titles, header, header], DEATHS)
    assert found is not None
    assert found[0] == 3
    assert find_header([["标题"]] * 10 + [header], DEATHS) is None
    late = find_header([["标题"]] * 9 + [header], DEATHS)
    assert late is not None
    assert late[0] == 9


def test_without_a_full_header_the_best_row_tells_what_is_missing() -> None:
    found = find_header([["姓名", None], ["姓名", "死亡日期"], ["x", "y"]], DEATHS)
    assert found is not None
    assert found[0] == 1
    assert found[1].missing == ("身份证号",)
