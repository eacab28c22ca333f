"""Household ledgers of the ugly inbox: groups of headings, a web table, GB18030 with rare characters.

Each function writes one file and gives its truth. All values are thought out by hand; the lines are those that Excel
or an editor shows.
"""

from datetime import date
from pathlib import Path

from tests.night.ugly_files import Page, put, text, words, workbook
from tests.night.ugly_people import (
    AILI,
    BI,
    CHU,
    CONG,
    DEHAI,
    DESHUI,
    GONG,
    JI,
    JIANG,
    LIU,
    LOST,
    PRIVATE,
    YAN,
    ZOU,
)  # fmt: skip
from tests.night.ugly_truth import (
    EMPTY,
    LOST_DIGITS,
    PLACEHOLDER,
    UNKNOWN_WORD,
    Aside,
    D,
    Refused,
    Sheet,
    Told,
    Truth,
    who,
    yuan,
)  # fmt: skip

HOUSEHOLDS = "civil_affairs/households"
GE_VILLAGE, BEI_VILLAGE, DONG_VILLAGE = "371082001203", "371082001205", "371083100201"
BOOK, WEB, LATE = "households_荣成市台账.xlsx", "households_乳山市.xls", "households_补报.csv"

# Column A is empty; 序号 and others are merged down two rows, the groups over their columns.
_GROUPS = [
    *(None, "序号", "家庭编号", "户主信息", None, "家庭人口数", "行政区划代码", "户籍性质"),
    *("救助情况", None, None, None, "收入情况", None),
]
_LEAVES = [
    *(None, None, None, "姓名", "身份证号", None, None, None),
    *("救助类型", "状态", "救助开始年月", "月保障金额", "收入核算完整", "总收入"),
]


def _header_areas(line: int) -> tuple[str, ...]:
    down = [f"{letter}{line}:{letter}{line + 1}" for letter in "BCFGH"]
    return (*down, f"D{line}:E{line}", f"I{line}:L{line}", f"M{line}:N{line}")


def _township_one() -> Page:
    return Page(
        (
            [None, "荣成市社会救助家庭台账（2026年6月）"],
            [None, "制表单位：荣成市民政局", *[None] * 11, "单位：元"],
            [],
            _GROUPS,
            _LEAVES,
            [None, 1, "RC1001", "丛培德", CONG.number, 2, GE_VILLAGE, "农业户口", "农村低保", "享受中", "2024年1月",
             "1,280.00", "是", "9,600"],
            [None, 2, "RC1002", "邹 永　福", "'" + ZOU.number, "1.0", BEI_VILLAGE, "农村", "特困供养人员", "在保",
             202305, 1500, "否", None],
            [],
            [None, 3, "RC1003", "刘㼆山", LIU.old, 1, GE_VILLAGE, "城镇户口", "城低保", "渐退期", date(2022, 3, 1),
             860.5, "是", "-"],
            [None, "小计", None, None, None, 4, None, None, None, None, None, 3640.5, None, 9600],
        ),
        ("B1:N1", *_header_areas(4)),
    )  # fmt: skip


def _township_two() -> Page:
    return Page(
        (
            [None, "荣成市社会救助家庭台账（2026年6月）"],
            [None, "制表单位：荣成市民政局", *[None] * 11, "单位：元"],
            _GROUPS,
            _LEAVES,
            [None, 1, "RC2001", "买买提•艾力", AILI.number, 2, GE_VILLAGE, "农村", "110", "在保", "2025-04",
             "￥2,100.00", "是", "1.2万"],
            [None, 2, "RC2002", "毕秋菊", BI.number, 2, BEI_VILLAGE, "农村", "低保", "在保", "2025/4", 980, "否"],
            [None, 3, "RC2003", "于得水", DESHUI.number, "１", BEI_VILLAGE, "农村", "计生特扶", "关注", None, None,
             "否", "无"],
            [None, "小计", None, None, None, 5, None, None, None, None, None, 3080],
            [None, "合计", None, None, None, 9, None, None, None, None, None, 6720.5],
        ),
        ("B1:N1", *_header_areas(3)),
    )  # fmt: skip


def _hidden_copy() -> Page:
    old = [None, 1, "RC1001", "丛培德", CONG.number, 9, GE_VILLAGE, "农村", "120", "在保", "202401", 700, "是", 1]
    return Page((_GROUPS, _LEAVES, old), _header_areas(1), "hidden")


