"""Units of money in headings and above them: which are understood, and that no other is taken for yuan."""

import pytest

from assets.landing.files.heading_texts import normalise_heading
from assets.landing.files.headings import find_header, match_headings
from assets.vocabulary.feeds import load_feeds

FEEDS = load_feeds()
DEATHS = FEEDS["civil_affairs/deaths"]
PAYMENTS = FEEDS["civil_affairs/payments"]


@pytest.mark.parametrize(
    ("written", "scale"),
    [
        ("应发金额", None),
        ("应发金额（元）", None),
        ("应发金额(yuan)", None),
        ("应发金额（人民币元）", None),
        ("应发金额(元/月)", None),
        ("应发金额元", None),
        ("应发金额（万元）", 10_000),
        ("应发金额( 万 元 )", 10_000),
        ("应发金额（单位：万元）", 10_000),
        ("应发金额【万元】", 10_000),
        ("应发金额(万元/年)", 10_000),
        ("应发金额/万元", 10_000),
        ("应发金额_万元", 10_000),
        ("应发金额：万元", 10_000),
        ("应发金额-万元", 10_000),
        ("应发金额万元", 10_000),
        ("amount_due (10k yuan)", 10_000),
        ("应发金额（千元）", 1_000),
        ("应发金额/千元", 1_000),
        ("应发金额（百元）", 100),
        ("应发金额（万元）（必填）", 10_000),
        ("2.应发金额（千元）*", 1_000),
    ],
)
def test_units_of_amounts(written: str, scale: int | None) -> None:
    match = match_headings(["姓名", written], PAYMENTS)
    assert match.positions == {"name": 0, "amount_due": 1}
    assert match.scales == ({} if scale is None else {"amount_due": scale})


@pytest.mark.parametrize(
    ("written", "scale"),
    [
        ("应发金额（万）", 10_000),
        ("应发金额（单位：万）", 10_000),
        ("应发金额（人民币，万元）", 10_000),
        ("应发金额（必填，万元）", 10_000),
        ("应发金额（万元，保留两位小数）", 10_000),
        ("应发金额（截至6月，单位：万元）", 10_000),
        ("应发金额（折合万元）", 10_000),
        ("应发金额（RMB万元）", 10_000),
        ("应发金额（万元整）", 10_000),
        ("应发金额（万元）（税前）", 10_000),
        ("应发金额（元、角、分）", None),
        ("应发金额（含分类施保）", None),
        ("应发金额（精确到分）", None),
    ],
)
def test_units_among_other_words(written: str, scale: int | None) -> None:
    match = match_headings([written], PAYMENTS)
    assert match.positions == {"amount_due": 0}
    assert match.scales == ({} if scale is None else {"amount_due": scale})
    assert match.refusal == ""


@pytest.mark.parametrize("unit", ["分", "单位：分", "角", "元/分", "W", "元、万元", "百千元"])
def test_a_unit_that_is_not_understood_refuses_and_is_told(unit: str) -> None:
    assert f"应发金额（{unit}）" in match_headings([f"应发金额（{unit}）"], PAYMENTS).refusal
    header = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额", "发放状态"]
    below = find_header([header, [None, None, None, None, f"（{unit}）", None, None]], PAYMENTS)
    assert below is not None
    assert "应发金额" in below.match.refusal
    assert match_headings([f"人均住房面积（{unit}）"], FEEDS["housing/public_rental"]).scales == {}


def test_an_area_in_ten_thousands_is_not_read_as_it_stands() -> None:
    assert match_headings(["建筑面积（万平方米）"], FEEDS["housing/property"]).refusal
    assert not match_headings(["建筑面积（平方米）"], FEEDS["housing/property"]).refusal


@pytest.mark.parametrize(
    ("title", "scale"),
    [
        (["单位：万元"], 10_000),
        (["救助资金发放表", None, "单位:千元"], 1_000),
        (["金额单位：万元"], 10_000),
        (["单位：人、万元"], 10_000),
        (["（单位：万元）"], 10_000),
        (["制表单位：某市民政局　单位：万元　制表人：某"], 10_000),
        (["单位：", "万元"], 10_000),
        (["单位：元"], None),
        (["单位：人民币万元"], 10_000),
        (["单位：万元人民币"], 10_000),
        (["单位：万 元"], 10_000),
        (["（金额：万元）"], 10_000),
        (["单位：万元制表日期：2025年6月"], 10_000),
        (["单位：人、户、亩、公里、万元"], 10_000),
        (["本表金额以万元计"], 10_000),
        (["单位：万"], 10_000),
        (["救助资金发放表（万元）"], 10_000),
        (["单位：百尺河镇"], None),
        (["单位名称：万达公司"], None),
        (["2026年救助金额分配表"], None),
        (["发放金额：125.3万元"], None),
        (["金额合计：壹拾万元整"], None),
        (["单位：万人"], None),
        (["制表单位：万元镇"], None),
        (["填报单位：某县"], None),
    ],
)
def test_a_unit_in_a_title_line_is_for_amounts_without_one(title: list[str | None], scale: int | None) -> None:
    header = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额（元）", "发放状态"]
    found = find_header([title, header], PAYMENTS)
    assert found is not None
    assert (found.first, found.title_rows) == (1, 1)
    assert found.match.scales == ({} if scale is None else {"amount_due": scale})
    assert found.match.refusal == ""


@pytest.mark.parametrize("title", ["单位：分", "单位：角", "单位：元、万元", "金额单位：百千元"])
def test_a_title_lines_unit_that_is_not_understood_refuses_amounts_without_one(title: str) -> None:
    header = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额（元）", "发放状态"]
    found = find_header([[title], header], PAYMENTS)
    assert found is not None
    assert normalise_heading(title) in normalise_heading(found.match.refusal)
    of_its_own = find_header([[title], [*header[:4], "应发金额（元）", *header[5:]]], PAYMENTS)
    assert of_its_own is not None
    assert of_its_own.match.refusal == ""
    without_amounts = find_header([[title], ["姓名", "身份证号", "死亡日期"]], DEATHS)
    assert without_amounts is not None
    assert without_amounts.match.refusal == ""


@pytest.mark.parametrize(
    "text",
    [
        "制表单位" + " " * 100_000 + "制表人",
        "单位：" + " " * 100_000 + "日期",
        "单位" * 50_000,
        "金额（" * 30_000,
        "、" * 100_000,
    ],
)
def test_the_work_on_a_long_text_is_bounded(text: str) -> None:
    """A pattern that goes back and forth over the blanks would not end within a day."""
    header = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额（元）", "发放状态"]
    found = find_header([[text, text], header], PAYMENTS)
    assert found is not None
    assert found.first == 1


def test_a_units_row_and_a_groups_unit_scale_their_columns() -> None:
    upper = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额", "发放状态"]
    found = find_header([upper, [None, None, None, None, "（万元）", None, None]], PAYMENTS)
    assert found is not None
    assert (found.rows, found.match.scales) == (2, {"amount_due": 10_000})
    found = find_header([["一、总体", *[None] * 6], [*upper[:4], "应发金额/万元", *upper[5:]]], PAYMENTS)
    assert found is not None
    assert (found.match.missing, found.match.scales) == ((), {"amount_due": 10_000})
    above = [*upper[:4], "金额（千元）", None, "发放状态"]
    found = find_header([above, [None, None, None, None, "应发金额", "实发金额（元）", None]], PAYMENTS)
    assert found is not None
    assert (found.rows, found.match.scales) == (2, {"amount_due": 1_000})
