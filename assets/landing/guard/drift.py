"""Headings of tonight's files against the last delivery of their feed: new, missing, renamed, probably renamed.

What belongs here: which files are compared, and the tables. What does not: comparing two sheets (heading_changes),
recognising headings (files/headings).
"""

from collections.abc import Iterator

import polars as pl

from assets.lake import Night
from assets.landing.files.heading_texts import heading_to_keep
from assets.landing.guard.heading_changes import SheetHeadings, WrittenHeading, changes_between
from assets.landing.tonight import SheetResult
from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.tables import table_order, table_schema

HEADINGS = "landing/headings"
DRIFT = "landing/drift"
_SHEET = ("delivery", "file", "sheet")
# Of an append feed: so many deliveries before tonight's are looked at, and of files whose names differ in digits alone
# the last one. A file a day for years would otherwise make the table grow without end.
_DELIVERIES_KEPT = 6


def heading_rows(feed: Feed, sheets: list[SheetResult], kept: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """landing/headings of one feed: tonight's sheets that were read, and sheets of `earlier` that `kept` still has.

    `kept` is the carried part of the feed's ledger. All of a snapshot feed's are kept; of an append feed the last of
    each file name, numbers aside, among its last six deliveries.
    """
    read = [result for result in sheets if result.reason is None and result.match is not None]
    tonight = pl.DataFrame([row for result in read for row in _rows(feed, result)], schema=table_schema(HEADINGS))
    in_force = kept.filter(~pl.col("refused")).select(_SHEET)
    before = earlier.join(in_force, on=_SHEET, how="semi").join(tonight, on=_SHEET, how="anti")
    if feed.mode == "append":
        before = _latest(before)
    return pl.concat([tonight, before.select(tonight.columns)])


def _rows(feed: Feed, result: SheetResult) -> Iterator[dict[str, object]]:
    match = result.match
    if match is None:
        return
    columns = {place: name for name, place in match.positions.items()}
    for place, heading in enumerate(match.headings):
        text = heading_to_keep(heading)
        if text:
            yield {
                "feed": feed.key,
                "delivery": result.source.delivery,
                "file": result.source.name,
                "sheet": result.sheet,
                "place": place + 1,
                "heading": text,
                "column": columns.get(place),
                "scale": match.scales.get(columns.get(place, ""), 1),
            }


def _latest(rows: pl.DataFrame) -> pl.DataFrame:
    names = [pl.col(name).str.replace_all("[0-9]", "") for name in ("file", "sheet")]
    deliveries = rows["delivery"].unique().sort(descending=True).head(_DELIVERIES_KEPT)
    recent = rows.filter(pl.col("delivery").is_in(deliveries.implode()))
    return recent.filter(pl.col("delivery") == pl.col("delivery").max().over(names))


def make_drift(night: Night, headings: pl.DataFrame) -> pl.DataFrame:
    """landing/drift of the night, from its headings and those of the night before.

    A file of tonight is compared with the file of its feed that has the same name but for digits, else with the one
    whose headings are most alike. A feed's first delivery has nothing to differ from; only headings that are probably
    a missing column under another name, and columns that are there twice, are told of it.
    """
    tonight = _sheets(headings.filter(pl.col("delivery") == night.night))
    before: dict[str, list[SheetHeadings]] = {}
    for sheet in _sheets(night.previous_scan(HEADINGS).collect()):
        before.setdefault(sheet.feed, []).append(sheet)
    rows = []
    for sheet in tonight:
        earlier = _counterpart(sheet, before.get(sheet.feed, []))
        for change in changes_between(load_feeds()[sheet.feed], sheet, earlier):
            rows.append(
                {
                    "feed": sheet.feed,
                    "file": sheet.file,
                    "sheet": sheet.sheet,
                    "change": change.kind,
                    "heading": change.heading,
                    "before": change.before,
                    "column": change.column,
                    "reason": change.reason,
                }
            )
    # A heading that was there twice and vanished is told once.
    drift = pl.DataFrame(rows, schema=table_schema(DRIFT))
    return drift.unique(table_order(DRIFT), keep="first", maintain_order=True)


def _sheets(headings: pl.DataFrame) -> list[SheetHeadings]:
    """The sheets in order, the latest delivery first."""
    ordered = headings.sort("feed", "delivery", "file", "sheet", "place", descending=[False, True, False, False, False])
    parts = ordered.partition_by("feed", "delivery", "file", "sheet", maintain_order=True)
    return [
        SheetHeadings(
            part["feed"][0],
            part["file"][0],
            part["sheet"][0],
            tuple(WrittenHeading(*row) for row in part.select("heading", "column", "scale").iter_rows()),
        )
        for part in parts
    ]


def _counterpart(sheet: SheetHeadings, earlier: list[SheetHeadings]) -> SheetHeadings | None:
    namesakes = [each for each in earlier if each.name_without_digits == sheet.name_without_digits]
    if namesakes:
        return namesakes[0]
    distinct = {each.headings: each for each in reversed(earlier)}
    return max(reversed(distinct.values()), key=sheet.likeness, default=None)
