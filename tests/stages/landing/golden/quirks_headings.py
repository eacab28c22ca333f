"""Golden quirks of headings, units and merged headers, and of text files that nobody can read."""

from typing import Any

from tests.stages.landing.golden.quirk import (
    CHILDREN,
    DEATHS,
    HOUSEHOLDS,
    ID,
    OTHER,
    PAYMENTS,
    SETTLEMENTS,
    STUDENTS,
    THIRD,
    Quirk,
    counted,
    lines,
    refused,
    whole,
)

HEAD = "姓名,身份证号,死亡日期"
ROW: dict[str, Any] = {"name": "王䶮", "id_number": ID, "death_date": "2024-01-01"}


def headings() -> list[Quirk]:
    dressed = (
        '"*姓 名","身份证\n号（必填）",3.死亡日期,＊ｆｕｎｅｒａｌ＿ｈｏｍｅ\n'
        + f"王䶮,{ID},2024-01-01,馆\n坏,,昨天,馆\n"
    )
    told = [(2, 4, "death_date", "3.死亡日期", "date_unreadable", True)]
    units = lines(
        "setl_id,psn_name,certno,med_type,setl_time,医疗总费用(元),政策范围内费用（万元）,统筹支付(千元),maf_pay,基金支付总额/万元,个人负担总额",
        f"S1,张伟,{ID},21,2026-06-01,12345.67,1.2,3.5,0,0.8,4345.67",
    )
    amounts = {
        "total_fee": "12345.67",
        "in_scope_fee": "12000.00",
        "pooled_pay": "3500.00",
        "assistance_pay": "0.00",
        "fund_pay": "8000.00",
        "personal_pay": "4345.67",
    }
    two = lines(
        "家庭编号,户主信息,,救助信息,,行政区划代码,状态",
        ",户主姓名,身份证号,救助类型,月保障金额（元）,,",
        f"H1,张伟,{ID},农村低保,650,371082001002,在保",
    )
    joined = lines(
        "学籍号,学生,,,监护人,,就读状态",
        ",姓名,身份证件号,学段,姓名,身份证号,",
        f"G1,张小伟,{THIRD},小学,张伟,{ID},01",
    )
    return [
        Quirk(
            "dressed_headings",
            "headings with a star, spaces, a line break, 必填, numbers and full width",
            DEATHS,
            "deaths.csv",
            dressed.encode("gb18030"),
            counted({1: ROW | {"funeral_home": "馆"}}, (2, 1, 1, 0), told),
        ),
        Quirk(
            "units_in_headings",
            "元, 万元 and 千元 in the headings scale the amounts",
            SETTLEMENTS,
            "settlements_202606.csv",
            units.encode(),
            whole({1: {"settlement_no": "S1", "id_number": ID, "med_type": "21", **amounts}}),
        ),
        Quirk(
            "header_of_two_rows_text",
            "a row of group titles over the headings, single headings merged down",
            HOUSEHOLDS,
            "households.csv",
            two.encode("gb18030"),
            whole(
                {
                    1: {
                        "household_no": "H1",
                        "head_name": "张伟",
                        "head_id_number": ID,
                        "assistance_type": "120",
                        "monthly_grant": "650.00",
                        "division_code": "371082001002",
                        "status": "在保",
                    }
                },
                header_rows=2,
            ),
        ),
        Quirk(
            "group_title_names_the_role",
            "姓名 below 监护人 is the guardian's, not the pupil's",
            STUDENTS,
            "students.csv",
            joined.encode(),
            whole(
                {
                    1: {
                        "student_no": "G1",
                        "name": "张小伟",
                        "id_number": THIRD,
                        "stage": "小学",
                        "guardian_name": "张伟",
                        "guardian_id_number": ID,
                        "student_status": "01",
                    }
                },
                header_rows=2,
            ),
        ),
        Quirk(
            "required_heading_missing",
            "a required column under a name that is only near",
            DEATHS,
            "deaths.csv",
            lines("姓名,身份证号,死亡时日期", f"王䶮,{ID},2024-01-01").encode(),
            refused("死亡日期"),
        ),
        Quirk(
            "drop_column",
            "a bank account that must not leave landing",
            PAYMENTS,
            "payments.csv",
            lines(
                "发放年月,姓名,身份证号,救助类型,应发金额,实发金额,发放状态,银行账号",
                f"202606,张伟,{ID},110,650,650,成功,6222020000000000001",
            ).encode(),
            whole({1: {"pay_month": "2026-06-01", "amount_paid": "650.00", "pay_status": "成功"}}),
        ),
    ]


PAY = "发放年月,姓名,身份证号,救助类型,应发金额{0},实发金额{1},发放状态"


def _paid(name: str, about: str, behind: tuple[str, str], amounts: tuple[str, str], above: str = "") -> Quirk:
    """A payment of 1.5 under headings with something behind them, and a line above them."""
    data = above + lines(PAY.format(*behind), f"202606,张伟,{ID},110,1.5,1.5,成功")
    row = {"amount_due": amounts[0], "amount_paid": amounts[1]}
    return Quirk(name, about, PAYMENTS, "payments.csv", data.encode(), whole({1: row}, title_rows=int(bool(above))))