def ledger_book(folder: Path) -> list[Truth]:
    """Two townships with groups of headings and subtotals, a hidden old sheet, a sheet of explanations."""
    notes = Page((["填表说明"], ["一、本表由镇街填报，每月25日前报送。"]))
    pages = {"崖头街道": _township_one(), "俚岛镇": _township_two(), "5月旧表": _hidden_copy(), "填表说明": notes}
    put(folder / "civil_affairs" / BOOK, workbook(pages))
    first = {
        1: {"household_no": "RC1001", **who(CONG, "head"), "assistance_type": "120", "member_count": 2,
            "division_code": GE_VILLAGE, "urban_rural": "农村", "start_month": D(2024, 1, 1), "status": "在保",
            "monthly_grant": yuan("1280"), "income_complete": True, "annual_income": yuan("9600")},
        # The operator's corrections say two members where the file says one.
        2: {"household_no": "RC1002", **who(ZOU, "head"), "assistance_type": "130", "member_count": 2,
            "division_code": BEI_VILLAGE, "urban_rural": "农村", "start_month": D(2023, 5, 1), "status": "在保",
            "monthly_grant": yuan("1500"), "income_complete": False},
        3: {"household_no": "RC1003", **who(LIU, "head"), "assistance_type": "110", "member_count": 1,
            "division_code": GE_VILLAGE, "urban_rural": "城镇", "start_month": D(2022, 3, 1), "status": "渐退",
            "monthly_grant": yuan("860.50"), "income_complete": True},
    }  # fmt: skip
    second = {
        1: {"household_no": "RC2001", **who(AILI, "head"), "assistance_type": "110", "member_count": 2,
            "division_code": GE_VILLAGE, "urban_rural": "农村", "start_month": D(2025, 4, 1), "status": "在保",
            "monthly_grant": yuan("2100"), "income_complete": True, "annual_income": yuan("12000")},
        3: {"household_no": "RC2003", **who(DESHUI, "head"), "member_count": 1, "division_code": BEI_VILLAGE,
            "urban_rural": "农村", "status": "关注", "income_complete": False},
    }  # fmt: skip
    replaced = {2: Aside("replaced", (LATE, "", 2), ("address", "assistance_type", "monthly_grant"), (6, 3))}
    return [
        Sheet(HOUSEHOLDS, BOOK, "崖头街道", 4, first, totals=1, titles=2, headers=2, blank=1, format="xlsx"),
        Sheet(HOUSEHOLDS, BOOK, "俚岛镇", 5, second, totals=2, titles=2, headers=2, aside=replaced,
              told=(Told(3, 7, "assistance_type", "救助情况/救助类型", UNKNOWN_WORD),)),
        Refused("civil_affairs", BOOK, "隐藏", "5月旧表", HOUSEHOLDS),
        Refused("civil_affairs", BOOK, "", "填表说明", HOUSEHOLDS, returned=False),
    ]  # fmt: skip


def web_ledger(folder: Path) -> list[Truth]:
    """A web table that a portal saves as .xls, in GB18030, with a title over all columns and a total."""
    headings = words(
        "户编号 户主姓名 户主证件号码 家庭人数 区划代码 户籍类别 救助类别 供养方式 最初享受月份 状态 "
        "收入核算完整 家庭年总收入(元)"
    )
    body = [
        ["RS3001", "宫本利&nbsp;", GONG.number, "1", DONG_VILLAGE, "农村", "农村特困", "分散供养", "2020年03月",
         "<b>在保</b>", "Y", "3,000.00"],
        ["RS3002", "初建国", CHU.body + "&times;", "2", DONG_VILLAGE, "城镇居民", "支出型困难", "", "201912", "正常",
         "是", "18000"],
        ["RS3003", "<font color='red'>姜玉芬</font>", JIANG.number, "1", DONG_VILLAGE, "农村居民", "农低保", "",
         "2018-07-01", "停保", "N", "无"],
        ["合计", "", "", "4", "", "", "", "", "", "", "", "21000"],
    ]  # fmt: skip
    lines = [f"<tr><th>{'</th><th>'.join(headings)}</th></tr>"]
    lines += [f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in body]
    page = (
        '<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">'
        "<style>td {mso-number-format:'\\@';}</style></head><body>\n<table border=1>\n"
        f"<tr><td colspan={len(headings)} align=center>乳山市救助家庭台账</td></tr>\n" + "\n".join(lines) + "\n"
        "</table></body></html>"
    )
    put(folder / "civil_affairs" / WEB, page.encode("gb18030"))
    rows = {
        1: {"household_no": "RS3001", **who(GONG, "head"), "member_count": 1, "division_code": DONG_VILLAGE,
            "urban_rural": "农村", "assistance_type": "132", "support_mode": "分散", "start_month": D(2020, 3, 1),
            "status": "在保", "income_complete": True, "annual_income": yuan("3000")},
        2: {"household_no": "RS3002", **who(CHU, "head"), "member_count": 2, "division_code": DONG_VILLAGE,
            "urban_rural": "城镇", "assistance_type": "650", "start_month": D(2019, 12, 1), "status": "在保",
            "income_complete": True, "annual_income": yuan("18000")},
        3: {"household_no": "RS3003", **who(JIANG, "head"), "member_count": 1, "division_code": DONG_VILLAGE,
            "urban_rural": "农村", "assistance_type": "120", "start_month": D(2018, 7, 1), "status": "退出",
            "income_complete": False},
    }  # fmt: skip
    return [Sheet(HOUSEHOLDS, WEB, "表1", 4, rows, totals=1, titles=1, format="html", encoding="gb18030")]


