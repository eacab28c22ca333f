"""Employment, the answers that come back, strays and the operator's notes of the ugly inbox."""

import io
from datetime import date
from pathlib import Path

import xlsxwriter

from tests.night.ugly_files import Page, put, text, words, workbook
from tests.night.ugly_people import AILI, BI, CHU, CONG, DESHUI, GE, LIU, QU, SONG, ZHOU, ZOU, wide
from tests.night.ugly_truth import (
    LOST_DIGITS,
    NOT_AN_ID,
    UNKNOWN_WORD,
    UNREADABLE_AMOUNT,
    UNREADABLE_DATE,
    Aside,
    D,
    Refused,
    Sheet,
    Told,
    Truth,
    who,
    yuan,
)  # fmt: skip

CONTRIBUTIONS, UNEMPLOYMENT = "employment/contributions", "employment/unemployment"
ARREARS, FEEDBACK = "employment/wage_arrears", "feedback/results"
PAID_TEXT, JOBLESS_BOOK, NOTHING = "contributions_202606.csv", "unemployment_失业.xlsx", "unemployment_空.csv"
ARREARS_TEXT, RAR, ANSWERS = "wage_arrears_欠薪.txt", "wage_arrears_旧.xls", "civil_affairs_反馈.xlsx"


def contributions(folder: Path) -> list[Truth]:
    """Old codes for headings, two titles, subtotals among the rows, a row corrected further below."""
    table = [
        ["威海市社会保险缴费明细", *[""] * 6],
        ["制表单位：威海市社会保险服务中心", *[""] * 5, "单位：元"],
        ["aac003", "aac002", "aae140", "单位名称", "aae041", "aae180", "aae078"],
        ["曲连成", QU.number, "企业职工基本养老保险", "威海某某公司", "202605", "4,121.00", "1"],
        ["葛兰英", GE.number, "110.0", "", "2026年5月", "4121", "是"],
        ["小计", "", "", "", "", "8242", ""],
        ["毕秋菊", "3.71082197007070E+17", "170", "", "2026-05", "3000", "0"],
        ["曲连成", QU.number, "110", "威海某某公司", "2026/05", "4,500.00", "1"],
        ["宋长林", SONG.number[:14], "工伤", "", "2026-05-01", "3000", "Y"],
        ["初建国", CHU.number, "999", "", "202605", "３０００", "N"],
        ["于得水", DESHUI.number, "170", "", "202613", "3000", "1"],
        ["合 计", "", "", "", "", "25863", ""],
    ]
    put(folder / "employment" / PAID_TEXT, text(table, "gb18030"))
    may = {"month": D(2026, 5, 1)}
    rows = {
        2: {**who(GE), **may, "insurance_type": "110", "base": yuan("4121"), "received": True},
        4: {"name": "毕秋菊", **may, "insurance_type": "170", "base": yuan("3000"), "received": False},
        5: {**who(QU), **may, "insurance_type": "110", "employer": "威海某某公司", "base": yuan("4500"),
            "received": True},
        6: {"name": "宋长林", "id_number": SONG.number[:14], **may, "insurance_type": "410",
            "base": yuan("3000"), "received": True},
        7: {**who(CHU), **may, "base": yuan("3000"), "received": False},
    }  # fmt: skip
    told = (
        Told(4, 7, "id_number", "aac002", LOST_DIGITS),
        Told(6, 9, "id_number", "aac002", NOT_AN_ID),
        Told(7, 10, "insurance_type", "aae140", UNKNOWN_WORD),
        Told(8, 11, "month", "aae041", UNREADABLE_DATE, refused=True),
    )
    aside = {1: Aside("replaced", (PAID_TEXT, "", 5), ("base",))}
    sheet = Sheet(CONTRIBUTIONS, PAID_TEXT, "", 9, rows, totals=2, titles=2, told=told, aside=aside, format="csv")
    return [sheet]


