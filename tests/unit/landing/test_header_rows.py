"""Headers of one to three rows: which rows they are, and which column each heading names.

Layouts are written the way ledgers of townships and exports of departments look; `_` is an empty cell.
"""

import string
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.landing.files.headings import FoundHeader, find_header
from assets.vocabulary.feeds import load_feeds

FEEDS = load_feeds()
HOUSEHOLDS, MEMBERS = "civil_affairs/households", "civil_affairs/members"
DEATHS, DISABLED, CHILDREN = "civil_affairs/deaths", "civil_affairs/disabled", "civil_affairs/children"
PAYMENTS, SETTLEMENTS = "civil_affairs/payments", "medical_insurance/settlements"
STUDENTS, HOUSES, RENTAL = "education/students", "housing/dangerous_houses", "housing/public_rental"


def rows_of(text: str) -> list[list[str | None]]:
    lines = [line.split("|") for line in text.strip().splitlines()]
    return [[None if cell.strip() == "_" else cell.strip() for cell in line] for line in lines]


def header_of(feed: str, text: str) -> FoundHeader | None:
    return find_header(rows_of(text), FEEDS[feed])


@dataclass(frozen=True)
class Layout:
    """`columns`: standard names by place, '' where the feed has no use for what stands there."""

    name: str
    feed: str
    rows: str
    first: int
    height: int
    columns: str


