"""The rows below a header, with what each is: data to load or refuse, repeats, totals, the header again, blank lines.

What belongs here: which cells a row has and what must become of it by the contract. What does not: how the cell is
written (cells_of_*) and into which kind of file (writers).
"""

from dataclasses import dataclass, replace
from random import Random

from assets.vocabulary.feeds import Column, Feed
from tests.fuzz.cells import Cell, Pen, nothing
from tests.fuzz.headings import Written
from tests.fuzz.plans import FilePlan
from tests.fuzz.truth import LOADED, NO_DATA, REFUSED, REPEAT, REPLACED, RowTruth
from tests.fuzz.written import bad_cell, good_cell

TOTALS = ("合计", "合 计", "小计", "总计", "合计：3人")
MAIN = ("name", "id_number", "head_name", "head_id_number", "owner_name", "owner_id_number")


@dataclass
class Line:
    """One line of the body: a cell for each written column, and the truth of it; None for a blank line."""

    cells: list[Cell]
    truth: RowTruth | None


def make_body(plan: FilePlan, pen: Pen, feed: Feed, written: list[Written]) -> list[Line]:
    """The lines below the header in their order, row numbers given; lines of the file are not known here."""
    random = pen.random
    writer = _RowWriter(plan, pen, feed, written)
    lines = [writer.row() for _ in range(plan.rows)]
    if plan.repeats:
        _add_later_rows(random, writer, lines)
    if plan.header_again and plan.header_rows == 1 and plan.kind != "parquet":
        again = [Cell(each.heading) for each in written]
        lines.insert(random.randint(1, len(lines)), Line(again, RowTruth(0, None, NO_DATA)))
    if plan.totals:
        for place in {random.randint(1, len(lines)), len(lines)}:
            lines.insert(place, Line(_total(random, written), RowTruth(0, None, NO_DATA)))
    if plan.blanks and plan.kind != "parquet":
        blank = random.choice(["", "", " ", "\u3000"])
        lines.insert(random.randint(0, len(lines) - 1), Line([Cell(blank) for _ in written], None))
    _number(lines)
    return lines


def _number(lines: list[Line]) -> None:
    """Give the rows their numbers, and the rows set aside the number of the row that stands for them."""
    numbered = [line for line in lines if line.truth is not None]
    for number, line in enumerate(numbered, start=1):
        assert line.truth is not None
        line.truth.row_no = number
    stands = {id(line): line.truth.row_no for line in numbered if line.truth is not None}
    for line in numbered:
        if line.truth is not None and line.truth.by_row:
            line.truth.by_row = stands[line.truth.by_row]


def _add_later_rows(random: Random, writer: "_RowWriter", lines: list[Line]) -> None:
    """The same row once more, and another row with the key of an earlier one."""
    sound = [line for line in lines if writer.sound(line)]
    random.shuffle(sound)
    if sound:
        first = sound.pop()
        again = Line(first.cells, RowTruth(0, None, REPEAT, by_row=id(first)))
        lines.insert(random.randint(lines.index(first) + 1, len(lines)), again)
    if sound and writer.changeable:
        earlier = sound.pop()
        later, changed = writer.changed(earlier)
        assert earlier.truth is not None
        earlier.truth.fate, earlier.truth.by_row, earlier.truth.differing = REPLACED, id(later), (changed,)
        lines.insert(random.randint(lines.index(earlier) + 1, len(lines)), later)


def _total(random: Random, written: list[Written]) -> list[Cell]:
    cells = [Cell("") for _ in written]
    first = next(place for place, each in enumerate(written) if not each.blank)
    for place, each in enumerate(written):
        if each.column is not None and each.column.type == "money":
            cells[place] = Cell("1234.50", native=1234.5)
    cells[first] = Cell(random.choice(TOTALS))
    return cells


def needed(feed: Feed, column: Column) -> bool:
    """Whether a row goes no further without this cell (docs/decisions/0002)."""
    if column.type in ("name", "id_number", "code"):
        return False
    figures = ("text", "date", "month", "money", "int", "number", "yesno")
    return (column.presence == "required" and column.type in figures) or column.name in feed.unique_key


