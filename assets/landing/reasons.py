"""Why a cell, a row or a file could not be taken, in the words a clerk reads, with how to mend it. No values, ever."""

from collections.abc import Mapping

import polars as pl

from assets.vocabulary.feeds import Feed

# {heading} is the contract's heading of the column, {who} those of whom the row is about.
CELL_REASONS: dict[str, str] = {
    "required_missing": "「{heading}」是必填项，这一格是空的；请补上后重报",
    "date_unreadable": "「{heading}」不是能识别的日期；请写成 2024-01-31 的样子",
    "date_implausible": "「{heading}」的年份早于1900年或晚于2100年；请核对后重报",
    "date_ambiguous": "「{heading}」可以读成两个日子（如 200103、2024.1、20241）；请写成 2024-01-31 的样子",
    "date_only_year": "「{heading}」像是只填了年份，被当作日期存成了1905年；请把年月日填全，写成 2024-01-31 的样子",
    "month_unreadable": "「{heading}」不是能识别的年月；请写成 2024-01 或 202401 的样子",
    "month_ambiguous": "「{heading}」可以读成两个月份（2024.1 也许是10月，20241 也许是1955年）；请写成 2024-01 的样子",
    "money_unreadable": "「{heading}」不是能识别的金额；请只填数字，单位为元",
    "small_digits": "「{heading}」里有上标或带圈的数字（如 ²、①），分不清是不是数值的一部分；请只填数值",
    "int_unreadable": "「{heading}」不是整数；请只填数字",
    "number_unreadable": "「{heading}」不是数字；请只填数字",
    "yesno_unreadable": "「{heading}」认不出是“是”还是“否”；请只填“是”或“否”",
    "sex_unreadable": "「{heading}」认不出是男还是女；请只填“男”或“女”（或 1、2）",
    "code_ambiguous": "「{heading}」的1、2、3可能少了前面的0，分不清是哪一种代码；请改填文字，或设成文本格式后写全两位",
    "code_unknown": "「{heading}」不在代码表里；请改用代码表中的写法，或告知我们增补",
    "phone_unreadable": "「{heading}」不是能识别的电话号码；请只填一个号码",
    "division_unreadable": "「{heading}」不是6位、9位或12位的数字；请填区划代码",
    "digits_lost": "「{heading}」被当作数字保存，末尾几位已经丢失，无法恢复；请把这一列设成文本格式后重新导出",
    "digits_doubtful": "「{heading}」末尾几位都是0，可能被当作数字保存、丢了末尾；请核对，有误的设成文本格式重新导出",
    "id_cut": "「{heading}」只有15位，像是18位号码少了后3位；请填写完整的号码",
    "id_unreadable": "「{heading}」太长或有认不出的数字，不像证件号码；请核对这一列是否填错",
    "id_no_number": "「{heading}」里没有号码；请填写证件号码，没有证件的请留空",
    "id_incomplete": "「{heading}」不是15位或18位的身份证号；请核对后重报",
    "garbled": "「{heading}」里有乱码，原字已经丢失；请用 UTF-8 编码重新导出",
    "name_placeholder": "「{heading}」里有没能显示的字（生僻字）；请核对后用 UTF-8 重新导出或补正",
    "name_two_lines": "「{heading}」一格里有两行，可能是两个人；请一格只填一个姓名后重报",
    "name_implausible": "「{heading}」里有数字、没有文字或特别长，不像姓名；请核对这一列是否填错",
    "cell_error": "「{heading}」这一格是公式的错误值（#N/A、#REF! 之类）；请改正公式，或直接填上内容后重报",
    "formula_empty": "「{heading}」这一格是公式且没有计算结果；请在 Excel 中打开、保存后重报",
}
ROW_REASONS: dict[str, str] = {
    "nobody_named": "{who}都是空的，不知道说的是谁；请补上后重报",
    "row_too_long": "这一行的格数比表头多，各列可能已经错位；请检查内容里是否夹了分隔符",
}

# Whom a row is about: the person themselves, the household's head, the house's owner. A guardian is not.
_MAIN_ROLES = frozenset({"self", "head", "owner"})

