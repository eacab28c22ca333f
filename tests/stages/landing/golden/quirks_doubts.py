"""Golden quirks of what could be read in two ways, and is not guessed: values, totals like names, swallowed rows."""

from tests.stages.landing.golden.quirk import (
    DEATHS,
    ID,
    OTHER,
    PAYMENTS,
    SURNAMES,
    TEMPORARY_AID,
    Quirk,
    Told,
    counted,
    lines,
    refused,
)

AID = "姓名,身份证号,救助日期,救助方式,救助金额,致困原因"


def _dates_of_two_meanings() -> Quirk:
    """Texts that are two days, or a day that nobody wrote."""
    doubted = [
        ("200103", "date_ambiguous"),
        ("20241", "date_ambiguous"),
        ("2024.1", "date_ambiguous"),
        ("1905-07-16", "date_only_year"),
        ("2024-1-2 3", "date_unreadable"),
        ("20231 2", "date_unreadable"),
        ("2024-1-2②", "small_digits"),
    ]
    told: list[Told] = [
        (n, n + 1, "death_date", "死亡日期", code, True) for n, (_, code) in enumerate(doubted, start=1)
    ]
    return Quirk(
        "dates_of_two_meanings",
        "200103 is March 2001 or 3 January 2020, 20241 a month or a day of 1955, 2024.1 January or October, and a year "
        "in a cell of dates a day of 1905; a blank is not left out between digits",
        DEATHS,
        "deaths.csv",
        lines("姓名,身份证号,死亡日期", *(f"{SURNAMES[n]}伟,,{text}" for n, (text, _) in enumerate(doubted))).encode(),
        counted({}, (len(doubted), 0, len(doubted), 0), told),
    )


def _two_values_in_a_cell() -> Quirk:
    """Amounts beside each other, and signs that are no digits of theirs."""
    forms = ['"300\n200"', "300 500", "100 200 300", "3 00", "300￥200", "$300", "300①", "300²"]
    codes = ["money_unreadable"] * 6 + ["small_digits"] * 2
    told: list[Told] = [(n, n + 1 + (n > 1), "amount", "救助金额", code, True) for n, code in enumerate(codes, start=1)]
    return Quirk(
        "two_values_in_a_cell",
        "two amounts in a cell are not joined to one, a footnote's sign is no digit, a foreign currency is no yuan",
        TEMPORARY_AID,
        "temporary_aid.csv",
        lines(AID, *(f"{SURNAMES[n]}伟,,2026-06-01,急难型,{text}," for n, text in enumerate(forms))).encode(),
        counted({}, (len(forms), 0, len(forms), 0), told),
    )


def _keys_that_lost_digits() -> Quirk:
    rounded, whole_number = "37108219900202000000", "37108219900202123443"
    header = "姓名,身份证号,残疾人证号,残疾类别,残疾等级,发证日期"
    body = [f"{SURNAMES[n]}伟,,{key},4,2,2020-01-01" for n, key in enumerate([rounded, rounded, whole_number])]
    told: list[Told] = [(n, n + 1, "certificate_no", "残疾人证号", "digits_lost", True) for n in (1, 2)]
    return Quirk(
        "keys_that_lost_digits",
        "a key of which a spreadsheet kept fifteen digits would make one person's row replace another's",
        "civil_affairs/disabled",
        "disabled.csv",
        lines(header, *body).encode(),
        counted({3: {"certificate_no": whole_number}}, (3, 1, 2, 0), told),
    )


def _totals_beside_a_month() -> list[Quirk]:
    header = "发放年月,姓名,身份证号,救助类型,应发金额,实发金额,发放状态"
    said = ["小计35人", "合计（35人）", "石岛镇小计", "本月合计", "其中：低保"]
    body = [f"202606,李小计,{ID},110,650,650,成功", *(f"202606,{text},,110,50000,50000,成功" for text in said)]
    first = lines("姓名,身份证号,死亡日期", f"李小计,{ID},2024-01-01", f"王共计,{OTHER},2024-01-02", "小计,2,")
    return [
        Quirk(
            "totals_beside_a_month",
            "totals with a place, a time or a count stand where the name would, behind the month",
            PAYMENTS,
            "payments.csv",
            lines(header, *body).encode(),
            counted({1: {"name": "李小计", "amount_paid": "650.00"}}, (6, 1, 0, 5), set_aside_totals=5),
        ),
        Quirk(
            "names_like_totals",
            "李小计 with an id is a person",
            DEATHS,
            "deaths.csv",
            first.encode(),
            counted({1: {"name": "李小计"}, 2: {"name": "王共计"}}, (3, 2, 0, 1), set_aside_totals=1),
        ),
    ]


def _swallowed_where_rows_are_short() -> Quirk:
    header = "房屋编号,户主姓名,户主身份证号,鉴定等级,鉴定日期,是否居住,房屋坐落,纳入改造年月,竣工日期,受灾情况,备注"
    rows = [
        f"F{n},赵伟,{ID},D,2024-01-0{n},是,{village}"
        for n, village in enumerate(["东村", '"东村', "东村", '西村"', "东村"], 1)
    ]
    return Quirk(
        "swallowed_where_rows_are_short",
        "a quote opens in one row and closes in a later one; rows end behind their last filled cell",
        "housing/dangerous_houses",
        "dangerous_houses.csv",
        lines(header, *rows).encode(),
        refused("引号"),
    )


def quirks() -> list[Quirk]:
    return [
        _dates_of_two_meanings(),
        _two_values_in_a_cell(),
        _keys_that_lost_digits(),
        *_totals_beside_a_month(),
        _swallowed_where_rows_are_short(),
    ]
