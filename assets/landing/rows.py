"""Records of a sheet → rows of the landed table and entries of the quarantine, batch by batch.

What belongs here: the order of steps for a batch, addresses and counts. What does not: which records are data
(records), how a cell is parsed (values), why a row is refused (marks), which of two rows with a key stays (repeats).
"""

from dataclasses import dataclass, fields
from datetime import date

import polars as pl
import pyarrow as pa

from assets.landing.files.sheets import Sheet, cell_name
from assets.landing.marks import Marker
from assets.landing.operator.corrector import Corrector
from assets.landing.reasons import who_columns
from assets.landing.records import ROW_NO, RecordReader, Records
from assets.landing.values.cells import Parsed
from assets.landing.values.identifiers import count_ids
from assets.landing.values.parse import parse
from assets.vocabulary.feeds import DTYPES, Feed
from assets.vocabulary.tables import empty, table_schema

# Numbers that lead to rows of other feeds even where they are no part of the row's own key.
_LINKS = frozenset({"household_no", "student_no"})
CORRECTED = "landing/corrected"


@dataclass(frozen=True)
class Address:
    """What the addresses of a sheet's rows have in common; `delivery` is the night on which the file first arrived."""

    feed: str
    delivery: date
    file: str
    sheet: str

    def expressions(self) -> list[pl.Expr]:
        return [
            pl.lit(self.feed).alias("feed"),
            pl.lit(self.delivery).alias("delivery"),
            pl.lit(self.file).alias("file"),
            pl.lit(self.sheet).alias("sheet"),
        ]


@dataclass
class Counts:
    """Rows of a sheet: read = loaded + quarantined + set_aside; set_aside = totals + repeats + replaced.

    `blank` rows are not among those read. `marked` counts noted cells of rows that went on; `ids_filled` the ids of the
    person whom the row is about that are not empty, `ids_malformed` those of them that are no id's form.
    """

    read: int = 0
    loaded: int = 0
    quarantined: int = 0
    set_aside: int = 0
    totals: int = 0
    repeats: int = 0
    replaced: int = 0
    blank: int = 0
    marked: int = 0
    ids_filled: int = 0
    ids_malformed: int = 0

    def add(self, other: "Counts") -> None:
        """Count what another batch counted as well."""
        for field in fields(Counts):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


@dataclass(frozen=True)
class ReadRows:
    """A batch's rows in the landed table's schema (`table` is the same for the writer), and its quarantine entries.

    `key_unread` is true for rows that their key does not tell apart, because a cell of it could not be read.
    `corrected` has the columns of landing/corrected.
    """

    rows: pl.DataFrame
    table: pa.Table
    quarantine: pl.DataFrame
    key_unread: pl.Series
    corrected: pl.DataFrame
    counts: Counts


