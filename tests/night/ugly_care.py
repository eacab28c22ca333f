"""Temporary aid, visits, leads and the verification of the ugly inbox: quoted line breaks, gz, a protected workbook."""

from pathlib import Path

from tests.night.ugly_files import Page, encrypted, gzipped, locked_archive, put, text, words, workbook
from tests.night.ugly_people import AILI, BI, CHU, CONG, GE, GONG, LIU, PRIVATE, ZHOU, ZOU, wide
from tests.night.ugly_truth import (
    NOBODY,
    NOT_AN_ID,
    PLACEHOLDER,
    UNKNOWN_WORD,
    UNREADABLE_AMOUNT,
    D,
    Refused,
    Sheet,
    Told,
    Truth,
    who,
    yuan,
)  # fmt: skip

PASSWORD = "hd2026!"  # of verification_核对.xlsx
AID, VISITS, LEADS = "civil_affairs/temporary_aid", "civil_affairs/visits", "civil_affairs/leads"
VERIFICATION = "civil_affairs/verification"
AID_TEXT = "temporary_aid_6月.csv"


def temporary_aid(folder: Path) -> list[Truth]:
    """Semicolons, line breaks within a heading and a cell, negative amounts in brackets, amounts in words."""
    table = [
        ["姓名", "身份证号", "救助金额\n（元）", "救助日期", "救助方式", "致困原因", "是否本地户籍", "备注"],
        ["邹永福", ZOU.number, "3，000.00", "2026-06-01", "急难", "患病", "是", "第一次；\n已公示"],
        ["毕秋菊", BI.number, "(200.00)", "20260602", "支出型救助", "", "是", "退回款"],
        ["初建国", CHU.number, "0.5万", "2026年6月3日", "急难型", "彩票", "否", ""],
        ["丛培德", CONG.number, "壹佰元", "2026-6-4", "急难型", "", "", ""],
        ["", "", "1000", "2026-6-5", "急难型", "", "", "不详"],
        [],
        ["合计", "", "3800", "", "", "", "", ""],
    ]
    put(folder / "civil_affairs" / AID_TEXT, text(table, "utf-8", delimiter=";", line_end="\n"))
    rows = {
        1: {**who(ZOU), "aid_date": D(2026, 6, 1), "aid_type": "急难型", "amount": yuan("3000"), "reason": "因病",
            "local_registered": True},
        2: {**who(BI), "aid_date": D(2026, 6, 2), "aid_type": "支出型", "amount": yuan("-200"),
            "local_registered": True},
        3: {**who(CHU), "aid_date": D(2026, 6, 3), "aid_type": "急难型", "amount": yuan("5000"),
            "local_registered": False},
    }  # fmt: skip
    # The header stands on lines 1 and 2, the first row on 3 and 4.
    told = (
        Told(3, 6, "reason", "致困原因", UNKNOWN_WORD),
        Told(4, 7, "amount", "救助金额\n（元）", UNREADABLE_AMOUNT, refused=True),
        Told(5, 8, None, None, NOBODY, refused=True),
    )
    return [Sheet(AID, AID_TEXT, "", 6, rows, totals=1, blank=1, told=told, format="csv", encoding="utf-8")]


VISIT_TEXT = "visits_6月.csv"


def visits(folder: Path) -> list[Truth]:
    """A gz of a text whose every cell is quoted, with times behind the days."""
    table = [
        ["身份证号", "姓名", "探访日期", "探访类型", "照料护理协议", "探访情况"],
        [ZOU.number, "邹永福", "2026-06-10T10:30:00", "特困探访", "TRUE", "家中有粮,身体一般"],
        [GONG.old, "宫本利", "2026-06-11 09:00:00", "分散供养探访", "有", ""],
        [LIU.number, "刘㼆山", "2026-06-12", "电话", "N", ""],
        [f" {CHU.number} ", "初建国", "2026/06/13 14:05", "入户", "", "外出\r\n未遇"],
    ]
    put(folder / "civil_affairs" / f"{VISIT_TEXT}.gz", gzipped(text(table, "utf-8-sig", quote_all=True)))
    rows = {
        1: {**who(ZOU), "visit_date": D(2026, 6, 10), "visit_type": "分散特困探访", "care_agreement": True,
            "finding": "家中有粮,身体一般"},
        2: {**who(GONG), "visit_date": D(2026, 6, 11), "visit_type": "分散特困探访", "care_agreement": True},
        3: {**who(LIU), "visit_date": D(2026, 6, 12), "care_agreement": False},
        4: {**who(CHU), "visit_date": D(2026, 6, 13), "visit_type": "入户排查", "finding": "外出 未遇"},
    }  # fmt: skip
    told = (Told(3, 4, "visit_type", "探访类型", UNKNOWN_WORD),)
    return [Sheet(VISITS, f"{VISIT_TEXT}.gz", "", 4, rows, told=told, format="csv", encoding="utf-8-sig")]


