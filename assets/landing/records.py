"""Which records of a sheet are rows of data, and the number and the line that each has.

What belongs here: blank lines, totals, notes under a table, the header written once more, forms that nobody filled in.
What does not: what a cell means (values), why a row is refused (marks), lines that a quote swallowed, other tables
below (below_the_header).
"""

import re
from dataclasses import dataclass

import polars as pl

from assets.landing import reasons
from assets.landing.below_the_header import LINE, SecondTables, refuse_swallowed_lines
from assets.landing.files.sheets import OVERFLOW, Sheet, cell_name
from assets.vocabulary.feeds import Feed

ROW_NO = "row_no"
_TOTAL = r"^.{0,6}(合计|小计|总计|共计)[:：]?[0-9,.元人户条笔个次]*$"
_LONG_TOTAL = (
    r"^.{0,16}(合计|小计|总计|共计|累计)(金额|人数|户数)?([(（][^)）]{1,4}[)）])?[:：]?[0-9,.，万元人户条笔个次名]*$"
)
_NOTE = (
    r"^((填表|填报|制表|编制|审核|复核|经办|联系)(人|单位|日期|时间)?|(单位)?负责人|(报送|填报|制表)单位|联系电话|备注|注|说明)"
    r"[:：]"
)
# What stands where a name would and is none: a township's subtotal, and the mark below the last row. What may stand
# before the word is a place, a time or a kind: 李小计 may be somebody.
_OF_WHAT = (
    r"(本[页月季年期次村镇]|[0-9]{1,4}年|[0-9]{1,2}月份?|[上下]半年"
    r"|.{1,12}(镇|乡|街道|办事?处?|村|社区|居委?会?|区|县|市|科|组|户|类|低保|特困|边缘|人员|对象|救助|补贴|家庭|儿童))?"
)
_COUNTED = r"(金额|人数|户数|人次)?([(（][^)）]{1,12}[)）])?[:：]?共?[0-9,.，万元人户条笔个次名]*"
_NOBODY = (
    rf"^[(（【\-—─*]*({_OF_WHAT}(合计|小计|总计|共计|累计){_COUNTED}|共[0-9]+[人户名条笔]|其中[:：].*"
    r"|以下空白|以下无正文)[)）】\-—─*]*$"
)
_NOBODY_HINTS = ["计", "以下", "其中", "共"]
# What a total, a note or a heading with spaces has in it; whatever has none of this is none of them.
_HINTS = ["计", "以下", ":", "：", " ", "\u3000", "\n", "\r", "\t"]
_SPACE = r"[\s\x{FEFF}]"
_IDENTITY = r"\p{Nd}{15}"
_IN_IDENTITIES = r"[\s'’`\-]"


@dataclass(frozen=True)
class Records:
    """The rows of data of a batch: columns `line`, `row_no` and the sheet's cells; and how many records are none.

    `read` counts the records that are not blank, `totals` those of them that are no data.
    """

    cells: pl.DataFrame
    read: int
    blank: int
    totals: int


