"""Why cells and rows of a batch could not be taken as they are, and the quarantine's entries that say so.

What belongs here: which mark refuses a row, what an entry shows. What does not: what a cell means (values), the words
(reasons).
"""

import polars as pl

from assets.landing import reasons
from assets.landing.below_the_header import LINE
from assets.landing.files.headings import HeadingMatch
from assets.landing.files.sheets import OVERFLOW, cell_name
from assets.landing.records import ROW_NO, has_overflow
from assets.landing.values.cells import Parsed
from assets.vocabulary.feeds import Feed
from assets.vocabulary.tables import QUARANTINE_SCHEMA

# Without these a row cannot be used, so their absence refuses the row; names, ids and codes may be missing.
_NEEDED_TYPES = frozenset({"date", "month", "money", "int", "yesno", "text"})
_NEVER_NEEDED = frozenset({"id_number", "name", "code"})
# index: place in the batch; value: the cell as delivered; fatal: refuses the row; emptied: the cell has no value.
_MARKS = {
    "index": pl.UInt32,
    "column": pl.String,
    "reason_code": pl.String,
    "value": pl.String,
    "fatal": pl.Boolean,
    "emptied": pl.Boolean,
}
_UNCERTAIN = "name_placeholder"


def needed_columns(feed: Feed) -> frozenset[str]:
    """Columns without which a row is refused."""
    required = {c.name for c in feed.landed_columns if c.presence == "required" and c.type in _NEEDED_TYPES}
    keys = {c.name for c in feed.landed_columns if c.name in feed.unique_key and c.type not in _NEVER_NEEDED}
    return frozenset(required | keys)


class Marker:
    """Marks the batches of one sheet and words the marks for its quarantine."""

    def __init__(self, feed: Feed, match: HeadingMatch, address: list[pl.Expr]) -> None:
        self._feed = feed
        self._match = match
        self._address = address
        self._needed = needed_columns(feed)
        self._who = reasons.who_columns(feed)
        self._reasons = reasons.reason_table(feed)
        self._keeps_all = not any(column.dropped for column in feed.columns)

    def marks(self, cells: pl.DataFrame, parsed: dict[str, Parsed]) -> pl.DataFrame:
        """Every cell that was not taken or is doubtful, and every reason to refuse a row, in the columns of _MARKS."""
        found: list[pl.DataFrame] = [pl.DataFrame(schema=_MARKS)]
        for name, column in parsed.items():
            raw = cells[cell_name(self._match.positions[name])] if name in self._match.positions else None
            if column.problems is not None:
                found.append(_cell_marks(column, column.problems, raw, name, name in self._needed))
            if name in self._needed and column.values.null_count() > 0:
                missing = column.values.is_null()
                if column.problems is not None:
                    missing = missing & column.problems.is_null()
                found.append(_cell_marks(column, _codes(missing, "required_missing"), raw, name, True))
        who = [parsed[name].values.is_null() for name in self._who if name in parsed]
        if who and all(values.any() for values in who):
            nobody = pl.select(pl.all_horizontal(*(pl.lit(values) for values in who))).to_series()
            found.append(_row_marks(nobody, "nobody_named"))
        marks = pl.concat(found)
        if has_overflow(cells):
            # Cells of such a row may stand under a wrong heading: what they look like says nothing.
            too_long = _row_marks(cells[OVERFLOW].is_not_null(), "row_too_long")
            marks = pl.concat([marks.join(too_long, on="index", how="anti"), too_long])
        return marks

    def uncertain_keys(self, marks: pl.DataFrame, rows: pl.DataFrame) -> pl.Series:
        """Which rows are not told apart by their key: a cell of it could not be read, or a name has lost characters

        where another part of the key is empty. `rows` has `index` and the landed columns; boolean, in its order.
        """
        key = [name for name in self._feed.unique_key if name in rows.columns]
        unread = marks.filter(pl.col("emptied") & pl.col("column").is_in(key))["index"]
        lost = marks.filter(pl.col("reason_code") == _UNCERTAIN)["index"]
        if len(unread) == 0 and len(lost) == 0:
            return pl.repeat(False, rows.height, dtype=pl.Boolean, eager=True)
        empty_part = pl.any_horizontal(pl.col(name).is_null() for name in key)
        uncertain = pl.col("index").is_in(unread.implode()) | (pl.col("index").is_in(lost.implode()) & empty_part)
        return rows.select(uncertain).to_series()

    def quarantine(self, cells: pl.DataFrame, marks: pl.DataFrame, refused: pl.Series) -> pl.DataFrame:
        """The marks as rows of the quarantine, ordered by row and column."""
        if marks.height == 0:
            return pl.DataFrame(schema=QUARANTINE_SCHEMA)
        indexes = marks["index"].unique().sort()
        raw = cells[indexes].select(ROW_NO, line_no=LINE, raw=self._raw()).with_columns(index=indexes)
        if not self._keeps_all:
            # Shifted cells may bring a column that must not leave under the heading of another.
            too_long = marks.filter(pl.col("reason_code") == "row_too_long")["index"]
            keep_raw = ~pl.col("index").is_in(too_long.implode())
            raw = raw.with_columns(raw=pl.when(keep_raw).then("raw").otherwise(pl.lit("{}")))
        heading = pl.col("column").replace_strict(self._match.written, default="", return_dtype=pl.String)
        return (
            marks.with_columns(row_refused=pl.col("index").is_in(refused.implode()), heading=heading)
            .join(raw, on="index", how="left")
            .join(self._reasons, on=["column", "reason_code"], how="left")
            .with_columns(*self._address)
            .select(pl.col(name).cast(dtype) for name, dtype in QUARANTINE_SCHEMA.items())
            .sort(ROW_NO, "column")
        )

    def _raw(self) -> pl.Expr:
        """The row as it was delivered, as JSON by its own headings, without what must not leave the landing."""
        fields: dict[str, int] = {}
        for column in self._feed.landed_columns:
            if column.name in self._match.positions:
                written = self._match.written[column.name]
                fields[column.headings[0] if written in fields else written] = self._match.positions[column.name]
        return pl.struct(pl.col(cell_name(p)).alias(written) for written, p in fields.items()).struct.json_encode()


def _codes(mask: pl.Series, code: str) -> pl.Series:
    """The reason code where the mask is true, null elsewhere."""
    return pl.select(pl.when(pl.lit(mask)).then(pl.lit(code))).to_series()


def _cell_marks(parsed: Parsed, problems: pl.Series, raw: pl.Series | None, column: str, fatal: bool) -> pl.DataFrame:
    index = problems.is_not_null().arg_true()
    frame = pl.DataFrame(
        {
            "index": index,
            "reason_code": problems.gather(index),
            "value": raw.gather(index) if raw is not None else None,
            "emptied": parsed.values.gather(index).is_null(),
        }
    )
    return _typed(frame.with_columns(column=pl.lit(column), fatal=pl.lit(fatal) & pl.col("emptied")))


def _row_marks(rows: pl.Series, code: str) -> pl.DataFrame:
    frame = rows.fill_null(False).arg_true().to_frame("index")
    return _typed(
        frame.with_columns(
            column=pl.lit(""),
            reason_code=pl.lit(code),
            value=pl.lit(None, pl.String),
            fatal=pl.lit(True),
            emptied=pl.lit(False),
        )
    )


def _typed(marks: pl.DataFrame) -> pl.DataFrame:
    return marks.select(pl.col(name).cast(dtype) for name, dtype in _MARKS.items())