class _RowWriter:
    """Writes rows of one sheet."""

    def __init__(self, plan: FilePlan, pen: Pen, feed: Feed, written: list[Written]) -> None:
        self.plan, self.random, self.pen, self.feed, self.written = plan, pen.random, pen, feed, written
        self.columns = [each.column for each in written if each.column is not None]
        self.main = [c.name for c in self.columns if c.name in MAIN and feed.key != "feedback/results"]
        free = [c for c in self.columns if c.name not in (*feed.unique_key, *self.main) and not c.dropped]
        self.changeable = [c for c in free if c.type != "name"]

    def row(self) -> Line:
        by_column = {column.name: self._cell(column) for column in self.columns}
        self._main_person(by_column)
        return self._line(by_column)

    def sound(self, line: Line) -> bool:
        """A row that lands with a whole key, and of which nothing is told."""
        truth = line.truth
        if truth is None or truth.fate != LOADED or truth.told:
            return False
        return all(truth.values[name] is not None for name in self.feed.unique_key if name in truth.values)

    def changed(self, line: Line) -> tuple[Line, str]:
        """A later row with the same key, and the one column in which it differs."""
        column = self.random.choice(self.changeable)
        place = next(i for i, each in enumerate(self.written) if each.column is column)
        plain = replace(self._pen(column), quirks=0)
        cell = good_cell(plain, column, key=False)
        while cell.value == line.cells[place].value:
            cell = good_cell(plain, column, key=False)
        cells = [*line.cells]
        cells[place] = cell
        return self._told(cells), column.name

    def _pen(self, column: Column) -> Pen:
        scale = next(each.scale for each in self.written if each.column is column)
        return replace(self.pen, scale=scale)

    def _cell(self, column: Column) -> Cell:
        if column.dropped:
            return Cell(f"秘密{self.random.randrange(10**12):012d}")
        pen, chance = self._pen(column), self.random.random()
        if chance < self.plan.bad / 20:
            return bad_cell(pen, column)
        empty = 0.15 if column.presence != "required" else self.plan.bad / 60
        if chance > 1 - empty and column.name not in self.main:
            return nothing(pen, column.type)
        return good_cell(pen, column, key=column.name in self.feed.unique_key)

    def _main_person(self, cells: dict[str, Cell]) -> None:
        """Leave out the main person's name or id now and then, and both where the row is to be refused."""
        chance = self.random.random()
        if self.main and chance < 0.05 and not any(cells[name].reasons for name in self.main):
            cells[self.random.choice(self.main)] = nothing(self.pen, "name")
        if self.plan.bad and chance > 0.97:
            for name in self.main:
                cells[name] = nothing(self.pen, "name")

    def _line(self, by_column: dict[str, Cell]) -> Line:
        cells = [by_column[each.column.name] if each.column is not None else self._extra(each) for each in self.written]
        return self._told(cells)

    def _extra(self, each: Written) -> Cell:
        return Cell("" if each.blank else self.random.choice(["", "1", "镇上", "2024-01-01"]))

    def _told(self, cells: list[Cell]) -> Line:
        """The row's truth by the contract."""
        truth = RowTruth(0, None, LOADED)
        named = {e.column.name: (e.column, c) for e, c in zip(self.written, cells, strict=True) if e.column is not None}
        for name, (column, cell) in named.items():
            if column.dropped:
                continue
            truth.values[name] = cell.value
            if cell.reasons:
                truth.told[name] = cell.reasons
            elif cell.empty and needed(self.feed, column):
                truth.told[name] = frozenset({"required_missing"})
            if name in truth.told and cell.value is None and needed(self.feed, column):
                truth.fate = REFUSED
        if self.main and all(named[name][1].value is None for name in self.main):
            truth.told[""] = frozenset({"nobody_named"})
            truth.fate = REFUSED
        return Line(cells, truth)
