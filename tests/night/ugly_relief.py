"""Payments, the disabled, the dead and the children of the ugly inbox: an archive, BIFF, a workbook named .csv."""

import io
from datetime import date
from pathlib import Path

import xlwt

from tests.night.ugly_files import Page, locked_archive, put, text, words, workbook
from tests.night.ugly_people import (
    AILI,
    BI,
    BI_SON,
    CHU,
    CHU_CHILD,
    CONG,
    DEAD,
    GONG,
    GULI,
    JIANG,
    LIU,
    SONG,
    SQUARE,
    ZOU,
    wide,
)  # fmt: skip
from tests.night.ugly_truth import (
    LOST_DIGITS,
    PLACEHOLDER,
    UNKNOWN_WORD,
    UNREADABLE_AMOUNT,
    UNREADABLE_DATE,
    Aside,
    D,
    Sheet,
    Told,
    Truth,
    who,
    yuan,
)  # fmt: skip

PASSWORD = "rs@2026"  # of payments_6月.zip
CARD = "6222021606001234567"
PAYMENTS, DISABLED = "civil_affairs/payments", "civil_affairs/disabled"
DEATHS, CHILDREN = "civil_affairs/deaths", "civil_affairs/children"
ARCHIVE, MAY = "payments_6月.zip", "payments_补5月.csv"
LOW_INCOME, DESTITUTE = f"{ARCHIVE}/6月发放/低保6月.csv", f"{ARCHIVE}/payments_特困.xlsx"


def _low_income_payments() -> bytes:
    headings = words("发放年月 家庭编号 姓名 身份证号 救助类型 应发金额（元） 实发金额（元） 发放状态 银行账号")
    return text(
        [
            ["2026年6月低保金发放明细表", *[""] * 8],
            headings,
            ["202606", "RC1001", "丛培德", CONG.number, "农村低保", "1,280.00", "1,280.00", "发放成功", CARD],
            ["2026年6月", "RC2001", "买买提·艾力", AILI.number, "110", "￥2100.00", "2100", "1", CARD],
            ["2026-06", "RS3002", "初建国", CHU.number, "650", wide("1200.50"), "1200.50元", "已发", CARD],
            ["202605", "RC1001", "丛培德", CONG.number, "120", "1280", "0.00", "退票", ""],
            ["202606", "RC2002", "毕秋菊", BI.number, "110", "待定", "980", "成功", CARD],
            ["合计", "", "", "", "", "5860.50", "4580.50", "", ""],
        ],
        "utf-8",
    )


def payment_archive(folder: Path) -> list[Truth]:
    """An archive under a password (AES): a folder with a file that is not named after the feed, and a workbook."""
    destitute = Page(
        (
            ["发放年月", "姓名", "身份证号码", "人员分组", "救助类型", "应发金额", "实发金额", "发放状态"],
            [date(2026, 6, 1), "邹永福", ZOU.number, "甲", "特困供养", 1500, 0, "待发放"],
            ["２０２６年６月", "宫本利", GONG.number, "甲", "132", "1500.005", "1,500.01", "已发放"],
        )
    )
    members = {"6月发放/低保6月.csv": _low_income_payments(), "payments_特困.xlsx": workbook({"Sheet1": destitute})}
    put(folder / "civil_affairs" / ARCHIVE, locked_archive(members, PASSWORD))
    june = {"pay_month": D(2026, 6, 1)}
    low_income = {
        1: {**june, "household_no": "RC1001", **who(CONG), "assistance_type": "120", "amount_due": yuan("1280"),
            "amount_paid": yuan("1280"), "pay_status": "成功"},
        2: {**june, "household_no": "RC2001", **who(AILI), "assistance_type": "110", "amount_due": yuan("2100"),
            "amount_paid": yuan("2100"), "pay_status": "成功"},
        3: {**june, "household_no": "RS3002", **who(CHU), "assistance_type": "650", "amount_due": yuan("1200.50"),
            "amount_paid": yuan("1200.50"), "pay_status": "成功"},
    }  # fmt: skip
    # 1500.005 is rounded half away from zero.
    special = {
        1: {**june, **who(ZOU), "assistance_type": "130", "amount_due": yuan("1500"), "amount_paid": yuan("0"),
            "pay_status": "待发"},
        2: {**june, **who(GONG), "assistance_type": "132", "amount_due": yuan("1500.01"),
            "amount_paid": yuan("1500.01"), "pay_status": "成功"},
    }  # fmt: skip
    told = (Told(5, 7, "amount_due", "应发金额（元）", UNREADABLE_AMOUNT, refused=True),)
    aside = {4: Aside("replaced", (MAY, "", 1), ("amount_paid", "pay_status"), (6, 2))}
    return [
        Sheet(PAYMENTS, LOW_INCOME, "", 6, low_income, totals=1, titles=1, told=told, aside=aside, format="csv"),
        Sheet(PAYMENTS, DESTITUTE, "Sheet1", 2, special, format="xlsx"),
    ]


