"""Rows below a header: lines that a quote swallowed, another table's header, totals and persons named like them."""

from collections.abc import Sequence

import polars as pl
import pytest

from assets.landing.files.headings import match_headings
from assets.landing.files.sheets import OVERFLOW, Sheet, SheetError, cell_name
from assets.landing.records import RecordReader
from assets.vocabulary.feeds import load_feeds

FEEDS = load_feeds()
DEATHS, PAYMENTS = "civil_affairs/deaths", "civil_affairs/payments"
ID, OTHER = "371082199001011234", "371082198505051239"
HEAD = ["姓名", "身份证号", "死亡日期", "火化日期"]
PAY = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额", "发放状态"]


def _kept(feed: str, header: list[str], rows: Sequence[Sequence[str | None]]) -> list[int]:
    """The row numbers of what is taken for data."""
    match = match_headings(header, FEEDS[feed])
    wide = [[*row] + [None] * (len(header) + 1 - len(row)) for row in rows]
    names = [*(cell_name(place) for place in range(len(header))), OVERFLOW]
    batch = pl.DataFrame(wide, schema=dict.fromkeys(names, pl.String), orient="row")
    sheet = Sheet("", "utf-8", match, lambda: iter([batch]), 2, may_break_lines=True, delimiter=",")
    return RecordReader(FEEDS[feed], sheet).read(batch).cells["row_no"].to_list()


def test_lines_swallowed_by_a_quote_are_measured_against_usual_rows() -> None:
    header = [
        "房屋编号",
        "户主姓名",
        "户主身份证号",
        "鉴定等级",
        "鉴定日期",
        "是否居住",
        "房屋坐落",
        *(f"备注{n}" for n in range(7)),
    ]
    rows: list[list[str | None]] = [[f"F{n}", "甲", ID, "D", "2024-01-01", "是", "东村"] for n in range(4)]
    assert _kept("housing/dangerous_houses", header, rows) == [1, 2, 3, 4]
    swallowed: list[list[str | None]] = [
        *rows,
        ["F5", "甲", ID, "D", "2024-01-01", "是", f"东村\nF6,乙,{OTHER},D,2024-01-01,是,西村"],
    ]
    with pytest.raises(SheetError, match="第 6 行起引号不成对"):
        _kept("housing/dangerous_houses", header, swallowed)
    short: list[list[str | None]] = [*rows, ["F5", "甲", ID, "D", "2024-01-01", "是", f"东村\nF6,{OTHER},西村"]]
    with pytest.raises(SheetError, match="引号"):
        _kept("housing/dangerous_houses", header, short)
    noted: list[list[str | None]] = [*rows, ["F5", "甲", ID, "D", "2024-01-01", "是", "东村,路北\n二排,东户"]]
    assert _kept("housing/dangerous_houses", header, noted) == [1, 2, 3, 4, 5]


def test_a_line_break_in_a_row_that_is_too_long_joins_two_lines() -> None:
    with pytest.raises(SheetError, match="第 2 行起引号不成对"):
        _kept(DEATHS, HEAD, [["甲", ID, "2024-01-01", "馆\n2024-01-02", "乙"]])


@pytest.mark.parametrize(
    ("feed", "header", "again"),
    [
        (DEATHS, HEAD, ["姓名", "身份证号", "火化日期", "死亡日期"]),
        (DEATHS, HEAD, ["序号", "姓名", "身份证号", "死亡日期"]),
        (PAYMENTS, PAY, [*PAY[:4], "应发金额（万元）", "实发金额（万元）", "发放状态"]),
        (PAYMENTS, [*PAY[:4], "应发金额（万元）", *PAY[5:]], PAY),
    ],
)
def test_another_tables_header_refuses_the_sheet_at_its_line(
    feed: str, header: list[str], again: list[str | None]
) -> None:
    row: list[str | None] = (
        ["甲", ID, "2024-01-01", None] if feed == DEATHS else ["202601", "甲", ID, "110", "1", "1", "成功"]
    )
    with pytest.raises(SheetError, match="第 3 行又是一个表头"):
        _kept(feed, header, [row, again, row])


@pytest.mark.parametrize(
    "again", [HEAD, ["*姓 名", "身份证号（必填）", "死亡日期：", "火化日期"], ["姓名", "身份证号", "死亡日期"]]
)
def test_the_same_header_again_is_no_data(again: list[str | None]) -> None:
    row: list[str | None] = ["甲", ID, "2024-01-01", None]
    assert _kept(DEATHS, HEAD, [row, again, row]) == [1, 3]


def test_rows_with_a_heading_among_their_values_are_data() -> None:
    rows: list[list[str | None]] = [["死亡日期", "无", "待查", None], ["甲", "身份证", "不详", None]]
    assert _kept(DEATHS, HEAD, rows) == [1, 2]


@pytest.mark.parametrize(
    "said", ["小计35人", "合计（35人）", "石岛镇小计", "本月合计", "6月份合计", "其中：低保", "城市低保小计", "共35人"]
)
def test_a_total_in_the_names_place_is_no_data(said: str) -> None:
    total: list[str | None] = ["202601", said, None, "110", "50000", "50000", "成功"]
    assert _kept(PAYMENTS, PAY, [total]) == []
    with_id: list[str | None] = ["202601", said, ID, "110", "50000", "50000", "成功"]
    assert _kept(PAYMENTS, PAY, [with_id]) == [1]


@pytest.mark.parametrize(
    "number", [ID, "371082 19900101 1234", "３７１０８２１９９００１０１１２３４", "371082900101123"]
)
@pytest.mark.parametrize("name", ["李小计", "王共计"])
def test_a_person_with_an_id_is_no_total(name: str, number: str) -> None:
    assert _kept(DEATHS, HEAD, [[name, number, "2024-01-01", None], ["小计", "2", None, None]]) == [1]
