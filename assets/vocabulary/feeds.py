"""The contracts of the extracts, read from `data/reference/contracts/feeds.yml` and `codes.yml`.

What belongs here: what a feed is, which columns it has, under which headings, and how its code words are written.
What does not: how a file is read or a value parsed (that is landing).
"""

from dataclasses import dataclass
from functools import cache
from typing import TypedDict

import polars as pl
import yaml

from assets.vocabulary.paths import REFERENCE

MONEY = pl.Decimal(14, 2)

DTYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "name": pl.String,
    "id_number": pl.String,
    "sex": pl.Int8,
    "date": pl.Date,
    "month": pl.Date,
    "money": MONEY,
    "int": pl.Int64,
    "number": pl.Float64,
    "code": pl.String,
    "text": pl.String,
    "phone": pl.String,
    "division": pl.String,
    "yesno": pl.Boolean,
}

# A row's address, in this order, ends every landed table.
ADDRESS = ("feed", "delivery", "file", "sheet", "row_no")
ADDRESS_DTYPES: dict[str, pl.DataType | type[pl.DataType]] = {
    "feed": pl.String,
    "delivery": pl.Date,
    "file": pl.String,
    "sheet": pl.String,
    "row_no": pl.Int64,
}

# Column types that may carry what names a person: never outside the restricted part of the lake.
IDENTIFYING_TYPES = frozenset({"name", "id_number", "phone"})
IDENTIFYING_COLUMNS = frozenset({"address", "location", "certificate_no", "remark", "finding"})


class _CodesDocument(TypedDict):
    tables: dict[str, dict[str, list[str]]]
    sources: dict[str, str]
    columns: dict[str, str]


@dataclass(frozen=True)
class Column:
    """One column of a feed: `presence` is 'required' (a file without it is refused), 'expected' or 'optional'."""

    name: str
    type: str
    presence: str
    headings: tuple[str, ...]
    code_table: str | None = None

    @property
    def dropped(self) -> bool:
        """True for what never leaves the landing step (data minimisation)."""
        return self.type == "drop"

    @property
    def identifying(self) -> bool:
        return self.type in IDENTIFYING_TYPES or self.name in IDENTIFYING_COLUMNS


@dataclass(frozen=True)
class PersonGroup:
    """The columns of a feed that name one person. Each attribute is a column name or None; role is 'self', 'head' …"""

    role: str
    name: str | None
    id_number: str | None
    sex: str | None = None
    birth_date: str | None = None
    phone: str | None = None
    division_code: str | None = None
    address: str | None = None
    household_no: str | None = None
    guardian_id_number: str | None = None


@dataclass(frozen=True)
class Feed:
    """One extract. `key` is '<department>/<feed>'; `mode` is 'snapshot' or 'append'; `stale_after` is in days.

    `title` is its Chinese name. `answers` are the columns of a form: a row with none of them filled in is no data yet.
    """

    department: str
    name: str
    title: str
    columns: tuple[Column, ...]
    unique_key: tuple[str, ...]
    mode: str
    stale_after: int
    answers: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.department}/{self.name}"

    @property
    def landed_columns(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.dropped)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)

    def schema(self) -> pl.Schema:
        """The schema of the landed table: the feed's columns by standard name, then the row's address."""
        columns = {column.name: DTYPES[column.type] for column in self.landed_columns}
        return pl.Schema(columns | ADDRESS_DTYPES)

    def person_groups(self) -> tuple[PersonGroup, ...]:
        """The persons a row names: a prefix before `name` or `id_number` is the role, none is 'self'.

        Another column of names (verifier_1, decided_by) is of those who sign the row, whom it is not about.
        """
        names = {column.name for column in self.landed_columns if column.type in ("name", "id_number")}
        roles = sorted({n.removesuffix("id_number").removesuffix("name").rstrip("_") for n in names})
        groups = [self._group(role) for role in roles]
        return tuple(group for group in groups if group.name or group.id_number)

    def _group(self, prefix: str) -> PersonGroup:
        present = {column.name for column in self.landed_columns}

        def own(name: str) -> str | None:
            full = f"{prefix}_{name}" if prefix else name
            return full if full in present else None

        # What stands without a prefix beside the main person's name is theirs: the row's own person, or the
        # household's head and the house's owner, who have no unprefixed name beside them. A guardian's is not.
        shared = prefix in ("", "head", "owner")

        def main(name: str) -> str | None:
            return own(name) or (name if shared and name in present else None)

        return PersonGroup(
            role=prefix or "self",
            name=own("name"),
            id_number=own("id_number"),
            sex=main("sex"),
            birth_date=main("birth_date"),
            phone=main("phone"),
            division_code=main("division_code"),
            address=main("address"),
            household_no="household_no" if "household_no" in present else None,
            guardian_id_number="guardian_id_number"
            if prefix != "guardian" and "guardian_id_number" in present
            else None,
        )


def _column(feed_key: str, name: str, definition: list[str], code_columns: dict[str, str]) -> Column:
    kind, _, flag = str(definition[0]).partition(" ")
    presence = {"req": "required", "opt": "optional", "": "expected"}[flag]
    headings = tuple(str(heading) for heading in definition[1:])
    return Column(name, kind, presence, headings, code_columns.get(f"{feed_key}.{name}"))


@cache
def load_feeds() -> dict[str, Feed]:
    """All feeds by key, in the order of the contract file; what staff send back is 'feedback/<feed>'."""
    document = yaml.safe_load((REFERENCE / "contracts" / "feeds.yml").read_text(encoding="utf-8"))
    code_columns = _codes_document()["columns"]
    feeds: dict[str, Feed] = {}
    for department, members in document.items():
        if not isinstance(members, dict):
            continue
        for name, body in members.items():
            key = f"{department}/{name}"
            columns = tuple(_column(key, n, d, code_columns) for n, d in body["columns"].items())
            answers = tuple(body.get("answers", ()))
            feeds[key] = Feed(
                department, name, body["title"], columns, tuple(body["key"]), body["mode"], body["stale_after"], answers
            )
    return feeds


@cache
def person_aliases() -> tuple[str, ...]:
    """Headings that name the person's id column of any feed where that is not ambiguous."""
    document = yaml.safe_load((REFERENCE / "contracts" / "feeds.yml").read_text(encoding="utf-8"))
    return tuple(document["person_aliases"])


@cache
def _codes_document() -> _CodesDocument:
    document: _CodesDocument = yaml.safe_load((REFERENCE / "contracts" / "codes.yml").read_text(encoding="utf-8"))
    return document


@cache
def code_words(table: str) -> dict[str, str]:
    """Word (spaces removed, lower case) → code of one code table; every code is a word of itself."""
    words: dict[str, str] = {}
    for code, synonyms in _codes_document()["tables"][table].items():
        for word in [str(code), *map(str, synonyms)]:
            words[word.replace(" ", "").lower()] = str(code)
    return words


def code_tables() -> dict[str, dict[str, list[str]]]:
    """All code tables: table → code → synonyms."""
    return _codes_document()["tables"]


def code_source(table: str) -> str:
    """Where the codes of a table are from. Raises KeyError on an unknown table."""
    return _codes_document()["sources"][table]
