"""T1: records of the same identity number, split where their names contradict each other.

What belongs here: grouping by equal numbers. What does not: records without a number, and any guess.
"""

import polars as pl

from assets.identity.names import CONSISTENT_LEVELS, LOST, SIMILAR_LEVELS, with_name_level

# After so many majorities the rest of a number's names are grouped by equal folded form: a number that a whole office
# writes for everyone must not cost a round a name.
ROUNDS = 4

GROUP_SCHEMA = pl.Schema(
    {
        "id_text": pl.String,
        "name_key": pl.String,
        "id_valid": pl.Boolean,
        "id_group": pl.UInt32,
        "similar": pl.Boolean,
    }
)


def group_by_id(records: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """For each distinct (id_text, name_key) its id_group: 0 is the majority name and all consistent ones.

    `similar` is true for a name that only sounds or nearly looks like its group's: brothers and sisters share a
    generation's character, and a relative's row may bear the wrong one of two numbers.
    `records`: id_text, id_valid, name_key. A record without a name goes with group 0. Rows in no particular order.
    """
    pairs = (
        records.lazy()
        .filter(pl.col("id_text").is_not_null())
        .group_by("id_text", "name_key")
        .agg(pl.col("id_valid").first(), records=pl.len())
        .collect()
    )
    several_names = pairs.drop_nulls("name_key").group_by("id_text").len().filter(pl.col("len") > 1)
    doubtful = pairs.drop_nulls("name_key").join(several_names.select("id_text"), on="id_text", how="semi")
    groups = _split_by_name(doubtful, names)
    return (
        pairs.join(groups, on=["id_text", "name_key"], how="left")
        .with_columns(pl.col("id_group").fill_null(0), pl.col("similar").fill_null(False))
        .select(GROUP_SCHEMA.names())
    )


def _split_by_name(doubtful: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """id_text, name_key, id_group, similar: in each round the most frequent name left takes all consistent with it."""
    # A name with a lost character is measured by whole ones, however often it stands there.
    lost = pl.col("name_key").str.contains(LOST, literal=True)
    left = doubtful.sort("id_text", lost, "records", "name_key", descending=[False, False, True, False])
    done: list[pl.DataFrame] = []
    for number in range(ROUNDS):
        heads = left.unique("id_text", keep="first", maintain_order=True)
        compared = with_name_level(
            left.select("id_text", right_name_key="name_key").join(
                heads.select("id_text", left_name_key="name_key"), on="id_text", maintain_order="left"
            ),
            names,
        )
        consistent = compared["name_level"].is_in(CONSISTENT_LEVELS)
        similar = compared["name_level"].is_in(SIMILAR_LEVELS).alias("similar")
        taken = left.with_columns(similar, id_group=pl.lit(number, pl.UInt32)).filter(consistent)
        done.append(taken)
        left = left.filter(~consistent)
    rest = left.join(names.select("name_key", "folded"), on="name_key", how="left", maintain_order="left")
    rest = rest.with_columns(
        id_group=pl.col("folded").rank("dense").over("id_text").cast(pl.UInt32) + ROUNDS - 1, similar=pl.lit(False)
    )
    columns = ("id_text", "name_key", pl.col("id_group").cast(pl.UInt32), "similar")
    return pl.concat([frame.select(columns) for frame in (*done, rest)])
