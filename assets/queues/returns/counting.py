"""queues/returns, the sheet 汇总 and the rows of 明细: what is returned, counted and one by one.

What belongs here: grouping, order, Chinese headings. What does not: choosing and masking (sent), cells (sheets).
"""

from collections.abc import Iterator

import polars as pl

from assets.queues.returns import words
from assets.queues.returns.sent import Sent, count_cells, returned_batches, sent_feeds, title
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import conform

RETURNS = "queues/returns"
DETAIL_HEADINGS = ("数据", "文件", "工作表", "行号", "栏目", "填报内容(已遮盖)", "原因", "怎样更正", "处理")
SUMMARY_HEADINGS = ("数据", "文件", "工作表", "栏目", "原因", "怎样更正", "行数", "首行行号")
_GROUP = ("feed", "file", "sheet", "heading", "reason_code")


def count_returns(sent: Sent) -> pl.DataFrame:
    """The department's rows of queues/returns; a whole file or sheet counts 0 rows."""
    cells = [count_cells(sent, feed) for feed in sent_feeds(sent)]
    whole = sent.refused().with_columns(heading=pl.lit(""), rows=pl.lit(0, pl.Int64), first_line=pl.lit(None, pl.Int64))
    columns = [*_GROUP, "reason", "rows", "first_line"]
    counts = pl.concat([part.select(columns) for part in (*cells, whole)])
    told = {"reason": words.fault(pl.col("reason")), "cure": words.cure(pl.col("reason"))}
    return conform(counts.with_columns(department=pl.lit(sent.department), **told), RETURNS)


def summary_rows(counts: pl.DataFrame) -> pl.DataFrame:
    """`counts` (of count_returns) under SUMMARY_HEADINGS: whole files, whole sheets, then by sheet, most rows first."""
    places = {feed: place for place, feed in enumerate(load_feeds())}
    ranked = counts.with_columns(
        title(pl.col("feed")),
        whole=pl.col("rows") > 0,
        sheet_only=pl.col("reason_code") == words.SHEET_REFUSED,
        place=pl.col("feed").replace_strict(places, default=len(places), return_dtype=pl.Int64),
    )
    order = ["whole", "sheet_only", "place", "feed", "file", "sheet", "rows", "heading", "reason_code"]
    descending = [name == "rows" for name in order]
    columns = ("title", "file", "sheet", "heading", "reason", "cure", "rows", "first_line")
    rows = ranked.sort(order, descending=descending)
    return rows.select(
        pl.col(name).alias(heading) for name, heading in zip(columns, SUMMARY_HEADINGS, strict=True)
    ).with_columns(pl.when(pl.col("行数") > 0).then("行数").alias("行数"))


def detail_batches(sent: Sent) -> Iterator[pl.DataFrame]:
    """All that is returned under DETAIL_HEADINGS, whole files and sheets first, then rows and cells by address."""
    sheet_only = pl.col("reason_code") == words.SHEET_REFUSED
    whole = sent.refused().with_columns(
        pl.lit(None, pl.Int64).alias("line"),
        pl.lit("").alias("heading"),
        pl.lit("").alias("value"),
        treatment=pl.when(sheet_only).then(pl.lit(words.WHOLE_SHEET)).otherwise(pl.lit(words.WHOLE_FILE)),
    )
    yield _headed(whole)
    row, cell, kept = (pl.lit(word) for word in (words.WHOLE_ROW, words.ONE_CELL, words.KEPT_CELL))
    taken = pl.col("reason_code").is_in(sorted(words.KEPT_REASONS))
    treatment = pl.when("row_refused").then(row).when(taken).then(kept).otherwise(cell)
    for feed in sent_feeds(sent):
        for batch in returned_batches(sent, feed):
            yield _headed(batch.with_columns(title(pl.col("feed")), treatment=treatment))


def _headed(rows: pl.DataFrame) -> pl.DataFrame:
    columns = ("title", "file", "sheet", "line", "heading", "value", "fault", "cure", "treatment")
    told = rows.with_columns(fault=words.fault(pl.col("reason")), cure=words.cure(pl.col("reason")))
    return told.select(pl.col(name).alias(heading) for name, heading in zip(columns, DETAIL_HEADINGS, strict=True))
