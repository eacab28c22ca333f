"""The truth beside the inbox: persons, whose row is whose, planted hits and near misses.

Belongs here: files under <out>/truth. Does not belong here: anything that a department would deliver.
"""

from datetime import date
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from data.synthetic.noise import Named
from data.synthetic.plan import Expectation
from data.synthetic.world import Block, World

ROWS_SCHEMA = pa.schema(
    [
        ("feed", pa.string()),
        ("file", pa.string()),
        ("sheet", pa.string()),
        ("row_no", pa.int64()),
        ("role", pa.string()),
        ("true_person", pa.int64()),
        ("noise", pa.string()),
    ]
)
PERSONS_SCHEMA = pa.schema(
    [
        ("true_person", pa.int64()),
        ("name", pa.string()),
        ("id_number", pa.string()),
        ("sex", pa.int32()),
        ("birth_date", pa.date32()),
        ("household_no", pa.string()),
        ("note", pa.string()),
    ]
)


class Table:
    """A Parquet file written block by block, so that no more than a block is in memory."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._schema = schema
        self._writer = pq.ParquetWriter(path, schema, compression="zstd")

    def add(self, frame: pl.DataFrame) -> None:
        """Append rows; columns are put in the schema's order."""
        self._writer.write_table(frame.select(self._schema.names).to_arrow().cast(self._schema))

    def close(self) -> None:
        """Finish the file."""
        self._writer.close()


def row_truth(feed: str, named: Named, places: pl.DataFrame) -> pl.DataFrame:
    """For each row the person of each role; `places` has file, sheet and row_no in the rows' order."""
    at = places.with_columns(feed=pl.lit(feed))
    own = at.with_columns(named.person, named.noise, role=pl.lit(named.role))
    if named.guardian is None:
        return own
    ward = at.with_columns(named.guardian, pl.lit(None, pl.String).alias("noise"), role=pl.lit("guardian"))
    return pl.concat(
        [own.select(ROWS_SCHEMA.names), ward.filter(named.guardian.is_not_null()).select(ROWS_SCHEMA.names)]
    )


def person_truth(block: Block) -> pl.DataFrame:
    """The block's persons; note is twin, namesake (of the head next door) or newborn."""
    return block.persons.select(
        "name",
        "id_number",
        "sex",
        "birth_date",
        "household_no",
        true_person=pl.col("person") + 1,
        note=pl.when("newborn")
        .then(pl.lit("newborn"))
        .when("twin")
        .then(pl.lit("twin"))
        .when("namesake")
        .then(pl.lit("namesake")),
    )


def expectations(world: World) -> pl.DataFrame:
    """What the night is expected to show: kind, code, household_no, true_person, tier, case.

    true_person is null for what is said of a household, except of a person in no household of the ledger, who is named.
    """
    night: date = world.dates.today
    said = [
        _row(number, expectation)
        for number, scenario in enumerate(world.scenarios, start=world.first_planted)
        for expectation in scenario.expected
        if expectation.holds(night)
    ]
    table = pl.DataFrame(
        said,
        schema={
            "plan": pl.Int64,
            "kind": pl.String,
            "code": pl.String,
            "member": pl.Int64,
            "tier": pl.String,
            "case": pl.String,
        },
    )
    codes = world.places.counties["code"].gather(world.households["county"])
    number = codes + world.households["household"].cast(pl.String).str.zfill(8)
    planted = world.households.with_columns(number.alias("household_no")).filter("planted")
    outside = pl.col("assistance_type") == ""
    person = pl.col("first_person") + pl.col("member").fill_null(0) + 1
    return (
        planted.join(table, on="plan", how="inner", maintain_order="left_right")
        .with_columns(
            true_person=pl.when(pl.col("member").is_not_null() | outside).then(person),
            household_no=pl.when(~outside).then("household_no"),
        )
        .select("kind", "code", "household_no", "true_person", "tier", "case")
    )


def _row(plan: int, said: Expectation) -> dict[str, object]:
    return {
        "plan": plan,
        "kind": said.kind,
        "code": said.code,
        "member": said.member,
        "tier": said.tier,
        "case": said.case,
    }


def write_expectations(world: World, folder: Path) -> dict[str, int]:
    """Write hits.parquet and near_misses.parquet; the result is the number of hits a code."""
    said = expectations(world)
    hits = said.filter(kind="hit").drop("kind")
    hits.write_parquet(folder / "hits.parquet")
    said.filter(kind="near").drop("kind", "tier").write_parquet(folder / "near_misses.parquet")
    counted = hits.group_by("code").len().sort("code")
    return dict(zip(counted["code"], counted["len"], strict=True))
