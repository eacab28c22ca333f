"""T1: records of the same identity number, split where their names contradict each other.

What belongs here: grouping by equal numbers. What does not: records without a number, what other details say of a name
(that is other_names), and any guess.

Nearly all records of a number bear one name. So the numbers are put in order once, each number's first name is looked
up by its place, and only the numbers that bear another name too are taken apart.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from assets.identity.names import CONSISTENT_LEVELS, LOST, SIMILAR_LEVELS, rows_of, with_name_level
from assets.identity.other_names import HOME, contradicted, with_changed_names
from assets.identity.places import Ordinals, any_place, at, differing, ordinals, spread
from assets.identity.side_by_side import both

# After so many majorities the rest of a number's names are grouped by equal folded form: a number that a whole office
# writes for everyone must not cost a round a name.
ROUNDS = 4
# The check character follows from the rest: the order of the rests is that of the numbers.
_WITHOUT_CHECK = 17


@dataclass(frozen=True)
class ByNumber:
    """The records with a valid number: each number and each group of consistent names under it is a cluster.

    placed: of each record id_group (0 is the majority name and all consistent ones), cluster (group 0 numbered from 0
    in the order of the numbers, then the other groups in that order) and similar, all null for a record without a valid
    number. `similar` is true for a name that only sounds or nearly looks like its group's: brothers and sisters share a
    generation's character, and a relative's row may bear the wrong one of two numbers. Where such a name stands there
    as often as the group's own, nobody knows whose the number is, and all are similar.
    owners: the distinct id_text and name_key (null where a record has none), with id_group, similar and cluster.
    numbers: cluster and number of each group 0.  persons: how many these are.
    number_of: for each further cluster the one whose number it bears.
    outvoted: for each of these whether fewer of its rows than of that one's agree with the number; of two names that
    stand there alike nobody knows whose it is.
    """

    placed: pl.DataFrame
    owners: pl.DataFrame
    numbers: pl.DataFrame
    persons: int
    number_of: pl.Series
    outvoted: pl.Series

    @property
    def clusters(self) -> int:
        """How many there are."""
        return self.persons + self.number_of.len()


@dataclass(frozen=True)
class _Valid:
    """rows: places of the records; texts, names: theirs; order: their number's place among `count` numbers."""

    rows: Ordinals
    texts: pl.Series
    names: pl.Series
    order: Ordinals
    count: int


def group_by_number(records: pl.DataFrame, names: pl.DataFrame) -> ByNumber:
    """`records`: id_text, id_valid, name_key, details. A record without a name goes with its number's group 0."""
    valid = _valid(records)
    named = ordinals(valid.names.is_not_null().arg_true())
    first = any_place(valid.order[named], named, valid.count)
    several = np.zeros(valid.count, dtype=np.bool_)
    several[valid.order[named[differing(valid.names, named, first[valid.order[named]])]]] = True
    doubtful = named[several[valid.order[named]]]
    met = pl.DataFrame({"key": valid.order[doubtful], "name_key": valid.names.gather(doubtful), "place": doubtful})
    groups, votes = _groups(met, records, valid.rows[doubtful], names)
    others = _first_others(groups, valid.count)
    alike, placed = both(
        partial(_alike, valid, named, np.flatnonzero(~several), first),
        partial(_placed, valid, met.join(groups, on=["key", "name_key"]), others, records.height),
    )
    owners = pl.concat([alike, groups])
    some = any_place(valid.order, np.arange(len(valid.order)), valid.count)
    key = ordinals(owners["key"])
    owners = owners.with_columns(
        id_text=valid.texts.gather(some[key]), cluster=_clusters(key, ordinals(owners["id_group"]), others)
    )
    return ByNumber(
        placed,
        owners.select("id_text", "name_key", "id_group", "similar", "cluster"),
        pl.DataFrame({"cluster": _numbered(np.arange(valid.count)), "number": valid.texts.gather(some)}),
        valid.count,
        _numbered(np.repeat(np.arange(valid.count), np.diff(others))),
        _outvoted(votes, others),
    )


