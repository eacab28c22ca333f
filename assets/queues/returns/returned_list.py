"""A department's 退回清单: the workbook, and all its rows as CSV.

What belongs here: which sheets, their notes and the letter in front, the CSV's form. What does not: cells (sheets),
choosing and counting rows (sent, counting, changes).
"""

from pathlib import Path

import polars as pl

from assets.queues.returns import words
from assets.queues.returns.changes import conflicts, doubtful_persons, heading_changes, set_aside_counts
from assets.queues.returns.counting import detail_batches, summary_rows
from assets.queues.returns.sent import Sent, sent_feeds, unmended_words
from assets.queues.returns.sheets import ReturnedBook, TableSheet
from assets.vocabulary.departments import DEPARTMENT_NAMES

# What a spreadsheet program would take for a formula when it opens a CSV.
_FORMULA = r"^([=+\-@\t\r＝＋－＠])"


def write_csv(path: Path, sent: Sent, kept: int) -> pl.DataFrame:
    """Write all rows of 明细 and give the first `kept` of them.

    UTF-8 with a byte-order mark, batch by batch; no cell is a formula: an apostrophe stands before it.
    """
    first: list[pl.DataFrame] = []
    with path.open("wb") as handle:
        handle.write(b"\xef\xbb\xbf")
        for number, batch in enumerate(detail_batches(sent)):
            guarded = batch.with_columns(pl.col(pl.String).str.replace(_FORMULA, "'${1}"))
            guarded.write_csv(handle, include_header=number == 0)
            wanted = kept - sum(part.height for part in first)
            if wanted > 0:
                first.append(batch.head(wanted))
    return pl.concat(first)


def write_list(path: Path, sent: Sent, counts: pl.DataFrame, limit: int) -> int:
    """Write the workbook with at most `limit` rows a table, and the CSV; gives the number of lines of the CSV.

    `counts` are the department's rows of queues/returns.
    """
    total = int(counts.select(pl.col("rows").sum() + (pl.col("rows") == 0).sum()).item())
    name, night = DEPARTMENT_NAMES[sent.department], sent.night.night
    details = write_csv(path.with_suffix(".csv"), sent, limit)
    disputed = conflicts(sent, limit)
    book = ReturnedBook(path, f"{name}部门数据退回清单 {night}", night)
    book.add_guide(f"{name}部门数据退回清单", _letter(sent, counts))
    book.add_table(TableSheet("汇总", summary_rows(counts)))
    book.add_table(TableSheet("明细", details, _cut(words.CUT, details.height, total)))
    book.add_table(TableSheet("表头变化", heading_changes(sent)))
    cut = _cut(words.CUT_CONFLICTS, disputed.rows.height, disputed.count)
    book.add_tables(
        "重复与冲突",
        (
            TableSheet("各文件中不计的行", set_aside_counts(sent)),
            TableSheet("说法不一的行，和可能不是同一人的行", disputed.rows, cut),
        ),
    )
    book.close()
    return total


def _cut(text: str, shown: int, total: int) -> str:
    return text.format(shown=shown, rest=total - shown) if total > shown else ""


def _letter(sent: Sent, counts: pl.DataFrame) -> list[str]:
    """The lines in front: what came, what goes back, how to mend it."""
    feeds = sent_feeds(sent)
    lines = [f"{sent.night.night}：{_result(sent, counts)}", *words.GUIDE]
    for mode, text in (("snapshot", words.SNAPSHOT_GUIDE), ("append", words.APPEND_GUIDE)):
        titles = "、".join(feed.title for feed in feeds if feed.mode == mode)
        if titles:
            lines.append(text.format(titles=titles))
    return lines


def _result(sent: Sent, counts: pl.DataFrame) -> str:
    """What goes back of tonight's files, what may be somebody else's row, and what an earlier night sent back."""
    doubtful, before = int(doubtful_persons(sent)["rows"].sum()), unmended_words(sent)
    doubt = words.DOUBTFUL.format(rows=doubtful) if doubtful else ""
    if sent.sheets.is_empty():
        return words.NOTHING_NEW + before if before else words.NOTHING_SENT
    if counts.is_empty():
        return (words.NOTHING_RETURNED if not doubt else "今晚没有退回的行，但") + doubt + before
    return _returned(sent, counts) + doubt + before


def _returned(sent: Sent, counts: pl.DataFrame) -> str:
    files = int(sent.refused().filter(pl.col("reason_code") != words.SHEET_REFUSED)["file"].n_unique())
    sheets = int((counts["reason_code"] == words.SHEET_REFUSED).sum())
    rows, cells = (int(sent.sheets[name].sum()) for name in ("rows_quarantined", "cells_marked"))
    parts = [
        (files, "{:,}个文件整份未采用"),
        (sheets, "{:,}张工作表未采用"),
        (rows, "{:,}行整行未采用"),
        (cells, "另有{:,}格未采用或待核（所在的行已采用）"),
    ]
    return "今晚退回：" + "，".join(text.format(number) for number, text in parts if number) + "。"
