"""What a night reads of a feed, and what it keeps of the night before.

What belongs here: comparing tonight's files with the previous ledger. What does not: reading or writing rows.
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.landing import reasons
from assets.landing.files.encodings import Fingerprint, fingerprint
from assets.landing.in_force.counterparts import Counterparts
from assets.landing.in_force.names import natural
from assets.landing.in_force.order import BLOCK
from assets.landing.in_order import in_order
from assets.landing.inbox import InboxFile
from assets.vocabulary.feeds import Feed


@dataclass(frozen=True)
class DeliveredFile:
    """A file to read; `delivery` is the night on which these bytes arrived, `again`: an earlier one than tonight."""

    file: InboxFile
    fingerprint: Fingerprint
    delivery: date
    again: bool = False

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

    A file that is the last one of its name that was read, by its sha256, is landed already; an older one of its name
    that comes again is a new delivery. Of an append feed a landed file is read again only where other corrections apply
    tonight and rows of it are in quarantine: a correction may save them. A snapshot feed is left as it is where all its
    files are landed already and its corrections are the same; else those files are read that are new, or whose rows in
    the last snapshot are not what reading them again would give: because other corrections apply tonight, or because
    some rows gave way to rows of other files.
    """
    landed = _landed(earlier)
    snapshot = feed.mode == "snapshot"
    whole = _whole_files(earlier) if snapshot and not corrections_changed else set()
    again = _with_quarantine(earlier, landed) if not snapshot and corrections_changed else set()
    to_read: list[DeliveredFile] = []
    taken_over: list[str] = []
    new = False
    for file, mark in zip(files, in_order(files, lambda file: fingerprint(file.path)), strict=True):
        sha256, delivery = landed.get(file.name, ("", night))
        if mark.sha256 != sha256:
            new = True
            to_read.append(DeliveredFile(file, mark, night))
        elif file.name in whole:
            taken_over.append(file.name)
        elif snapshot or file.name in again:
            to_read.append(DeliveredFile(file, mark, delivery, again=True))
    if not new and not corrections_changed:
        return Plan((), delivered=False)
    ordered = tuple(sorted(to_read, key=lambda each: (each.delivery, natural(each.name))))
    return Plan(ordered, tuple(taken_over), delivered=new)


def _landed(earlier: pl.DataFrame) -> dict[str, tuple[str, date]]:
    """Name of a file → sha256 and night of the last delivery under it of which anything was read."""
    read = earlier.filter(~pl.col("refused")).sort("delivery").select("file", "sha256", "delivery")
    return {file: (sha256, delivery) for file, sha256, delivery in read.iter_rows()}


def _with_quarantine(earlier: pl.DataFrame, landed: dict[str, tuple[str, date]]) -> set[str]:
    """Files of whose last delivery rows were refused."""
    refused = earlier.filter(~pl.col("refused") & (pl.col("rows_quarantined") > 0)).select("file", "delivery")
    return {file for file, delivery in refused.iter_rows() if landed[file][1] == delivery}


def _whole_files(earlier: pl.DataFrame) -> set[str]:
    """Files whose every row that was loaded is in the last snapshot, of one delivery."""
    gave_way = pl.col("set_aside_repeats").sum() + pl.col("set_aside_replaced").sum()
    versions = pl.struct("sha256", "delivery").n_unique()
    files = earlier.group_by("file").agg(gave_way.alias("gave_way"), versions=versions)
    return set(files.filter((pl.col("gave_way") == 0) & (pl.col("versions") == 1))["file"])


def what_is_kept(feed: Feed, earlier: pl.DataFrame, tonight: pl.DataFrame, plan: Plan) -> Kept:
    """What stays in force beside tonight's rows of the ledger.

    Append: all of files that were read, but for sheets that were read again tonight. Snapshot: those of files taken
    over, and no others where all of tonight's files were read; all where none was. Where something was refused, or
    where nothing was delivered and files were read again for the sake of corrections, also those of files and sheets
    that were not read again under the same name: which of them the refused one was to replace cannot be told from
    names that change with the month.
    """
    read = earlier.filter((~pl.col("refused")).any().over("file", "sha256")).with_columns(carried=pl.lit(True))
    if feed.mode == "append":
        return Kept(read.join(tonight, on=BLOCK, how="anti"))
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
    name; nor, if it has no header, does a sheet of the same name but for numbers miss its successor. Nobody's rows are
    missing for it, and it comes with every delivery.
    """
    refused, loaded = tonight.filter(pl.col("refused")), tonight.filter(~pl.col("refused"))
    known = earlier.filter(~pl.col("refused"))["sheet"].unique()
    beside = pl.col("file").is_in(loaded["file"].implode()) & (pl.col("sheet") != "")
    never_read = ~pl.col("sheet").is_in(known.implode())
    no_data = pl.col("reason").is_in([reasons.NO_HEADER, reasons.HIDDEN_SHEET])
    harmless = refused.filter(beside & never_read & no_data)
    return refused.join(harmless.filter(~_missed(harmless, tonight, earlier)), on=BLOCK, how="anti")


def _missed(sheets: pl.DataFrame, tonight: pl.DataFrame, earlier: pl.DataFrame) -> pl.Series:
    """Which sheets without a header may be the successors of sheets whose rows are not there otherwise."""
    read, files = tonight.filter(~pl.col("refused")), set(tonight["file"])
    deliveries = {
        night: Counterparts(earlier, files, night, read.filter(delivery=night).select("file", "sheet").rows())
        for night in sheets["delivery"].unique()
    }
    missed = [
        reason == reasons.NO_HEADER and deliveries[night].missing((file, sheet))
        for night, file, sheet, reason in sheets.select(*BLOCK, "reason").iter_rows()
    ]
    return pl.Series("missed", missed, dtype=pl.Boolean)
