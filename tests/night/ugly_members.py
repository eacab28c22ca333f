"""Members of the ugly inbox's households: cells merged over rows, formulas, UTF-16.

What belongs here: the member files and their truth. What does not: the household ledgers (ugly_households).
"""

from datetime import date
from pathlib import Path

from tests.night.ugly_files import Page, put, text, words, workbook
from tests.night.ugly_people import (
    AILI,
    BI,
    BI_SON,
    CHU,
    CHU_CHILD,
    CONG,
    DESHUI,
    GONG,
    GULI,
    JIANG,
    LIU,
    MARKS,
    YU,
    ZOU,
)
from tests.night.ugly_truth import (
    ERROR_CELL,
    FORMULA,
    LOST_DIGITS,
    NOBODY,
    PLACEHOLDER,
    UNREADABLE_DATE,
    Aside,
    D,
    Sheet,
    Told,
    Truth,
    who,
)

MEMBERS = "civil_affairs/members"
MEMBER_BOOK, MEMBER_TEXT = "members_荣成市.xlsx", "members_乳山市.txt"


def member_book(folder: Path) -> list[Truth]:
    """A household number merged over its members, headings with line breaks, formulas never calculated, #N/A."""
    headings = ["家庭编号", "姓名（必填）", "与户主\n关系", "身份证号*", "性 别", "出生日期", "婚姻\n状况", "劳动能力",
                "是否在校", "重特大疾病", "联系电话"]  # fmt: skip
    cells = (
        ["荣成市救助家庭成员表"],
        headings,
        ["RC1001", "丛培德", "本人", CONG.number, "男", date(1952, 3, 14), "已婚", "丧失劳动力", "否", "是",
         "13806310011.0"],
        [None, "于桂兰", "妻子", YU.number, "女", "1954.08.20", "20", "04", "否", "否"],
        ["RC1002", "邹永福", "户主", ZOU.as_float, 1, 23812, "未婚", "有", None, None, '="138"&"06310012"'],
        ["RC2001", "买买提‧艾力", "01", AILI.number, "男性", 19780505, "离异", "普通劳动力", "否", "否",
         "１３８０６３１００１３"],
        ["RC2001", "古丽娜·买买提", "女儿", GULI.number, "2", "2010/9/9", "未婚", None, "是", False],
        ["RC2002", "毕秋菊", "本人", BI.number, "女", "1970年7月7日", "丧偶", "02", "否", "否"],
        ["RC2002", "毕浩然", "长子", BI_SON.number, "男", "#N/A", "1", None, True, "否"],
        [],
        ["RC1003", "刘㼆山", "本人", LIU.old, "男", "1948-9-2", "90", "04"],
        headings,
        ["RC2003", '="于"&"得水"', "本人", DESHUI.number, "男", "1961-12-24", "未婚", "03"],
    )  # fmt: skip
    put(folder / "civil_affairs" / MEMBER_BOOK, workbook({"成员": Page(cells, ("A1:K1", "A3:A4"))}))
    rows = {
        1: {"household_no": "RC1001", **who(CONG), "relation": "01", "sex": 1, "birth_date": D(1952, 3, 14),
            "marital_status": "20", "work_capacity": "03", "in_school": False, "serious_illness": True,
            "phone": "13806310011"},
        2: {"household_no": "RC1001", **who(YU), "relation": "10", "sex": 2, "birth_date": D(1954, 8, 20),
            "marital_status": "20", "work_capacity": "04", "in_school": False, "serious_illness": False},
        3: {"household_no": "RC1002", "name": "邹永福", "relation": "01", "sex": 1, "birth_date": D(1965, 3, 11),
            "marital_status": "10", "work_capacity": "01"},
        4: {"household_no": "RC2001", **who(AILI), "relation": "01", "sex": 1, "birth_date": D(1978, 5, 5),
            "marital_status": "40", "work_capacity": "01", "in_school": False, "serious_illness": False,
            "phone": "13806310013"},
        5: {"household_no": "RC2001", **who(GULI), "relation": "30", "sex": 2, "birth_date": D(2010, 9, 9),
            "marital_status": "10", "in_school": True, "serious_illness": False},
        6: {"household_no": "RC2002", **who(BI), "relation": "01", "sex": 2, "birth_date": D(1970, 7, 7),
            "marital_status": "30", "work_capacity": "02", "in_school": False, "serious_illness": False},
        7: {"household_no": "RC2002", **who(BI_SON), "relation": "20", "sex": 1, "marital_status": "10",
            "in_school": True, "serious_illness": False},
        8: {"household_no": "RC1003", **who(LIU), "relation": "01", "sex": 1, "birth_date": D(1948, 9, 2),
            "marital_status": "90", "work_capacity": "04"},
        10: {"household_no": "RC2003", "id_number": DESHUI.number, "relation": "01", "sex": 1,
             "birth_date": D(1961, 12, 24), "marital_status": "10", "work_capacity": "03"},
    }  # fmt: skip
    told = (
        Told(3, 5, "id_number", "身份证号*", LOST_DIGITS),
        Told(3, 5, "phone", "联系电话", FORMULA),
        Told(7, 9, "birth_date", "出生日期", ERROR_CELL),
        Told(10, 13, "name", "姓名（必填）", FORMULA),
    )
    return [Sheet(MEMBERS, MEMBER_BOOK, "成员", 10, rows, totals=1, titles=1, blank=1, told=told, format="xlsx")]


