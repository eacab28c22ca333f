"""How well a table of links agrees with the truth, over pairs of records, computed from sizes of groups.

Belongs here: precision, recall, errors of groups of people and of kinds of noise. Does not belong here: running a
matcher (resolve_run.py, splink_run.py).

    python -m tests.benchmarks.identity.quality WORLD_FOLDER LINKS.parquet

A pair is two records of one person (truth) or of one person_id (links). No pair is ever formed: a group of n records
has n(n-1)/2 of them.
"""

import sys
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import polars as pl

from tests.benchmarks.identity.kinds import BIT

AGES_FROM = (0, 6, 18, 35, 60, 75)
NORMAL_95 = 1.959963984540054
TODAY = date(2026, 6, 30)


@dataclass(frozen=True)
class Pairs:
    """Counts of pairs: those of the truth, those of the links, those of both."""

    true: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """1 where nothing was linked."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.true + self.found) if self.true + self.found else 1.0

    @property
    def missed(self) -> int:
        return self.true - self.right

    @property
    def wrong(self) -> int:
        return self.found - self.right

    def summary(self) -> dict[str, float]:
        return asdict(self) | {"precision": self.precision, "recall": self.recall, "f1": self.f1}


def judged(links: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """truth with `cluster` (links' person_id) and `method` where the links have one.

    Raises ValueError unless the links have each record of the truth exactly once.
    """
    columns = ["record_id", pl.col("person_id").rank("dense").alias("cluster")]
    columns += ["method"] if "method" in links.columns else []
    if links["record_id"].n_unique() != links.height:
        raise ValueError("a record has two links")
    table = truth.join(links.select(columns), on="record_id", how="left")
    if table["cluster"].null_count():
        raise ValueError("a record has no link")
    return table


def pairs(table: pl.DataFrame) -> Pairs:
    """Pairs among the rows of a judged table."""
    return Pairs(
        *(_pairs_within(table, by) for by in (["person"], ["cluster"], ["person", "cluster"])),
    )


def _pairs_within(table: pl.DataFrame, by: list[str]) -> int:
    size = pl.col("len").cast(pl.Int64)
    return int(table.group_by(by).len().select((size * (size - 1) // 2).sum()).item())


def by_kind(table: pl.DataFrame) -> pl.DataFrame:
    """For each kind of noise the pairs of which at least one record has it: true, missed, wrong, recall.

    A pair whose records have several kinds is counted with each.
    """
    rows = []
    for kind, bit in BIT.items():
        has_kind = pl.col("noise") & bit != 0
        with_kind = table.filter(has_kind)
        # Missed pairs lie within persons, wrong ones within clusters: the others change neither.
        people, clusters = (
            table.join(with_kind.select(by).unique(), on=by, how="semi") for by in ("person", "cluster")
        )
        inside, outside = pairs(people), pairs(people.filter(~has_kind))
        true, right = inside.true - outside.true, inside.right - outside.right
        wrong = pairs(clusters).wrong - pairs(clusters.filter(~has_kind)).wrong
        rows.append((kind, with_kind.height, true, true - right, wrong, right / true if true else None))
    schema = ["kind", "records", "true_pairs", "missed", "wrong", "recall"]
    return pl.DataFrame(rows, schema=schema, orient="row").sort("missed", descending=True)


def errors_by_group(table: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Shares of people whose records were split, or merged with another's, in each group, with 95 % Wilson intervals.

    Split: people with two records or more that are not all under one person_id. Merged: any people whose records share
    a person_id with another's. People, not pairs, are counted: pairs of one person are not independent.
    """
    in_cluster = table.group_by("cluster").agg(mixed=pl.col("person").n_unique() > 1)
    person = (
        table.join(in_cluster, on="cluster")
        .group_by("person")
        .agg(split=pl.col("cluster").n_unique() > 1, merged=pl.col("mixed").any(), records=pl.len())
        .join(people.with_columns(age_band()), on="person")
    )
    blocks = []
    for dimension in ("sex", "age", "urban_rural", "minority", "name_length"):
        for error, among in (("split", person.filter(pl.col("records") > 1)), ("merged", person)):
            counted = among.group_by(pl.col(dimension).cast(pl.String).alias("group")).agg(
                people=pl.len().cast(pl.Int64), errors=pl.col(error).sum().cast(pl.Int64)
            )
            blocks.append(counted.select(pl.lit(dimension).alias("dimension"), pl.lit(error).alias("error"), pl.all()))
    return pl.concat(blocks).with_columns(*wilson("errors", "people")).sort("dimension", "error", "group")


def age_band() -> pl.Expr:
    """The first age of the band in two digits, with a plus."""
    age = (pl.lit(TODAY) - pl.col("birth_date")).dt.total_days() / 365.25
    band = pl.lit("")
    for start in AGES_FROM:
        band = pl.when(age >= start).then(pl.lit(f"{start:02d}+")).otherwise(band)
    return band.alias("age")


def wilson(errors: str, count: str) -> list[pl.Expr]:
    """rate, low, high: the Wilson score interval of a share."""
    n, z2 = pl.col(count).cast(pl.Float64), NORMAL_95**2
    rate = pl.col(errors) / n
    middle = (rate + z2 / (2 * n)) / (1 + z2 / n)
    half = NORMAL_95 / (1 + z2 / n) * (rate * (1 - rate) / n + z2 / (4 * n * n)).sqrt()
    # Rounding must not carry an end past the ends of the scale.
    return [rate.alias("rate"), (middle - half).clip(0, 1).alias("low"), (middle + half).clip(0, 1).alias("high")]


def wrong_exact(table: pl.DataFrame) -> pl.DataFrame:
    """Rows linked by method 'exact' whose person is not that of most exact rows of their cluster.

    These bear the number that the cluster stands for: a row without one that was joined to them wrongly makes no exact
    row wrong. Of persons with as many rows the one with the smallest number counts as the cluster's.
    """
    exact = table.filter(pl.col("method").cast(pl.String) == "exact")
    most = (
        exact.group_by("cluster", "person")
        .len()
        .sort("cluster", "len", "person", descending=[False, True, False])
        .group_by("cluster", maintain_order=True)
        .agg(majority=pl.col("person").first())
    )
    exact = exact.join(most, on="cluster")
    return exact.filter(pl.col("person") != pl.col("majority")).sort("record_id")


def main(folder: str, links_file: str) -> None:
    world = Path(folder)
    table = judged(pl.read_parquet(links_file), pl.read_parquet(world / "truth.parquet"))
    sure = table.filter("resolvable")
    with pl.Config(tbl_rows=-1, tbl_cols=-1, tbl_hide_dataframe_shape=True, float_precision=5):
        for name, part in (("all", table), ("resolvable", sure)):
            print(name, {key: round(value, 6) for key, value in pairs(part).summary().items()})  # noqa: T201
            print(by_kind(part))  # noqa: T201
        print(errors_by_group(sure, pl.read_parquet(world / "people.parquet")))  # noqa: T201
        if "method" in table.columns:
            print("exact rows under another person:", wrong_exact(table).height)  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:3])
