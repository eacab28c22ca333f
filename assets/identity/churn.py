"""How much of who is who changed since the night before: a measure that should stay near nothing.

What belongs here: counting persons and rows whose person_id is another one tonight. What does not: why it is (that is
lasting's events), and what is too much (that is a setting, held by a check).

Rows are those that stand at the same address on both nights: nothing of them changed, so whatever moved them is churn.
Persons are those of the night before who are seen again: alive under their token, or under the one it gave way to.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assets.vocabulary.feeds import ADDRESS

# So many rows are compared; of more, every n-th of each file, always the same ones.
MOST_ROWS = 1_000_000
_MEASURES = {"measure": pl.String, "number": pl.Int64, "of": pl.Int64, "bound": pl.Float64}


@dataclass(frozen=True)
class Published:
    """Who was who on one night: its persons (person_id) and the file of its links; nobody and None before the first."""

    persons: pl.DataFrame
    links: Path | None


def churn_table(night: date, before: Published, tonight: Published, events: pl.DataFrame, bound: float) -> pl.DataFrame:
    """identity/churn: a row a measure. `events` are tonight's; a share above `bound` is told to the operator."""
    found = _persons(before.persons, tonight.persons, events)
    rows = _rows(before.links, tonight.links)
    again = found["seen_again"]
    measures: list[tuple[str, int, int | None, float | None]] = [
        ("seen_again", again, before.persons.height, None),
        ("another_id", found["another_id"], again, bound),
        ("merged", found["merged"], again, bound),
        ("split", found["split"], again, bound),
        ("rows_moved", rows["moved"], rows["compared"], bound),
        ("minted", events.filter(event="minted").height, None, None),
        ("absorbed", events.filter(event="absorbed").height, None, None),
    ]
    table = pl.DataFrame(measures, schema=_MEASURES, orient="row")
    share = pl.when(pl.col("of") > 0).then((pl.col("number") / pl.col("of")).round(9))
    return table.with_columns(night=pl.lit(night), share=share)


def _persons(before: pl.DataFrame, tonight: pl.DataFrame, events: pl.DataFrame) -> dict[str, int]:
    known = before.select("person_id")
    same = known.join(tonight.select("person_id"), on="person_id", how="semi")
    merged, split = (
        events.filter(event=kind).select("person_id").unique().join(known, on="person_id", how="semi")
        for kind in ("merged", "split")
    )
    # A token that gave way, or all of whose records are somebody else's now.
    another = pl.concat([merged, split]).unique().join(same, on="person_id", how="anti")
    return {
        "seen_again": same.height + another.height,
        "another_id": another.height,
        "merged": merged.height,
        "split": split.height,
    }


def _rows(before: Path | None, tonight: Path | None) -> dict[str, int]:
    """How many rows stand where they stood the night before, and how many of these lead to another person."""
    if before is None or tonight is None:
        return {"compared": 0, "moved": 0}
    rows = int(pl.scan_parquet(tonight).select(pl.len()).collect().item())
    step = max(1, -(-rows // MOST_ROWS))
    address = [*ADDRESS, "role"]
    earlier, later = (
        pl.scan_parquet(path).filter(pl.col("row_no") % step == 0).select(*address, "person_id")
        for path in (before, tonight)
    )
    met = later.join(earlier, on=address, suffix="_before")
    moved = pl.col("person_id") != pl.col("person_id_before")
    counted = met.select(compared=pl.len(), moved=moved.sum()).collect(engine="streaming")
    return {name: int(value) for name, value in counted.row(0, named=True).items()}