def jobless(folder: Path) -> list[Truth]:
    """Formulas that were calculated, serial days, a month of an English Excel, days that are none."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("失业登记")
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range("A1:H1", "失业登记人员名册")
    headings = words("姓名 社会保障号码 登记日期 失业日期 待遇起始年月 待遇终止年月 注销日期 连续拒绝介绍次数")
    sheet.write_row("A2", headings)
    sheet.write_row("A3", ["曲连成", QU.number])
    sheet.write_datetime("C3", date(2026, 1, 7), day)
    sheet.write_number("D3", 46029)
    sheet.write_row("E3", ["2026年2月", 202707, "9999-12-31"])
    sheet.write_formula("H3", "=1+1", None, 2)
    sheet.write_formula("A4", '="葛"&"兰英"', None, "葛兰英")
    sheet.write_row("B4", [wide(GE.number), "2026/1/8", "20260101", "May-26", "2026-12", "-", "０"])
    sheet.write_row("A5", ["周翠屏", f"{ZHOU.body[:6]} {ZHOU.body[6:14]} {ZHOU.body[14:]}x", "2026.1.9"])
    sheet.write_formula("G5", "=1/0", None, "#DIV/0!")
    book.close()
    put(folder / "employment" / JOBLESS_BOOK, buffer.getvalue())
    rows = {
        1: {**who(QU), "registered_date": D(2026, 1, 7), "unemployed_date": D(2026, 1, 7),
            "benefit_from": D(2026, 2, 1), "benefit_until": D(2027, 7, 1), "refusals": 2},
        2: {**who(GE), "registered_date": D(2026, 1, 8), "unemployed_date": D(2026, 1, 1),
            "benefit_until": D(2026, 12, 1), "refusals": 0},
        3: {**who(ZHOU), "registered_date": D(2026, 1, 9)},
    }  # fmt: skip
    told = (
        Told(2, 4, "benefit_from", "待遇起始年月", UNREADABLE_DATE),
        Told(3, 5, "cancelled_date", "注销日期", "错误|公式|#"),
    )
    return [Sheet(UNEMPLOYMENT, JOBLESS_BOOK, "失业登记", 3, rows, titles=1, told=told, format="xlsx")]


def nothing(folder: Path) -> list[Truth]:
    """A file of no bytes."""
    put(folder / "employment" / NOTHING, b"")
    return [Refused("employment", NOTHING, "空|没有")]


def arrears(folder: Path) -> list[Truth]:
    """Bars and non-breaking blanks; amounts with units in the cell, one that nobody settled."""
    table = [
        ["案件编号", "姓名", "身份证号码", "立案日期", "欠薪金额", "状态"],
        ["qx-1", "买买提\u00a0·\u00a0艾力", f"\u00a0{AILI.number}", "2026-03-01", "12,000元", "办理中"],
        ["QX-1", "宋长林", SONG.number, "2026-03-01", "1.5万元", "结案"],
        ["QX-2", "刘㼆山", LIU.number, "2026年3月2日", "面议", "在办"],
        ["QX-3", "邹永福", ZOU.number, "2026-3-3", "8000-", "移送"],
        ["QX-4", "丛培德", CONG.number, "26/3/4", "100", "在办"],
    ]
    put(folder / "employment" / ARREARS_TEXT, text(table, "utf-8", delimiter="|", line_end="\n"))
    rows = {
        1: {"case_no": "QX-1", **who(AILI), "filed_date": D(2026, 3, 1), "amount": yuan("12000"), "status": "在办"},
        2: {"case_no": "QX-1", **who(SONG), "filed_date": D(2026, 3, 1), "amount": yuan("15000"), "status": "办结"},
        4: {"case_no": "QX-3", **who(ZOU), "filed_date": D(2026, 3, 3), "amount": yuan("-8000")},
    }
    told = (
        Told(3, 4, "amount", "欠薪金额", UNREADABLE_AMOUNT, refused=True),
        Told(4, 5, "status", "状态", UNKNOWN_WORD),
        Told(5, 6, "filed_date", "立案日期", UNREADABLE_DATE, refused=True),
    )
    return [Sheet(ARREARS, ARREARS_TEXT, "", 5, rows, told=told, format="txt", encoding="utf-8")]


def foreign_archive(folder: Path) -> list[Truth]:
    """A RAR archive that somebody called .xls."""
    put(folder / "employment" / RAR, b"Rar!\x1a\x07\x01\x00" + bytes(range(64)))
    return [Refused("employment", RAR, "RAR|rar|压缩")]


def answers(folder: Path) -> list[Truth]:
    """Answers of the verifiers: a code with its word, and a line that nobody has answered yet."""
    cells = (
        ["预警编号", "核查日期", "核查人1", "核查人2", "核查结论", "救助金额", "备注"],
        ["W0000000000000001", "2026年6月29日", "栾一凡", "迟志刚", "21已给予临时救助", "2,000.00", "已发放"],
        ["W0000000000000002", None, None, None, None, None, None],
        ["W0000000000000003", 46029, "栾一凡", "迟志刚", "查无此人", None, None],
    )
    put(folder / "feedback" / ANSWERS, workbook({"反馈": Page(cells)}))
    both = {"verifier_1": "栾一凡", "verifier_2": "迟志刚"}
    rows = {
        1: {"warning_id": "W0000000000000001", "verified_date": D(2026, 6, 29), **both, "result_code": "21",
            "amount": yuan("2000"), "remark": "已发放"},
        3: {"warning_id": "W0000000000000003", "verified_date": D(2026, 1, 7), **both, "result_code": "73"},
    }  # fmt: skip
    return [Sheet(FEEDBACK, ANSWERS, "反馈", 3, rows, totals=1, format="xlsx")]


def strays(folder: Path) -> list[Truth]:
    """A file in no department's folder, and one in a department's that is named after no feed."""
    table = [["姓名", "身份证号"], ["毕秋菊", BI.number]]
    put(folder / "税务局" / "纳税名单.csv", text(table, "utf-8"))
    put(folder / "civil_affairs" / "花名册.csv", text(table, "utf-8"))
    return [
        Refused("税务局", "税务局/纳税名单.csv", "文件夹|目录|部门"),
        Refused("civil_affairs", "花名册.csv", "文件名|命名|数据"),
    ]


FILES = (contributions, jobless, nothing, arrears, foreign_archive, answers, strays)