LAYOUTS = [
    Layout("one row", DEATHS, "姓名|身份证号|死亡日期\n甲|1|2026-01-01", 0, 1, "name id_number death_date"),
    Layout(
        "one row below title, unit and date",
        DEATHS,
        "某县2026年死亡人员名单|_|_\n制表单位：某县民政局|_|填报日期：2026-06-30\n姓名|身份证号|死亡日期\n甲|1|2026-01-01",
        2,
        1,
        "name id_number death_date",
    ),
    Layout("empty columns between", DEATHS, "_|姓名|_|身份证号|死亡日期", 0, 1, "- name - id_number death_date"),
    Layout(
        "head's group, other headings merged down",
        HOUSEHOLDS,
        "序号|户主信息|_|户编号|救助类别|区划代码|状态\n_|姓名|身份证号|_|_|_|_\n1|甲|1|H1|低保|3710|在保",
        0,
        2,
        "- head_name head_id_number household_no assistance_type division_code status",
    ),
    Layout(
        "the same, written out in every cell",
        HOUSEHOLDS,
        "序号|户主信息|户主信息|户编号|救助类别|区划代码|状态\n序号|姓名|身份证号|户编号|救助类别|区划代码|状态",
        0,
        2,
        "- head_name head_id_number household_no assistance_type division_code status",
    ),
    Layout(
        "title, unit line, then two rows",
        HOUSEHOLDS,
        "救助家庭台账|_|_|_|_|_|_\n单位：某镇|_|_|_|_|_|2026年6月\n户主|_|户编号|救助类型|区划代码|状态|家庭年总收入\n"
        "姓名|证件号码|_|_|_|_|_",
        2,
        2,
        "head_name head_id_number household_no assistance_type division_code status annual_income",
    ),
    Layout(
        "head beside members' number",
        HOUSEHOLDS,
        "家庭基本情况|_|_|户主情况|_|_|救助情况|_\n户编号|家庭人数|行政区划代码|姓名|身份证号|联系电话|救助类别|状态",
        0,
        2,
        "household_no member_count division_code head_name head_id_number phone assistance_type status",
    ),
    Layout(
        "member and guardian",
        MEMBERS,
        "户编号|家庭成员|_|_|监护人|_\n_|姓名|身份证号|与户主关系|姓名|身份证号\nH1|甲|1|子|乙|2",
        0,
        2,
        "household_no name id_number relation - guardian_id_number",
    ),
    Layout(
        "guardian first",
        MEMBERS,
        "监护人信息|_|成员信息|_|_|户编号\n姓名|身份证号|姓名|身份证号|性别|_",
        0,
        2,
        "- guardian_id_number name id_number sex household_no",
    ),
    Layout(
        "three rows",
        MEMBERS,
        "户编号|家庭成员情况|_|_|_\n_|成员信息|_|监护人信息|_\n_|姓名|身份证号|姓名|身份证号\nH1|甲|1|乙|2",
        0,
        3,
        "household_no name id_number - guardian_id_number",
    ),
    Layout(
        "three rows, one of them for some columns only",
        SETTLEMENTS,
        "结算编号|参保人|_|就诊|_|费用|_|_|_|_|_\n_|姓名|证件号码|医疗类别|结算日期|医疗总费用|政策范围内费用|支付|_|_|_\n"
        "_|_|_|_|_|_|_|统筹支付|医疗救助支付|基金支付总额|个人负担总额",
        0,
        3,
        "settlement_no name id_number med_type settle_date total_fee in_scope_fee pooled_pay assistance_pay fund_pay "
        "personal_pay",
    ),
    Layout(
        "amounts known by group and leaf together",
        SETTLEMENTS,
        "结算编号|姓名|证件号码|医疗类别|结算日期|医疗费用|_|基金支付|_|_|个人负担\n"
        "_|_|_|_|_|总费用|政策范围内费用|统筹支付|医疗救助支付|总额|总额",
        0,
        2,
        "settlement_no name id_number med_type settle_date total_fee in_scope_fee pooled_pay assistance_pay fund_pay "
        "personal_pay",
    ),
    Layout(
        "disability by group and leaf",
        DISABLED,
        "姓名|身份证号|残疾|_|残疾证号|发证日期\n_|_|类别|等级|_|_",
        0,
        2,
        "name id_number category grade certificate_no issue_date",
    ),
    Layout(
        "guardian where the feed has no column for one",
        DISABLED,
        "监护人|_|残疾人|_|残疾证号|残疾类别|残疾等级|发证日期\n姓名|身份证号|姓名|身份证号|_|_|_|_",
        0,
        2,
        "- - name id_number certificate_no category grade issue_date",
    ),
    Layout(
        "parents beside the child",
        CHILDREN,
        "儿童信息|_|_|父亲信息|_|_|母亲信息|_|_|监护人信息|_\n姓名|身份证号|类别|姓名|身份证号|状态|姓名|身份证号|状态|姓名|身份证号",
        0,
        2,
        "name id_number child_category - - father_status - - mother_status guardian_name guardian_id_number",
    ),
    Layout(
        "student and guardian",
        STUDENTS,
        "学籍号|学生|_|学段|就读状态|监护人|_|_\n_|姓名|身份证件号|_|_|姓名|身份证件号|联系电话",
        0,
        2,
        "student_no name id_number stage student_status guardian_name guardian_id_number guardian_phone",
    ),
    Layout(
        "owner under another word",
        HOUSES,
        "房屋编号|产权人|_|鉴定等级|鉴定日期|是否居住\n_|姓名|身份证号|_|_|_",
        0,
        2,
        "house_no owner_name owner_id_number grade appraised_date occupied",
    ),
    Layout(
        "applicant and jointly living persons",
        RENTAL,
        "申请编号|申请人|_|共同申请人|_|保障方式|状态\n_|姓名|身份证号|姓名|身份证号|_|_",
        0,
        2,
        "application_no name id_number - - support_type status",
    ),
    Layout(
        "payee beside the person",
        PAYMENTS,
        "发放年月|救助对象|_|救助类型|发放金额|_|_|开户人|_\n_|姓名|身份证号|_|应发金额|实发金额|发放状态|姓名|身份证号",
        0,
        2,
        "pay_month name id_number assistance_type amount_due amount_paid pay_status - -",
    ),
    Layout(
        "last year's amounts are not this year's",
        PAYMENTS,
        "发放年月|姓名|身份证号|救助类型|上年同期|_|本月|_|发放状态\n_|_|_|_|应发金额|实发金额|应发金额|实发金额|_",
        0,
        2,
        "pay_month name id_number assistance_type - - amount_due amount_paid pay_status",
    ),
    Layout(
        "fields' codes under the headings",
        DEATHS,
        "姓名|身份证号|死亡日期|殡仪馆\nname|id_number|death_date|funeral_home\n甲|1|2026-01-01|某馆",
        0,
        2,
        "name id_number death_date funeral_home",
    ),
    Layout(
        "unknown codes under known headings stay data's neighbours",
        DEATHS,
        "姓名|身份证号|死亡日期\nxm|id_number|death_date",
        0,
        2,
        "name id_number death_date",
    ),
    Layout(
        "units in a row of their own",
        PAYMENTS,
        "发放年月|姓名|身份证号|救助类型|应发金额|实发金额|发放状态\n_|_|_|_|（元）|（元）|_",
        0,
        2,
        "pay_month name id_number assistance_type amount_due amount_paid pay_status",
    ),
    Layout(
        "hints under some headings",
        HOUSEHOLDS,
        "户主信息|_|家庭人口数|救助类型|区划代码|状态|收入核算完整|户编号\n姓名|身份证号|（人）|_|_|_|是/否|hbh",
        0,
        2,
        "head_name head_id_number member_count assistance_type division_code status income_complete household_no",
    ),
    Layout(
        "columns numbered below",
        DEATHS,
        "姓名|身份证号|死亡日期\n1|2|3\n甲|1|2026-01-01",
        0,
        2,
        "name id_number death_date",
    ),
    Layout(
        "columns numbered 甲, 乙, 1",
        DEATHS,
        "姓名|身份证号|死亡日期\n甲|乙|1\n张|1|2026-01-01",
        0,
        2,
        "name id_number death_date",
    ),
    Layout(
        "notes of what to fill in",
        DEATHS,
        "姓名|身份证号|死亡日期|火化日期\n必填|必填|必填|选填\n甲|1|2026-01-01|_",
        0,
        2,
        "name id_number death_date cremation_date",
    ),
    Layout(
        "the header once more is no second row",
        DEATHS,
        "姓名|身份证号|死亡日期\n姓名|身份证号|死亡日期",
        0,
        1,
        "name id_number death_date",
    ),
    Layout(
        "a title of one word for a person",
        MEMBERS,
        "家庭成员信息|_|_\n户编号|姓名|身份证号\nH1|甲|1",
        1,
        1,
        "household_no name id_number",
    ),
    Layout(
        "group over the first columns, the others only below",
        DISABLED,
        "残疾人|_|_|_|_|_\n姓名|身份证号|残疾证号|残疾类别|残疾等级|发证日期",
        1,
        1,
        "name id_number certificate_no category grade issue_date",
    ),
    Layout(
        "spouse under the head's group",
        HOUSEHOLDS,
        "户编号|户主情况|_|_|_|救助类型|区划代码|状态\n_|基本信息|_|配偶|_|_|_|_\n_|姓名|身份证号|姓名|身份证号|_|_|_",
        0,
        3,
        "household_no head_name head_id_number - - assistance_type division_code status",
    ),
]


