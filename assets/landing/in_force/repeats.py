"""Which rows stand: of rows that say the same and of rows with one key, one each.

What belongs here: finding them and choosing. What does not: keys and hashes (keys), writing tables (merge).

Rows with one key, in the order of delivery, file name, sheet and row number: the last one's content counts, and the
first row with that content stands, at its place; a kept row before one of a file that was only read again. Rows of a
snapshot that are kept only because something was refused give way to rows that were delivered tonight, not to those of
a file that has lain in the inbox: on the night before they stood beside it, or instead of its rows. Rows are compared
by a 64-bit hash first, for all of them, then by the values of their keys; the content of rows with one key is compared
by a second hash.

A row whose key has an empty part (a missing id) equals another only in all its columns. Where that part was there but
could not be read, the row is never taken for a repeat of one of the same delivery; delivered again on a later night,
the first such row is a repeat of the first, the second of the second, so that nobody is lost among namesakes.
"""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import polars as pl

from assets.landing.in_force.keys import (
    content_hash,
    has_empty_key,
    identity_hashes,
    key_hash,
    key_names,
    key_parts,
)
from assets.landing.in_force.order import BLOCK, Flags, Order, Places
from assets.vocabulary.feeds import Feed

# Rows whose keys are in memory at once.
_AT_ONCE = 3_000_000
_SET_ASIDE = {"place": pl.Int64, "by": pl.Int64, "replaced": pl.Boolean}


@dataclass
class SeenRows:
    """The hashes of tonight's rows in the order in which they were written."""

    feed: Feed
    _hashes: list[pl.Series] = field(default_factory=list)
    _unread: list[pl.Series] = field(default_factory=list)

    def add(self, rows: pl.DataFrame, key_unread: pl.Series) -> None:
        """Take note of rows; `key_unread` is true where a cell of the key was there and could not be read."""
        hashes, empty = identity_hashes(rows, self.feed)
        self._hashes.append(hashes)
        self._unread.append(key_unread & empty)

    def hashes(self) -> pl.Series:
        return pl.concat(self._hashes) if self._hashes else pl.Series("hash", [], pl.UInt64)

    def unread(self) -> pl.Series:
        return pl.concat(self._unread) if self._unread else pl.Series("unread", [], pl.Boolean)


@dataclass(frozen=True)
class Contest:
    """What is compared: `order` holds the kept rows as source `kept` and tonight's as `tonight`, None where there are
    none. `changed` are positions of kept rows that a correction changed tonight. `before` are the files (delivery,
    file) whose rows were delivered before those of tonight, and `unread` the addresses of other kept rows in whose key
    a cell could not be read. Rows whose delivery is `night` were delivered tonight.
    """

    feed: Feed
    order: Order
    seen: SeenRows
    kept: int | None
    tonight: int | None
    changed: Places
    before: pl.DataFrame
    unread: pl.DataFrame
    night: date


