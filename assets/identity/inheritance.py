"""Earlier keys that a person who seems new tonight may take up: corrected names, numbers that came later.

What belongs here: which keys of the registry belong to a cluster that none of its own keys knows. What does not: what
becomes of the tokens (that is lasting).
"""

import polars as pl

from assets.identity.details import tokens
from assets.identity.lasting import ID_KEY, NAMED_ID_KEY
from assets.identity.names import CONSISTENT_LEVELS, name_table, with_name_level

KEY_COLUMNS = ("cluster", "identity_key", "anchored", "main")


def inherited_keys(
    keys: pl.DataFrame, owners: pl.DataFrame, records: pl.DataFrame, names: pl.DataFrame, previous: pl.DataFrame
) -> pl.DataFrame:
    """Additional rows of `keys` (cluster, identity_key, anchored, main) for clusters with a valid id that none knows.

    First the earlier keys of the same id whose name is consistent (a name written otherwise on every row tonight); then
    the details under which a person without a valid id was known (the number came later). `owners`: cluster, id_text,
    name_key, id_group. `records`: cluster and the details.
    """
    known = keys.join(previous.select("identity_key"), on="identity_key", how="semi")
    free = previous.join(keys.select("identity_key"), on="identity_key", how="anti")
    fresh = owners.join(known, on="cluster", how="anti")
    if fresh.is_empty() or free.is_empty():
        return keys.clear().select(KEY_COLUMNS)
    by_number = _same_number(fresh, free, names)
    claimed = pl.concat([known.select("identity_key"), by_number.select("identity_key")])
    rest = fresh.join(by_number, on="cluster", how="anti")
    by_details = _same_details(rest, records, free, previous, claimed)
    return pl.concat([by_number, by_details]).select(KEY_COLUMNS)


def _same_number(fresh: pl.DataFrame, free: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Earlier keys of a fresh cluster's id whose name is consistent with one of the cluster's names."""
    earlier = free.filter(pl.col("identity_key").str.contains(ID_KEY)).select(
        "identity_key",
        id_text=pl.col("identity_key").str.slice(0, 18),
        earlier_name=pl.col("identity_key").str.slice(19).replace("", None),
    )
    met = fresh.join(earlier, on="id_text").sort("identity_key", "id_group", "name_key")
    _, old_names = name_table(met["earlier_name"])
    both = pl.concat([names, old_names.join(names, on="name_key", how="anti")]).sort("name_key")
    compared = with_name_level(met.rename({"name_key": "left_name_key", "earlier_name": "right_name_key"}), both)
    consistent = compared.filter(pl.col("name_level").is_in(CONSISTENT_LEVELS))
    first = consistent.unique("identity_key", keep="first", maintain_order=True)
    return first.select(
        "cluster", "identity_key", anchored=pl.col("right_name_key").is_not_null(), main=pl.col("id_group") == 0
    )


def _same_details(
    fresh: pl.DataFrame, records: pl.DataFrame, free: pl.DataFrame, previous: pl.DataFrame, claimed: pl.DataFrame
) -> pl.DataFrame:
    """Earlier detail keys of persons who never had a valid id and are nobody else's tonight, met by one cluster."""
    taken = pl.concat(
        [
            previous.join(claimed, on="identity_key", how="semi").select("person_id"),
            previous.filter(pl.col("identity_key").str.contains(NAMED_ID_KEY)).select("person_id"),
        ]
    ).unique()
    open_keys = free.join(taken, on="person_id", how="anti").select("identity_key")
    main = fresh.filter(pl.col("id_group") == 0).select("cluster").unique()
    rows = records.join(main, on="cluster", how="semi").with_row_index("unit")
    described = tokens(rows).rename({"token": "identity_key"}).join(open_keys, on="identity_key")
    met = described.join(rows.select("unit", "cluster"), on="unit").select("cluster", "identity_key").unique()
    single = met.filter(pl.col("cluster").n_unique().over("identity_key") == 1)
    return single.with_columns(anchored=pl.lit(False), main=pl.lit(False))
