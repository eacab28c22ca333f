"""Golden quirks of text files: encodings, delimiters, quoting, lines that are no data."""

import codecs
from typing import Any

from tests.stages.landing.golden.quirk import (
    CHILDREN,
    DEATHS,
    ID,
    OTHER,
    TEMPORARY_AID,
    Quirk,
    counted,
    lines,
    refused,
    whole,
)

HEAD = "姓名,身份证号,死亡日期"
AID = "姓名,身份证号,救助日期,救助方式,救助金额,致困原因"
QUOTED = '","'
TWO = lines(HEAD, f"王䶮,{ID},2024-01-01", "阿不都·热合曼,,2024-02-29")
TWO_ROWS: dict[int, dict[str, Any]] = {
    1: {"name": "王䶮", "id_number": ID, "death_date": "2024-01-01"},
    2: {"name": "阿不都·热合曼", "id_number": None, "death_date": "2024-02-29"},
}
RARE = lines(f"{HEAD},殡仪馆", f"王䶮,{ID},2024-01-01,㼆㛃馆", f"𠮷𬭎,{OTHER},2024-01-02,")
RARE_ROWS: dict[int, dict[str, Any]] = {
    1: {"name": "王䶮", "id_number": ID, "death_date": "2024-01-01", "funeral_home": "㼆㛃馆"},
    2: {"name": "𠮷𬭎", "id_number": OTHER, "death_date": "2024-01-02", "funeral_home": None},
}


def _deaths(name: str, about: str, data: bytes | str, file: str = "deaths.csv", **more: Any) -> Quirk:
    """The two rows above in another dress."""
    content = data.encode() if isinstance(data, str) else data
    return Quirk(name, about, DEATHS, file, content, whole(TWO_ROWS, **more))


def encodings() -> list[Quirk]:
    swapped = codecs.BOM_UTF16_BE + TWO.encode("utf-16-be")
    return [
        _deaths("utf8_bom", "UTF-8 with a byte order mark", codecs.BOM_UTF8 + TWO.encode(), encoding="utf-8-sig"),
        Quirk(
            "gb18030_rare_characters",
            "GB18030 with characters of four bytes: 䶮 㼆 㛃 𠮷 𬭎",
            DEATHS,
            "deaths.csv",
            RARE.encode("gb18030"),
            whole(RARE_ROWS, encoding="gb18030"),
        ),
        _deaths("utf16_little", "UTF-16, little end first", TWO.encode("utf-16"), encoding="utf-16"),
        _deaths("utf16_big", "UTF-16, big end first", swapped, encoding="utf-16"),
    ]


def delimiters() -> list[Quirk]:
    crlf = TWO.replace("\n", "\r\n").encode("gb18030")
    quoted = lines(
        f'"{HEAD.replace(",", chr(34) + "," + chr(34))}","殡仪馆"',
        f'"王䶮","{ID}","2024-01-01","一馆,东\n二楼 ""贵宾""\n三号"',
        '"阿不都·热合曼","","2024-02-29",""',
        '"坏","","昨天",""',
    )
    rows = {1: TWO_ROWS[1] | {"funeral_home": '一馆,东 二楼 "贵宾" 三号'}, 2: TWO_ROWS[2]}
    told = [(3, 6, "death_date", "死亡日期", "date_unreadable", True)]
    return [
        _deaths("semicolons", "columns divided by semicolons", TWO.replace(",", ";")),
        _deaths(
            "pipes", "columns divided by |, as databases export", TWO.replace(",", "|"), "deaths.txt", format="txt"
        ),
        _deaths("tabs_in_txt", "columns divided by tabs in a .txt", TWO.replace(",", "\t"), "deaths.txt", format="txt"),
        _deaths("tsv", "a .tsv", TWO.replace(",", "\t"), "deaths.tsv", format="tsv"),
        _deaths("windows_line_ends", "line ends of Windows, GB18030", crlf, encoding="gb18030"),
        _deaths("mac_line_ends", "line ends of old Macs", TWO.replace("\n", "\r")),
        _deaths("no_last_line_end", "the last line is not ended", TWO.rstrip("\n")),
        Quirk(
            "quotes_with_everything_inside",
            "every cell quoted; delimiters, quotes and line breaks within; a bad row behind them keeps its line",
            DEATHS,
            "deaths.csv",
            quoted.encode(),
            counted(rows, (3, 2, 1, 0), told),
        ),
        Quirk(
            "stray_quotes",
            "quotes inside unquoted cells are text",
            DEATHS,
            "deaths.csv",
            lines(f"{HEAD},殡仪馆", f'王䶮,{ID},2024-01-01,5"馆', '阿不都·热合曼,,2024-02-29,"一馆"东').encode(),
            whole({1: TWO_ROWS[1] | {"funeral_home": '5"馆'}, 2: TWO_ROWS[2] | {"funeral_home": "一馆东"}}),
        ),
    ]


