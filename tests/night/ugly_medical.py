"""Medical insurance in the ugly inbox: full width, the platform's headings, ten thousands of yuan."""

from pathlib import Path

from tests.night.ugly_files import Page, put, text, words, workbook
from tests.night.ugly_people import AILI, BI, CHU, CONG, DESHUI, GONG, SONG, ZOU, wide
from tests.night.ugly_truth import (
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

ENROLMENT, SETTLEMENTS = "medical_insurance/enrolment", "medical_insurance/settlements"
WIDE_TEXT, BROKEN_BOOK = "enrolment_2026.tsv", "enrolment_补报.xlsx"
PLATFORM, TEN_THOUSANDS = "settlements_平台.csv", "settlements_荣成.xlsx"


def enrolment(folder: Path) -> list[Truth]:
    """Letters, digits and blanks in full width, in the headings too; one row said twice in two widths."""
    table = [
        ["ｃｅｒｔｎｏ", "ｐｓｎ＿ｎａｍｅ", "ｉｎｓｕｔｙｐｅ", "参保年度", "参保状态", "资助参保", "参保地区划"],
        [wide(CONG.number), "丛　培　德", "３９０", "２０２６", "１", "Ｙ", wide("371082")],
        [wide(SONG.number), "宋长林　", "３１０．０", "２０２６", "暂停参保", "Ｎ", wide("371082001205")],
        [wide(CHU.number), "初建国", "城乡居民", "２０２６", "９", "０", ""],
        [CONG.number, "丛培德", "390", "2026", "正常", "是", "371082"],
        [wide(GONG.old), "宫本利", "居民医保", "２０２６．０", "４", "", wide("371083100")],
    ]
    put(folder / "medical_insurance" / WIDE_TEXT, text(table, "utf-8", delimiter="\t"))
    rows = {
        1: {**who(CONG), "insurance_type": "390", "year": 2026, "status": "1", "subsidised": True,
            "division_code": "371082"},
        2: {**who(SONG), "insurance_type": "310", "year": 2026, "status": "2", "subsidised": False,
            "division_code": "371082001205"},
        3: {**who(CHU), "insurance_type": "390", "year": 2026, "subsidised": False},
        5: {**who(GONG), "insurance_type": "390", "year": 2026, "status": "4", "division_code": "371083100"},
    }  # fmt: skip
    told = (Told(3, 4, "status", "参保状态", UNKNOWN_WORD),)
    aside = {4: Aside("repeat", (WIDE_TEXT, "", 1))}
    return [Sheet(ENROLMENT, WIDE_TEXT, "", 5, rows, told=told, aside=aside, format="tsv", encoding="utf-8")]


def broken_book(folder: Path) -> list[Truth]:
    """A workbook of which the transfer lost the second half."""
    cells = (["身份证号", "姓名", "险种", "参保年度", "参保状态"], [CONG.number, "丛培德", "390", 2026, "1"])
    whole = workbook({"Sheet1": Page(cells)})
    put(folder / "medical_insurance" / BROKEN_BOOK, whole[: len(whole) // 2])
    return [Refused("medical_insurance", BROKEN_BOOK, "损坏|不完整|打不开|无法")]


def platform_settlements(folder: Path) -> list[Truth]:
    """The platform's headings, every cell quoted, the header once more, a reversal, a row too long."""
    headings = words(
        "setl_id psn_name certno insutype med_type 入院日期 出院日期 setl_time "
        "dise_codg medfee_sumamt inscp_scp_amt hifp_pay hifmi_pay maf_pay "
        "fund_pay_sumamt psn_part_amt 定点医药机构名称"
    )
    table = [
        headings,
        ["S0001", "丛培德", CONG.number, "390", "2101", "2026-05-01", "2026-05-09", "2026-05-09 10:11:12",
         "I10.x00x002", "12345.60", "10000.00", "6000.00", "0", "1000.00", "7000.00", "5345.60", "荣成市人民医院"],
        ["s0002", "毕秋菊", BI.number, "城乡居民", "140104", "", "", "20260510", "E11.900",
         "300.00", "300", "150", "", "0.00", "150", "150", "荣成市中医院"],
        headings,
        ["S0003", "毕秋菊", BI.number, "390", "门诊慢特病", "", "", "2026/5/11", "E11.900",
         "-300.00", "-300", "-150", "", "0", "-150", "(150.00)", ""],
        ["S0004", "宫本利", GONG.old, "310.0", "11", "0", "", "2026年5月12日", "",
         "88.5", "80", "40.00", "", "0", "40", "￥48.50", "乳山市人民医院"],
        ["S0005", "初建国", CHU.number, "390", "21", "", "", "2026-05-13", "",
         "一百元", "80", "40", "", "0", "40", "60", ""],
        ["S0006", "邹永福", ZOU.number, "390", "21", "", "", "2026-05-14", "",
         "100", "80", "40", "", "0", "40", "60", "荣成市", "人民医院"],
        ["S0007", "于得水", DESHUI.number, "390", "99", "", "", "2026-05-15", "",
         "1,000.00", "800.00", "400.00", "", "100.00", "500.00", "500.00", ""],
    ]  # fmt: skip
    put(folder / "medical_insurance" / PLATFORM, text(table, "utf-8-sig", quote_all=True))
    rows = {
        2: {"settlement_no": "S0002", **who(BI), "insurance_type": "390", "med_type": "14",
            "settle_date": D(2026, 5, 10), "disease_code": "E11.900", "total_fee": yuan("300"),
            "in_scope_fee": yuan("300"), "pooled_pay": yuan("150"), "assistance_pay": yuan("0"),
            "fund_pay": yuan("150"), "personal_pay": yuan("150"), "hospital": "荣成市中医院"},
        4: {"settlement_no": "S0003", **who(BI), "insurance_type": "390", "med_type": "14",
            "settle_date": D(2026, 5, 11), "disease_code": "E11.900", "total_fee": yuan("-300"),
            "in_scope_fee": yuan("-300"), "pooled_pay": yuan("-150"), "assistance_pay": yuan("0"),
            "fund_pay": yuan("-150"), "personal_pay": yuan("-150")},
        5: {"settlement_no": "S0004", **who(GONG), "insurance_type": "310", "med_type": "11",
            "settle_date": D(2026, 5, 12), "total_fee": yuan("88.50"), "in_scope_fee": yuan("80"),
            "pooled_pay": yuan("40"), "assistance_pay": yuan("0"), "fund_pay": yuan("40"),
            "personal_pay": yuan("48.50"), "hospital": "乳山市人民医院"},
        8: {"settlement_no": "S0007", **who(DESHUI), "insurance_type": "390", "settle_date": D(2026, 5, 15),
            "total_fee": yuan("1000"), "in_scope_fee": yuan("800"), "pooled_pay": yuan("400"),
            "assistance_pay": yuan("100"), "fund_pay": yuan("500"), "personal_pay": yuan("500")},
    }  # fmt: skip
    told = (
        Told(6, 7, "total_fee", "medfee_sumamt", UNREADABLE_AMOUNT, refused=True),
        Told(7, 8, None, None, "多|列|格", refused=True),
        Told(8, 9, "med_type", "med_type", UNKNOWN_WORD),
    )
    differing = ("catastrophic_pay", "disease_code", "hospital", "personal_pay")
    aside = {1: Aside("replaced", (TEN_THOUSANDS, "住院", 1), differing, (2, 2))}
    sheet = Sheet(SETTLEMENTS, PLATFORM, "", 8, rows, totals=1, told=told, aside=aside, encoding="utf-8-sig")
    return [sheet]


def ten_thousands(folder: Path) -> list[Truth]:
    """Amounts in ten thousand yuan as each heading says; the first row replaces one of the platform's file."""
    cells = (
        ["结算编号", "姓名", "身份证号", "险种", "医疗类别", "入院日期", "出院日期", "结算日期", "医疗总费用(万元)",
         "政策范围内费用（万元）", "统筹支付\n（万元）", "医疗救助支付(万元)", "基金支付总额 （万元）",
         "个人负担总额/万元"],
        ["S0001", "丛培德", CONG.number, 390, "普通住院", "2026.5.1", "2026.5.9", "2026.5.9", 1.23456, 1, 0.6, 0.1,
         0.7, 0.52],
        ["S0010", "买买提•艾力", AILI.number, "居民", 21, "5月2日", "2026-05-06", "2026-05-06", "0.2", "0.15", "0.08",
         "0.02", "0.1", "1,000元"],
        [],
        ["合计", None, None, None, None, None, None, None, 1.43456, 1.15, 0.68, 0.12, 0.8, 0.62],
    )  # fmt: skip
    put(folder / "medical_insurance" / TEN_THOUSANDS, workbook({"住院": Page(cells)}))
    rows = {
        1: {"settlement_no": "S0001", **who(CONG), "insurance_type": "390", "med_type": "21",
            "admit_date": D(2026, 5, 1), "discharge_date": D(2026, 5, 9), "settle_date": D(2026, 5, 9),
            "total_fee": yuan("12345.60"), "in_scope_fee": yuan("10000"), "pooled_pay": yuan("6000"),
            "assistance_pay": yuan("1000"), "fund_pay": yuan("7000"), "personal_pay": yuan("5200")},
        2: {"settlement_no": "S0010", **who(AILI), "insurance_type": "390", "med_type": "21",
            "discharge_date": D(2026, 5, 6), "settle_date": D(2026, 5, 6), "total_fee": yuan("2000"),
            "in_scope_fee": yuan("1500"), "pooled_pay": yuan("800"), "assistance_pay": yuan("200"),
            "fund_pay": yuan("1000"), "personal_pay": yuan("1000")},
    }  # fmt: skip
    told = (Told(2, 3, "admit_date", "入院日期", "日期"),)
    return [Sheet(SETTLEMENTS, TEN_THOUSANDS, "住院", 3, rows, totals=1, blank=1, told=told, format="xlsx")]


FILES = (enrolment, broken_book, platform_settlements, ten_thousands)