def may_payments(folder: Path) -> list[Truth]:
    """Bars between the cells, blanks inside the headings, a month as a day of Excel, one without its year."""
    paid = ["2026/5", "RC1001", "丛培德", f"{CONG.number}\t", "120", "1280.00", "1280.00", "成功"]
    table = [
        ["发 放 年 月", "家庭编号", " 姓名 ", "身份证号", "救助类型", "应发金额(元)", "实发金额(元)", "发放状态"],
        paid,
        ["46143", "RC2001", "买买提．艾力", AILI.number, "110", "2,100", "2,100", "成功"],
        ["5月", "RC2002", "毕秋菊", BI.number, "110", "980", "980", "成功"],
        paid,
    ]
    put(folder / "civil_affairs" / MAY, text(table, "utf-8-sig", delimiter="|"))
    may = {"pay_month": D(2026, 5, 1)}
    rows = {
        1: {**may, "household_no": "RC1001", **who(CONG), "assistance_type": "120", "amount_due": yuan("1280"),
            "amount_paid": yuan("1280"), "pay_status": "成功"},
        2: {**may, "household_no": "RC2001", **who(AILI), "assistance_type": "110", "amount_due": yuan("2100"),
            "amount_paid": yuan("2100"), "pay_status": "成功"},
    }  # fmt: skip
    told = (Told(3, 4, "pay_month", "发 放 年 月", UNREADABLE_DATE, refused=True),)
    aside = {4: Aside("repeat", (MAY, "", 1))}
    return [Sheet(PAYMENTS, MAY, "", 4, rows, told=told, aside=aside, format="csv", encoding="utf-8-sig")]


DISABLED_BOOK = "disabled_残联.xls"


def old_disabled_book(folder: Path) -> list[Truth]:
    """A BIFF workbook: dates as cells, texts and serial days, a number that lost its digits, a grade nobody knows."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("残疾人")
    day = xlwt.easyxf(num_format_str="yyyy/m/d")
    sheet.write_merge(0, 0, 0, 8, "荣成市残疾人两项补贴名册")
    headings = words("序号 姓名 证件号 残疾人证号 残疾类别 残疾等级 发证日期 困难残疾人生活补贴 重度残疾人护理补贴")
    body: list[list[object]] = [
        [1, "邹永福", ZOU.number, ZOU.number + "42", "肢体", "Ⅱ级", date(2019, 5, 6), "是", "有"],
        [2, "毕秋菊", BI.as_float, BI.number + "71B1", "多重残疾", "一级", "20201231", "否", 1],
        [3, "宋长林", SONG.number, SONG.number.lower() + "63", "精神", 3, 43831, "0", "0"],
        [4, "姜玉芬", JIANG.number, JIANG.number + "75", 7, "5级", "2021年3月4日", "N", "Y"],
        # The thirtieth of February: the operator recorded that the twenty-eighth is meant.
        [5, "刘㼆山", LIU.number, LIU.number + "11", "视力残疾", "壹级", "2018-02-30", "是", "是"],
        ["合计", None, None, None, None, None, None, "2", "3"],
    ]
    for place, heading in enumerate(headings):
        sheet.write(1, place, heading)
    for line, row in enumerate(body, start=2):
        for place, cell in enumerate(row):
            if cell is not None:
                sheet.write(line, place, cell, *((day,) if isinstance(cell, date) else ()))
    buffer = io.BytesIO()
    book.save(buffer)
    put(folder / "civil_affairs" / DISABLED_BOOK, buffer.getvalue())
    rows = {
        1: {**who(ZOU), "certificate_no": ZOU.number + "42", "category": "4", "grade": "2",
            "issue_date": D(2019, 5, 6), "living_subsidy": True, "care_subsidy": True},
        2: {"name": "毕秋菊", "certificate_no": BI.number + "71B1", "category": "7", "grade": "1",
            "issue_date": D(2020, 12, 31), "living_subsidy": False, "care_subsidy": True},
        3: {**who(SONG), "certificate_no": SONG.number + "63", "category": "6", "grade": "3",
            "issue_date": D(2020, 1, 1), "living_subsidy": False, "care_subsidy": False},
        4: {**who(JIANG), "certificate_no": JIANG.number + "75", "category": "7", "issue_date": D(2021, 3, 4),
            "living_subsidy": False, "care_subsidy": True},
        5: {**who(LIU), "certificate_no": LIU.number + "11", "category": "1", "grade": "1",
            "issue_date": D(2018, 2, 28), "living_subsidy": True, "care_subsidy": True},
    }  # fmt: skip
    told = (Told(2, 4, "id_number", "证件号", LOST_DIGITS), Told(4, 6, "grade", "残疾等级", UNKNOWN_WORD))
    return [Sheet(DISABLED, DISABLED_BOOK, "残疾人", 6, rows, totals=1, titles=1, told=told, format="xls")]


DEATH_TEXT = "deaths_殡葬.tsv"
# How the day is written, and which day of 2026 it is.
WRITTEN_DAYS = (
    ("20260101", (1, 1)), ("2026-1-2", (1, 2)), ("2026/1/3", (1, 3)), ("2026.1.4", (1, 4)), ("2026年1月5日", (1, 5)),
    ("2026年1月6号", (1, 6)), ("46029", (1, 7)), ("2026-01-08T00:00:00", (1, 8)), ("2026/1/9 0:00", (1, 9)),
    ("Jan 10 2026 12:00AM", (1, 10)), (wide("2026-01-11"), (1, 11)),
)  # fmt: skip
CREMATED = ("1900-01-00", "9999-12-31", "-", "NULL", "无", "", "2026-01-09", "2026-01-10 08:00:00", "—", "", "")


def deaths(folder: Path) -> list[Truth]:
    """Eleven forms of a date, a spreadsheet's ways of saying that there is none, a death 'last winter'."""
    table = [["逝者姓名", "逝者身份证号", "死亡日期", "火化日期", "殡仪馆"]]
    for person, (written, _), cremated in zip(DEAD, WRITTEN_DAYS, CREMATED, strict=False):
        table.append([person.name, person.number, written, cremated, "威海市殡仪馆"])
    table.append([DEAD[11].name, DEAD[11].number, "去年冬天", "", ""])
    put(folder / "civil_affairs" / DEATH_TEXT, text(table, "gb18030", delimiter="\t", line_end="\n"))
    cremations = {7: D(2026, 1, 9), 8: D(2026, 1, 10)}
    rows: dict[int, dict[str, object]] = {}
    for place, (_, (month, day)) in enumerate(WRITTEN_DAYS):
        rows[place + 1] = {**who(DEAD[place]), "death_date": D(2026, month, day), "funeral_home": "威海市殡仪馆"}
        if place + 1 in cremations:
            rows[place + 1]["cremation_date"] = cremations[place + 1]
    told = (Told(12, 13, "death_date", "死亡日期", UNREADABLE_DATE, refused=True),)
    return [Sheet(DEATHS, DEATH_TEXT, "", 12, rows, told=told, format="tsv", encoding="gb18030")]


