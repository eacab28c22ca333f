"""What else the sender should look at: headings that changed, rows that contradict one another, rows said twice.

What belongs here: the sheets 表头变化 and 重复与冲突 as rows. What does not: finding changes and repeats (landing).
"""

from dataclasses import dataclass

import polars as pl

from assets.queues.returns import words
from assets.queues.returns.sent import Sent, department_feeds, title
from assets.vocabulary.feeds import ADDRESS, Feed
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
    "说明",
)
_PLACE = ADDRESS[1:]
_SHEET = _PLACE[:-1]
_MAIN_ROLES = ("self", "head", "owner")
# Why a pair of rows is told, the gravest first: somebody may have vanished behind somebody else.
_OTHER_PERSON, _NO_NUMBER, _CONTRADICTS = words.OTHER_PERSON, words.NO_NUMBER, words.CONTRADICTS
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
    """Pairs of rows of which one was set aside and should be looked at; at most `limit`, the gravest first.

    Two persons under one key, wherever and whenever either row came; the same words of two files or sheets in which the
    number that would tell two persons apart is missing; and what files of one delivery contradict one another in.
    """
    pairs = {feed.key: _pairs(sent, feed) for feed in department_feeds(sent.department)}
    told = [
        _told(sent, feed, pairs[feed.key].filter(pl.col("why") == why))
        for why in (_OTHER_PERSON, _NO_NUMBER, _CONTRADICTS)
        for feed in department_feeds(sent.department)
    ]
    count = pl.concat(each.select(pl.len()) for each in pairs.values()).sum()
    return Conflicts(
        pl.concat(told).head(limit).collect(engine="streaming"), int(count.collect(engine="streaming").item())
    )


def doubtful_persons(sent: Sent) -> pl.DataFrame:
    """feed, rows: how many rows may have been set aside for somebody else's, of each feed that has any."""
    counts = [
        _pairs(sent, feed).filter(pl.col("why") != _CONTRADICTS).select(pl.lit(feed.key).alias("feed"), "why")
        for feed in department_feeds(sent.department)
    ]
    return pl.concat(counts).group_by("feed").agg(rows=pl.len().cast(pl.Int64)).sort("feed").collect()


def _pairs(sent: Sent, feed: Feed) -> pl.LazyFrame:
    """The feed's rows of landing/replaced that are told, with `why`."""
    replaced = sent.night.scan(REPLACED).filter(pl.col("feed") == feed.key)
    groups = [group for group in feed.person_groups() if group.role in _MAIN_ROLES]
    who = [name for group in groups for name in (group.name, group.id_number) if name]
    other_file = (pl.col("delivery") == pl.col("by_delivery")) & (pl.col("file") != pl.col("by_file"))
    other_person = pl.any_horizontal(pl.lit(False), *(pl.col("differing").list.contains(name) for name in who))
    why = pl.when(other_person).then(pl.lit(_OTHER_PERSON)).when(other_file).then(pl.lit(_CONTRADICTS))
    pairs = [replaced.filter(pl.col("kind") == "replaced").with_columns(why=why).filter(pl.col("why").is_not_null())]
    missing = [name for group in groups if (name := group.id_number) in feed.unique_key]
    elsewhere = (pl.col("file") != pl.col("by_file")) | (pl.col("sheet") != pl.col("by_sheet"))
    repeats = replaced.filter((pl.col("kind") == "repeat") & elsewhere)
    if missing and repeats.head(1).collect().height:
        unnumbered = sent.night.scan(f"landing/{feed.key}").filter(pl.any_horizontal(pl.col(missing).is_null()))
        standing = unnumbered.select(pl.col(name).alias(f"by_{name}") for name in _PLACE)
        by = [f"by_{name}" for name in _PLACE]
        twins = repeats.join(standing, on=by, how="semi", maintain_order="left")
        pairs.append(twins.with_columns(why=pl.lit(_NO_NUMBER)))
    return pl.concat(pairs)


def _told(sent: Sent, feed: Feed, pairs: pl.LazyFrame) -> pl.LazyFrame:
    headings = {column.name: column.headings[0] for column in feed.landed_columns}
    differing = pl.col("differing").list.eval(pl.element().replace(headings)).list.join("、")
    ledger = pl.concat([sent.sheets, sent.carried]).filter(pl.col("feed") == feed.key)
    offsets = ledger.select(*_SHEET, "line_offset").lazy()
    standing = offsets.rename({**{name: f"by_{name}" for name in _SHEET}, "line_offset": "by_line_offset"})
    values = (
        pl.lit(feed.title),
        pl.col("file"),
        pl.col("sheet"),
        _line("row_no", "line_offset"),
        pl.col("by_file"),
        pl.col("by_sheet"),
        _line("by_row_no", "by_line_offset"),
        differing,
        pl.col("why"),
    )
    return (
        pairs.join(offsets, on=_SHEET, how="left", maintain_order="left")
        .join(standing, on=[f"by_{name}" for name in _SHEET], how="left", maintain_order="left")
        .select(value.alias(heading) for value, heading in zip(values, CONFLICT_HEADINGS, strict=True))
    )


def _line(row_no: str, offset: str) -> pl.Expr:
    """The line that an editor shows; where that cannot be told, the row's ordinal below the header, and so named."""
    line = (pl.col(row_no) + pl.col(offset)).cast(pl.String)
    ordinal = pl.concat_str(pl.lit("表头下第"), pl.col(row_no).cast(pl.String), pl.lit("条"))
    return pl.coalesce(line, ordinal)
