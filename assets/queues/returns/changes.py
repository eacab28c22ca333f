"""What else the sender should look at: headings that changed, rows that contradict one another, rows said twice.

What belongs here: the sheets 表头变化 and 重复与冲突 as rows. What does not: finding changes and repeats (landing).
"""

from dataclasses import dataclass

import polars as pl

from assets.queues.returns import words
from assets.queues.returns.sent import Sent, department_feeds, title
from assets.vocabulary.feeds import Feed
from assets.vocabulary.masking import mask_digits

DRIFT = "landing/drift"
REPLACED = "landing/replaced"
CHANGE_HEADINGS = ("数据", "文件", "工作表", "变化", "本次列名", "上次列名", "标准栏目", "说明", "怎样处理")
SET_ASIDE_HEADINGS = ("数据", "文件", "工作表", "读到的行", "合计等非数据行", "完全重复的行", "被后来的行取代")
CONFLICT_HEADINGS = (
    "数据",
    "未采用的文件",
    "工作表",
    "行号",
    "以此为准的文件",
    "工作表(准)",
    "行号(准)",
    "不一致的栏目",
)
_SET_ASIDE = ("set_aside_totals", "set_aside_repeats", "set_aside_replaced")


@dataclass(frozen=True)
class Conflicts:
    """The first conflicts under CONFLICT_HEADINGS, and how many there are."""

    rows: pl.DataFrame
    count: int


def heading_changes(sent: Sent) -> pl.DataFrame:
    """The department's rows of landing/drift under CHANGE_HEADINGS."""
    frames = []
    for feed in department_feeds(sent.department):
        headings = {column.name: column.headings[0] for column in feed.columns}
        own = sent.night.scan(DRIFT).filter(pl.col("feed") == feed.key).collect()
        frames.append(
            own.select(
                title(pl.col("feed")),
                "file",
                "sheet",
                pl.col("change").replace(words.CHANGES),
                # A line of data that was taken for a header must not show a number either.
                mask_digits(pl.col("heading")),
                mask_digits(pl.col("before").fill_null("")),
                pl.col("column").replace(headings).fill_null(""),
                words.fault(pl.col("reason")).alias("fault"),
                words.cure(pl.col("reason")).alias("cure"),
            )
        )
    table = pl.concat(frames)
    return table.rename(dict(zip(table.columns, CHANGE_HEADINGS, strict=True)))


def set_aside_counts(sent: Sent) -> pl.DataFrame:
    """Under SET_ASIDE_HEADINGS, a row for each of tonight's sheets of which rows were set aside."""
    own = sent.sheets.filter(pl.sum_horizontal(_SET_ASIDE) > 0)
    table = own.select(title(pl.col("feed")), "file", "sheet", "rows_read", *_SET_ASIDE)
    return table.rename(dict(zip(table.columns, SET_ASIDE_HEADINGS, strict=True)))


def conflicts(sent: Sent, limit: int) -> Conflicts:
    """Rows of one delivery that another of its files contradicts: the same key, other content; at most `limit` rows."""
    found = [_conflicts_of(sent, feed) for feed in department_feeds(sent.department)]
    every = pl.concat(found)
    return Conflicts(
        every.head(limit).collect(engine="streaming"),
        int(every.select(pl.len()).collect(engine="streaming").item()),
    )


def _conflicts_of(sent: Sent, feed: Feed) -> pl.LazyFrame:
    headings = {column.name: column.headings[0] for column in feed.landed_columns}
    other_file = (pl.col("delivery") == pl.col("by_delivery")) & (pl.col("file") != pl.col("by_file"))
    differing = pl.col("differing").list.eval(pl.element().replace(headings)).list.join("、")
    place = ["delivery", "file", "sheet"]
    offsets = sent.sheets.filter(pl.col("feed") == feed.key).select(*place, "line_offset").lazy()
    standing = offsets.rename({**{name: f"by_{name}" for name in place}, "line_offset": "by_line_offset"})
    values = (
        pl.lit(feed.title),
        pl.col("file"),
        pl.col("sheet"),
        _line("row_no", "line_offset"),
        pl.col("by_file"),
        pl.col("by_sheet"),
        _line("by_row_no", "by_line_offset"),
        differing,
    )
    return (
        sent.night.scan(REPLACED)
        .filter((pl.col("feed") == feed.key) & (pl.col("kind") == "replaced") & other_file)
        .join(offsets, on=place, how="left", maintain_order="left")
        .join(standing, on=[f"by_{name}" for name in place], how="left", maintain_order="left")
        .select(value.alias(heading) for value, heading in zip(values, CONFLICT_HEADINGS, strict=True))
    )


def _line(row_no: str, offset: str) -> pl.Expr:
    """The line that an editor shows; where that cannot be told, the row's ordinal below the header, and so named."""
    line = (pl.col(row_no) + pl.col(offset)).cast(pl.String)
    ordinal = pl.concat_str(pl.lit("表头下第"), pl.col(row_no).cast(pl.String), pl.lit("条"))
    return pl.coalesce(line, ordinal)
