"""The figures of a department's quality card: a line a feed, what is remarkable, the trend.

What belongs here: sums, shares, verdicts, sentences. What does not: cells and the chart (card).
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.queues.returns import words
from assets.queues.returns.alerts import Alert, all_alerts, few_of_each_kind
from assets.queues.returns.sent import Sent, department_feeds, sent_feeds, title, unmended, unmended_words

TREND_NIGHTS = 30
TOP_REASONS = 6
_COUNTS = ("rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside", "cells_marked")
_IDS = ("ids_filled", "ids_malformed")


@dataclass(frozen=True)
class CardFigures:
    """What a card shows.

    `feeds`: feed, title, state, delivery, tonight, the counts of the last delivery, id_share, compared (words),
    verdict. `reasons`: title, heading, reason, cure, rows. `trend`: night, refused_share, id_share, oldest first.
    """

    department: str
    night: date
    sentence: str
    feeds: pl.DataFrame
    alerts: tuple[Alert, ...]
    reasons: pl.DataFrame
    trend: pl.DataFrame

    @property
    def verdict(self) -> str:
        """The gravest colour of the feeds and the alerts."""
        found = {*self.feeds["verdict"], *(alert.verdict for alert in self.alerts)}
        return next((colour for colour in (words.RED, words.YELLOW) if colour in found), words.GREEN)


def card_figures(sent: Sent, ledger: pl.DataFrame, counts: pl.DataFrame) -> CardFigures:
    """Gather a department's figures; `ledger` is landing/ledger, `counts` the department's rows of queues/returns."""
    remarkable = all_alerts(sent)
    return CardFigures(
        department=sent.department,
        night=sent.night.night,
        sentence=_sentence(sent),
        feeds=_feed_lines(sent, ledger, remarkable),
        alerts=few_of_each_kind(remarkable),
        reasons=_top_reasons(counts),
        trend=_trend(sent),
    )


def _sentence(sent: Sent) -> str:
    """Tonight in one sentence, and what an earlier night sent back that is not mended."""
    return _tonight(sent) + unmended_words(sent)


def _tonight(sent: Sent) -> str:
    if sent.sheets.is_empty():
        return f"今晚没有收到贵单位的数据，{'此前也没有收到过' if sent.carried.is_empty() else '沿用此前收到的数据'}。"
    totals = {name: int(sent.sheets[name].sum()) for name in _COUNTS}
    feeds = len(sent_feeds(sent))
    files = sent.sheets.select("feed", "file").n_unique()
    text = (
        f"今晚收到{feeds}项数据（{files:,}个文件）、共{totals['rows_read']:,}行，"
        f"采用{totals['rows_loaded']:,}行，退回{totals['rows_quarantined']:,}行"
    )
    refused = sent.refused().filter(pl.col("reason_code") != words.SHEET_REFUSED).select("feed", "file").n_unique()
    if totals["rows_set_aside"]:
        text += f"，不计{totals['rows_set_aside']:,}行（合计行、重复行等）"
    if totals["cells_marked"]:
        text += f"；采用的行里有{totals['cells_marked']:,}格待核"
    if refused:
        text += f"；{refused:,}个文件整份退回"
    return text + "。"


def _feed_lines(sent: Sent, ledger: pl.DataFrame, remarkable: list[Alert]) -> pl.DataFrame:
    """A line a feed of the department: the files read tonight, or those of the last delivery where none was."""
    feeds = department_feeds(sent.department)
    keys = pl.DataFrame({"feed": [feed.key for feed in feeds]}, schema={"feed": pl.String})
    ages = sent.night.read("landing/feed_ages").select("feed", "state", "delivery")
    last = ledger.join(ages, on="feed", how="left", suffix="_last")
    read_tonight = (~pl.col("carried")).any()
    # A feed that sent nothing new shows the delivery that stands for it.
    shown = (
        pl.when(read_tonight.over("feed"))
        .then(~pl.col("carried"))
        .otherwise(pl.col("delivery") == pl.col("delivery_last"))
    )
    counts = last.filter(shown).group_by("feed").agg(pl.col(*_COUNTS, *_IDS).sum(), tonight=read_tonight)
    lines = keys.join(ages, on="feed", how="left", maintain_order="left").join(
        counts, on="feed", how="left", maintain_order="left"
    )
    gravest = _gravest(remarkable)
    return (
        lines.join(_compared(sent), on="feed", how="left", maintain_order="left")
        .with_columns(
            title(pl.col("feed")),
            pl.col("state").fill_null("missing"),
            pl.col("compared").fill_null(""),
            pl.col("tonight").fill_null(value=False),
            unmended=pl.col("feed").is_in(unmended(sent)["feed"].unique().implode()),
            alerted=pl.col("feed").replace_strict(gravest, default=words.GREEN, return_dtype=pl.String),
            id_share=pl.when(pl.col("ids_filled") > 0).then(pl.col("ids_malformed") / pl.col("ids_filled")),
        )
        .with_columns(verdict=_verdict())
        .select("feed", "title", "state", "delivery", "tonight", *_COUNTS, "id_share", "compared", "verdict")
    )


def _verdict() -> pl.Expr:
    """A feed's colour, by its state, its alerts, what goes back of it tonight and what went back and is not mended."""
    returned = pl.sum_horizontal("rows_quarantined", "cells_marked").fill_null(0) > 0
    red = (pl.col("state") != "fresh") | (pl.col("alerted") == words.RED)
    yellow = (pl.col("alerted") == words.YELLOW) | (returned & pl.col("tonight")) | pl.col("unmended")
    return pl.when(red).then(pl.lit(words.RED)).when(yellow).then(pl.lit(words.YELLOW)).otherwise(pl.lit(words.GREEN))


