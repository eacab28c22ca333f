"""Writing what `doudi replay` counted: a workbook for staff with Chinese headings, or Parquet files.

What belongs here: where and how it is written. What does not: a count.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import polars as pl
import xlsxwriter

from assets.indicators.replay import Replay
from assets.lake import Lake

# What one sheet of Excel holds, its heading apart.
SHEET_ROWS = 1_048_575
SHEETS = {
    "changes": "进出情况",
    "changes_by_night": "逐日进出",
    "workload": "乡镇工作量",
    "workload_by_night": "逐日乡镇工作量",
    "slope_by_night": "陡坡",
}
HEADINGS = {
    "night": "业务日期",
    "code": "指标",
    "indicator": "指标名称",
    "county_code": "区划",
    "county": "县(市、区)",
    "township_code": "乡镇区划",
    "township": "乡镇(街道)",
    "tier": "等级",
    "before": "现行参数",
    "after": "假设参数",
    "enters": "新进入",
    "leaves": "退出",
    "moved_in": "由其他等级转入",
    "moved_out": "转到其他等级",
    "hits_before": "命中(现行)",
    "hits_after": "命中(假设)",
    "households_before": "户数(现行)",
    "households_after": "户数(假设)",
    "queue_rows_before": "清单行数(现行)",
    "queue_rows_after": "清单行数(假设)",
    "parameters": "参数",
    "line": "标准线",
    "urban_rural": "城乡",
    "amount": "线值(元/人月)",
    "households": "线上方户数",
    "persons": "线上方人数",
    "receiving": "其中线下待遇在享户数",
    "grant_below": "同距线下应得补差(元/月)",
    "grant_now": "现得低保金(元/月)",
    "worth_a_year": "线上失去的配套待遇(元/年)",
    "worse_off": "不如线下的户数",
    "deductible_rise": "医疗救助起付线升高(元/人年)",
}
_TIERS = {"R": "红", "O": "橙", "Y": "黄", "B": "蓝"}
_SIDES = {"before": "现行参数", "after": "假设参数"}


class OutputError(ValueError):
    """The tables cannot be written there; the text says where they can."""


def writer(output: Path, lake: Lake) -> Callable[[Replay], Path]:
    """A function that writes a replay there and gives the path. Raises OutputError before anything is computed."""
    if output.resolve().is_relative_to(lake.root.resolve()):
        raise OutputError(f"{output} lies in the lake, which a replay does not change: choose another place")
    write: Callable[[Replay, Path], Path]
    if output.suffix.lower() == ".xlsx":
        if output.is_dir():
            raise OutputError(f"{output} is a folder: give the name of a file")
        folder, write = output.parent, _write_workbook
    elif output.suffix or output.is_file():
        raise OutputError(f"{output}: give a file that ends in .xlsx, or a folder for Parquet")
    else:
        folder, write = output, _write_parquet
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"{folder} cannot be made: {error.strerror}") from None
    return lambda made: write(made, output)


def _write_parquet(made: Replay, folder: Path) -> Path:
    for name, table in made.tables().items():
        table.write_parquet(folder / f"{name}.parquet")
    return folder


def _write_workbook(made: Replay, path: Path) -> Path:
    """A sheet a table, after one that says what was assumed. A table longer than a sheet is named instead."""
    last = made.nights[-1]
    with xlsxwriter.Workbook(str(path)) as book:
        created = datetime(last.year, last.month, last.day)  # noqa: DTZ001 - Excel's dates know no zone
        book.set_properties({"title": "参数回放", "created": created})
        about = book.add_worksheet("说明")
        about.set_column(0, 0, 100)
        lines = _about(made)
        for name, table in made.tables().items():
            if table.height > SHEET_ROWS:
                lines.append(f"“{SHEETS[name]}”超过一张工作表的行数，未写入；请改用文件夹输出 Parquet。")
                continue
            sheet = _in_words(table)
            sheet.write_excel(book, worksheet=SHEETS[name], autofit=True, freeze_panes=(1, 0))
        for row, line in enumerate(lines):
            about.write_string(row, 0, line)
    return path


def _about(made: Replay) -> list[str]:
    lines = ["参数回放：只计数，不发布，不改变数据湖。"]
    lines.append(f"业务日期 {made.nights[0]} 至 {made.nights[-1]}，共{len(made.nights)}夜。")
    lines += [f"假设 {each.assumption}：{each.of}个县中{each.counties}个适用。" for each in made.reach]
    lines.append("“进出情况”“乡镇工作量”把各夜合在一起，同一指标同一对象只计一次；逐日表按夜分列。")
    lines.append("清单行数按当夜全部命中计算，不扣除已核查、静默的预警，因此是上限。")
    if made.not_assessed:
        lines.append(
            f"未评估或仅部分评估的指标（夜数）：{'、'.join(f'{c}({n})' for c, n in made.not_assessed.items())}。"
        )
    return lines


def _in_words(table: pl.DataFrame) -> pl.DataFrame:
    words = {"tier": _TIERS, "parameters": _SIDES}
    named = table.with_columns(pl.col(name).replace(by) for name, by in words.items() if name in table.columns)
    return named.rename({name: HEADINGS[name] for name in table.columns})
