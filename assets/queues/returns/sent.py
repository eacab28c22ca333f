"""What a department sent tonight, and every cell, row, sheet and file of it that goes back.

What belongs here: choosing, masking. What does not: counting (counting), words (words), cells of a workbook (sheets).
Raw rows are never looked at: of a row only the cell at fault is shown, masked by the type of its column.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from assets.lake import Night
from assets.queues.returns import words
from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.masking import mask_cell

_SHEET = ("delivery", "file", "sheet")
_BATCH_ROWS = 200_000


@dataclass(frozen=True)
class Sent:
    """A department's rows of landing/ledger: `sheets` were read tonight, files of no feed in its folder (whose feed is

    the folder) included; `carried` stand since an earlier night.
    """

    department: str
    night: Night
    sheets: pl.DataFrame
    carried: pl.DataFrame

    def of_feed(self, feed_key: str) -> pl.DataFrame:
        return self.sheets.filter(pl.col("feed") == feed_key)

    def refused(self) -> pl.DataFrame:
        """feed, title, file, sheet, reason_code, reason (fault and cure): whole files first, then sheets."""
        whole = pl.col("refused").all().over("feed", "file")
        unknown = ~pl.col("feed").is_in(list(load_feeds()))
        of_feed = pl.when(whole).then(pl.lit(words.FILE_REFUSED)).otherwise(pl.lit(words.SHEET_REFUSED))
        code = pl.when(unknown).then(pl.lit(words.FILE_UNRECOGNISED)).otherwise(of_feed)
        order = [words.FILE_REFUSED, words.FILE_UNRECOGNISED, words.SHEET_REFUSED]
        told = self.sheets.with_columns(reason_code=code).filter("refused")
        rank = pl.col("reason_code").replace_strict(order, list(range(len(order))), return_dtype=pl.Int8)
        return told.sort(rank, "feed", "file", "sheet").select(
            "feed",
            title(pl.col("feed")),
            "file",
            "sheet",
            "reason_code",
            pl.col("reason").fill_null(""),
        )


def sent_tonight(night: Night, department: str, ledger: pl.DataFrame) -> Sent:
    """The department's part of the ledger (landing/ledger of the night)."""
    own = ledger.filter((pl.col("feed") == department) | pl.col("feed").str.starts_with(f"{department}/"))
    return Sent(department, night, own.filter(~pl.col("carried")), own.filter("carried"))


def unmended(sent: Sent) -> pl.DataFrame:
    """feed, delivery, rows: rows refused on earlier nights of files that are still in force and were not sent again.

    Of a snapshot all its files, of an append feed those of its last delivery: what came since may have mended the rest.
    """
    taken = sent.sheets.filter(~pl.col("refused"))["feed"].unique()
    snapshots = [feed.key for feed in department_feeds(sent.department) if feed.mode == "snapshot"]
    last = (pl.col("delivery") == pl.col("delivery").max().over("feed")) & ~pl.col("feed").is_in(taken.implode())
    standing = sent.carried.filter(~pl.col("refused")).filter(pl.col("feed").is_in(snapshots) | last)
    rows = standing.group_by("feed", "delivery").agg(rows=pl.col("rows_quarantined").sum())
    return rows.filter(pl.col("rows") > 0).sort("feed", "delivery")


def unmended_words(sent: Sent) -> str:
    """A sentence for each night whose refused rows are not mended yet; '' where there is none."""
    nights = unmended(sent).group_by("delivery").agg(pl.col("rows").sum()).sort("delivery")
    return "".join(words.UNMENDED.format(night=night, rows=rows) for night, rows in nights.iter_rows())


def sent_feeds(sent: Sent) -> list[Feed]:
    """The feeds of which tonight's files are, in the order of the contract."""
    return [feed for feed in department_feeds(sent.department) if sent.of_feed(feed.key).height]


def department_feeds(department: str) -> list[Feed]:
    """The department's feeds in the order of the contract."""
    return [feed for feed in load_feeds().values() if feed.department == department]


def title(feed: pl.Expr) -> pl.Expr:
    """The Chinese title of a feed as `title`; one for all that is no feed."""
    titles = {each.key: each.title for each in load_feeds().values()}
    return feed.replace_strict(titles, default=words.UNKNOWN_DATA, return_dtype=pl.String).alias("title")


def count_cells(sent: Sent, feed: Feed) -> pl.DataFrame:
    """feed, file, sheet, heading, reason_code, reason (fault and cure), rows, first_line of the feed's returned cells.

    Grouped by what stands in the quarantine as it is, which takes the least memory.
    """
    keys = ("feed", "file", "sheet", "column", "heading", "reason_code", "reason")
    tonight = sent.night.scan(f"quarantine/{feed.key}").filter(_tonight(sent, feed))
    counts = tonight.group_by(keys).agg(rows=pl.len().cast(pl.Int64), first_line=pl.col("line_no").min())
    headed = counts.collect(engine="streaming").with_columns(heading=_heading(feed))
    return headed.group_by("feed", "file", "sheet", "heading", "reason_code").agg(
        pl.col("reason").min(), pl.col("rows").sum(), pl.col("first_line").min()
    )


def returned_batches(sent: Sent, feed: Feed) -> Iterator[pl.DataFrame]:
    """Every cell and row noted in the feed's quarantine that lies in a file read tonight, in the order of addresses.

    feed, file, sheet, line, heading, value, reason_code, reason, row_refused. `value` is masked, empty where no single
    cell is at fault; `reason` holds fault and cure. Some rows at a time: memory does not grow with their number.
    """
    quarantine = sent.night.scan(f"quarantine/{feed.key}")
    place = pl.col("place")
    places = quarantine.with_row_index("place").filter(_tonight(sent, feed))
    first, last = places.select(place.min(), last=place.max()).collect(engine="streaming").row(0)
    if first is None:
        return
    for offset in range(first, last + 1, _BATCH_ROWS):
        part = quarantine.slice(offset, min(_BATCH_ROWS, last + 1 - offset))
        batch = _as_returned(feed, part.filter(_tonight(sent, feed))).collect()
        if batch.height:
            yield batch


def _tonight(sent: Sent, feed: Feed) -> pl.Expr:
    """Rows of the sheets that came tonight; one is also refused because all its rows were."""
    came = sent.of_feed(feed.key)
    return pl.struct(_SHEET).is_in(came.select(_SHEET).to_struct().implode())


def _heading(feed: Feed) -> pl.Expr:
    """The heading as written, the contract's where that is not known."""
    headings = {column.name: column.headings[0] for column in feed.landed_columns}
    of_contract = pl.col("column").replace_strict(headings, default="", return_dtype=pl.String)
    return pl.when(pl.col("heading").str.len_bytes() > 0).then("heading").otherwise(of_contract)


def _as_returned(feed: Feed, quarantine: pl.LazyFrame) -> pl.LazyFrame:
    types = {column.name: column.type for column in feed.landed_columns}
    kind = pl.col("column").replace_strict(types, default="text", return_dtype=pl.String)
    return quarantine.select(
        "feed",
        "file",
        "sheet",
        pl.col("line_no").alias("line"),
        heading=_heading(feed),
        value=mask_cell(pl.col("value"), kind).fill_null(""),
        reason_code="reason_code",
        reason="reason",
        row_refused="row_refused",
    )