def _gravest(remarkable: list[Alert]) -> dict[str, str]:
    """Feed → its gravest alert's colour."""
    found: dict[str, str] = {}
    for alert in remarkable:
        if found.get(alert.feed) != words.RED:
            found[alert.feed] = alert.verdict
    return found


def _compared(sent: Sent) -> pl.DataFrame:
    """feed, compared: tonight's rows against the usual ones in words."""
    volumes = sent.night.read("landing/volumes").filter(
        (pl.col("delivery") == sent.night.night) & (pl.col("division_code") == "")
    )
    percent = ((pl.col("ratio") - 1) * 100).round(0).cast(pl.Int64)
    less, more = pl.format("少 {}%", percent.abs()), pl.format("多 {}%", percent)
    # Of few rows, most of which mend earlier ones, the number says nothing.
    mends, first = pl.col("bound") == "mends", pl.col("ratio").is_null()
    text = pl.when(mends).then(pl.lit("更正")).when(first).then(pl.lit("首次")).when(percent == 0).then(pl.lit("持平"))
    return volumes.select("feed", compared=text.when(percent < 0).then(less).otherwise(more))


def _top_reasons(counts: pl.DataFrame) -> pl.DataFrame:
    """title, heading, reason, cure, rows: the most frequent first."""
    grouped = counts.filter(pl.col("rows") > 0).group_by("feed", "heading", "reason", "cure").agg(pl.col("rows").sum())
    order = grouped.sort("rows", "feed", "heading", "reason", "cure", descending=[True, False, False, False, False])
    return order.head(TOP_REASONS).select(title(pl.col("feed")), "heading", "reason", "cure", "rows")


def _trend(sent: Sent) -> pl.DataFrame:
    """night, refused_share, id_share of the department's files, the last nights on which any was read."""
    own = sent.night.read("landing/quality").filter(pl.col("feed").str.starts_with(f"{sent.department}/"))
    sums = own.group_by("night").agg(pl.col("rows_read", "rows_quarantined", *_IDS).sum()).sort("night")
    read, filled = pl.col("rows_read"), pl.col("ids_filled")
    return sums.tail(TREND_NIGHTS).select(
        "night",
        refused_share=pl.when(read > 0).then(pl.col("rows_quarantined") / read),
        id_share=pl.when(filled > 0).then(pl.col("ids_malformed") / filled),
    )