def _groups(
    met: pl.DataFrame, records: pl.DataFrame, places: Ordinals, names: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """As `split_by_name` of the numbers of several names, and key, id_group, agreeing: rows that do not contradict it.

    `met`: key and name_key of the records at `places`.
    """
    rows = records.select("id_text", "birth_date", "birth_stated", "sex", "division_code", *HOME)[places]
    rows = pl.concat([met.select("key", "name_key"), rows], how="horizontal")
    bearers = met.group_by("key", "name_key").agg(records=pl.len())
    told = bearers.join(contradicted(rows), on=["key", "name_key"], how="left")
    told = told.with_columns(pl.col("contradicting").fill_null(0))
    groups = with_changed_names(_without_rivals(split_by_name(told, names), bearers), rows, records, names)
    agreeing = (pl.col("records") - pl.col("contradicting")).sum().alias("agreeing")
    return groups, groups.join(told, on=["key", "name_key"]).group_by("key", "id_group").agg(agreeing)


def _outvoted(votes: pl.DataFrame, others: Ordinals) -> pl.Series:
    """See `ByNumber`; `votes`: key, id_group, agreeing."""
    most = votes.filter(pl.col("id_group") == 0).select("key", most="agreeing")
    fewer = votes.join(most, on="key").filter((pl.col("id_group") > 0) & (pl.col("agreeing") < pl.col("most")))
    found = np.zeros(int(others[-1] - others[0]), dtype=np.bool_)
    found[others[ordinals(fewer["key"])] + ordinals(fewer["id_group"]) - 1 - others[0]] = True
    return pl.Series(found, dtype=pl.Boolean)


def _without_rivals(groups: pl.DataFrame, bearers: pl.DataFrame) -> pl.DataFrame:
    """`groups` with all names of one similar where the similar ones, but for lost characters, are as frequent."""
    whole = groups.filter(~pl.col("name_key").str.contains(LOST, literal=True)).join(bearers, on=["key", "name_key"])
    sums = whole.group_by("key", "id_group").agg(
        near=pl.col("records").filter("similar").sum(), own=pl.col("records").filter(~pl.col("similar")).sum()
    )
    rivals = sums.filter(pl.col("near") >= pl.col("own")).select("key", "id_group", rivals=True)
    told = groups.join(rivals, on=["key", "id_group"], how="left", maintain_order="left")
    return told.with_columns(similar=pl.col("similar") | pl.col("rivals").fill_null(False)).drop("rivals")


def _valid(records: pl.DataFrame) -> _Valid:
    rows = ordinals(records["id_valid"].arg_true())
    texts = records["id_text"].gather(rows)
    order = ordinals(texts.str.slice(0, _WITHOUT_CHECK).cast(pl.Int64).rank("dense")) - 1
    return _Valid(rows, texts, records["name_key"].gather(rows), order, int(order.max(initial=-1)) + 1)


def _numbered(numbers: Ordinals) -> pl.Series:
    return pl.Series(numbers.astype(np.uint32), dtype=pl.UInt32)


def _clusters(key: Ordinals, group: Ordinals, others: Ordinals) -> pl.Series:
    """The cluster of a number's group; `others`: see `_first_others`."""
    return _numbered(np.where(group == 0, key, others[key] + group - 1))


def _first_others(groups: pl.DataFrame, count: int) -> Ordinals:
    """The first cluster of each number's groups but 0, behind all groups 0; and at the end how many there are."""
    last = groups.group_by("key").agg(pl.col("id_group").max())
    sizes = np.zeros(count + 1, dtype=np.int64)
    sizes[ordinals(last["key"]) + 1] = ordinals(last["id_group"])
    return count + np.cumsum(sizes)


def _alike(valid: _Valid, named: Ordinals, single: Ordinals, first: Ordinals) -> pl.DataFrame:
    """The group of the numbers that bear one name or none, and of all numbers that some record without a name bears."""
    with_name = single[first[single] >= 0]
    nameless = np.zeros(valid.count, dtype=np.bool_)
    nameless[np.delete(valid.order, named)] = True
    without = np.flatnonzero(nameless)
    key = np.concatenate([with_name, without])
    spelled = at(valid.names, np.concatenate([first[with_name], np.full(len(without), -1)]))
    table = pl.DataFrame({"key": key, "name_key": spelled})
    return table.with_columns(id_group=pl.lit(0, pl.UInt32), similar=pl.lit(False))


def _placed(valid: _Valid, doubtful: pl.DataFrame, others: Ordinals, height: int) -> pl.DataFrame:
    """id_group, cluster and similar of all records; `doubtful`: place among the valid ones, id_group, similar."""
    place = ordinals(doubtful["place"])
    group = np.zeros(len(valid.order), dtype=np.int64)
    group[place] = ordinals(doubtful["id_group"])
    similar: NDArray[np.bool_] = np.zeros(len(valid.order), dtype=np.bool_)
    similar[place] = doubtful["similar"].to_numpy()
    columns = {
        "id_group": _numbered(group),
        "cluster": _clusters(valid.order, group, others),
        "similar": pl.Series(similar),
    }
    return pl.DataFrame({name: spread(height, valid.rows, values) for name, values in columns.items()})


def shared_numbers(records: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """id_text, name_key, id_group of the numbers that are not valid; `records` as in `group_by_number`."""
    loose = records.lazy().filter(~pl.col("id_valid") & pl.col("id_text").is_not_null())
    pairs = loose.group_by(key="id_text", name_key="name_key").agg(records=pl.len()).collect()
    named = pairs.drop_nulls("name_key")
    several = named.filter(pl.col("name_key").count().over("key") > 1)
    several = several.with_columns(contradicting=pl.lit(0, pl.UInt32))
    groups = split_by_name(several, names).select("key", "name_key", "id_group")
    single = pairs.join(groups, on=["key", "name_key"], how="anti", nulls_equal=True)
    single = single.select("key", "name_key", id_group=pl.lit(0, pl.UInt32))
    return pl.concat([groups, single]).rename({"key": "id_text"})


def split_by_name(doubtful: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """key, name_key, id_group, similar: in each round the most frequent name left takes all consistent with it.

    `doubtful`: key (of the number), name_key, records (how many bear it), contradicting (how many of these state what
    contradicts the number: they do not say whose it is, and a name with any is not taken where it is only similar).
    """
    # A name with a lost character is measured by whole ones, however often it stands there.
    lost, agreeing = pl.col("name_key").str.contains(LOST, literal=True), pl.col("records") - pl.col("contradicting")
    order = ["key", lost, agreeing, "records", "name_key"]
    left = doubtful.sort(order, descending=[False, False, True, True, False])
    done: list[pl.DataFrame] = []
    for number in range(ROUNDS):
        heads = left.unique("key", keep="first", maintain_order=True)
        compared = with_name_level(
            left.select("key", right_name_key="name_key").join(
                heads.select("key", left_name_key="name_key"), on="key", maintain_order="left"
            ),
            names,
        )
        similar = compared["name_level"].is_in(SIMILAR_LEVELS).alias("similar")
        doubted = similar & (left["contradicting"] > 0)
        consistent = compared["name_level"].is_in(CONSISTENT_LEVELS) & ~doubted
        taken = left.with_columns(similar, id_group=pl.lit(number, pl.UInt32)).filter(consistent)
        done.append(taken)
        left = left.filter(~consistent)
    rest = left.with_columns(folded=names["folded"].gather(rows_of(left["name_key"], names)))
    rest = rest.with_columns(
        id_group=pl.col("folded").rank("dense").over("key").cast(pl.UInt32) + ROUNDS - 1, similar=pl.lit(False)
    )
    columns = ("key", "name_key", pl.col("id_group").cast(pl.UInt32), "similar")
    return pl.concat([frame.select(columns) for frame in (*done, rest)])