class RecordReader:
    """Numbers the records of one sheet, batch by batch in order."""

    def __init__(self, feed: Feed, sheet: Sheet) -> None:
        self._sheet = sheet
        self._cells = {name: cell_name(place) for name, place in sheet.match.positions.items()}
        self._answers = [self._cells[name] for name in feed.answers if name in self._cells]
        ids = [name for name in reasons.who_columns(feed) if feed.column(name).type == "id_number"]
        self._ids = [self._cells[name] for name in ids if name in self._cells]
        names = [name for name in reasons.who_columns(feed) if feed.column(name).type == "name"]
        self._names = [self._cells[name] for name in names if name in self._cells]
        self._headings = {cell_name(place): _parts(text) for place, text in enumerate(sheet.match.headings) if text}
        self._words = sorted(set().union(*self._headings.values()))
        self._second_tables = SecondTables(feed, sheet)
        self._rows = 0
        self._records = 0
        self._broken_lines = 0
        self._offsets: set[int] = set()

    @property
    def line_offset(self) -> int | None:
        """Line minus row number of the rows read so far; None where blank rows or line breaks make it vary."""
        return next(iter(self._offsets)) if len(self._offsets) == 1 else None

    def read(self, batch: pl.DataFrame) -> Records:
        """Raises SheetError where a quote that was never closed has swallowed lines, and at another table's header."""
        cells = batch.with_columns(self._lines(batch))
        first = _first_cells(batch)
        blank = first.null_count()
        if blank > 0:
            cells, first = cells.filter(first.is_not_null()), first.drop_nulls()
        start = self._rows + 1
        read = cells.height
        self._rows += read
        cells = cells.with_columns(pl.int_range(start, start + read, dtype=pl.Int64, eager=True).alias(ROW_NO))
        if read > 0 and len(self._offsets) < 2:
            offset = cells[LINE] - cells[ROW_NO]
            self._offsets |= {offset[0], offset[-1]}  # it never shrinks
        no_data = self._no_data(cells, first)
        if len(no_data) > 0:
            cells = cells.with_row_index("place").filter(~pl.col("place").is_in(no_data.implode())).drop("place")
        return Records(cells, read, blank, len(no_data))

    def _lines(self, batch: pl.DataFrame) -> pl.Series:
        """The line that an editor shows for each record: its ordinal, and the line breaks inside cells before it."""
        start = self._sheet.first_line + self._records + self._broken_lines
        self._records += batch.height
        lines = pl.int_range(start, start + batch.height, dtype=pl.Int64, eager=True).alias(LINE)
        has_break = pl.all().str.contains("\n", literal=True)
        if not self._sheet.may_break_lines or not batch.select(pl.any_horizontal(has_break.any())).item():
            return lines
        breaks = batch.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0)))
        before = breaks.to_series().cast(pl.Int64).cum_sum()
        lines = lines + before.shift(1, fill_value=0)
        refuse_swallowed_lines(batch, lines, self._sheet)
        self._broken_lines += int(before[-1])
        return lines

    def _no_data(self, cells: pl.DataFrame, first: pl.Series) -> pl.Series:
        """Places of lines of totals and notes, of the header once more, and of a form that nobody has filled in."""
        suspects = (first.str.contains_any(_HINTS) | first.is_in(self._words)).arg_true()
        found = [suspects.clear()]
        if len(suspects) > 0:
            here, text = cells[suspects], first.gather(suspects).str.replace_all(_SPACE, "")
            said = text.str.contains(_LONG_TOTAL) | text.str.contains(_NOTE) | text.str.contains(_NOBODY)
            said = said | text.str.contains(_TOTAL)
            found.append(suspects.filter(said & ~self._names_somebody(here)))
            heading = text.is_in(self._words)
            found.append(suspects.filter(heading).filter(self._header_again(here.filter(heading))))
        found.append(self._second_tables.header_again(cells, pl.concat(found)))
        found += [self._nobody(cells, cell) for cell in self._names]
        if self._answers:
            empty = pl.all_horizontal(pl.col(cell).fill_null("").str.strip_chars() == "" for cell in self._answers)
            found.append(cells.select(empty).to_series().arg_true())
        return pl.concat(found).unique()

    def _nobody(self, cells: pl.DataFrame, name: str) -> pl.Series:
        """Places of rows where a total or the mark of an empty rest stands for the name, and no identity number."""
        suspects = cells[name].str.contains_any(_NOBODY_HINTS).arg_true()
        if len(suspects) == 0:
            return suspects
        here = cells[suspects]
        nobody = here[name].str.replace_all(_SPACE, "").str.contains(_NOBODY) & ~self._names_somebody(here)
        return suspects.filter(nobody)

    def _names_somebody(self, cells: pl.DataFrame) -> pl.Series:
        """Rows with an identity number are about a person, whatever else they say."""
        plain = [pl.col(cell).str.replace_all(_IN_IDENTITIES, "") for cell in self._ids]
        named = [text.str.contains(_IDENTITY).fill_null(False) for text in plain]
        return cells.select(pl.any_horizontal(pl.lit(False), *named).alias("named")).to_series()

    def _header_again(self, cells: pl.DataFrame) -> pl.Series:
        """Rows of which every known cell is empty or says what stands above it in the header."""

        def says_heading(cell: str) -> pl.Expr:
            text = pl.col(cell).fill_null("").str.replace_all(_SPACE, "")
            return text.is_in(["", *sorted(self._headings.get(cell, ()))])

        return cells.select(pl.all_horizontal(says_heading(cell) for cell in self._cells.values())).to_series()


def _parts(heading: str) -> frozenset[str]:
    """A heading and, where it is merged of several rows, its parts, without spaces."""
    text = re.sub(r"[\s\ufeff]", "", heading)
    return frozenset({text, *filter(None, text.split("/"))})


def _first_cells(batch: pl.DataFrame) -> pl.Series:
    """The first cell of each record that is not empty, stripped; null for a blank record."""

    first = batch.to_series(0).str.strip_chars().alias("first")
    empty = (first.str.len_bytes() == 0).fill_null(True)
    if not empty.any():
        return first

    def filled(name: str) -> pl.Expr:
        text = pl.col(name).str.strip_chars()
        return pl.when(text.str.len_bytes() > 0).then(text)

    others = batch.filter(empty).select(pl.coalesce(filled(name) for name in batch.columns)).to_series()
    return first.scatter(empty.arg_true(), others)


def has_overflow(cells: pl.DataFrame) -> bool:
    """Whether any row has a cell beyond the header's last column."""
    return OVERFLOW in cells.columns and cells[OVERFLOW].null_count() < cells.height