def rows_set_aside(contest: Contest) -> pl.DataFrame:
    """place, by (the place of the row that stands), replaced (else a repeat), ordered by place."""
    suspects = _suspects(contest)
    found = [pl.DataFrame(schema=_SET_ASIDE)]
    if suspects.height > 0:
        content = contest.order.take(suspects["place"].to_numpy(), [content_hash(contest.feed).alias("content")])
        suspects = suspects.hstack(content)
        parts = -(-suspects.height // _AT_ONCE)
        for part in range(parts):
            rows = suspects.filter(pl.col("hash") % parts == part)
            found += _choose(contest, rows) if rows.height > 0 else []
    return pl.concat(found).sort("place")


def _suspects(contest: Contest) -> pl.DataFrame:
    """place, hash, before, fresh (delivered tonight), unread of rows that may be the same as another, by place."""
    hashes, unread = contest.seen.hashes().alias("hash"), contest.seen.unread().alias("unread")
    kept = _kept_suspects(contest, hashes)
    flags = dict.fromkeys(("before", "fresh", "unread"), pl.Boolean)
    found = [pl.DataFrame(schema={"place": pl.Int64, "hash": pl.UInt64, **flags})]
    if kept.height > 0:
        found.append(kept)
    if contest.tonight is not None and len(hashes) > 0:
        among_kept = hashes.is_in(kept["hash"].unique().implode()) if kept.height else pl.repeat(False, 1, eager=True)
        positions = ((_said_twice(hashes) & ~unread) | among_kept).arg_true()
        places, _ = contest.order.places(contest.tonight, positions.to_numpy().astype(np.int64))
        delivery = contest.order.blocks["delivery"][contest.order.block_of(places)]
        tonight = pl.DataFrame({"place": places, "hash": hashes[positions], "unread": unread[positions]})
        tonight = tonight.with_columns(before=pl.lit(False), fresh=delivery == contest.night)
        found.append(tonight.select("place", "hash", *flags))
    return pl.concat(found).sort("place")


def _said_twice(hashes: pl.Series) -> pl.Series:
    """Where a value stands that stands elsewhere too. To sort them costs a third of a table of them all."""
    ordered = hashes.sort()
    twice = ordered.filter(ordered == ordered.shift(1)).unique()
    return hashes.is_in(twice.implode())


def _kept_suspects(contest: Contest, hashes: pl.Series) -> pl.DataFrame:
    """Kept rows that may be the same as a row of tonight, or as a kept row that was changed tonight."""
    feed, order = contest.feed, contest.order
    if contest.kept is None:
        return pl.DataFrame()
    sought = [hashes]
    if len(contest.changed) > 0:
        places, _ = order.places(contest.kept, contest.changed)
        columns = [pl.col(name) for name in feed.schema() if name not in ("feed", "delivery", "sheet", "row_no")]
        sought.append(identity_hashes(order.take(places, columns), feed)[0].alias("hash"))
    probe = pl.concat(sought).unique().to_frame().lazy()
    rows = pl.scan_parquet(order.sources[contest.kept].path).with_row_index("position")
    empty = has_empty_key(feed)
    keyed = rows.filter(~empty).select("position", hash=key_hash(feed)).join(probe, on="hash", how="semi")
    others = rows.filter(empty).select("position", hash=content_hash(feed)).join(probe, on="hash", how="semi")
    found = pl.concat([keyed.collect(engine="streaming"), others.collect(engine="streaming")])
    places, valid = order.places(contest.kept, found["position"].to_numpy().astype(np.int64))
    suspects = pl.DataFrame({"place": places, "hash": found["hash"]}).filter(pl.Series(valid))
    if suspects.height == 0:
        return pl.DataFrame()
    suspects = suspects.sort("place")
    before, unread = _standing_of_kept(contest, suspects["place"].to_numpy())
    return suspects.with_columns(before=pl.Series(before), fresh=pl.lit(False), unread=pl.Series(unread))


def _standing_of_kept(contest: Contest, places: Places) -> tuple[Flags, Flags]:
    """Whether each row was delivered before tonight's, and of the others whether a cell of its key was not read."""
    order = contest.order
    blocks = order.blocks.with_row_index("block").join(contest.before, on=["delivery", "file"], how="semi")
    before = np.isin(order.block_of(places), blocks["block"].to_numpy())
    if before.all() or contest.unread.height == 0:
        return before, np.zeros(len(places), dtype=bool)
    address = [*BLOCK, "row_no"]
    marks = contest.unread.select(address).unique().with_columns(unread=pl.lit(True))
    unread = order.addresses(places).join(marks, on=address, how="left", maintain_order="left")["unread"]
    return before, unread.fill_null(False).to_numpy() & ~before


def _choose(contest: Contest, rows: pl.DataFrame) -> list[pl.DataFrame]:
    """What is set aside among rows whose keys are in memory at once."""
    names = key_names(contest.feed)
    rows = rows.hstack(contest.order.take(rows["place"].to_numpy(), key_parts(contest.feed)))
    # Where a row of the same key, or the same content where that is empty, was delivered tonight.
    rows = rows.with_columns(gives_way=pl.col("before") & pl.lit(contest.feed.mode == "snapshot"))
    empty = pl.any_horizontal(pl.col(name).is_null() for name in names)
    keyed, others = rows.filter(~empty), rows.filter(empty)
    return [_one_of_each_key(keyed, names), *_one_of_each_content(others, [*names, "content"])]


def _one_of_each_key(rows: pl.DataFrame, key: list[str]) -> pl.DataFrame:
    """The last content counts; the first kept row with it stands, else the first. Some give way to tonight's."""
    if rows.height == 0:
        return pl.DataFrame(schema=_SET_ASIDE)
    rows, first = _grouped(rows, key)
    place, content = rows["place"].to_numpy(), rows["content"].to_numpy()
    group = np.repeat(np.arange(len(first)), np.diff(first, append=rows.height))
    delivered = np.logical_or.reduceat(rows["fresh"].to_numpy(), first)[group]
    eligible = ~(rows["gives_way"].to_numpy() & delivered)
    last = np.maximum.reduceat(np.where(eligible, np.arange(rows.height), -1), first)
    counts = content == content[last][group]
    standing = counts & eligible
    kept = standing & rows["before"].to_numpy()
    standing = np.where(np.logical_or.reduceat(kept, first)[group], kept, standing)
    by = np.minimum.reduceat(np.where(standing, place, np.iinfo(np.int64).max), first)[group]
    gone = pl.DataFrame({"place": place, "by": by, "replaced": ~counts})
    return gone.filter(pl.col("place") != pl.col("by"))


def _grouped(rows: pl.DataFrame, key: list[str]) -> tuple[pl.DataFrame, Places]:
    """The rows by key and place, and where each key begins. A key's hash stands for it unless two keys share one."""
    names = ["hash"]
    rows = rows.sort("hash", "place")
    new_hash = pl.col("hash").ne_missing(pl.col("hash").shift(1))
    new_key = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in key)
    if rows.select((~new_hash & new_key).any()).item():
        names = key
        rows = rows.sort(*key, "place")
    begins = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(1)) for name in names)
    first = rows.select(begins).to_series()
    first[0] = True
    return rows, first.arg_true().to_numpy().astype(np.int64)