def around_the_table() -> list[Quirk]:
    title = lines("2026年6月死亡人员名单,,", "制表单位：荣成市民政局,,", "填报日期：2026-06-30,,") + TWO
    unit = lines("欠薪统计表", "单位：万元", "案件编号,姓名,身份证号,立案日期,欠薪金额,状态")
    unit += lines(f"A1,张伟,{ID},2026-01-05,1.25,在办", f"A2,李娜,{OTHER},2026-01-06,300元,办结")
    arrears = {
        1: {"case_no": "A1", "amount": "12500.00", "filed_date": "2026-01-05", "status": "在办"},
        2: {"case_no": "A2", "amount": "300.00", "status": "办结"},
    }
    totals = lines(
        "序号," + HEAD, f"1,王䶮,{ID},2024-01-01", "小计,1,,", "2,阿不都·热合曼,,2024-02-29", "合 计：2人,,,"
    )
    blank = lines(
        ",,,,",
        ",姓名,,身份证号,死亡日期",
        ",,,,",
        f",王䶮,,{ID},2024-01-01",
        "",
        " ,　,,,",
        ",阿不都·热合曼,,,2024-02-29",
    )
    paged = lines(HEAD, f"王䶮,{ID},2024-01-01", HEAD, "阿不都·热合曼,,2024-02-29")
    reordered = lines(
        "备注,死亡日期,民族,身份证号,姓名,附件", f"x,2024-01-01,汉,{ID},王䶮,1", ",2024-02-29,维,,阿不都·热合曼,"
    )
    return [
        _deaths("title_and_maker_lines", "title, 制表单位 and 填报日期 above the header", title, title_rows=3),
        Quirk(
            "unit_above_the_header",
            "单位：万元 above the header scales amounts without a unit of their own",
            "employment/wage_arrears",
            "wage_arrears.csv",
            unit.encode("gb18030"),
            whole(arrears, title_rows=2),
        ),
        Quirk(
            "totals_and_subtotals",
            "小计 between the rows and 合计 below them, in the first column",
            DEATHS,
            "deaths.csv",
            totals.encode(),
            counted({1: TWO_ROWS[1], 3: TWO_ROWS[2]}, (4, 2, 0, 2), set_aside_totals=2),
        ),
        Quirk(
            "blank_rows_and_columns",
            "blank lines above, below and between, a blank column before and between",
            DEATHS,
            "deaths.csv",
            blank.encode(),
            whole(TWO_ROWS, rows_blank=3),
        ),
        Quirk(
            "header_on_every_page",
            "the header once more in the middle, as paged exports have it",
            DEATHS,
            "deaths.csv",
            paged.encode(),
            counted({1: TWO_ROWS[1], 3: TWO_ROWS[2]}, (3, 2, 0, 1), set_aside_totals=1),
        ),
        _deaths("columns_in_another_order", "another order, and columns nobody asked for", reordered),
    ]


def rows_set_aside_or_refused() -> list[Quirk]:
    a, b = f"王䶮,{ID},2024-01-01", "阿不都·热合曼,,2024-02-29"
    same_key = lines(AID, f"张伟,{ID},2026-06-01,急难型,500,因病", f"张伟,{ID},2026-06-01,急难型,500.00,因灾")
    told_long = [(2, 3, "", None, "row_too_long", True)]
    told_nobody = [(2, 3, "", None, "nobody_named", True)]
    told_missing = [(1, 2, "death_date", "死亡日期", "required_missing", True)]
    return [
        Quirk(
            "exact_repeat",
            "the same row once more, written otherwise",
            DEATHS,
            "deaths.csv",
            lines(HEAD, a, b, f" 王　䶮 ,'{ID},2024/1/1").encode(),
            counted(TWO_ROWS, (3, 2, 0, 1), set_aside_repeats=1),
        ),
        Quirk(
            "same_key_later_row",
            "two rows with one key: the later one counts",
            TEMPORARY_AID,
            "temporary_aid.csv",
            same_key.encode(),
            counted({2: {"reason": "因灾", "amount": "500.00"}}, (2, 1, 0, 1), set_aside_replaced=1),
        ),
        Quirk(
            "more_cells_than_headings",
            "an unquoted delimiter shifts the cells of a row",
            DEATHS,
            "deaths.csv",
            lines(HEAD, a, f"张,伟,{ID},2024-01-01").encode(),
            counted({1: TWO_ROWS[1]}, (2, 1, 1, 0), told_long),
        ),
        Quirk(
            "nobody_named",
            "neither name nor id",
            DEATHS,
            "deaths.csv",
            lines(HEAD, a, "—,无,2024-01-01").encode(),
            counted({1: TWO_ROWS[1]}, (2, 1, 1, 0), told_nobody),
        ),
        Quirk(
            "required_cell_empty",
            "a date that must be there is not",
            DEATHS,
            "deaths.csv",
            lines(HEAD, f"王䶮,{ID},空", b).encode(),
            counted({2: TWO_ROWS[2]}, (2, 1, 1, 0), told_missing),
        ),
    ]


