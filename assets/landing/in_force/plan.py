"""What a night reads of a feed, and what it keeps of the night before.

What belongs here: comparing tonight's files with the previous ledger. What does not: reading or writing rows.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.landing import reasons
from assets.landing.files.encodings import Fingerprint, fingerprint
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
        return self.file.name


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
        first = landed.get((file.name, mark.sha256))
        new = new or first is None
        if first is None or feed.mode == "snapshot":
            delivered.append(DeliveredFile(file, mark, first or night))
    if not new:
        return Plan(())
    return Plan(tuple(sorted(delivered, key=lambda each: (each.delivery, each.name))))


def kept_ledger(feed: Feed, earlier: pl.DataFrame, tonight: pl.DataFrame) -> pl.DataFrame:
    """The rows of the previous ledger that stay in force beside tonight's, as carried.

    Append: all of files that were read. Snapshot: none where all of tonight's files were read; all where none was.
    Where something was refused, those of files and sheets that were not read again under the same name: which of them
    the refused one was to replace cannot be told from names that change with the month.
    """
    read = earlier.filter((~pl.col("refused")).any().over("file", "sha256")).with_columns(carried=pl.lit(True))
    loaded = tonight.filter(~pl.col("refused"))
    if feed.mode == "append" or loaded.height == 0:
        return read
    refused = _refused_of_substance(tonight, earlier)
    if refused.height == 0:
        return read.clear()
    incomplete = pl.col("file").is_in(refused["file"].implode())
    read_whole = pl.col("file").is_in(loaded["file"].implode()) & ~incomplete
    read_again = pl.struct("file", "sheet").is_in(loaded.select("file", "sheet").to_struct().implode())
    return read.filter(~read_whole & ~read_again & ~pl.col("refused"))


def _refused_of_substance(tonight: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """What was refused tonight, without sheets of explanations.

    Such a sheet has no header at all, stands beside a sheet that was read, and was never read under its name. Nobody's
    rows are missing for it, and it comes with every delivery.
    """
    refused, loaded = tonight.filter(pl.col("refused")), tonight.filter(~pl.col("refused"))
    known = earlier.filter(~pl.col("refused"))["sheet"].unique()
    beside = pl.col("file").is_in(loaded["file"].implode()) & (pl.col("sheet") != "")
    never_read = ~pl.col("sheet").is_in(known.implode())
    return refused.filter(~(beside & never_read & (pl.col("reason") == reasons.NO_HEADER)))