def _one_of_each_content(rows: pl.DataFrame, content: list[str]) -> list[pl.DataFrame]:
    """Rows that say the same all through, in whose key a part is empty.

    Of one delivery all stand in whose key a cell was not read, and the first of the others. One by one they meet the
    rows of before: of each pair one stands. Those of a file that was only read again do not where a cell was not read:
    they stood beside the rows of before already.
    """
    gives_way = pl.col("gives_way") & pl.col("fresh").any().over(content)
    rows = rows.with_columns(gives_way=gives_way)
    readable = ~pl.col("before") & ~pl.col("unread")
    first = pl.col("place").filter(readable).min().over(content)
    rows = rows.with_columns(first=first)
    again = rows.filter(readable & (pl.col("place") != pl.col("first"))).select("place", by="first")
    turn = pl.int_range(pl.len()).over(content).alias("turn")
    before = rows.filter("before").with_columns(turn)
    meets = ~pl.col("before") & (~pl.col("unread") | pl.col("fresh"))
    standing = rows.join(again, on="place", how="anti").filter(meets).sort("unread", "place")
    pairs = standing.with_columns(turn).join(
        before.select(*content, "turn", "gives_way", earlier="place"), on=[*content, "turn"], nulls_equal=True
    )
    met = pairs.select(
        place=pl.when("gives_way_right").then("earlier").otherwise("place"),
        by=pl.when("gives_way_right").then("place").otherwise("earlier"),
    )
    # What repeats a row that is itself set aside repeats the row that stands for it.
    stands = met.select(by="place", stands="by")
    again = again.join(stands, on="by", how="left").select("place", by=pl.coalesce("stands", "by"))
    return [found.with_columns(replaced=pl.lit(False)) for found in (again, met)]