def ragged() -> list[Quirk]:
    a, b = f"王䶮,{ID},2024-01-01", "阿不都·热合曼,,2024-02-29"
    mac = f'{HEAD},殡仪馆\r王䶮,{ID},2024-01-01,"一馆\n东厅"\r阿不都·热合曼,,2024-02-29,馆\r'
    mac_rows = {1: TWO_ROWS[1] | {"funeral_home": "一馆 东厅"}, 2: TWO_ROWS[2] | {"funeral_home": "馆"}}
    children = "所属镇街,姓名,身份证号,类别\n"
    child = {"name": "王䶮", "id_number": ID, "child_category": "孤儿"}
    broken = lines(HEAD, a, b).encode().replace("热".encode(), "热".encode()[:2])
    return [
        Quirk(
            "mac_line_ends_with_breaks_in_cells",
            "lines end as on old Macs, and a cell holds a line feed",
            DEATHS,
            "deaths.csv",
            mac.encode(),
            whole(mac_rows),
        ),
        _deaths("delimiter_named_in_the_first_line", "Excel's own first line sep=;", f"sep=;\n{TWO.replace(',', ';')}"),
        Quirk(
            "comma_of_thousands_before_an_empty_cell",
            "an unquoted comma of thousands in a row whose last cell is empty: a cell too many, and nothing in it",
            TEMPORARY_AID,
            "temporary_aid.csv",
            lines(AID, f"张伟,{ID},2026-06-01,急难型,1,500,", f"李娜,{OTHER},2026-06-01,急难型,500,因病").encode(),
            counted({2: {"amount": "500.00"}}, (2, 1, 1, 0), [(1, 2, "", None, "row_too_long", True)]),
        ),
        _deaths("blank_behind_the_last_delimiter", "something blank typed there", lines(HEAD, f"{a}, ", b)),
        Quirk(
            "closing_quote_missing",
            "every cell quoted, and one at a row's end without its closing quote: no row vanishes in another",
            DEATHS,
            "deaths.csv",
            lines(HEAD, *(f'"{each.replace(",", QUOTED)}"' for each in (a, b, a))).replace('29"', "29").encode(),
            refused("第 3 行起引号不成对"),
        ),
        _deaths("delimiters_at_line_ends", "empty cells behind the last heading", lines(HEAD, f"{a},", f"{b},,")),
        _deaths("short_rows", "rows that end before the last heading", lines(f"{HEAD},火化日期,殡仪馆", a, b)),
        Quirk(
            "totals_in_a_later_column",
            "小计 behind the township's name is no child",
            CHILDREN,
            "children.csv",
            (children + lines(f"虎山镇,王䶮,{ID},孤儿", "虎山镇,小计,,", ",合计,1,")).encode(),
            counted({1: child}, (3, 1, 0, 2), set_aside_totals=2),
        ),
        Quirk(
            "blank_from_here",
            "以下空白 below the last row is no child",
            CHILDREN,
            "children.csv",
            (children + lines(f"虎山镇,王䶮,{ID},孤儿", ",以下空白,,")).encode(),
            counted({1: child}, (2, 1, 0, 1), set_aside_totals=1),
        ),
        Quirk(
            "one_byte_lost",
            "a character of which a byte is missing: no encoding fits any more, and nobody's name is guessed",
            DEATHS,
            "deaths.csv",
            broken,
            refused("编码"),
        ),
    ]


def quirks() -> list[Quirk]:
    return [
        *ragged(),
        *encodings(),
        *delimiters(),
        *around_the_table(),
        *rows_set_aside_or_refused(),
    ]
