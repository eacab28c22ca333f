"""Records of a sheet → rows of the landed table and entries of the quarantine, batch by batch.

What belongs here: which records are data, which rows are refused, addresses and counts. What does not: how a cell is
parsed (values), which row of two with the same key stays (repeats).
"""

from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.landing import reasons
from assets.landing.files.sheets import OVERFLOW, Sheet, SheetError, cell_name
from assets.landing.values.cells import Parsed
from assets.landing.values.parse import parse
from assets.vocabulary.feeds import DTYPES, Feed
from assets.vocabulary.tables import QUARANTINE_SCHEMA

# Without these a row cannot be used, so their absence refuses the row; names, ids and codes may be missing.
_NEEDED_TYPES = frozenset({"date", "month", "money", "int", "yesno", "text"})
_NEVER_NEEDED = frozenset({"id_number", "name", "code"})
# Numbers that lead to rows of other feeds even where they are no part of the row's own key.
_LINKS = frozenset({"household_no", "student_no"})
_TOTAL = r"^.{0,6}(合计|小计|总计|共计)[:：]?[0-9,.元人户条笔个次]*$"
_MARKS = {"index": pl.UInt32, "column": pl.String, "reason_code": pl.String, "fatal": pl.Boolean}
_LEAST_DELIMITERS = 2


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


@dataclass(frozen=True)
class ReadRows:
    """A batch's rows in the landed table's schema, and its quarantine entries ordered by row and column.

    `key_unread` is true for rows in whose key a cell could not be read: the rest of the key does not tell them apart.
    """

    rows: pl.DataFrame
    quarantine: pl.DataFrame
    key_unread: pl.Series


