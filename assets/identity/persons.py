"""What is known of each person: the most frequent of what their records say, the valid number before all.

What belongs here: one row a person from their records. What does not: who the persons are.

Nearly all records of a person say the same. So each column's first value of a cluster is looked up by the cluster's
number, and only the clusters that say something else too are counted.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import polars as pl

from assets.identity.places import Ordinals, any_place, at, differing, ordinals
from assets.identity.side_by_side import side_by_side
from assets.vocabulary import identity_number

SAID: Final = ("name", "id_text", "sex", "birth_date", "phone", "division_code", "address")


@dataclass(frozen=True)
class _Clusters:
    """of: each record's cluster.  size: one more than the highest cluster's number."""

    of: Ordinals
    size: int


def _most_frequent(values: pl.Series, rows: pl.Series, clusters: _Clusters) -> pl.Series:
    """By cluster number the value of most rows, of divisions the most exact; null where no record says anything."""
    column = values.name
    known = ordinals(values.is_not_null().arg_true())
    of = clusters.of[known]
    places = any_place(of, known, clusters.size)
    several = np.zeros(clusters.size, dtype=np.bool_)
    several[of[differing(values, known, places[of])]] = True
    of_several = known[several[of]]
    exactness = pl.col(column).cast(pl.String).str.len_chars() if column == "division_code" else pl.lit(0, pl.UInt32)
    chosen = (
        pl.DataFrame([values.gather(of_several), rows.gather(of_several)])
        .with_columns(cluster=clusters.of[of_several])
        .with_row_index("row")
        .group_by("cluster", column)
        .agg(pl.col("rows").sum(), pl.col("row").min())
        .with_columns(exactness=exactness)
        .sort(["cluster", "exactness", "rows", column], descending=[False, True, True, False])
        .unique("cluster", keep="first", maintain_order=True)
    )
    places[ordinals(chosen["cluster"])] = of_several[ordinals(chosen["row"])]
    return at(values, places)


def _totals(records: pl.DataFrame, clusters: _Clusters) -> dict[str, Ordinals]:
    """By cluster number: its source rows, and in how many feeds they are."""
    rows = np.bincount(clusters.of, weights=records["rows"].to_numpy(), minlength=clusters.size)
    sources = records["source"].unique().cast(pl.String).sort().to_list()
    codes = records["source"].cast(pl.Enum(sources)).to_physical().to_numpy()
    feeds = sorted({source.split("|")[0] for source in sources})
    met = np.zeros((len(feeds), clusters.size), dtype=np.bool_)
    for code, source in enumerate(sources):
        met[feeds.index(source.split("|")[0]), clusters.of[codes == code]] = True
    return {"rows": rows.astype(np.int64), "feeds": met.sum(axis=0, dtype=np.int64)}


def said_of(records: pl.DataFrame) -> pl.DataFrame:
    """By cluster number what its records say: `SAID`, rows, feeds.

    `records`: cluster, rows, source and the normalised details with the written name.
    """
    of = ordinals(records["cluster"])
    clusters = _Clusters(of, int(of.max(initial=0)) + 1)
    totals = _totals(records, clusters)
    rows, columns = records["rows"], [records[column] for column in reversed(SAID)]
    del records
    # Nobody holds a column but the task that reads it.
    values = side_by_side(partial(_most_frequent, columns.pop(), rows, clusters) for _ in SAID)
    return pl.DataFrame(dict(zip(SAID, values, strict=True)) | totals)


def describe(said: pl.DataFrame, valid_numbers: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    """One row a person: person_id, name, id_number, id_valid, sex, birth_date, phone, division_code, address,
    first_night, rows, feeds.

    `said`: see `said_of`. `valid_numbers`: cluster, number of those whose own the number is; a person who only stands
    under another's number keeps it as text, not as valid. `tokens`: cluster, person_id, first_night of every cluster.
    """
    shown = tokens.sort("person_id")
    own = ordinals(shown["cluster"])
    number = pl.col("number")
    # Read in their own order, before they are spread: texts that lie side by side are read many times as fast.
    numbers = valid_numbers.select(
        "number", number_sex=identity_number.sex(number), number_birth=identity_number.birth_date(number)
    )
    number_of = any_place(ordinals(valid_numbers["cluster"]), np.arange(valid_numbers.height), said.height)[own]
    columns = said.get_columns()[::-1]
    del said
    # A column after another: each goes when its copy is there.
    gathered = [columns.pop().gather(own) for _ in range(len(columns))]
    table = shown.hstack([at(column, number_of) for column in numbers] + gathered)
    return table.select(
        "person_id",
        "name",
        id_number=pl.coalesce(number, "id_text"),
        id_valid=number.is_not_null(),
        sex=pl.coalesce("number_sex", "sex").cast(pl.Int64),
        birth_date=pl.coalesce("number_birth", "birth_date"),
        **{column: pl.col(column).cast(pl.String) for column in ("phone", "division_code", "address")},
        first_night="first_night",
        rows="rows",
        feeds="feeds",
    )
