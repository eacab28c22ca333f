"""Why a cell, a row or a file could not be taken, in the words a clerk reads, with how to mend it. No values, ever."""

import polars as pl

from assets.vocabulary.feeds import Feed

# {heading} is the contract's heading of the column, {who} those of whom the row is about.
CELL_REASONS: dict[str, str] = {
    "required_missing": "「{heading}」是必填项，这一格是空的；请补上后重报",
    "date_unreadable": "「{heading}」不是能识别的日期；请写成 2024-01-31 的样子",
    "date_implausible": "「{heading}」的年份早于1900年或晚于2100年；请核对后重报",
    "month_unreadable": "「{heading}」不是能识别的年月；请写成 2024-01 或 202401 的样子",
    "money_unreadable": "「{heading}」不是能识别的金额；请只填数字，单位为元",
    "int_unreadable": "「{heading}」不是整数；请只填数字",
    "number_unreadable": "「{heading}」不是数字；请只填数字",
    "yesno_unreadable": "「{heading}」只能填“是”或“否”",
    "sex_unreadable": "「{heading}」只能填“男”或“女”（或 1、2）",
    "code_unknown": "「{heading}」不在代码表里；请改用代码表中的写法，或告知我们增补",
    "phone_unreadable": "「{heading}」不是能识别的电话号码；请只填一个号码",
    "division_unreadable": "「{heading}」应为6位、9位或12位数字的区划代码",
    "digits_lost": "「{heading}」被当作数字保存，末尾几位已经丢失，无法恢复；请把这一列设成文本格式后重新导出",
    "id_unreadable": "「{heading}」太长或有认不出的数字，不像证件号码；请核对这一列是否填错",
    "garbled": "「{heading}」里有乱码，原字已经丢失；请用 UTF-8 编码重新导出",
}
ROW_REASONS: dict[str, str] = {
    "nobody_named": "{who}都是空的，不知道说的是谁；请补上后重报",
    "row_too_long": "这一行的格数比表头多，各列可能已经错位；请检查内容里是否夹了分隔符",
}

# Whom a row is about: the person themselves, the household's head, the house's owner. A guardian is not.
_MAIN_ROLES = frozenset({"self", "head", "owner"})

NO_HEADER = "前10行里没有找到表头；请确认第一行（或标题行之后）是列名"
EMPTY_FILE = "文件是空的"
EMPTY_SNAPSHOT = "文件只有表头，没有一行数据；全量数据不会一夜清空，已沿用上次的数据，请核对后重新导出"
UNREADABLE_TEXT = "文件的编码无法识别；请另存为 UTF-8 编码的 csv"
UNREADABLE_WORKBOOK = "工作簿打不开；可能已损坏、加了密码或不是 xlsx 格式，请重新导出"
UNREADABLE_PARQUET = "Parquet 文件打不开；可能已损坏或没有传完，请重新导出"
BROKEN_QUOTES = "文件里有不成对的引号，后面的行读不出来；请重新导出"


def missing_headings(headings: tuple[str, ...]) -> str:
    """Which required columns a file lacks."""
    return f"缺少必需的列：{'、'.join(f'「{heading}」' for heading in headings)}；请补上后重报"


def swallowed_rows(line: int) -> str:
    """A quote that was never closed has taken whole lines into one cell."""
    return f"第 {line} 行起引号不成对，后面的行被并成了一格；请重新导出"


def who_columns(feed: Feed) -> list[str]:
    """The columns of name and id of the person whom a row of this feed is about; none where a row is about nobody."""
    groups = [group for group in feed.person_groups() if group.role in _MAIN_ROLES]
    return [name for group in groups for name in (group.name, group.id_number) if name is not None]


def reason_table(feed: Feed) -> pl.DataFrame:
    """column, reason_code, reason: every text that a row of this feed may get; column '' speaks of the whole row."""
    rows = [
        (column.name, code, text.format(heading=column.headings[0]))
        for column in feed.landed_columns
        for code, text in CELL_REASONS.items()
    ]
    who = "和".join(f"「{feed.column(name).headings[0]}」" for name in who_columns(feed))
    rows += [("", code, text.format(who=who)) for code, text in ROW_REASONS.items()]
    return pl.DataFrame(rows, schema=["column", "reason_code", "reason"], orient="row")
