"""Golden quirks of values: each written form of the specification in a file of its own kind."""

from tests.stages.landing.golden.quirk import (
    DEATHS,
    ID,
    PAYMENTS,
    SETTLEMENTS,
    SURNAMES,
    TEMPORARY_AID,
    Quirk,
    Told,
    counted,
    in_column,
    lines,
    whole,
)

AID = "姓名,身份证号,救助日期,救助方式,救助金额,致困原因"


def identity_numbers() -> list[Quirk]:
    forms = [
        ("37108219900101123x", "37108219900101123X"),
        ("37108219910101123×", "37108219910101123X"),
        ("37108219920101123Ｘ", "37108219920101123X"),
        ("３７１０８２１９９３０１０１１２３ｘ", "37108219930101123X"),
        ("'371082199401011234", "371082199401011234"),
        ("371082 19950101 1234", "371082199501011234"),
        ("371082-19960101-1234", "371082199601011234"),
        ("371082199701011234.0", "371082199701011234"),
        ('"=""371082199801011234"""', "371082199801011234"),
        ("110105491231002", "11010519491231002X"),
        ("E12345678", "E12345678"),
    ]
    lost = ["3.71082E+17", "4.30e+17", "371082199001011000"]
    rows = {number: {"name": f"张{number}号"[:2], "id_number": None} for number in range(1, 4)}
    rows = {number: {"id_number": None, "death_date": "2024-01-01"} for number in rows}
    told: list[Told] = [(number, number + 1, "id_number", "公民身份号码", "digits_lost", False) for number in rows]
    body = [f"{name},{text},2024-01-01" for name, text in zip("赵钱孙", lost, strict=True)]
    return [
        in_column(
            "ids",
            "identity numbers in every form",
            DEATHS,
            "姓名,身份证号,死亡日期",
            "张伟,{form},2024-01-01",
            "id_number",
            forms,
        ),
        Quirk(
            "ids_cut_to_fifteen",
            "fifteen of eighteen digits look like an old number of somebody born in 1920 or before: no id, and told",
            DEATHS,
            "deaths.csv",
            lines(
                "姓名,身份证号,死亡日期",
                "赵伟,371082200503121,2024-01-01",
                "钱伟,371082198505051,2024-01-01",
                "孙伟,371082210505123,2024-01-01",
            ).encode(),
            counted(
                {1: {"id_number": None}, 2: {"id_number": None}, 3: {"id_number": "371082192105051233"}},
                (3, 3, 0, 0),
                [(n, n + 1, "id_number", "身份证号", "id_cut", False) for n in (1, 2)],
                ids_filled=3,
                ids_malformed=2,
            ),
        ),
        Quirk(
            "ids_that_lost_digits",
            "4.30E+17 and three zeros at the end cannot be brought back: the row goes on without id and is told",
            DEATHS,
            "deaths.csv",
            lines("姓名,公民身份号码,死亡日期", *body).encode(),
            counted(rows, (3, 3, 0, 0), told, ids_filled=3, ids_malformed=3),
        ),
    ]


def names() -> list[Quirk]:
    forms = [
        ("王　强", "王强"),
        (" 王 军 ", "王军"),
        ("阿卜杜•热西提", "阿卜杜·热西提"),
        ("阿卜杜．买买提", "阿卜杜·买买提"),
        ("古丽.帕提曼", "古丽·帕提曼"),
        ("迪丽‧努尔", "迪丽·努尔"),
        ("买买提・艾力", "买买提·艾力"),
    ]
    lost = [("王?", "王?"), ("张??", "张??"), ("李？", "李?"), ("赵\ue003", "赵\ue003"), ("孙\ufffd", "孙?")]
    told: list[Told] = [(number, number + 1, "name", "姓名", "name_placeholder", False) for number in range(1, 6)]
    body = [f"{name},37108219900101123{number},2024-01-01" for number, (name, _) in enumerate(lost)]
    return [
        in_column(
            "names",
            "spaces in names and the dots of minority names",
            DEATHS,
            "姓名,身份证号,死亡日期",
            "{form},37108219900101123{number},2024-01-01",
            "name",
            forms,
        ),
        Quirk(
            "names_with_lost_characters",
            "rare characters became ? or private ones: the name is kept and told",
            DEATHS,
            "deaths.csv",
            lines("姓名,身份证号,死亡日期", *body).encode(),
            counted({n: {"name": kept} for n, (_, kept) in enumerate(lost, start=1)}, (5, 5, 0, 0), told),
        ),
    ]


