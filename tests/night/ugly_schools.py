"""Education in the ugly inbox: headings of three rows, numbered headings, an archive with names in GBK, a PDF."""

from datetime import date
from pathlib import Path

from tests.night.ugly_files import Page, gbk_archive, put, text, workbook
from tests.night.ugly_people import AILI, BI, BI_SON, CHU, CHU_CHILD, GE, GULI, QU, SQUARE
from tests.night.ugly_truth import (
    EMPTY,
    NOT_AN_ID,
    UNKNOWN_WORD,
    UNREADABLE_AMOUNT,
    Aside,
    D,
    Refused,
    Sheet,
    Told,
    Truth,
    who,
    yuan,
)  # fmt: skip

STUDENTS, AID = "education/students", "education/aid"
SCHOOL_BOOK, VOCATIONAL = "students_学籍.xlsx", "students_中职.csv"
ARCHIVE, POLICY = "aid_2025秋.zip", "aid_政策.pdf"
PRIMARY, SECONDARY, LEAFLET = f"{ARCHIVE}/资助/小学.csv", f"{ARCHIVE}/资助/aid_中职.xlsx", f"{ARCHIVE}/资助/说明.pdf"
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def school_book(folder: Path) -> list[Truth]:
    """Headings of three rows: the guardian's name stands below 家庭信息, 监护人."""
    cells = (
        ["荣成市中小学学籍信息"],
        ["学籍号", "学生基本信息", None, None, "在校情况", None, None, "家庭信息", None, None, None],
        [None, "姓名", "身份证件号", "性别", "学段", "年级", "学生当前状态", "监护人", None, None, "家庭经济困难认定"],
        [None, None, None, None, None, None, None, "姓名", "身份证号", "电话", None],
        ["G" + BI_SON.number, "毕浩然", BI_SON.number, "男", "初级中学", "初二", "在读", "毕秋菊", BI.number,
         13806310033.0, "低保家庭"],
        ["Ｇ" + GULI.number, "古丽娜.买买提", GULI.number, 2, "高中", "高一", 1, "买买提·艾力", AILI.old,
         "13806310013.0", "建档立卡"],
        ["L3710830001", "初晓雨", CHU_CHILD.number[:17], "女", "普通小学", None, "流失", "初建国", CHU.number, None,
         "不祥"],
        [None, "丁□", SQUARE.number, "男", "小学", "三年级", "01", None, None, None, "否"],
    )  # fmt: skip
    merged = ("A1:K1", "A2:A4", "B2:D2", "E2:G2", "H2:K2", "H3:J3", "K3:K4", *(f"{c}3:{c}4" for c in "BCDEFG"))
    put(folder / "education" / SCHOOL_BOOK, workbook({"学籍": Page(cells, merged)}))
    rows = {
        1: {"student_no": "G" + BI_SON.number, **who(BI_SON), "sex": 1, "stage": "初中", "grade": "初二",
            "student_status": "01", **who(BI, "guardian"), "guardian_phone": "13806310033", "hardship": "低保"},
        2: {"student_no": "G" + GULI.number, **who(GULI), "sex": 2, "stage": "普通高中", "grade": "高一",
            "student_status": "01", **who(AILI, "guardian"), "guardian_phone": "13806310013",
            "hardship": "脱贫家庭"},
        3: {"student_no": "L3710830001", "name": "初晓雨", "id_number": CHU_CHILD.number[:17],
            "sex": 2, "stage": "小学", "student_status": "06",
            **who(CHU, "guardian")},
    }  # fmt: skip
    told = (
        Told(3, 7, "id_number", "学生基本信息/身份证件号", NOT_AN_ID),
        Told(3, 7, "hardship", "家庭信息/家庭经济困难认定", UNKNOWN_WORD),
        Told(4, 8, "student_no", "学籍号", EMPTY, refused=True),
    )
    return [Sheet(STUDENTS, SCHOOL_BOOK, "学籍", 4, rows, titles=1, headers=3, told=told, format="xlsx")]