def columns_of(found: FoundHeader) -> str:
    names = {place: name for name, place in found.match.positions.items()}
    return " ".join(names.get(place, "-") for place in range(max(names) + 1))


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_layouts(layout: Layout) -> None:
    found = header_of(layout.feed, layout.rows)
    assert found is not None
    assert found.match.missing == ()
    expected = layout.columns.split()
    while expected[-1] == "-":
        expected.pop()
    assert columns_of(found).split() == expected
    assert (found.first, found.rows) == (layout.first, layout.height)
    filled = [row for row in rows_of(layout.rows)[: layout.first] if any(row)]
    assert found.title_rows == len(filled)


def test_headings_of_merged_rows_are_told_in_full() -> None:
    found = header_of(MEMBERS, "户编号|家庭成员|_\n_|姓名|身份证号")
    assert found is not None
    assert found.match.headings == ("户编号", "家庭成员/姓名", "家庭成员/身份证号")
    assert found.match.written == {"household_no": "户编号", "name": "家庭成员/姓名", "id_number": "家庭成员/身份证号"}


@pytest.mark.parametrize(
    ("feed", "rows", "missing"),
    [
        (DISABLED, "监护人|_|残疾证号|残疾类别|残疾等级|发证日期\n姓名|身份证号|_|_|_|_", ("姓名", "身份证号")),
        (DISABLED, "监护人|_|_|_|_|_\n姓名|身份证号|残疾证号|残疾类别|残疾等级|发证日期", ("姓名", "身份证号")),
        (DEATHS, "死亡日期|殡仪馆|经办人|_\n_|_|姓名|身份证号", ("姓名", "身份证号")),
        (HOUSEHOLDS, "户编号|户主姓名|家庭成员|_|救助类型|区划代码|状态\n_|_|姓名|身份证号|_|_|_", ("户主身份证号",)),
        (
            PAYMENTS,
            "发放年月|姓名|身份证号|救助类型|发放状态|上年|_\n_|_|_|_|_|应发金额|实发金额",
            ("应发金额", "实发金额"),
        ),
    ],
)
def test_what_is_about_somebody_else_is_missing_rather_than_taken(
    feed: str, rows: str, missing: tuple[str, ...]
) -> None:
    found = header_of(feed, rows)
    assert found is not None
    assert found.match.missing == missing