def dates() -> list[Quirk]:
    day = "2024-01-05"
    written = ["20240105", "2024-1-5", "2024/1/5", "2024.1.5", "2024年1月5日", "2024年1月5号", "2024 年 1 月 5 日"]
    written += [
        "2024-01-05 00:00:00",
        "2024/1/5 0:00",
        "2024-01-05T00:00:00",
        "20240105.0",
        "45296",
        "45296.0",
        "45296.75",
    ]
    written += ["２０２４－０１－０５", "'2024-01-05", "Jan  5 2024 12:00AM"]
    forms = [(text, day) for text in written] + [("2024年1月", "2024-01-01")]
    empty = ["1900-01-00", "0000-00-00", "1900/1/0", "无", "-", "—", "NULL", "空", "", "/"]
    forms += [("2024 1 5", day), ("202401", "2024-01-01")]
    bad = ["昨天", "2024-02-30", "24-1-5", "二〇二四年一月五日", "1850-01-01"]
    told: list[Told] = [(n, n + 1, "death_date", "死亡日期", "date_unreadable", True) for n in range(1, 5)]
    told.append((5, 6, "death_date", "死亡日期", "date_implausible", True))
    months = [
        ("202305", "2023-05-01"),
        ("2023年5月", "2023-05-01"),
        ("2023-05", "2023-05-01"),
        ("2023/5", "2023-05-01"),
    ]
    months += [
        ("2023.05", "2023-05-01"),
        ("202305.0", "2023-05-01"),
        ("2023-05-31", "2023-05-01"),
        ("45296", "2024-01-01"),
    ]
    return [
        in_column(
            "dates",
            "dates in every form",
            DEATHS,
            "姓名,身份证号,死亡日期",
            "{name},,{form}",
            "death_date",
            forms,
        ),
        in_column(
            "dates_that_are_empty",
            "1900-01-00 and other words for an empty date are no fault",
            DEATHS,
            "姓名,身份证号,死亡日期,火化日期",
            "{name},,2024-01-01,{form}",
            "cremation_date",
            [(text, None) for text in empty],
        ),
        Quirk(
            "dates_nobody_can_read",
            "dates that would have to be guessed refuse the row",
            DEATHS,
            "deaths.csv",
            lines("姓名,身份证号,死亡日期", *(f"{SURNAMES[n]}伟,,{text}" for n, text in enumerate(bad))).encode(),
            counted({}, (5, 0, 5, 0), told),
        ),
        in_column(
            "months",
            "202305 and 2023年5月 side by side",
            PAYMENTS,
            "发放年月,姓名,身份证号,救助类型,应发金额,实发金额,发放状态",
            "{form},{name},,110,1,1,成功",
            "pay_month",
            months,
        ),
    ]


def amounts() -> list[Quirk]:
    forms = [
        ('"1,234.50"', "1234.50"),
        ("￥12.3", "12.30"),
        ("12元", "12.00"),
        ("1.2万", "12000.00"),
        ("12万元", "120000.00"),
        ("(3.20)", "-3.20"),
        ("（1003.20）", "-1003.20"),
        ("100-", "-100.00"),
        ("１２．５０", "12.50"),
        ("'99", "99.00"),
        ("0.005", "0.01"),
        (" 7 ", "7.00"),
        ("8 元", "8.00"),
        ("￥ 9", "9.00"),
        ("1 234 567.5", "1234567.50"),
    ]
    bad = ["壹佰元整", "五百", "约500"]
    told: list[Told] = [(n, n + 1, "amount", "救助金额", "money_unreadable", True) for n in range(1, 4)]
    reversal = lines(
        "setl_id,psn_name,certno,med_type,setl_time,medfee_sumamt,inscp_scp_amt,hifp_pay,maf_pay,fund_pay_sumamt,psn_part_amt",
        f"S1,张伟,{ID},21,2026-06-01 10:30:00,100.00,80.00,50.00,10.00,60.00,40.00",
        f"S2,张伟,{ID},2101,2026-06-02 10:30:00,-100.00,-80.00,-50.00,-10.00,-60.00,-40.00",
    )
    return [
        in_column(
            "amounts",
            "amounts in every form",
            TEMPORARY_AID,
            AID,
            "{name},,2026-06-01,急难型,{form},",
            "amount",
            forms,
        ),
        Quirk(
            "amounts_nobody_can_read",
            "amounts in Chinese numerals and about so much are not guessed",
            TEMPORARY_AID,
            "temporary_aid.csv",
            lines(AID, *(f"{SURNAMES[n]}伟,,2026-06-01,急难型,{text}," for n, text in enumerate(bad))).encode(),
            counted({}, (3, 0, 3, 0), told),
        ),
        Quirk(
            "reversals_and_sub_codes",
            "a reversal is a row with negative amounts; 2101 is a kind of 21",
            SETTLEMENTS,
            "settlements.csv",
            reversal.encode(),
            whole(
                {
                    1: {"total_fee": "100.00", "settle_date": "2026-06-01", "med_type": "21"},
                    2: {"total_fee": "-100.00", "personal_pay": "-40.00", "med_type": "21"},
                }
            ),
        ),
    ]


def quirks() -> list[Quirk]:
    return [*identity_numbers(), *names(), *dates(), *amounts()]