class RowReader:
    """Reads the batches of one sheet: `records` numbers them, in order; `parse` may then run on several at once."""

    def __init__(self, feed: Feed, sheet: Sheet, address: Address, corrector: Corrector) -> None:
        self._feed = feed
        self._match = sheet.match
        self._address = address
        self._corrector = corrector
        self._records = RecordReader(feed, sheet)
        self._marker = Marker(feed, sheet.match, address.expressions())
        self._keys = _LINKS.union(feed.unique_key)
        self._ids = [name for name in who_columns(feed) if feed.column(name).type == "id_number"]

    def records(self, batch: pl.DataFrame) -> Records:
        """Number a batch's records. Raises SheetError where a quote that was never closed has swallowed lines."""
        return self._records.read(batch)

    @property
    def line_offset(self) -> int | None:
        """What to add to a row's number for its line, once all batches are numbered; None where it varies."""
        return self._records.line_offset

    def parse(self, records: Records) -> ReadRows:
        """Read the cells of a batch; depends on nothing but the batch."""
        cells = records.cells
        parsed = self._parsed(cells)
        ids = [count_ids(parsed[name]) for name in self._ids if name in parsed]
        corrections = self._correct(parsed, cells.height)
        marks = self._marker.marks(cells, parsed)
        refused = marks.filter(pl.col("fatal"))["index"].unique()
        numbered = cells.select(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("index"),
            *(self._column(column.name, parsed) for column in self._feed.landed_columns),
            *self._address.expressions(),
            ROW_NO,
        )
        if len(refused) > 0:
            numbered = numbered.filter(~pl.col("index").is_in(refused.implode()))
        quarantine = self._marker.quarantine(cells, marks, refused)
        rows = numbered.drop("index")
        counts = Counts(
            read=records.read,
            loaded=rows.height,
            quarantined=len(refused),
            set_aside=records.totals,
            totals=records.totals,
            blank=records.blank,
            marked=quarantine.height - int(quarantine["row_refused"].sum()),
            ids_filled=sum(each.filled for each in ids),
            ids_malformed=sum(each.malformed for each in ids),
        )
        key_unread = self._marker.uncertain_keys(marks, numbered)
        corrected = self._corrected(corrections, numbered)
        return ReadRows(rows, rows.to_arrow(), quarantine, key_unread, corrected, counts)

    def _parsed(self, cells: pl.DataFrame) -> dict[str, Parsed]:
        positions, scales = self._match.positions, self._match.scales
        return {
            column.name: parse(
                cells[cell_name(positions[column.name])],
                column,
                scales.get(column.name, 1),
                key=column.name in self._keys,
            )
            for column in self._feed.landed_columns
            if column.name in positions
        }

    def _column(self, name: str, parsed: dict[str, Parsed]) -> pl.Series | pl.Expr:
        if name in parsed:
            return parsed[name].values.alias(name)
        return pl.lit(None, DTYPES[self._feed.column(name).type]).alias(name)

    def _correct(self, parsed: dict[str, Parsed], height: int) -> pl.DataFrame:
        """Put right values into `parsed`; gives index, column and correction_id of every cell that was changed.

        A corrected cell is no problem any more: that may save its row from being refused.
        """
        changed = [pl.DataFrame(schema={"index": pl.UInt32, "column": pl.String, "correction_id": pl.String})]
        if not self._corrector.active or height == 0:
            return changed[0]
        values = pl.DataFrame([self._typed_column(column.name, parsed, height) for column in self._feed.landed_columns])
        for cells in self._corrector.find(values):
            column = self._typed_column(cells.column, parsed, height)
            places = cells.positions.cast(pl.UInt32)
            before = parsed.get(cells.column)
            problems = before.problems if before is not None else None
            if problems is not None:
                problems = problems.clone().scatter(places, None)
            parsed[cells.column] = Parsed(_with_values(column, places, cells.values), problems)
            frame = pl.DataFrame({"index": places, "correction_id": cells.correction_ids})
            changed.append(frame.select("index", pl.lit(cells.column).alias("column"), "correction_id"))
        return pl.concat(changed)

    def _typed_column(self, name: str, parsed: dict[str, Parsed], height: int) -> pl.Series:
        if name in parsed:
            return parsed[name].values.alias(name)
        return pl.repeat(None, height, dtype=DTYPES[self._feed.column(name).type], eager=True).alias(name)

    def _corrected(self, corrections: pl.DataFrame, numbered: pl.DataFrame) -> pl.DataFrame:
        """The corrections of rows that were not refused, by address."""
        if corrections.height == 0:
            return empty(CORRECTED)
        addresses = numbered.select("index", "feed", "delivery", "file", "sheet", ROW_NO)
        schema = table_schema(CORRECTED)
        found = corrections.join(addresses, on="index", how="inner")
        return found.select(pl.col(name).cast(dtype) for name, dtype in schema.items()).sort(ROW_NO, "column")


def _with_values(column: pl.Series, places: pl.Series, values: pl.Series) -> pl.Series:
    """The column with other values at some places, in its own type."""
    changes = pl.DataFrame({"place": places, "value": values.cast(column.dtype), "changed": True})
    return (
        column.to_frame("old")
        .with_row_index("place")
        .join(changes, on="place", how="left", maintain_order="left")
        .select(pl.when(pl.col("changed").fill_null(False)).then("value").otherwise("old"))
        .to_series()
        .alias(column.name)
    )
