"""Plain delivery: UTF-8 CSV with the contract's canonical headings.

Belongs here: file names, appending blocks, ISO text forms. Does not belong here: messy styles (mixed/).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import polars as pl

from data.synthetic.contract import Column

# Feeds that become one file a block where the world has several blocks.
SPLIT_FEEDS = (
    "civil_affairs/members",
    "civil_affairs/payments",
    "medical_insurance/enrolment",
    "medical_insurance/settlements",
    "employment/contributions",
)


class Delivery(Protocol):
    """Where a feed's rows go."""

    def add(self, feed: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Take a block's rows of a feed; the result is file, sheet and row_no in the rows' order."""

    def close(self) -> None:
        """Finish all files."""


def _yesno(value: pl.Expr) -> pl.Expr:
    return pl.when(value).then(pl.lit("是")).when(~value).then(pl.lit("否"))


def _sex(value: pl.Expr) -> pl.Expr:
    return pl.when(value == 1).then(pl.lit("男")).when(value == 2).then(pl.lit("女"))


def _month(value: pl.Expr) -> pl.Expr:
    return value.dt.year() * 100 + value.dt.month()


PLAIN_FORMS: dict[str, Callable[[pl.Expr], pl.Expr]] = {"yesno": _yesno, "sex": _sex, "month": _month}


def plain_cells(columns: tuple[Column, ...], rows: pl.DataFrame) -> pl.DataFrame:
    """Rows as they are written: 是 and 否, 男 and 女, months as 202406; dates and money are left to the CSV writer."""
    chosen = [
        (PLAIN_FORMS[column.kind](pl.col(column.name)) if column.kind in PLAIN_FORMS else pl.col(column.name)).alias(
            column.headings[0]
        )
        for column in columns
    ]
    return rows.select(chosen)


class PlainDelivery:
    """One CSV a feed, or one a block for the big feeds of a world of several blocks."""

    def __init__(self, inbox: Path, contract: dict[str, tuple[Column, ...]], blocks: int) -> None:
        self._inbox, self._contract, self._blocks = inbox, contract, blocks
        self._rows: dict[Path, int] = {}
        self._block: dict[str, int] = {}

    def add(self, feed: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Append the rows to the feed's file, or start the block's own file."""
        self._block[feed] = self._block.get(feed, 0) + 1
        split = self._blocks > 1 and feed in SPLIT_FEEDS
        path = self._inbox / (f"{feed}_{self._block[feed]:03d}.csv" if split else f"{feed}.csv")
        done = self._rows.get(path, 0)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab" if path in self._rows else "wb") as handle:
            plain_cells(self._contract[feed], rows).write_csv(
                handle, include_header=path not in self._rows, float_precision=2
            )
        self._rows[path] = done + rows.height
        number = pl.int_range(done + 1, done + 1 + rows.height, dtype=pl.Int64, eager=True)
        return pl.DataFrame({"row_no": number}).select(file=pl.lit(path.name), sheet=pl.lit(""), row_no="row_no")

    def close(self) -> None:
        """Nothing is left open."""
