"""Mixed delivery: a feed's rows split over its parts, each written in its own form.

Belongs here: splitting and accounting of rows. Does not belong here: forms (cells.py, files.py).
"""

from itertools import pairwise
from pathlib import Path

import polars as pl

from data.synthetic.contract import Column
from data.synthetic.mixed import files
from data.synthetic.mixed.cells import text_cell, typed_cell
from data.synthetic.mixed.flaws import flawed_rows
from data.synthetic.mixed.parts import PARTS, Part

PLACE = {"file": pl.String, "sheet": pl.String, "row_no": pl.Int64}


class MixedDelivery:
    """Files under an inbox; what is to be refused or set aside is written to truth/refused.parquet and
    set_aside.parquet.

    Each feed is added once: a workbook is written in one go.
    """

    def __init__(self, inbox: Path, truth: Path, contract: dict[str, tuple[Column, ...]]) -> None:
        self._inbox, self._truth, self._contract = inbox, truth, contract
        self._refused: list[dict[str, object]] = []
        self._set_aside: list[dict[str, object]] = []

    def add(self, feed: str, rows: pl.DataFrame) -> pl.DataFrame:
        """Write a feed's rows; the result says for each its file, sheet and row_no."""
        places = [
            self._write(feed, part, rows.slice(start, length))
            for part, start, length in _split(PARTS[feed], rows.height)
        ]
        return pl.concat(places)

    def close(self) -> None:
        """Write down what landing must not load."""
        refused = pl.DataFrame(self._refused, schema={"feed": pl.String, **PLACE, "column": pl.String})
        refused.write_parquet(self._truth / "refused.parquet")
        aside = pl.DataFrame(self._set_aside, schema={"feed": pl.String, **PLACE, "reason": pl.String})
        aside.write_parquet(self._truth / "set_aside.parquet")

    def _write(self, feed: str, part: Part, rows: pl.DataFrame) -> pl.DataFrame:
        columns = self._contract[feed]
        headings = {column.name: _heading(column, part) for column in columns}
        path = self._inbox / f"{feed}{part.suffix}.{part.form}"
        path.parent.mkdir(parents=True, exist_ok=True)
        if part.form == "parquet":
            files.write_parquet(
                path, rows.select(typed_cell(column).alias(headings[column.name]) for column in columns)
            )
            return _places(path.name, "", rows.height)
        cells = rows.select(text_cell(feed, column, part).alias(headings[column.name]) for column in columns)
        if part.form == "xlsx":
            return self._write_workbook(feed, part, path, cells)
        extra = flawed_rows(feed, part.suffix, cells, headings)
        for number, (_, column) in enumerate(extra, start=cells.height + 1):
            self._account(feed, path.name, "", number, column)
        files.write_flat(path, part, pl.concat([cells, *(row for row, _ in extra)]))
        return _places(path.name, "", rows.height)

    def _write_workbook(self, feed: str, part: Part, path: Path, cells: pl.DataFrame) -> pl.DataFrame:
        columns = self._contract[feed]
        money = {_heading(column, part) for column in columns if column.kind == "money"}
        dates = (
            {_heading(column, part) for column in columns if column.kind == "date"} if part.dates == "real" else set()
        )
        count = len(part.sheets)
        edges = [cells.height * number // count for number in range(count + 1)]
        sheets = [cells.slice(start, stop - start) for start, stop in pairwise(edges)]
        files.write_workbook(path, part, sheets, money, dates)
        if part.total:
            aside = {
                "feed": feed,
                "file": path.name,
                "sheet": part.sheets[-1],
                "row_no": sheets[-1].height + 1,
                "reason": "total",
            }
            self._set_aside.append(aside)
        return pl.concat(
            _places(path.name, name, sheet.height) for name, sheet in zip(part.sheets, sheets, strict=True)
        )

    def _account(self, feed: str, file: str, sheet: str, row_no: int, column: str | None) -> None:
        where: dict[str, object] = {"feed": feed, "file": file, "sheet": sheet, "row_no": row_no}
        if column is None:
            self._set_aside.append(where | {"reason": "repeat"})
        else:
            self._refused.append(where | {"column": column})


def _heading(column: Column, part: Part) -> str:
    """The part's heading of a column: the wanted one, or the last where the contract knows fewer."""
    return column.headings[min(part.heading, len(column.headings) - 1)] if part.heading >= 0 else column.headings[-1]


def _split(parts: tuple[Part, ...], rows: int) -> list[tuple[Part, int, int]]:
    """Each part with its first row and number of rows."""
    edges, total = [0], 0.0
    for part in parts:
        total += part.share
        edges.append(min(rows, round(rows * total)))
    edges[-1] = rows
    return [(part, start, stop - start) for part, (start, stop) in zip(parts, pairwise(edges), strict=True)]


def _places(file: str, sheet: str, rows: int) -> pl.DataFrame:
    number = pl.int_range(1, rows + 1, dtype=pl.Int64, eager=True).alias("row_no")
    return pl.DataFrame({"row_no": number}).select(file=pl.lit(file), sheet=pl.lit(sheet), row_no="row_no")