LEAD_TEXT = "leads_12345热线.txt"


def leads(folder: Path) -> list[Truth]:
    """UTF-16 (big end first) with commas; phones in several forms, most people without a number."""
    table = [
        words("线索编号 线索来源 受理日期 诉求人 身份证号 联系电话 行政区划代码 诉求类别 诉求内容"),
        [
            "a-001",
            "12345热线",
            "2026-06-20",
            "葛兰英",
            "不详",
            "13806310077.0",
            "371082001203",
            "看病",
            "老人住院，\n咨询",
        ],
        ["A-002", "网格", "2026/6/21", "王\ue000海", PRIVATE.number, "", "371082", "", "来电人手机13800001111"],
        ["A-003", "抖音", "2026-06-22", "周翠屏", ZHOU.body + "ｘ", "138-0631-0088", "", "生活困难", ""],
    ]
    put(folder / "civil_affairs" / LEAD_TEXT, b"\xfe\xff" + text(table, "utf-16-be"))
    rows = {
        1: {"lead_no": "A-001", "channel": "12345", "received_date": D(2026, 6, 20), "name": GE.name,
            "phone": "13806310077", "division_code": "371082001203", "demand_category": "医疗"},
        2: {"lead_no": "A-002", "channel": "网格员", "received_date": D(2026, 6, 21), **who(PRIVATE),
            "division_code": "371082"},
        3: {"lead_no": "A-003", "received_date": D(2026, 6, 22), **who(ZHOU), "phone": "13806310088",
            "demand_category": "生活"},
    }  # fmt: skip
    # The text of the first lead has a line break: the second stands on lines 4.
    told = (
        Told(1, 2, "id_number", "身份证号", NOT_AN_ID),
        Told(2, 4, "name", "诉求人", PLACEHOLDER),
        Told(3, 5, "channel", "线索来源", UNKNOWN_WORD),
    )
    return [Sheet(LEADS, LEAD_TEXT, "", 3, rows, told=told, format="txt")]


VERIFICATION_BOOK, WRONG_PASSWORD = "verification_核对.xlsx", "verification_旧密码.zip"


def verification(folder: Path) -> list[Truth]:
    """A workbook under a password, amounts in ten thousand yuan as a line above the header says."""
    headings = words("姓名 身份证号 核对日期 机动车数 残疾专用车 市场主体登记 存款金额 财政供养 服刑在押")
    cells = (
        ["荣成市居民家庭经济状况核对结果"],
        ["制表单位：荣成市核对中心", *[None] * 7, "单位：万元"],
        headings,
        ["丛培德", CONG.number, "2026-06-15", 0, None, "无", 1.25, "否", "否"],
        ["毕秋菊", BI.number, 20260615, "１", "是", "有", "0.3", "N", "N"],
        ["买买提·艾力", AILI.number, "2026年6月15日", "1.0", "否", "0", "3,000元", "0", "0"],
        ["初建国", wide(CHU.number), "2026-06-15", None, None, "否", "不详", "否", "否"],
    )
    book = workbook({"Sheet1": Page(cells, ("A1:I1",))})
    put(folder / "civil_affairs" / VERIFICATION_BOOK, encrypted(book, PASSWORD))
    day = {"verified_date": D(2026, 6, 15)}
    no = {"public_payroll": False, "in_prison": False}
    rows = {
        1: {**who(CONG), **day, **no, "vehicles": 0, "market_entity": False, "deposits": yuan("12500")},
        2: {**who(BI), **day, **no, "vehicles": 1, "disability_vehicle": True, "market_entity": True,
            "deposits": yuan("3000")},
        3: {**who(AILI), **day, **no, "vehicles": 1, "disability_vehicle": False, "market_entity": False,
            "deposits": yuan("3000")},
        4: {**who(CHU), **day, **no, "market_entity": False},
    }  # fmt: skip
    told = (Told(4, 7, "deposits", "存款金额", UNREADABLE_AMOUNT),)
    return [Sheet(VERIFICATION, VERIFICATION_BOOK, "Sheet1", 4, rows, titles=2, told=told)]


def unknown_password(folder: Path) -> list[Truth]:
    """An archive whose password nobody told the operator."""
    members = {"verification_旧.csv": text([["姓名", "身份证号"], ["丛培德", CONG.number]], "utf-8")}
    put(folder / "civil_affairs" / WRONG_PASSWORD, locked_archive(members, "nobody-knows"))
    return [Refused("civil_affairs", f"{WRONG_PASSWORD}/verification_旧.csv", "密码")]


FILES = (temporary_aid, visits, leads, verification, unknown_password)
