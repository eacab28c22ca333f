"""Cells of kept rows that stand by a correction which has ended or was withdrawn: they say again what they said.

What belongs here: which cells, and setting them back. What does not: rows that are read again, which are read without
the correction; which corrections apply (operator).
"""

from dataclasses import dataclass

import polars as pl

from assets.lake import Night
from assets.landing.in_force.order import BLOCK, Order
from assets.landing.marks import needed_columns
from assets.landing.operator.corrector import Corrector, grouped
from assets.landing.operator.notes import CORRECTIONS

_ROW = (*BLOCK, "row_no")


@dataclass(frozen=True)
class EndedCells:
    """(column, its cells: address, wrong, right, typed as landed) in the order of the feed's columns."""

    columns: tuple[tuple[str, pl.DataFrame], ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.columns)

    def taken_back(self, rows: pl.DataFrame, counts: pl.Series) -> tuple[pl.DataFrame, pl.Series]:
        """The rows with the wrong values again where a cell still says the right one, and the places that changed.

        `counts` is true for rows that are in force.
        """
        changed = [pl.Series([], dtype=pl.UInt32)]
        for column, cells in self.columns:
            here = rows.select(*_ROW, cell=column, counts=counts).with_row_index("place").filter("counts")
            found = here.join(cells, on=_ROW).filter(pl.col("cell").eq_missing(pl.col("right"))).sort("place")
            rows = rows.with_columns(rows[column].scatter(found["place"], found["wrong"].cast(rows[column].dtype)))
            changed.append(found["place"].cast(pl.UInt32))
        return rows, pl.concat(changed)


def ended_cells(night: Night, corrector: Corrector, corrected: pl.DataFrame) -> EndedCells:
    """Of `corrected` (the feed's rows of the previous landing/corrected) what is not to be corrected tonight.

    A cell that could not be read stays corrected where its row would have been refused for it.
    """
    feed = corrector.feed
    ended = corrected.filter(~_applies(corrector))
    if ended.height == 0:
        return EndedCells()
    own = (pl.col("feed") == feed.key) & pl.col("correction_id").is_in(ended["correction_id"].unique().implode())
    found: dict[str, list[pl.DataFrame]] = {}
    for group in grouped(feed, night.previous_scan(CORRECTIONS).filter(own).collect()):
        values = group.corrections.select("correction_id", "wrong", "right")
        if group.column in needed_columns(feed):
            values = values.drop_nulls("wrong")
        cells = ended.filter(pl.col("column") == group.column).join(values, on="correction_id", how="inner")
        found.setdefault(group.column, []).append(cells.select(*_ROW, "wrong", "right"))
    columns = ((column, pl.concat(cells)) for column, cells in found.items())
    return EndedCells(tuple((column, cells) for column, cells in columns if cells.height > 0))


def still_corrected(corrected: pl.DataFrame, corrector: Corrector, kept: pl.DataFrame) -> pl.DataFrame:
    """Of `corrected` what applies tonight and lies in sheets that are kept."""
    return corrected.filter(_applies(corrector)).join(kept.select(BLOCK), on=BLOCK, how="semi")


def of_rows_that_stand(corrected: pl.DataFrame, order: Order, set_aside: pl.DataFrame) -> pl.DataFrame:
    """Corrected cells but for those of rows that are set aside tonight: of them nothing corrected is in force."""
    blocks = order.blocks.with_row_index("block").join(corrected, on=BLOCK, how="semi")["block"]
    places = set_aside["place"].filter(pl.Series(order.block_of(set_aside["place"].to_numpy())).is_in(blocks.implode()))
    if len(places) == 0:
        return corrected
    return corrected.join(order.addresses(places.to_numpy()), on=_ROW, how="anti")


def _applies(corrector: Corrector) -> pl.Expr:
    return pl.col("correction_id").is_in(corrector.corrections["correction_id"].implode())
