"""Golden quirks of words and codes: code tables, yes and no, phones, divisions, certificates."""

from tests.stages.landing.golden.quirk import (
    ID,
    OTHER,
    PAYMENTS,
    TEMPORARY_AID,
    Quirk,
    Told,
    counted,
    in_column,
    lines,
)

AID = "姓名,身份证号,救助日期,救助方式,救助金额,致困原因"


def _relations_of_digits() -> list[Quirk]:
    """1 is the head where a spreadsheet took the 0 of 01, and the spouse in GB/T 4761: the column's others tell."""
    header, row = "家庭编号,姓名,身份证号,与户主关系", "H1,{name},,{form}"
    members = "civil_affairs/members"
    shortened = [("1", "01"), ("10", "10"), ("20", "20"), ("30", "30")]
    of_one_digit = [("0", "01"), ("1", "10"), ("2", "20"), ("5", "50")]
    alone = ["1", "1.0", "配偶"]
    told: list[Told] = [(n, n + 1, "relation", "与户主关系", "code_ambiguous", False) for n in (1, 2)]
    return [
        in_column(
            "relations_that_lost_a_zero", "1 beside 10, 20, 30 is 01", members, header, row, "relation", shortened
        ),
        in_column(
            "relations_of_one_digit", "1 beside 0 and 5 is GB/T 4761", members, header, row, "relation", of_one_digit
        ),
        Quirk(
            "relations_nobody_can_tell",
            "1 alone may be the head or the spouse: left empty and told",
            members,
            "members.csv",
            lines(header, *(f"H1,赵{n}伟,,{form}" for n, form in zip("一二三", alone, strict=True))).encode(),
            counted({1: {"relation": None}, 2: {"relation": None}, 3: {"relation": "10"}}, (3, 3, 0, 0), told),
        ),
    ]


def quirks() -> list[Quirk]:
    insurance = [
        ("310", "310"),
        ("310.0", "310"),
        ("职工", "310"),
        ("职 工", "310"),
        ("城乡居民", "390"),
        ("３９０", "390"),
    ]
    enrolled = "姓名,身份证号,险种,参保年度,参保状态"
    grades = [("三级", "3"), ("3", "3"), ("3级", "3"), ("Ⅲ级", "3"), ("III", "3"), ("叁级", "3"), ("03", "3")]
    yes = [("是", True), ("有", True), ("Y", True), ("1", True), ("1.0", True), ("√", True), ("TRUE", True)]
    no = [("否", False), ("无", False), ("N", False), ("0", False), ("0.0", False), ("×", False), ("", None)]
    relations = [
        ("户主", "01"),
        ("本人", "01"),
        ("配偶", "10"),
        ("子", "20"),
        ("28", "20"),
        ("38", "30"),
        ("儿媳", "30"),
        ("99", "99"),
    ]
    phones = [("13812345678.0", "13812345678"), ("138 1234-5678", "13812345678"), ("+86 13812345678", "13812345678")]
    phones += [
        ("0631-7562222", "06317562222"),
        ("１３８１２３４５６７８", "13812345678"),
        ("'13812345678", "13812345678"),
    ]
    divisions = [("371082", "371082"), ("371082001", "371082001"), ("371082001002", "371082001002")]
    divisions += [("371082001003.0", "371082001003"), ("３７１０８２", "371082")]
    certificates = [(f"{ID}43", f"{ID}43"), (f"{OTHER}43B1", f"{OTHER}43B1")]
    students = "学籍号,姓名,学段,就读状态"
    status = [("01", "01"), ("1", "01"), ("在读", "01"), ("06", "06"), ("辍学", "06"), ("01在读", "01"), ("99", "99")]
    told: list[Told] = [(1, 2, "assistance_type", "救助类型", "code_unknown", False)]
    payments = "发放年月,姓名,身份证号,救助类型,应发金额,实发金额,发放状态"
    return [
        *_relations_of_digits(),
        in_column(
            "insurance_words",
            "310, 310.0 and 职工 are one",
            "medical_insurance/enrolment",
            enrolled,
            "{name},,{form},2026,正常",
            "insurance_type",
            insurance,
        ),
        in_column(
            "grades",
            "三级, Ⅲ级, III and 3 are one",
            "civil_affairs/disabled",
            "姓名,身份证号,残疾人证号,残疾类别,残疾等级,发证日期",
            "张伟,,C{number},肢体,{form},2024-01-01",
            "grade",
            grades,
        ),
        in_column(
            "yes_and_no",
            "yes and no in every form",
            TEMPORARY_AID,
            f"{AID},是否本地户籍",
            "{name},,2026-06-01,急难型,1,,{form}",
            "local_registered",
            yes + no,
        ),
        in_column(
            "relations",
            "relations of both code tables, sons-in-law with sons",
            "civil_affairs/members",
            "家庭编号,姓名,身份证号,与户主关系",
            "H1,{name},,{form}",
            "relation",
            relations,
        ),
        in_column(
            "phones",
            "phones kept as numbers, with spaces and country code",
            "civil_affairs/leads",
            "线索编号,线索来源,受理日期,姓名,联系电话",
            "L{number},12345,2026-06-01,张伟,{form}",
            "phone",
            phones,
        ),
        in_column(
            "divisions",
            "division codes of 6, 9 and 12 digits",
            "civil_affairs/leads",
            "线索编号,线索来源,受理日期,姓名,行政区划代码",
            "L{number},12345,2026-06-01,张伟,{form}",
            "division_code",
            divisions,
        ),
        in_column(
            "certificates",
            "disability certificates of 20 and of 22 characters",
            "civil_affairs/disabled",
            "姓名,身份证号,残疾证号,残疾类别,残疾等级,发证日期",
            "张伟,,{form},4,3,2024-01-01",
            "certificate_no",
            certificates,
        ),
        in_column(
            "pupils_states",
            "01, 1 and 在读 are one",
            "education/students",
            students,
            "G{number},张伟,小学,{form}",
            "student_status",
            status,
        ),
        Quirk(
            "unknown_code_word",
            "己停止使用 (sic) is in no list: left empty and told, the row goes on",
            PAYMENTS,
            "payments.csv",
            lines(payments, f"202606,张伟,{ID},己停止使用,650,650,成功").encode(),
            counted({1: {"assistance_type": None, "amount_paid": "650.00"}}, (1, 1, 0, 0), told),
        ),
    ]
