"""What one file is like: every dimension in which departments' files differ, drawn together by Hypothesis.

What belongs here: the dimensions and how they are drawn. A file is a function of its plan, contents included (`seed`),
so that a plan that found something can be kept. What does not: making the file (files).
"""

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from hypothesis import strategies as st

from assets.vocabulary.feeds import load_feeds

TEXT_KINDS = ("csv", "tsv", "txt")
BOOK_KINDS = ("openpyxl", "xlsxwriter", "inline", "xls")
KINDS = ("csv", "csv", "csv", "tsv", "txt", "openpyxl", "xlsxwriter", "inline", "xls", "html", "parquet")
ENCODINGS = ("utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16-le", "utf-16-be")
ABOVE = ("title", "maker", "date", "blank")
UNITS_ABOVE = ("", "", "yuan", "ten_thousand")
ARCHIVES = ("", "", "", "", "plain", "folder", "gbk_folder", "password", "nested")


@dataclass(frozen=True)
class FilePlan:
    """One file to be. Shares are tenths; what a format cannot hold is passed over when the file is made."""

    feed: str
    kind: str = "csv"
    disguised: bool = False
    archive: str = ""
    encoding: str = "utf-8"
    delimiter: str = ","
    line_end: str = "\n"
    quote_all: bool = False
    last_line_end: bool = True
    above: tuple[str, ...] = ()
    header_rows: int = 1
    dressed: int = 0
    extra_columns: int = 0
    blank_columns: int = 0
    absent: int = 0
    shuffled: bool = False
    sheets: int = 1
    explanation: bool = False
    hidden: str = ""
    rows: int = 3
    quirks: int = 3
    bad: int = 0
    totals: bool = False
    blanks: bool = False
    header_again: bool = False
    repeats: bool = False
    seed: int = 0

    @property
    def is_text(self) -> bool:
        return self.kind in TEXT_KINDS

    @property
    def is_book(self) -> bool:
        return self.kind in BOOK_KINDS

    def as_line(self, ordinal: int, **more: object) -> str:
        """The plan in a line of JSON, from which the file can be made again (found/ keeps such lines)."""
        return json.dumps({"ordinal": ordinal, **more} | asdict(self), ensure_ascii=False)


def plan_from(kept: dict[str, Any]) -> FilePlan:
    """The plan of a line that `as_line` wrote, read as JSON."""
    known = {field.name for field in fields(FilePlan)}
    values = {name: value for name, value in kept.items() if name in known}
    return FilePlan(**(values | {"above": tuple(kept.get("above", ()))}))


PLANS: st.SearchStrategy[FilePlan] = st.builds(
    FilePlan,
    feed=st.sampled_from(sorted(load_feeds())),
    kind=st.sampled_from(KINDS),
    disguised=st.sampled_from([False, False, False, False, True]),
    archive=st.sampled_from(ARCHIVES),
    encoding=st.sampled_from(ENCODINGS),
    delimiter=st.sampled_from([",", ",", "\t", ";", "|"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
    quote_all=st.booleans(),
    last_line_end=st.booleans(),
    above=st.builds(
        lambda lines, unit: (*lines, unit) if unit else tuple(lines),
        st.lists(st.sampled_from(ABOVE), max_size=4, unique=True),
        st.sampled_from(UNITS_ABOVE),
    ),
    header_rows=st.sampled_from([1, 1, 1, 2, 3]),
    dressed=st.sampled_from([0, 3, 7]),
    extra_columns=st.integers(0, 3),
    blank_columns=st.sampled_from([0, 0, 1]),
    absent=st.sampled_from([0, 2, 5, 10]),
    shuffled=st.booleans(),
    sheets=st.sampled_from([1, 1, 2, 3]),
    explanation=st.booleans(),
    hidden=st.sampled_from(["", "", "table", "list"]),
    rows=st.integers(1, 8),
    quirks=st.sampled_from([0, 3, 7]),
    bad=st.sampled_from([0, 0, 1, 2]),
    totals=st.booleans(),
    blanks=st.booleans(),
    header_again=st.booleans(),
    repeats=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
