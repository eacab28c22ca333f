"""Recognising columns by headings, and the header among the first rows."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.landing.files.headings import find_header, match_headings, normalise_heading
from assets.vocabulary.feeds import load_feeds

FEEDS = load_feeds()
DEATHS = FEEDS["civil_affairs/deaths"]
PAYMENTS = FEEDS["civil_affairs/payments"]


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
        "死亡日期*",
        "★死亡日期",
        "死亡日期：",
        "“死亡日期”",
        "【死亡日期】",
        "「死亡日期」",
        "死亡日期（必填）",
        "死亡日期【必填项】",
        "死亡日期必填",
        "（必填）死亡日期",
        "死亡日期（年月日）",
        "死亡日期(格式:2026-01-31)",
        "1.死亡日期",
        "03死亡日期",
        "3、死亡日期",
        "(3)死亡日期",
        "（三）死亡日期",
        "三、死亡日期",
        "③死亡日期",
        "C.死亡日期",
        "死亡日期¹",
        "死亡日期[1]",
        "死亡日期（注1）",
        "死亡日期注",
        "*3. 死亡　日期（必填）\n",
        "基本信息.死亡日期",
        "基本信息/死亡日期",
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


@pytest.mark.parametrize(
    ("feed", "heading"),
    [
        ("civil_affairs/deaths", "身份证号（户主配偶）"),
        ("civil_affairs/deaths", "身份证号（送养人）"),
        ("civil_affairs/deaths", "身份证号（必填，户主配偶）"),
        ("civil_affairs/deaths", "姓名（代领人）"),
        ("civil_affairs/deaths", "死亡日期（火化）"),
        ("civil_affairs/deaths", "死亡日期（农历）"),
        ("civil_affairs/deaths", "死亡日期（配偶）"),
        ("civil_affairs/payments", "应发金额（年）"),
        ("civil_affairs/payments", "应发金额（本季度）"),
        ("civil_affairs/payments", "实发金额（退回）"),
        ("civil_affairs/payments", "实发金额（应发）"),
        ("civil_affairs/households", "家庭年总收入（月）"),
    ],
)
def test_an_aside_about_somebody_or_something_else_takes_the_column_away(feed: str, heading: str) -> None:
    assert match_headings([heading], FEEDS[feed]).positions == {}


@pytest.mark.parametrize(
    ("feed", "heading", "column"),
    [
        ("civil_affairs/deaths", "身份证号（本人）", "id_number"),
        ("civil_affairs/deaths", "姓名（死者）", "name"),
        ("civil_affairs/deaths", "姓名（与身份证一致）", "name"),
        ("civil_affairs/payments", "应发金额（月）", "amount_due"),
        ("civil_affairs/payments", "应发金额（含价格补贴）", "amount_due"),
        ("civil_affairs/households", "家庭年总收入（全年）", "annual_income"),
        ("education/students", "身份证件号（监护人）", "guardian_id_number"),
        ("civil_affairs/members", "性别（男/女）", "sex"),
    ],
)
def test_an_aside_that_explains_changes_nothing(feed: str, heading: str, column: str) -> None:
    assert match_headings([heading], FEEDS[feed]).positions == {column: 0}


def test_two_tables_beside_each_other_are_refused() -> None:
    half = ["姓名", "身份证号", "死亡日期"]
    assert "左右并排" in match_headings([*half, None, *half], DEATHS).refusal
    assert match_headings([*half, "姓名"], DEATHS).refusal == ""
    grouped = find_header([["户主", None, "死者", None, None], ["姓名", "身份证号", *half]], DEATHS)
    assert grouped is not None
    assert grouped.match.refusal == ""


@pytest.mark.parametrize(
    "written", ["应发金额（美元）", "应发金额（累计）", "应发金额（上年）", "姓名万元", "应发金额万"]
)
def test_what_changes_the_meaning_is_not_taken(written: str) -> None:
    assert match_headings([written], PAYMENTS).positions == {}


def test_missing_headings_are_told_and_all_are_kept() -> None:
    match = match_headings(["姓名", "身份证号", "备注", None, "序号"], DEATHS)
    assert match.missing == ("死亡日期",)
    assert match.headings == ("姓名", "身份证号", "备注", "", "序号")


def test_the_header_is_the_first_of_ten_rows_with_all_required_headings() -> None:
    titles = [["2026年死亡人员名单", None, None], [None, None, None], ["制表单位：某市", None, "姓名"]]
    header = ["姓名", "身份证号", "死亡日期"]
    found = find_header([*titles, header, header], DEATHS)
    assert found is not None
    assert found.first == 3
    assert find_header([["标题"]] * 10 + [header], DEATHS) is None
    late = find_header([["标题"]] * 9 + [header], DEATHS)
    assert late is not None
    assert late.first == 9


def test_without_a_full_header_the_best_row_tells_what_is_missing() -> None:
    found = find_header([["姓名", None], ["姓名", "死亡日期"], ["x", "y"]], DEATHS)
    assert found is not None
    assert found.first == 1
    assert found.match.missing == ("身份证号",)


@pytest.mark.parametrize(
    ("feed", "heading", "column"),
    [
        ("civil_affairs/households", "户主身份证号码", "head_id_number"),
        ("civil_affairs/households", "身份证号（户主）", "head_id_number"),
        ("civil_affairs/households", "户主_姓名", "head_name"),
        ("civil_affairs/households", "户主信息-证件号码", "head_id_number"),
        ("civil_affairs/households", "户主的姓名", "head_name"),
        ("civil_affairs/households", "户主联系电话", "phone"),
        ("civil_affairs/members", "姓名（监护人）", None),
        ("civil_affairs/members", "监护人证件号码", "guardian_id_number"),
        ("civil_affairs/members", "户主姓名", None),
        ("civil_affairs/members", "家庭成员姓名", "name"),
        ("education/students", "学生身份证号", "id_number"),
        ("education/students", "监护人手机号", "guardian_phone"),
        ("education/students", "家长姓名", None),
        ("civil_affairs/children", "父亲姓名", None),
        ("civil_affairs/children", "身份证号（母亲）", None),
        ("civil_affairs/disabled", "残疾人姓名", "name"),
        ("civil_affairs/disabled", "残疾人证件号", None),
        ("civil_affairs/disabled", "残疾人证号", "certificate_no"),
        ("civil_affairs/deaths", "经办人_姓名", None),
        ("civil_affairs/deaths", "变更前_姓名", None),
        ("housing/dangerous_houses", "房主姓名", "owner_name"),
        ("housing/public_rental", "申请人身份证号", "id_number"),
        ("civil_affairs/temporary_aid", "姓名（代办人）", None),
    ],
)
def test_headings_that_say_whose_they_are(feed: str, heading: str, column: str | None) -> None:
    assert match_headings([heading], FEEDS[feed]).positions == ({} if column is None else {column: 0})


def test_no_heading_of_a_contract_names_two_columns() -> None:
    for feed in FEEDS.values():
        normal = [normalise_heading(text) for column in feed.columns for text in {*column.headings, column.name}]
        assert len(normal) == len(set(normal)), feed.key


def test_of_two_columns_with_one_heading_the_first_is_read() -> None:
    match = match_headings(["姓名", "身份证号", "死亡日期", "姓名"], DEATHS)
    assert match.positions["name"] == 0
    assert match.headings[3] == "姓名"


def test_the_same_heading_with_digits_is_the_second_of_it() -> None:
    match = match_headings(["姓名2", "姓名", "身份证号.1", "身份证号", "死亡日期"], DEATHS)
    assert match.positions == {"name": 1, "id_number": 3, "death_date": 4}


def test_several_persons_a_row_are_none() -> None:
    match = match_headings(["姓名1", "身份证号1", "姓名2", "身份证号2", "死亡日期"], DEATHS)
    assert match.positions == {"death_date": 4}


def test_a_bare_id_beside_a_bare_name_is_not_the_heads() -> None:
    households = FEEDS["civil_affairs/households"]
    assert match_headings(["户主姓名", "身份证号"], households).positions == {"head_name": 0, "head_id_number": 1}
    assert match_headings(["户主姓名", "姓名", "身份证号"], households).positions == {"head_name": 0}


CELLS = st.one_of(st.none(), st.text(max_size=12), st.sampled_from(["姓名", "身份证号", "死亡日期", "监护人", "户主"]))


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(CELLS, max_size=8), max_size=14), st.sampled_from(sorted(FEEDS)))
def test_whatever_the_rows_no_place_is_two_columns(rows: list[list[str | None]], key: str) -> None:
    found = find_header(rows, FEEDS[key])
    if found is not None:
        places = list(found.match.positions.values())
        assert len(places) == len(set(places))
        assert 0 <= found.first < len(rows)
        assert 1 <= found.rows <= 4
        assert found.first + found.rows <= len(rows)
        assert all(found.match.headings[place] == found.match.written[n] for n, place in found.match.positions.items())