NO_HEADER = "前10行里没有找到表头；请确认第一行（或标题行之后）是列名"
EMPTY_FILE = "文件是空的；请重新导出后重报"
EMPTY_SNAPSHOT = "文件只有表头，没有一行数据；全量数据不会一夜清空，这份文件没有采用，请核对后重新导出"
EMPTY_SHEET = "工作表只有表头，没有一行数据，而以前有；全量数据不会一夜清空，这份文件没有采用，请核对后重新导出"
UNUSABLE_SNAPSHOT = "没有一行能用，每一行都退回了；已收到过的数据继续沿用，请按退回的各行更正后重报"
UNREADABLE_TEXT = "文件的编码无法识别；请另存为 UTF-8 编码的 csv"
UNREADABLE_WORKBOOK = "工作簿打不开；可能已损坏、加了密码或不是 xlsx 格式，请重新导出"
HIDDEN_SHEET = "工作表是隐藏的，没有读取；如需上报请取消隐藏后重报"
UNREADABLE_SHEET = "工作表的内容读不出来，可能已损坏；请用 Excel 打开、另存为新的工作簿后重报"
TOO_WIDE_SHEET = "工作表有内容的列太多，不像一张名单；请删除右侧多余的列后重报"
TOO_LARGE_WORKBOOK = "工作簿太大或太稀疏，读不下来；请删除远处的空单元格和格式，或拆分、另存为 csv 后重报"
BOMB_WORKBOOK = "工作簿解压后大得不合常理，没有读取；请另存为新的工作簿或 csv 后重报"
UNREADABLE_PARQUET = "Parquet 文件打不开；可能已损坏或没有传完，请重新导出"
TOO_LARGE_PARQUET = "Parquet 文件读不下来；可能已损坏或太大，请重新导出或拆成几个文件后重报"
BROKEN_QUOTES = "文件里有不成对的引号，后面的行读不出来；请重新导出"
UNSUPPORTED_FORMAT = "文件格式不支持；请另存为 xlsx 或 csv 后重报"
_UNSUPPORTED_ARCHIVE = "这种压缩格式不支持；请解压后直接放入，或改用 zip 格式压缩"
# By the kinds that files.formats tells and nobody here reads.
OTHER_ARCHIVES = ("rar", "7z", "tar", "xz", "bz2", "zst", "cab")
FORMAT_REASONS: dict[str, str] = {
    **dict.fromkeys(OTHER_ARCHIVES, _UNSUPPORTED_ARCHIVE),
    "pdf": "这是 PDF 文件，表格读不出来；请从原系统导出 xlsx 或 csv 后重报",
    "doc": "这是文字文档，不是表格；请把表格另存为 xlsx 或 csv 后重报",
    "image": "这是图片，不是表格；请从原系统导出 xlsx 或 csv 后重报",
    "mht": "这是单个文件网页（mht）；请在 Excel 或 WPS 中打开，另存为 xlsx 后重报",
    "database": "这是数据库文件；请导出为 xlsx 或 csv 后重报",
}
LOCKED_WORKBOOK = "工作簿加了密码，已登记的密码都打不开；请去掉密码后重报，或把密码告知我们登记"
LARGE_LOCKED_WORKBOOK = "加密的工作簿太大，无法解开；请去掉密码或拆成几个文件后重报"
LOCKED_ARCHIVE = "压缩包加了密码，已登记的密码都打不开；请去掉密码后重报，或把密码告知我们登记"
BROKEN_ARCHIVE = "压缩包打不开，可能已损坏、没有传完或是分卷；请重新压缩成一个 zip 后重报"
LARGE_ARCHIVE = "压缩包解开后太大，没有读取；请分成几个压缩包后重报"
CROWDED_ARCHIVE = "压缩包里的文件太多，没有读取；请分成几个压缩包后重报"
NESTED_ARCHIVE = "压缩包里又套了多层压缩包；请解压后重新压缩，最多套一层"
EMPTY_ARCHIVE = "压缩包里没有文件；请检查后重新压缩"
BROKEN_MEMBER = "压缩包里的这个文件已损坏，读不出来；请重新压缩后重报"
SUSPICIOUS_MEMBER = "压缩包里的这个文件压缩比异常，没有解开；请解压后直接放入"
UNSUPPORTED_MEMBER = "压缩包用了不支持的压缩方法；请用普通的 zip 方式重新压缩"
EXPLANATION_MEMBER = "从文件名看是说明，没有读取；如果是数据，请改成以数据名称开头的文件名后重报"
NO_WEB_TABLE = "网页里没有表格；请另存为 xlsx 或 csv 后重报"
LARGE_WEB_PAGE = "网页格式的文件太大，没有读取；请另存为 csv 后重报"
BROKEN_WEB_PAGE = "网页格式的表格结构不完整，读不出来；请在 Excel 或 WPS 中打开，另存为 xlsx 后重报"


def missing_headings(headings: tuple[str, ...], near: Mapping[str, str] | None = None) -> str:
    """Which required columns a file lacks; `near`: missing heading → a heading of the file that is like it."""
    if not near:
        return f"缺少必需的列：{'、'.join(f'「{heading}」' for heading in headings)}；请补上后重报"
    told = [f"「{h}」（文件里有相近的「{near[h]}」）" if h in near else f"「{h}」" for h in headings]
    mend = "改名" if all(heading in near for heading in headings) else "改名或补上"
    return f"缺少必需的列{'、'.join(told)}；请{mend}后重报，或告知我们增补"


def swallowed_rows(line: int) -> str:
    """A quote that was never closed has taken whole lines into one cell."""
    return f"第 {line} 行起引号不成对，后面的行被并成了一格；请重新导出"


def unknown_unit(text: str) -> str:
    """A heading, or a line above the header, in a unit of money that is not understood."""
    return f"「{text}」里的金额单位认不出或不支持，不能当作元来读；请换算成元（或写明万元、千元）后重报"


def tables_side_by_side(headings: tuple[str, ...]) -> str:
    """Two tables beside each other: the right one would never be read."""
    told = "、".join(f"「{heading}」" for heading in headings)
    return f"表头里{told}各出现了两次，像是左右并排的两个表，右边的会漏读；请改成上下接排、每人一行后重报"


def second_table(line: int) -> str:
    """Below the first table stands another one, whose columns are others, or in another order, or in another unit."""
    return f"第 {line} 行又是一个表头，且与前面的列不一致，下面的行会对错列；请把各个表分开，或统一列的顺序和单位后重报"


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