CHILD_BOOK = "children_孤儿.csv"


def children(folder: Path) -> list[Truth]:
    """A workbook named .csv; the guardian's name and number stand below 监护人; a line of signatures at the end."""
    cells = (
        ["儿童信息", None, "类别", "父母情况", None, "情形开始年月", "监护人", None],
        ["姓名", "身份证号", None, "父亲状态", "母亲状态", None, "姓名", "身份证号"],
        ["毕浩然", BI_SON.number, "散居孤儿", "亡故", "死亡", "2020年5月", "毕秋菊", BI.number],
        ["古丽娜•买买提", GULI.number, "事实无人抚养儿童", "服刑人员", "失去联系", 202109, "买买提・艾力", AILI.number],
        ["初晓雨", CHU_CHILD.number, "疑似", "正常", "改嫁", None, "初建国", CHU.number.lower()],
        ["丁□", SQUARE.number, "孤儿", "死亡", "死亡", "2016-03", None, None],
        [],
        ["填表人：栾一凡　审核人：迟志刚"],
    )
    merged = ("A1:B1", "C1:C2", "D1:E1", "F1:F2", "G1:H1")
    put(folder / "civil_affairs" / CHILD_BOOK, workbook({"Sheet1": Page(cells, merged)}))
    rows = {
        1: {**who(BI_SON), "child_category": "孤儿", "father_status": "死亡", "mother_status": "死亡",
            "status_since": D(2020, 5, 1), **who(BI, "guardian")},
        2: {**who(GULI), "child_category": "事实无人抚养", "father_status": "服刑", "mother_status": "失联",
            "status_since": D(2021, 9, 1), **who(AILI, "guardian")},
        3: {**who(CHU_CHILD), "child_category": "排查", "father_status": "正常", **who(CHU, "guardian")},
        4: {**who(SQUARE), "child_category": "孤儿", "father_status": "死亡", "mother_status": "死亡",
            "status_since": D(2016, 3, 1)},
    }  # fmt: skip
    told = (
        Told(3, 5, "mother_status", "父母情况/母亲状态", UNKNOWN_WORD),
        Told(4, 6, "name", "儿童信息/姓名", PLACEHOLDER),
    )
    return [Sheet(CHILDREN, CHILD_BOOK, "Sheet1", 5, rows, totals=1, headers=2, blank=1, told=told, format="xlsx")]


FILES = (payment_archive, may_payments, old_disabled_book, deaths, children)