def units() -> list[Quirk]:
    both = ("15000.00", "15000.00")
    row = f"202606,张伟,{ID},110,1.5,1.5,成功"
    return [
        _paid("units_beside_notes", "万 alone, and a unit behind a note", ("（万）", "（必填，万元）"), both),
        _paid("units_beside_asides", "a unit among others", ("（截至6月，单位：万元）", "（万元）（税前）"), both),
        _paid("units_in_words", "a unit with words around it", ("（折合万元）", "（RMB万元）"), both),
        _paid("unit_among_counts", "money's unit is one of a list", ("", ""), both, "单位：人、户、亩、公里、万元\n"),
        _paid("unit_and_the_date", "no blank behind the unit", ("", ""), both, "单位：万 元制表日期：2025年6月\n"),
        _paid(
            "unit_in_a_sentence",
            "the unit is told in a sentence",
            ("", "（元）"),
            ("15000.00", "1.50"),
            "本表金额以万元计\n",
        ),
        _paid("maker_of_a_place", "who made it is no unit", ("", ""), ("1.50", "1.50"), "制表单位：百尺河镇\n"),
        Quirk(
            "unit_of_fen_in_a_heading",
            "amounts in 分 are never taken for yuan",
            PAYMENTS,
            "payments.csv",
            lines(PAY.format("（元）", "（单位：分）"), row).encode(),
            refused("实发金额（单位：分）"),
        ),
        Quirk(
            "unit_of_fen_above_the_header",
            "a line above the header in a unit that is not supported",
            PAYMENTS,
            "payments.csv",
            ("单位：分\n" + lines(PAY.format("", "（元）"), row)).encode(),
            refused("单位:分"),
        ),
    ]


def other_things() -> list[Quirk]:
    deaths = [("身份证号（户主配偶）", "somebody_elses_id"), ("身份证号（送养人）", "id_of_who_gave_away")]
    amounts = [("（年）", "amount_of_a_year"), ("（退回）", "amount_sent_back")]
    two = lines(f"{HEAD},{HEAD}", f"王䶮,{ID},2024-01-01,赵伟,{OTHER},2024-01-02")
    pays = lines(PAY.format("", ""), f"202606,张伟,{ID},110,500,500,成功")
    pays += lines(PAY.format("（万元）", "（万元）"), f"202606,李娜,{OTHER},110,0.05,0.05,成功")
    order = lines(f"{HEAD},火化日期", f"王䶮,{ID},2024-01-01,2024-01-03", "姓名,身份证号,火化日期,死亡日期")
    order += lines(f"赵伟,{OTHER},2024-02-03,2024-02-01")
    again = lines(HEAD, f"王䶮,{ID},2024-01-01", "*姓 名,身份证号（必填）,死亡日期：", f"赵伟,{OTHER},2024-01-02")
    return [
        *(
            Quirk(
                name,
                "an aside that says it is somebody else's is not dropped",
                DEATHS,
                "deaths.csv",
                lines(f"姓名,{heading},死亡日期", f"王䶮,{ID},2024-01-01").encode(),
                refused("身份证号"),
            )
            for heading, name in deaths
        ),
        *(
            Quirk(
                name,
                "an aside that says it is another amount is not dropped",
                PAYMENTS,
                "payments.csv",
                lines(PAY.format("", aside), f"202606,张伟,{ID},110,500,500,成功").encode(),
                refused("实发金额"),
            )
            for aside, name in amounts
        ),
        Quirk(
            "tables_side_by_side",
            "two tables beside each other",
            DEATHS,
            "deaths.csv",
            two.encode(),
            refused("左右并排"),
        ),
        Quirk(
            "second_table_in_another_order",
            "its days would be swapped",
            DEATHS,
            "deaths.csv",
            order.encode(),
            refused("第 3 行"),
        ),
        Quirk(
            "second_table_in_another_unit",
            "its amounts would shrink",
            PAYMENTS,
            "payments.csv",
            pays.encode(),
            refused("第 3 行"),
        ),
        Quirk(
            "header_again_in_another_dress",
            "the same header once more, set otherwise, is no second table",
            DEATHS,
            "deaths.csv",
            again.encode(),
            counted({1: ROW, 3: {"name": "赵伟"}}, (3, 2, 0, 1), set_aside_totals=1),
        ),
    ]


def broken() -> list[Quirk]:
    closed = lines(f"{HEAD},火化日期,殡仪馆", f"王䶮,{ID},2024-01-01,2024-01-02,馆")
    swallowed = closed + lines(f'"李,{OTHER},2024-01-01,2024-01-02,馆', f"赵,{THIRD},2024-01-01,2024-01-02,馆")
    binary = bytes((number * 37 + 11) % 256 for number in range(4000))
    return [
        Quirk("empty_file", "a file of no bytes", DEATHS, "deaths.csv", b"", refused("空")),
        Quirk(
            "no_header",
            "rows without a header",
            DEATHS,
            "deaths.csv",
            lines(f"王䶮,{ID},2024-01-01").encode(),
            refused("表头"),
        ),
        Quirk(
            "unclosed_quote", "a quote that is never closed", DEATHS, "deaths.csv", swallowed.encode(), refused("引号")
        ),
        Quirk("binary_named_csv", "bytes that are no text", DEATHS, "deaths.csv", binary, refused("")),
        Quirk(
            "snapshot_of_no_rows",
            "a snapshot with a header alone wipes nothing",
            CHILDREN,
            "children.csv",
            lines("姓名,身份证号,类别").encode(),
            refused("只有表头"),
        ),
    ]


def quirks() -> list[Quirk]:
    return [*headings(), *units(), *other_things(), *broken()]
