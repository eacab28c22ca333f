"""Whether rows of earlier deliveries miss their successor: sheets that change their names with the month.

What belongs here: comparing names of sheets between deliveries. What does not: what follows from it (plan, unusable).
"""

from collections import Counter
from collections.abc import Collection, Iterator
from datetime import date

import polars as pl

from assets.landing.in_force.names import without_numbers

# (file, sheet)
SheetName = tuple[str, str]
_USABLE = pl.col("rows_read") - pl.col("rows_quarantined") - pl.col("set_aside_totals")
# Files that are compared with one another: how they are alike, and the name that they share.
_Group = tuple[str, str]
_ORPHANS: _Group = ("orphans", "")


class Counterparts:
    """The sheets of one delivery (`read`: those of which rows were read) beside those of earlier deliveries.

    `earlier` are the feed's rows of the previous ledger, `files` the names of all files that are there tonight.
    """

    def __init__(
        self, earlier: pl.DataFrame, files: Collection[str], delivery: date, read: Collection[SheetName]
    ) -> None:
        had_rows = ~pl.col("refused") & (_USABLE > 0) & (pl.col("delivery") < delivery)
        before = earlier.filter(had_rows).select("delivery", "file", "sheet").rows()
        self._known = {file for _, file, _ in before}
        self._bare = set(map(without_numbers, self._known))
        present = set(map(without_numbers, files))
        stood = Counter(
            (group, without_numbers(sheet), when)
            for when, file, sheet in before
            for group in _groups(file, orphan=without_numbers(file) not in present)
        )
        self._stood: dict[tuple[_Group, str], int] = {}
        for (group, sheet, _), count in stood.items():
            self._stood[(group, sheet)] = max(count, self._stood.get((group, sheet), 0))
        self._now = Counter(
            (group, without_numbers(sheet))
            for file, sheet in read
            for group in _groups(file, orphan=without_numbers(file) not in self._bare)
        )

    def missing(self, name: SheetName) -> bool:
        """Whether a sheet may be the successor of one whose rows are not in the delivery otherwise.

        So it is where fewer sheets of its name, numbers aside, were read than stood in an earlier delivery: in the file
        of the same name, else in files whose names differ from its in numbers alone, else in files without successor.
        """
        file, sheet = name
        bare = without_numbers(file)
        of_like_name: _Group = ("like", bare) if bare in self._bare else _ORPHANS
        alike = (("same", file) if file in self._known else of_like_name, without_numbers(sheet))
        return self._stood.get(alike, 0) > self._now[alike]


def _groups(file: str, *, orphan: bool) -> Iterator[_Group]:
    yield "same", file
    yield "like", without_numbers(file)
    if orphan:
        yield _ORPHANS