def late_ledger(folder: Path) -> list[Truth]:
    """GB18030 with characters of two and four bytes and of the private zone; income in ten thousand yuan."""
    table = [
        words(
            "家庭编号 户主姓名 户主身份证号 救助类型 家庭人口数 行政区划代码 户籍性质 救助开始年月 状态 收入核算完整 "
            "家庭年总收入（万元） 居住地址"
        ),
        ["RC4001", "王䶮川", YAN.number, "120", "1", GE_VILLAGE, "乡村", "202601", "在保", "1", "0.96", "渠隔村12号"],
        ["RC2002", "毕秋菊", BI.number, "110", "2", BEI_VILLAGE, "农村", "202504", "在保", "0", "", "北场村3号"],
        ["RC4002", "𠮷田花", JI.number, "110", "1", GE_VILLAGE, "2", "2026.01", "在保", "0", "—", ""],
        ["RC4003", "王\ue000海", PRIVATE.number, "120", "1", GE_VILLAGE, "农村", "202601", "在保", "0", "NULL", ""],
        ["", "于得海", DEHAI.number, "120", "1", GE_VILLAGE, "农村", "202601", "在保", "0", "", ""],
        ["RC4004", "孙?梅", LOST.number, "120", "1", GE_VILLAGE, "农村", "202601", "在保", "0", "", ""],
        ["RC4005", "宋长林", "3.71082E+17", "600", "1", GE_VILLAGE, "农村", "202601", "在保", "0", "1.25", ""],
    ]  # fmt: skip
    put(folder / "civil_affairs" / LATE, text(table, "gb18030"))
    common = {"member_count": 1, "division_code": GE_VILLAGE, "urban_rural": "农村", "start_month": D(2026, 1, 1)}
    common |= {"status": "在保", "income_complete": False, "assistance_type": "120"}
    rows = {
        1: {**common, "household_no": "RC4001", **who(YAN, "head"), "income_complete": True,
            "annual_income": yuan("9600"), "address": "渠隔村12号"},
        2: {**common, "household_no": "RC2002", **who(BI, "head"), "member_count": 2, "division_code": BEI_VILLAGE,
            "assistance_type": "110", "start_month": D(2025, 4, 1), "address": "北场村3号"},
        3: {**common, "household_no": "RC4002", **who(JI, "head"), "assistance_type": "110"},
        4: {**common, "household_no": "RC4003", **who(PRIVATE, "head")},
        6: {**common, "household_no": "RC4004", **who(LOST, "head")},
        7: {**common, "household_no": "RC4005", "head_name": "宋长林", "assistance_type": "600",
            "annual_income": yuan("12500")},
    }  # fmt: skip
    told = (
        Told(4, 5, "head_name", "户主姓名", PLACEHOLDER),
        Told(5, 6, "household_no", "家庭编号", EMPTY, refused=True),
        Told(6, 7, "head_name", "户主姓名", PLACEHOLDER),
        Told(7, 8, "head_id_number", "户主身份证号", LOST_DIGITS),
    )
    return [Sheet(HOUSEHOLDS, LATE, "", 7, rows, told=told, format="csv", encoding="gb18030")]


FILES = (ledger_book, web_ledger, late_ledger)