class RowReader:
    """Reads the batches of one sheet in order; `counts` grows with every batch."""

    def __init__(self, feed: Feed, sheet: Sheet, address: Address) -> None:
        self.feed = feed
        self.sheet = sheet
        self.address = address
        self.counts = Counts()
        self._records = 0
        self._broken_lines = 0
        self._needed = _needed_columns(feed)
        self._keys = _LINKS.union(feed.unique_key)
        self._who = reasons.who_columns(feed)

    def read(self, batch: pl.DataFrame) -> ReadRows:
        """Raises SheetError where a quote that was never closed has swallowed lines."""
        cells = batch.with_row_index("record").with_columns(line=self._lines(batch))
        first = _first_cells(cells.select(name for name in batch.columns if name != OVERFLOW))
        if first.null_count() > 0:
            self.counts.blank += first.null_count()
            cells, first = cells.filter(first.is_not_null()), first.drop_nulls()
        cells = cells.with_columns(row_no=pl.int_range(pl.len(), dtype=pl.Int64) + (self.counts.read + 1))
        self.counts.read += cells.height
        no_data = self._no_data(cells, first)
        if no_data.any():
            self.counts.set_aside += int(no_data.sum())
            self.counts.totals += int(no_data.sum())
            cells = cells.filter(~no_data)
        return self._parse(cells)

    def _parse(self, cells: pl.DataFrame) -> ReadRows:
        match = self.sheet.match
        parsed = {
            column.name: parse(
                cells[cell_name(match.positions[column.name])],
                column,
                match.scales.get(column.name, 1),
                key=column.name in self._keys,
            )
            for column in self.feed.landed_columns
            if column.name in match.positions
        }
        marks = self._marks(cells, parsed)
        refused = marks.filter(pl.col("fatal"))["index"].unique()
        rows = cells.select(
            *(self._column(name, parsed) for name in (column.name for column in self.feed.landed_columns)),
            *self.address.expressions(),
            "row_no",
        )
        in_key = marks.filter(pl.col("column").is_in(self.feed.unique_key))["index"]
        rows = rows.with_row_index("index").filter(~pl.col("index").is_in(refused.implode()))
        key_unread = rows["index"].is_in(in_key.unique().implode())
        self.counts.loaded += rows.height
        self.counts.quarantined += len(refused)
        quarantine = self._quarantine(cells, marks, refused)
        self.counts.marked += quarantine.filter(~pl.col("row_refused")).height
        return ReadRows(rows.drop("index"), quarantine, key_unread)

    def _column(self, name: str, parsed: dict[str, Parsed]) -> pl.Series | pl.Expr:
        if name in parsed:
            return parsed[name].values.alias(name)
        return pl.lit(None, DTYPES[self.feed.column(name).type]).alias(name)

    def _lines(self, batch: pl.DataFrame) -> pl.Series:
        """The line that an editor shows for each record: its ordinal, and the line breaks inside cells before it."""
        start = self.sheet.first_line + self._records + self._broken_lines
        self._records += batch.height
        lines = pl.int_range(start, start + batch.height, dtype=pl.Int64, eager=True)
        has_break = pl.all().str.contains("\n", literal=True)
        if not self.sheet.may_break_lines or not batch.select(pl.any_horizontal(has_break.any())).item():
            return lines
        breaks = batch.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)))
        before = breaks.to_series().cast(pl.Int64).cum_sum()
        lines = lines + before.shift(1, fill_value=0)
        least = max(_LEAST_DELIMITERS, batch.width - 2)  # of a whole line; `overflow` is no column
        whole_lines = has_break & (pl.all().str.count_matches(self.sheet.delimiter, literal=True) >= least)
        swallowed = batch.select(pl.any_horizontal(whole_lines.fill_null(False))).to_series()
        if swallowed.any():
            raise SheetError(reasons.swallowed_rows(int(lines.filter(swallowed)[0])), self.sheet.name)
        self._broken_lines += int(before[-1])
        return lines

    def _no_data(self, cells: pl.DataFrame, first: pl.Series) -> pl.Series:
        """Lines of totals, the header written once more, and lines of a form that nobody has filled in."""
        no_data = pl.repeat(False, cells.height, dtype=pl.Boolean, eager=True)
        if first.str.contains("计", literal=True).any():
            no_data = first.str.replace_all(r"\s", "").str.contains(_TOTAL)
        match = self.sheet.match
        as_header = [pl.col(cell_name(place)) == match.written[name] for name, place in match.positions.items()]
        if cells.select(as_header[0].any()).item():
            no_data = no_data | cells.select(pl.all_horizontal(as_header).fill_null(False)).to_series()
        answers = [cell_name(match.positions[name]) for name in self.feed.answers if name in match.positions]
        if answers:
            empty = [pl.col(cell).fill_null("").str.strip_chars() == "" for cell in answers]
            no_data = no_data | cells.select(pl.all_horizontal(empty)).to_series()
        return no_data

    def _marks(self, cells: pl.DataFrame, parsed: dict[str, Parsed]) -> pl.DataFrame:
        """index, column, reason_code, fatal: every cell that was not taken and every reason to refuse a row."""
        found: list[pl.DataFrame] = [pl.DataFrame(schema=_MARKS)]
        for name, column in parsed.items():
            if column.problems is not None:
                found.append(_mark(column.problems, name, name in self._needed))
            if name in self._needed and column.values.null_count() > 0:
                missing = column.values.is_null()
                if column.problems is not None:
                    missing = missing & column.problems.is_null()
                found.append(_mark(_codes(missing, "required_missing"), name, True))
        who = [parsed[name].values.is_null() for name in self._who if name in parsed]
        if who and all(values.any() for values in who):
            nobody = pl.select(pl.all_horizontal(*(pl.lit(values) for values in who))).to_series()
            found.append(_mark(_codes(nobody, "nobody_named"), "", True))
        marks = pl.concat(found)
        if OVERFLOW in cells.columns and cells[OVERFLOW].null_count() < cells.height:
            # Cells of such a row may stand under a wrong heading: what they look like says nothing.
            too_long = _mark(_codes(cells[OVERFLOW].is_not_null(), "row_too_long"), "", True)
            marks = pl.concat([marks.join(too_long, on="index", how="anti"), too_long])
        return marks

    def _quarantine(self, cells: pl.DataFrame, marks: pl.DataFrame, refused: pl.Series) -> pl.DataFrame:
        if marks.height == 0:
            return pl.DataFrame(schema=QUARANTINE_SCHEMA)
        indexes = marks["index"].unique().sort()
        raw = cells[indexes].select("row_no", line_no="line", raw=self._raw()).with_columns(index=indexes)
        too_long = marks.filter(pl.col("reason_code") == "row_too_long")["index"]
        if any(column.dropped for column in self.feed.columns):
            # Shifted cells may bring a column that must not leave under the heading of another.
            keep_raw = ~pl.col("index").is_in(too_long.implode())
            raw = raw.with_columns(raw=pl.when(keep_raw).then("raw").otherwise(pl.lit("{}")))
        return (
            marks.with_columns(row_refused=pl.col("index").is_in(refused.implode()))
            .join(raw, on="index", how="left")
            .join(reasons.reason_table(self.feed), on=["column", "reason_code"], how="left")
            .with_columns(*self.address.expressions(), heading=pl.lit(""), value=pl.lit(None, pl.String))
            .select(pl.col(name).cast(dtype) for name, dtype in QUARANTINE_SCHEMA.items())
            .sort("row_no", "column")
        )

    def _raw(self) -> pl.Expr:
        """The row as it was delivered, as JSON by its own headings, without what must not leave the landing."""
        match = self.sheet.match
        landed = [column.name for column in self.feed.landed_columns if column.name in match.positions]
        fields = {match.written[name]: match.positions[name] for name in landed}
        return pl.struct(pl.col(cell_name(p)).alias(written) for written, p in fields.items()).struct.json_encode()


def _needed_columns(feed: Feed) -> frozenset[str]:
    """Columns without which a row is refused."""
    required = {c.name for c in feed.landed_columns if c.presence == "required" and c.type in _NEEDED_TYPES}
    keys = {c.name for c in feed.landed_columns if c.name in feed.unique_key and c.type not in _NEVER_NEEDED}
    return frozenset(required | keys)


def _codes(mask: pl.Series, code: str) -> pl.Series:
    """The reason code where the mask is true, null elsewhere."""
    return pl.select(pl.when(pl.lit(mask)).then(pl.lit(code))).to_series()


def _mark(problems: pl.Series, column: str, fatal: bool) -> pl.DataFrame:
    index = problems.is_not_null().arg_true()
    return pl.DataFrame({"index": index, "reason_code": problems.gather(index)}).select(
        pl.col("index").cast(pl.UInt32),
        pl.lit(column).alias("column"),
        pl.col("reason_code").cast(pl.String),
        pl.lit(fatal).alias("fatal"),
    )


def _first_cells(cells: pl.DataFrame) -> pl.Series:
    """The first cell of each record that is not empty, stripped; null for a blank record."""

    def filled(name: str) -> pl.Expr:
        text = pl.col(name).str.strip_chars()
        return pl.when(text.str.len_bytes() > 0).then(text)

    first = cells.select(filled(cells.columns[0]).alias("first")).to_series()
    if first.null_count() == 0 or cells.width == 1:
        return first
    empty = first.is_null()
    others = cells.filter(empty).select(pl.coalesce(filled(name) for name in cells.columns)).to_series()
    return first.scatter(empty.arg_true(), others)