def test_a_row_of_data_is_no_header_row_even_where_it_holds_a_word_of_the_header() -> None:
    found = header_of(DEATHS, "姓名|身份证号|死因\n甲|_|死亡日期")
    assert found is not None
    assert (found.rows, found.match.headings) == (1, ("姓名", "身份证号", "死因"))
    assert found.match.missing == ("死亡日期",)


PLAIN_HEADERS = {key: [column.headings[0] for column in feed.columns] for key, feed in FEEDS.items()}
ID_NUMBERS = st.from_regex(r"[1-9][0-9]{16}[0-9X]", fullmatch=True)
DATES = st.dates().map(str)
WORDS = st.text(alphabet="甲乙丙丁张王李低保在子女男是否无镇村" + string.ascii_letters, min_size=1, max_size=6)
CELLS = st.one_of(WORDS, st.integers(0, 10**6).map(str), DATES, ID_NUMBERS, st.just(""), st.none())


@st.composite
def _data_rows(draw: st.DrawFn) -> tuple[str, list[list[str | None]]]:
    key = draw(st.sampled_from(sorted(FEEDS)))
    width = len(PLAIN_HEADERS[key])
    return key, draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=4))


@settings(max_examples=150, deadline=None)
@given(_data_rows())
def test_rows_of_data_below_never_change_a_header_of_one_row(case: tuple[str, list[list[str | None]]]) -> None:
    key, data = case
    header = list(PLAIN_HEADERS[key])
    alone = find_header([header], FEEDS[key])
    followed = find_header([header, *data], FEEDS[key])
    assert alone is not None
    assert alone == followed
    assert alone.rows == 1
    assert alone.match.positions == {column.name: place for place, column in enumerate(FEEDS[key].columns)}


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(sorted(FEEDS)), st.integers(0, 8), st.lists(st.sampled_from(["", None]), max_size=3), st.booleans()
)
def test_titles_above_and_blank_columns_beside_only_move_a_header(
    key: str, titles: int, blank: list[str | None], group: bool
) -> None:
    header = [*blank, *PLAIN_HEADERS[key]]
    above: list[list[str | None]] = [["某市2026年名单" if number else "制表单位：某局"] for number in range(titles)]
    found = find_header([*above, [], header], FEEDS[key])
    assert found is not None
    assert (found.first, found.rows, found.title_rows) == (titles + 1, 1, titles)
    expected = {column.name: place + len(blank) for place, column in enumerate(FEEDS[key].columns)}
    assert found.match.positions == expected
    if group:
        grouped = find_header([*above, ["基本信息"], header], FEEDS[key])
        assert grouped is not None
        assert grouped.match.positions == expected
