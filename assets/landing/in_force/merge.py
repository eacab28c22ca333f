"""Tonight's draft and what stays in force of the previous night → the night's table, in the order of addresses.

What belongs here: joining two files in order. What does not: deciding what stays in force (plan) or reading files.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from assets.lake import Night
from assets.landing.files.sheets import BATCH_ROWS
from assets.landing.in_force.repeats import superseded_positions
from assets.landing.in_force.table_writer import TableWriter
from assets.landing.tonight import Tonight
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import table_order, table_schema

_NOTHING = pl.Series("position", [], pl.UInt32)


@dataclass(frozen=True)
class _Source:
    """A file of rows and the positions in it that are left out."""

    path: Path
    left_out: pl.Series


class ConservationError(RuntimeError):
    """Rows were lost or made up between a file and the landed table."""


def write_tables(feed: Feed, night: Night, tonight: Tonight, repeated: pl.Series, kept: pl.DataFrame) -> pl.DataFrame:
    """Write the landed table and its quarantine; `kept` is the carried part of the ledger, and is given back.

    Of a snapshot, kept rows that a row of tonight replaces are counted as set aside in it: the table holds what the
    ledger says. Of an append feed they only leave: what a file of an earlier night loaded stays told.

    Raises ConservationError where the table does not hold exactly the rows that the ledger says.
    """
    table_key, quarantine_key = f"landing/{feed.key}", f"quarantine/{feed.key}"
    previous = night.previous_path(table_key)
    left_out = _NOTHING
    if previous is not None and kept.height > 0:
        in_force = _in_force(kept)
        outside = pl.scan_parquet(previous).with_row_index("position").filter(~in_force).select("position").collect()
        superseded = superseded_positions(previous, in_force, tonight.table, tonight.seen)
        left_out = pl.concat([outside["position"], superseded])
        if feed.mode == "snapshot":
            kept = _count_superseded(previous, superseded, kept)
    else:
        previous = None
    before = _Source(previous, left_out) if previous is not None else None
    rows = _join(night, table_key, before, _Source(tonight.table, repeated))
    loaded = sum(result.counts.loaded for result in tonight.sheets)
    stayed = 0 if previous is None else _height(previous) - len(left_out)
    if rows != loaded + stayed:
        raise ConservationError(f"{feed.key}: {rows} rows written, {loaded} loaded tonight and {stayed} kept")
    _write_quarantine(night, quarantine_key, tonight.quarantine, kept)
    return kept


def _count_superseded(previous: Path, superseded: pl.Series, kept: pl.DataFrame) -> pl.DataFrame:
    """The kept ledger with superseded rows moved from loaded to set aside."""
    address = ["delivery", "file", "sheet"]
    rows = pl.scan_parquet(previous).with_row_index("position")
    counts = rows.filter(pl.col("position").is_in(superseded.implode())).group_by(address).agg(left=pl.len()).collect()
    left = pl.col("left").fill_null(0).cast(pl.Int64)
    return (
        kept.join(counts, on=address, how="left", maintain_order="left")
        .with_columns(
            rows_loaded=pl.col("rows_loaded") - left,
            rows_set_aside=pl.col("rows_set_aside") + left,
            set_aside_replaced=pl.col("set_aside_replaced") + left,
        )
        .drop("left")
    )


def _write_quarantine(night: Night, key: str, tonight: Path, kept: pl.DataFrame) -> None:
    path = night.previous_path(key) if kept.height > 0 else None
    before = None
    if path is not None:
        outside = pl.scan_parquet(path).with_row_index("position").filter(~_in_force(kept)).select("position")
        before = _Source(path, outside.collect()["position"])
    _join(night, key, before, _Source(tonight, _NOTHING))


def _in_force(kept: pl.DataFrame) -> pl.Expr:
    """Rows whose (delivery, file, sheet) the kept ledger has."""
    addresses = kept.select("delivery", "file", "sheet").unique().sort("delivery", "file", "sheet")
    return pl.struct("delivery", "file", "sheet").is_in(addresses.to_struct().implode())


def _height(path: Path) -> int:
    return int(pl.scan_parquet(path).select(pl.len()).collect().item())


def _all_before(previous: Path, tonight: Path) -> bool:
    """Whether every delivery of the previous table lies before every delivery of tonight's."""
    latest = pl.scan_parquet(previous).select(pl.col("delivery").max()).collect().item()
    earliest = pl.scan_parquet(tonight).select(pl.col("delivery").min()).collect().item()
    return latest is None or earliest is None or latest < earliest


def _join(night: Night, key: str, previous: _Source | None, tonight: _Source) -> int:
    """Previous rows, then tonight's, both without what is left out; gives the number of rows written."""
    target = night.target(key)
    if previous is None and len(tonight.left_out) == 0:
        tonight.path.replace(target)
        return _height(target)
    draft = target.with_suffix(".draft")
    if previous is None or _all_before(previous.path, tonight.path):
        with TableWriter(draft, table_schema(key)) as writer:
            for source in (previous, tonight):
                if source is not None:
                    writer.copy(source.path, source.left_out)
    else:
        _sorted_union(draft, key, (previous, tonight))
    draft.replace(target)
    return _height(target)


def _sorted_union(draft: Path, key: str, sources: tuple[_Source, ...]) -> None:
    """For a snapshot of old and new files whose deliveries interleave."""
    parts = [
        pl.scan_parquet(source.path)
        .with_row_index("position")
        .filter(~pl.col("position").is_in(source.left_out.implode()))
        .drop("position")
        for source in sources
    ]
    ordered = pl.concat(parts).sort(table_order(key), maintain_order=True).collect(engine="streaming")
    with TableWriter(draft, table_schema(key)) as writer:
        for batch in ordered.iter_slices(BATCH_ROWS):
            writer.write(batch)
