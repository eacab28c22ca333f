"""What a night reads of a feed, and what it keeps of the night before.

What belongs here: comparing tonight's files with the previous ledger. What does not: reading or writing rows.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.landing import reasons
from assets.landing.files.encodings import Fingerprint, fingerprint
from assets.landing.in_order import in_order
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
    """`to_read` is ordered by delivery and file name. Empty: the feed stays as it was on the previous night.

    `taken_over` are names of a snapshot's files that were delivered again unchanged and are not read again: their rows
    are in tonight's snapshot as they were in the last. `delivered`: a file among tonight's was not landed before.
    """

    to_read: tuple[DeliveredFile, ...]
    taken_over: tuple[str, ...] = ()
    delivered: bool = True


@dataclass(frozen=True)
class Kept:
    """What stays in force of the night before: rows of its ledger, as carried, and names of files taken over."""

    ledger: pl.DataFrame
    taken_over: tuple[str, ...] = ()

    @property
    def loaded(self) -> pl.DataFrame:
        """Without refused files and sheets, which have no rows."""
        return self.ledger.filter(~pl.col("refused"))


def plan_feed(
    feed: Feed, files: list[InboxFile], earlier: pl.DataFrame, night: date, corrections_changed: bool = False
) -> Plan:
    """Compare with `earlier`, the feed's rows of the previous ledger.

    A file whose name and sha256 are in it, not refused, is landed already. Of an append feed it is not read again. A
    snapshot feed is left as it is where all its files are landed already and its corrections are the same; else those
    files are read that are new, or whose rows in the last snapshot are not what reading them again would give: because
    other corrections apply tonight, or because some rows gave way to rows of other files.
    """
    landed = {
        (row["file"], row["sha256"]): row["delivery"]
        for row in earlier.filter(~pl.col("refused")).select("file", "sha256", "delivery").iter_rows(named=True)
    }
    whole = set() if corrections_changed else _whole_files(earlier)
    to_read: list[DeliveredFile] = []
    taken_over: list[str] = []
    new = False
    for file, mark in zip(files, in_order(files, lambda file: fingerprint(file.path)), strict=True):
        first = landed.get((file.name, mark.sha256))
        new = new or first is None
        if first is not None and feed.mode == "snapshot" and file.name in whole:
            taken_over.append(file.name)
        elif first is None or feed.mode == "snapshot":
            to_read.append(DeliveredFile(file, mark, first or night))
    if not new and not (corrections_changed and feed.mode == "snapshot"):
        return Plan((), delivered=False)
    ordered = tuple(sorted(to_read, key=lambda each: (each.delivery, each.name)))
    return Plan(ordered, tuple(taken_over), delivered=new)


def _whole_files(earlier: pl.DataFrame) -> set[str]:
    """Files whose every row that was loaded is in the last snapshot, under one fingerprint."""
    gave_way = pl.col("set_aside_repeats").sum() + pl.col("set_aside_replaced").sum()
    files = earlier.group_by("file").agg(gave_way.alias("gave_way"), versions=pl.col("sha256").n_unique())
    return set(files.filter((pl.col("gave_way") == 0) & (pl.col("versions") == 1))["file"])


def what_is_kept(feed: Feed, earlier: pl.DataFrame, tonight: pl.DataFrame, plan: Plan) -> Kept:
    """What stays in force beside tonight's rows of the ledger.

    Append: all of files that were read. Snapshot: those of files taken over, and no others where all of tonight's files
    were read; all where none was. Where something was refused, or where nothing was delivered and files were read again
    for the sake of corrections, also those of files and sheets that were not read again under the same name: which of
    them the refused one was to replace cannot be told from names that change with the month.
    """
    read = earlier.filter((~pl.col("refused")).any().over("file", "sha256")).with_columns(carried=pl.lit(True))
    if feed.mode == "append":
        return Kept(read)
    taken = read.filter(_named(plan.taken_over))
    snapshot = pl.concat([tonight, taken.select(tonight.columns)])
    loaded = snapshot.filter(~pl.col("refused"))
    if loaded.height == 0:
        return Kept(read)
    refused = _refused_of_substance(snapshot, earlier)
    if refused.height == 0 and plan.delivered:
        return Kept(taken, plan.taken_over)
    incomplete = pl.col("file").is_in(refused["file"].implode())
    read_whole = pl.col("file").is_in(loaded["file"].implode()) & ~incomplete
    read_again = pl.struct("file", "sheet").is_in(loaded.select("file", "sheet").to_struct().implode())
    refused_anew = pl.col("refused") & _named(tuple(snapshot["file"]))
    others = read.filter(~read_whole & ~read_again & ~refused_anew)
    return Kept(pl.concat([taken, others]), plan.taken_over)


def _named(files: tuple[str, ...]) -> pl.Expr:
    return pl.col("file").is_in(pl.Series(files, dtype=pl.String).implode())


def _refused_of_substance(tonight: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    """What was refused tonight, without sheets of explanations and hidden old copies.

    Such a sheet has no header at all or is hidden, stands beside a sheet that was read, and was never read under its
    name. Nobody's rows are missing for it, and it comes with every delivery.
    """
    refused, loaded = tonight.filter(pl.col("refused")), tonight.filter(~pl.col("refused"))
    known = earlier.filter(~pl.col("refused"))["sheet"].unique()
    beside = pl.col("file").is_in(loaded["file"].implode()) & (pl.col("sheet") != "")
    never_read = ~pl.col("sheet").is_in(known.implode())
    no_data = pl.col("reason").is_in([reasons.NO_HEADER, reasons.HIDDEN_SHEET])
    return refused.filter(~(beside & never_read & no_data))
