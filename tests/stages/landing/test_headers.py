"""Headers of several rows through the whole landing: counts, line numbers, amounts in other units, refusals."""

from decimal import Decimal

import polars as pl
import pytest

from tests.stages.landing.deliveries import World

HOUSEHOLDS = "civil_affairs/households"
UPPER = ["序号", "户主信息", None, "户编号", "救助类别", "区划代码", "状态", "家庭年总收入"]
LOWER = [None, "姓名", "身份证号", None, None, None, None, None]
ROW = ["1", "张一", "370101199001011237", "H1", "低保", "371082001001", "在保", "1.25"]
BAD = ["2", "张二", "370101199001011237", "H2", "低保", "371082001001", "在保", "一万多"]


def _text(*rows: list[str | None]) -> bytes:
    return "".join(",".join(cell or "" for cell in row) + "\n" for row in rows).encode()


def _ledger(night_ledger: pl.DataFrame) -> list[tuple[object, ...]]:
    columns = ["sheet", "title_rows", "header_rows", "rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside"]
    return night_ledger.filter(pl.col("rows_read") > 0).select(columns).rows()


def test_a_text_file_with_titles_and_two_rows_of_headings(world: World) -> None:
    titles: list[list[str | None]] = [["救助家庭台账"], [None], ["制表单位：某镇", None, None, "单位：万元"]]
    world.write_bytes("civil_affairs/households.csv", _text(*titles, UPPER, LOWER, ROW, BAD))
    night, _ = world.land()
    assert _ledger(night.read("landing/ledger")) == [("", 2, 2, 2, 2, 0, 0)]
    rows = night.read(f"landing/{HOUSEHOLDS}").sort("row_no")
    assert rows["head_name"].to_list() == ["张一", "张二"]
    assert rows["annual_income"].to_list() == [Decimal("12500.00"), None]
    quarantine = night.read(f"quarantine/{HOUSEHOLDS}")
    assert quarantine.select("line_no", "column", "row_no").rows() == [(7, "annual_income", 2)]


def test_line_breaks_within_headings_move_the_lines_of_data(world: World) -> None:
    header = '"死亡\n人员名单",,\n"姓\n名","身份证号\n（18位）",死亡日期\n'
    world.write_bytes("civil_affairs/deaths.csv", f"{header}甲,370101199001011237,不详\n".encode())
    night, _ = world.land()
    assert _ledger(night.read("landing/ledger")) == [("", 1, 1, 1, 0, 1, 0)]
    assert night.read("quarantine/civil_affairs/deaths")["line_no"].to_list() == [6]


def test_a_line_separator_that_no_editor_counts_does_not_either(world: World) -> None:
    text = "死亡\u2028名单,\x0b,\n姓名,身份证号,死亡日期\n甲,370101199001011237,不详\n"
    world.write_bytes("civil_affairs/deaths.csv", text.encode())
    night, _ = world.land()
    assert night.read("quarantine/civil_affairs/deaths")["line_no"].to_list() == [3]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_text_and_workbook_are_read_alike(world: World, suffix: str) -> None:
    rows = [["救助家庭台账"], UPPER, LOWER, ROW, BAD]
    if suffix == "csv":
        world.write_bytes("civil_affairs/households.csv", _text(*rows))
    else:
        world.write_workbook("civil_affairs/households.xlsx", {"台账": [list(row) for row in rows]})
    night, _ = world.land()
    sheet = "台账" if suffix == "xlsx" else ""
    assert _ledger(night.read("landing/ledger")) == [(sheet, 1, 2, 2, 2, 0, 0)]
    assert night.read(f"quarantine/{HOUSEHOLDS}")["line_no"].to_list() == [5]
    headings = night.read("landing/headings").sort("place")
    assert headings.select("place", "heading", "column").rows()[:3] == [
        (1, "序号", None),
        (2, "户主信息/姓名", "head_name"),
        (3, "户主信息/身份证号", "head_id_number"),
    ]


def test_a_parquet_file_has_no_lines_of_header(world: World) -> None:
    target = world.inbox / "civil_affairs/deaths.parquet"
    target.parent.mkdir(parents=True)
    pl.DataFrame({"姓名": ["甲"], "身份证号": ["370101199001011237"], "死亡日期": ["2026-01-01"]}).write_parquet(target)
    night, _ = world.land()
    assert _ledger(night.read("landing/ledger")) == [("", 0, 0, 1, 1, 0, 0)]


def test_the_guardians_name_is_never_the_childs(world: World) -> None:
    upper = "监护人,,儿童,,类别\n姓名,身份证号,姓名,身份证号,\n"
    world.write_bytes(
        "civil_affairs/children.csv", f"{upper}张大,370101196001011234,张小,370101201501011233,孤儿\n".encode()
    )
    night, _ = world.land()
    rows = night.read("landing/civil_affairs/children")
    assert rows.select("name", "guardian_name").rows() == [("张小", "张大")]


def test_a_refusal_names_the_heading_that_is_near(world: World) -> None:
    world.write_bytes("civil_affairs/deaths.csv", "姓名,身份证号吗,死亡日期\n甲,1,2026-01-01\n".encode())
    night, summary = world.land()
    assert summary.files_refused == 1
    reasons = night.read("landing/ledger")["reason"].drop_nulls().to_list()
    assert reasons == ["缺少必需的列「身份证号」（文件里有相近的「身份证号吗」）；请改名后重报，或告知我们增补"]
    assert night.read("landing/headings").height == 0
