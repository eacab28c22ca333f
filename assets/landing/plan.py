"""What a night reads of a feed, and what it keeps of the night before.

What belongs here: comparing tonight's files with the previous ledger. What does not: reading or writing rows.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.landing.encodings import Fingerprint, fingerprint
from assets.landing.inbox import InboxFile
from assets.vocabulary.feeds import Feed


@dataclass(frozen=True)
class DeliveredFile:
    """A file to read; `delivery` is the night on which these bytes first arrived under this name."""

    file: InboxFile
    fingerprint: Fingerprint
    delivery: date

    @property
    def name(self) -> str:
        return self.file.path.name


@dataclass(frozen=True)
class Plan:
    """`to_read` is ordered by delivery and file name. Empty: the feed stays as it was on the previous night."""

    to_read: tuple[DeliveredFile, ...]


def plan_feed(feed: Feed, files: list[InboxFile], earlier: pl.DataFrame, night: date) -> Plan:
    """Compare with `earlier`, the feed's rows of the previous ledger.

    A file whose name and sha256 are in it, not refused, is landed already. Of an append feed it is not read again. A
    snapshot feed is left as it is where all its files are landed already; else all its files are read.
    """
    landed = {
        (row["file"], row["sha256"]): row["delivery"]
        for row in earlier.filter(~pl.col("refused")).select("file", "sha256", "delivery").iter_rows(named=True)
    }
    delivered = []
    new = False
    for file in files:
        mark = fingerprint(file.path)
        first = landed.get((file.path.name, mark.sha256))
        new = new or first is None
        if first is None or feed.mode == "snapshot":
            delivered.append(DeliveredFile(file, mark, first or night))
    if not new:
        return Plan(())
    return Plan(tuple(sorted(delivered, key=lambda each: (each.delivery, each.name))))


def kept_ledger(feed: Feed, earlier: pl.DataFrame, tonight: pl.DataFrame) -> pl.DataFrame:
    """The rows of the previous ledger that stay in force beside tonight's, as carried.

    Append: all of files that were read. Snapshot: those of files, or sheets, that were refused whole tonight and were
    read earlier under the same name; all of them where nothing was read tonight.
    """
    read = earlier.filter((~pl.col("refused")).any().over("file", "sha256")).with_columns(carried=pl.lit(True))
    loaded = tonight.filter(~pl.col("refused"))
    if feed.mode == "append" or loaded.height == 0:
        return read
    refused = tonight.filter(pl.col("refused"))
    whole_files = refused.filter(~pl.col("file").is_in(loaded["file"].implode()))["file"]
    sheets = refused.select("file", "sheet")
    of_files = pl.col("file").is_in(whole_files.implode())
    of_sheets = pl.struct("file", "sheet").is_in(sheets.to_struct().implode())
    return read.filter((of_files | of_sheets) & ~pl.col("refused"))
