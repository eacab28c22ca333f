"""Golden quirks of workbooks and tables: sheets, merged cells, formulas, numbers and texts, old and other formats."""

import io
import re
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
from openpyxl.styles import Font

from tests.stages.landing.golden.quirk import (
    DEATHS,
    HOUSEHOLDS,
    ID,
    MEMBERS,
    OTHER,
    PAYMENTS,
    TEMPORARY_AID,
    THIRD,
    Quirk,
    Sheet,
    book,
)

HEAD = ["姓名", "身份证号", "死亡日期"]
A: list[Any] = ["王䶮", ID, "2024-01-01"]
B: list[Any] = ["李娜", OTHER, "2024-02-29"]
ROW_A: dict[str, Any] = {"name": "王䶮", "id_number": ID, "death_date": "2024-01-01"}
ROW_B: dict[str, Any] = {"name": "李娜", "id_number": OTHER, "death_date": "2024-02-29"}
ONE = (1, 1, 0, 0)
TWO = (2, 2, 0, 0)


def _by_openpyxl(rows: list[list[Any]], state: str = "") -> bytes:
    """A workbook that openpyxl wrote: formulas without values, very hidden sheets; times in it are of one instant."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "表"
    for row in rows:
        sheet.append(row)
    if state:
        old = workbook.create_sheet("旧表")
        for row in (HEAD, ["旧", THIRD, "2020-01-01"]):
            old.append(row)
        old.sheet_state = state
    made = io.BytesIO()
    workbook.save(made)
    return _same_instant(made.getvalue())


def _same_instant(data: bytes) -> bytes:
    """The package with all its times set to one, so that making it again gives the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as copy:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-06-30T00:00:00Z", content)
            copy.writestr(zipfile.ZipInfo(entry.filename, (2026, 6, 30, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def sheets() -> list[Quirk]:
    townships = book(
        {
            "填表须知": [["请按表填写"], ["谢谢"]],
            "虎山镇": [["虎山镇死亡人员"], [], HEAD, A, [], ["合计", 1]],
            "斥山街道": [[None, *HEAD], [None, *B]],
            "空表": [],
        }
    )
    told = {
        "填表须知": Sheet(refused="没有找到表头"),
        "虎山镇": Sheet({1: ROW_A}, (2, 1, 0, 1), more={"title_rows": 1, "rows_blank": 1}),
        "斥山街道": Sheet({1: ROW_B}, ONE),
    }
    hidden = _by_openpyxl([HEAD, A], "hidden")
    very = _by_openpyxl([HEAD, A], "veryHidden")
    copies = {"表": Sheet({1: ROW_A}, ONE), "旧表": Sheet(refused="隐藏")}
    return [
        Quirk(
            "sheets_of_townships",
            "a sheet a township, one of explanations, an empty one",
            DEATHS,
            "deaths_6月.xlsx",
            townships,
            told,
        ),
        Quirk(
            "hidden_sheet",
            "an old copy in a hidden sheet is not loaded and is told",
            DEATHS,
            "deaths.xlsx",
            hidden,
            copies,
        ),
        Quirk("very_hidden_sheet", "the same, hidden from Excel's own menu", DEATHS, "deaths.xlsx", very, copies),
    ]


def headers() -> list[Quirk]:
    three: list[list[Any]] = [
        ["2026年6月农村低保台账"],
        ["家庭编号", "一、户主", None, "二、救助", None, None, None],
        [None, "户主", None, "类别", None, "区划和状态", None],
        [None, "姓名", "身份证号", "救助类型", "月保障金额\n（元）", "行政区划代码", "状态"],
        ["H1", "王䶮", ID, "农村低保", 650.5, 371082001002, "在保"],
    ]
    merged = ["A2:A4", "B2:C2", "D2:G2", "B3:C3", "D3:E3", "F3:G3"]
    household = {
        "household_no": "H1",
        "head_name": "王䶮",
        "head_id_number": ID,
        "assistance_type": "120",
        "monthly_grant": "650.50",
        "division_code": "371082001002",
        "status": "在保",
    }
    members: list[list[Any]] = [
        ["家庭编号", "姓名", "身份证号", "与户主关系"],
        ["H1", "王䶮", ID, "户主"],
        [None, "李娜", OTHER, "配偶"],
        ["H2", "赵伟", THIRD, "户主"],
    ]
    joined = {
        1: {"household_no": "H1", "name": "王䶮"},
        2: {"household_no": "H1", "name": "李娜"},
        3: {"household_no": "H2", "name": "赵伟"},
    }
    return [
        Quirk(
            "header_of_three_rows",
            "three header rows with merged groups, a title above",
            HOUSEHOLDS,
            "households.xlsx",
            book({"台账": three}, {"台账": merged}),
            {"台账": Sheet({1: household}, ONE, more={"title_rows": 1, "header_rows": 3})},
        ),
        Quirk(
            "merged_household_number",
            "a household's number merged over its members' rows is each member's",
            MEMBERS,
            "members.xlsx",
            book({"成员": members}, {"成员": ["A2:A3"]}),
            {"成员": Sheet(joined, (3, 3, 0, 0))},
        ),
    ]


def cells() -> list[Quirk]:
    payments = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额（万元）", "发放状态"]
    typed: list[list[Any]] = [
        payments,
        [202606, "王䶮", 371082199001011234, 110, 1010.5, 0.10105, 1],
        ["2026年6月", "李娜", OTHER, "城市低保", "1,010.50", "0.1", "成功"],
        [datetime(2026, 6, 1), "赵伟", 371082900101123, 110.0, -3, 0, 1],  # noqa: DTZ001
    ]
    june: dict[str, Any] = {"pay_month": "2026-06-01", "assistance_type": "110", "pay_status": "成功"}
    landed = {
        1: june | {"id_number": None, "amount_due": "1010.50", "amount_paid": "1010.50"},
        2: june | {"id_number": OTHER, "amount_due": "1010.50", "amount_paid": "1000.00"},
        3: june | {"id_number": "371082199001011239", "amount_due": "-3.00", "amount_paid": "0.00"},
    }
    aid = ["姓名", "身份证号", "救助日期", "救助方式", "救助金额"]
    cached: list[list[Any]] = [aid, ["王䶮", ID, "2026-06-01", "急难型", None]]
    errors: list[list[Any]] = [[*HEAD, "殡仪馆"], [*A, "#N/A"], ["#REF!", OTHER, "2024-02-29", None]]
    error_told: list[Any] = [
        (1, 2, "funeral_home", "殡仪馆", "", False),
        (2, 3, "name", "姓名", "", False),
    ]
    return [
        Quirk(
            "numbers_and_texts",
            "numbers as texts and texts as numbers; an 18-digit number has lost its end",
            PAYMENTS,
            "payments.xlsx",
            book({"一": typed}),
            {"一": Sheet(landed, (3, 3, 0, 0), [(1, 2, "id_number", "身份证号", "digits_lost", False)])},
        ),
        Quirk(
            "formula_with_its_value",
            "a formula's last result is read",
            TEMPORARY_AID,
            "temporary_aid.xlsx",
            _with_formula(cached, "E2", "=100*2+0.5", 200.5),
            {"表": Sheet({1: {"amount": "200.50", "aid_date": "2026-06-01"}}, ONE)},
        ),
        Quirk(
            "formula_never_calculated",
            "a formula that no program ever calculated has no value: told, never silently empty",
            DEATHS,
            "deaths.xlsx",
            _by_openpyxl([[*HEAD, "殡仪馆"], [*A, '="一"&"馆"'], [*B, "馆"]]),
            {
                "表": Sheet(
                    {1: ROW_A | {"funeral_home": None}, 2: ROW_B | {"funeral_home": "馆"}},
                    TWO,
                    [(1, 2, "funeral_home", "殡仪馆", "formula_empty", False)],
                )
            },
        ),
        Quirk(
            "error_cells",
            "#N/A and #REF! are no values",
            DEATHS,
            "deaths.xlsx",
            _with_errors(errors),
            {"表": Sheet({1: ROW_A | {"funeral_home": None}, 2: ROW_B | {"name": None}}, TWO, error_told)},
        ),
        Quirk(
            "a_cell_far_away",
            "something typed into the last cell of the sheet",
            DEATHS,
            "deaths.xlsx",
            _far_cell(),
            {
                "表": Sheet(
                    {1: ROW_A, 2: ROW_B},
                    (3, 2, 1, 0),
                    [(3, 1048576, "", None, "nobody_named", True), (3, 1048576, "death_date", None, "", True)],
                )
            },
        ),
        Quirk(
            "formatting_dragged_to_the_end",
            "blank formatted cells down to the last row and out to the last column are nothing",
            DEATHS,
            "deaths.xlsx",
            _far_formats(),
            {"表": Sheet({1: ROW_A, 2: ROW_B}, TWO)},
        ),
    ]


def _with_formula(rows: list[list[Any]], cell: str, formula: str, value: float) -> bytes:
    import xlsxwriter  # noqa: PLC0415

    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made, {"in_memory": True})
    workbook.set_properties({"created": datetime(2026, 6, 30)})  # noqa: DTZ001
    sheet = workbook.add_worksheet("表")
    for number, row in enumerate(rows):
        for place, text in enumerate(row):
            if text is not None:
                sheet.write_string(number, place, text)
    sheet.write_formula(cell, formula, None, value)
    workbook.close()
    return made.getvalue()


def _with_errors(rows: list[list[Any]]) -> bytes:
    """Texts that are Excel's errors are written by openpyxl as error cells."""
    return _by_openpyxl(rows)


def _far_cell() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "表"
    for row in (HEAD, A, B):
        sheet.append(row)
    sheet["XFD1048576"] = "x"
    made = io.BytesIO()
    workbook.save(made)
    return _same_instant(made.getvalue())


def _far_formats() -> bytes:
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "表"
    for row in (HEAD, A, B):
        sheet.append(row)
    for place in ("XFD1", "XFD3", "A1048576", "C1048576"):
        sheet[place].font = Font(bold=True)
    made = io.BytesIO()
    workbook.save(made)
    return _same_instant(made.getvalue())


def quirks() -> list[Quirk]:
    return [*sheets(), *headers(), *cells()]