def member_text(folder: Path) -> list[Truth]:
    """UTF-16 with tabs under the name .txt; fifteen digits, × for X, an exact repeat, a row that names nobody."""
    child = ["RS3002", "初晓雨", "女", CHU_CHILD.number, "女", "2013-07-01", CHU.number.lower(), ""]
    table = [
        words("户编号 成员姓名 与户主关系 证件号码 性别 出生日期 监护人身份证号 联系电话"),
        ["RS3001", "宫 本 利", "0", GONG.old, "1", "1955年2月3日", "", "139 0631 0021"],
        ["RS3002", "初建国", "本人或户主", CHU.body + "×", "男", "1960/4/12", "无", "-"],
        child,
        child,
        ["RS3003", "姜玉芬", "1", JIANG.number, "女", "47-1-2", "", ""],
        ["RS3003", "", "配偶", "", "男", "", "", ""],
        [""] * 8,
        ["RS3004", "王？？", "户主", MARKS.number, "男", "1950-05-10", "", ""],
    ]
    content = b"\xff\xfe" + text(table, "utf-16-le", delimiter="\t")
    put(folder / "civil_affairs" / MEMBER_TEXT, content)
    rows = {
        1: {"household_no": "RS3001", **who(GONG), "relation": "01", "sex": 1, "birth_date": D(1955, 2, 3),
            "phone": "13906310021"},
        2: {"household_no": "RS3002", **who(CHU), "relation": "01", "sex": 1, "birth_date": D(1960, 4, 12)},
        3: {"household_no": "RS3002", **who(CHU_CHILD), "relation": "30", "sex": 2, "birth_date": D(2013, 7, 1),
            "guardian_id_number": CHU.number},
        5: {"household_no": "RS3003", **who(JIANG), "relation": "10", "sex": 2},
        7: {"household_no": "RS3004", **who(MARKS), "relation": "01", "sex": 1, "birth_date": D(1950, 5, 10)},
    }  # fmt: skip
    told = (
        Told(5, 6, "birth_date", "出生日期", UNREADABLE_DATE),
        Told(6, 7, None, None, NOBODY, refused=True),
        Told(7, 9, "name", "成员姓名", PLACEHOLDER),
    )
    repeats = {4: Aside("repeat", (MEMBER_TEXT, "", 3))}
    sheet = Sheet(MEMBERS, MEMBER_TEXT, "", 7, rows, blank=1, told=told, aside=repeats, format="txt")
    return [sheet]


FILES = (member_book, member_text)