def vocational(folder: Path) -> list[Truth]:
    """Numbered headings below two lines of title; money in yuan and in thousands of yuan; a row said three times."""
    said = ["2024ZZ0007", "曲连成", QU.number, "中专", "在校", "2,400.00", "800", "0.35"]
    table = [
        ["威海市中等职业学校学生信息", *[""] * 7],
        ["填报日期：2026年6月20日", *[""] * 7],
        [
            "1.学籍号",
            "2.姓名",
            "3.身份证件号",
            "4.学段",
            "5.就读状态",
            "6.学费（元）",
            "7.住宿费(元)",
            "8.书本费（千元）",
        ],
        said,
        ["2024ZZ0008", "葛兰英", f'="{GE.number}"', "职业高中", "转学", "免", "", "0.4"],
        said,
        [*said[:5], "2400", "800.00", "0.350"],
    ]
    put(folder / "education" / VOCATIONAL, text(table, "gb18030", line_end="\n"))
    rows = {
        1: {"student_no": "2024ZZ0007", **who(QU), "stage": "中职", "student_status": "01", "tuition": yuan("2400"),
            "boarding": yuan("800"), "books": yuan("350")},
        2: {"student_no": "2024ZZ0008", **who(GE), "stage": "中职", "student_status": "10", "books": yuan("400")},
    }  # fmt: skip
    told = (Told(2, 5, "tuition", "6.学费（元）", UNREADABLE_AMOUNT),)
    first = Aside("repeat", (VOCATIONAL, "", 1))
    sheet = Sheet(STUDENTS, VOCATIONAL, "", 4, rows, titles=2, told=told, aside={3: first, 4: first}, format="csv")
    return [sheet]


def aid_archive(folder: Path) -> list[Truth]:
    """A plain archive from a Chinese Windows: names in GBK, what a Mac and Explorer leave, a leaflet."""
    headings = ["学籍号", "姓名", "身份证件号", "学年", "学期", "资助项目", "资助金额（元）", "发放日期"]
    primary = [
        headings,
        [
            "G" + BI_SON.number,
            "毕浩然",
            BI_SON.number,
            "2024-2025",
            "秋季学期",
            "义务教育生活补助",
            "625",
            "2025-11-20",
        ],
        ["G" + BI_SON.number, "毕浩然", BI_SON.number, "2024-2025", "春", "义务教育生活补助", "625.00", "2026.4.20"],
        ["L3710830001", "初晓雨", "", "2024-2025", "第三学期", "义务教育生活补助", "￥500", ""],
    ]
    secondary = (
        ["中职国家助学金发放表"],
        headings,
        ["2024ZZ0007", "曲连成", QU.number, "2024-2025", 2, "中职国家助学金", 1150, date(2026, 4, 22)],
        ["合计", None, None, None, None, None, 1150, None],
    )
    members = {
        "资助/小学.csv": text(primary, "gb18030"),
        "资助/aid_中职.xlsx": workbook({"Sheet1": Page(secondary, ("A1:H1",)), "Sheet2": Page(())}),
        "资助/说明.pdf": PDF,
        "__MACOSX/资助/._小学.csv": b"\x00\x05\x16\x07\x00",
        "资助/Thumbs.db": b"\xd0\xcf\x11\xe0",
    }
    put(folder / "education" / ARCHIVE, gbk_archive(members))
    year = {"school_year": "2024-2025"}
    meals = {**year, "aid_item": "义务教育生活补助"}
    son = {"student_no": "G" + BI_SON.number, **who(BI_SON)}
    first = {
        1: {**son, **meals, "term": "1", "amount": yuan("625"), "paid_date": D(2025, 11, 20)},
        2: {**son, **meals, "term": "2", "amount": yuan("625"), "paid_date": D(2026, 4, 20)},
        3: {"student_no": "L3710830001", "name": "初晓雨", **meals, "amount": yuan("500")},
    }
    second = {
        1: {"student_no": "2024ZZ0007", **who(QU), **year, "term": "2", "aid_item": "中职国家助学金",
            "amount": yuan("1150"), "paid_date": D(2026, 4, 22)},
    }  # fmt: skip
    told = (Told(3, 4, "term", "学期", UNKNOWN_WORD),)
    return [
        Sheet(AID, PRIMARY, "", 3, first, told=told, format="csv", encoding="gb18030"),
        Sheet(AID, SECONDARY, "Sheet1", 2, second, totals=1, titles=1, format="xlsx"),
        Refused("education", LEAFLET, "PDF|pdf"),
    ]


def policy(folder: Path) -> list[Truth]:
    """A PDF where a table is due."""
    put(folder / "education" / POLICY, PDF)
    return [Refused("education", POLICY, "PDF|pdf")]


FILES = (school_book, vocational, aid_archive, policy)
