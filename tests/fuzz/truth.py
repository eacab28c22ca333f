"""What a file holds, known before it is read: each row's values, what must be told of it, and where it ends.

What belongs here: the record that the maker of a file writes and that the comparison reads. What does not: either.
"""

from dataclasses import dataclass, field

LOADED, REFUSED, REPEAT, REPLACED, NO_DATA = "loaded", "refused", "repeat", "replaced", "no data"


@dataclass
class RowTruth:
    """A non-blank row below the header, by its number from 1.

    `line` is what an editor or Excel shows, None where nobody shows lines. `told` maps a column ('' = the row) to the
    reason codes of which one must be given. `by_row` and `differing` tell of the row that stands in its place.
    """

    row_no: int
    line: int | None
    fate: str
    values: dict[str, object] = field(default_factory=dict)
    told: dict[str, frozenset[str]] = field(default_factory=dict)
    by_row: int = 0
    differing: tuple[str, ...] = ()


@dataclass
class SheetTruth:
    """A sheet, or the whole of a file without sheets. `refused` is part of the reason where nothing of it is read."""

    name: str
    rows: list[RowTruth] = field(default_factory=list)
    blank: int = 0
    title_rows: int = 0
    header_rows: int = 1
    ids_filled: int = 0
    ids_malformed: int = 0
    refused: str = ""

    def count(self, *fates: str) -> int:
        return sum(1 for row in self.rows if row.fate in fates)


@dataclass
class FileTruth:
    """A file of a feed under the name that the ledger gives it; `personal` are texts that no message may hold."""

    feed: str
    name: str
    format: str
    encoding: str
    sheets: list[SheetTruth]
    personal: frozenset[str] = frozenset()
