"""How a linked row is named on the command line and found again.

What belongs here: the text feed@delivery:file#sheet!row/role and back, a night's published tables. What does not: what
is told of a row (explain_person, explain_pair).
"""

import re
from dataclasses import dataclass
from datetime import date

import polars as pl

from assets.lake.night import Lake
from assets.vocabulary.feeds import ADDRESS
from assets.vocabulary.identity_words import MERGED

PERSON_ID = re.compile(r"^P[0-9]{10,}$")
# No file or sheet is asked to be without these marks: the row is told from the right, the feed from the left.
_RECORD = re.compile(
    r"^(?P<feed>[a-z_]+/[a-z_]+)(?:@(?P<delivery>\d{4}-\d{2}-\d{2}))?:(?P<file>.+?)(?:#(?P<sheet>.*))?"
    r"!(?P<row>[0-9]+)(?:/(?P<role>[a-z]+))?$"
)
LINK = (*ADDRESS, "role")


class UnknownError(ValueError):
    """What was asked for is not there; the text says what to do. It repeats only what the caller typed."""


@dataclass(frozen=True)
class PublishedNight:
    """The published tables of one night of a lake."""

    lake: Lake
    night: date

    @classmethod
    def open(cls, lake: Lake, night: date | None) -> "PublishedNight":
        """The night, by default the last one. Raises UnknownError where it is not published."""
        nights = lake.published_nights()
        if not nights:
            raise UnknownError(f"no night is published in {lake.root}; run: doudi run --inbox DIR --lake {lake.root}")
        if night is not None and night not in nights:
            shown = ", ".join(map(str, nights[-5:]))
            raise UnknownError(
                f"night {night} is not published; the last ones are {shown}: give one of them as --night"
            )
        return cls(lake, night or nights[-1])

    def scan(self, key: str) -> pl.LazyFrame:
        return pl.scan_parquet(self.lake.partition(key, self.night))

    def nights(self) -> list[date]:
        """All published nights up to this one, oldest first."""
        return [night for night in self.lake.published_nights() if night <= self.night]

    def before(self) -> "PublishedNight | None":
        earlier = self.nights()[:-1]
        return PublishedNight(self.lake, earlier[-1]) if earlier else None

    def person(self, person_id: str) -> str:
        """The token that goes on for `person_id`. Raises UnknownError where no night ever gave it."""
        if not PERSON_ID.match(person_id):
            raise UnknownError(f"{person_id!r} is no person id; they look like P0000000001, as in identity.links")
        registry = self.scan("identity/registry")
        given = registry.filter(pl.col("identity_key") == MERGED + person_id).select("person_id").collect()
        if given.height:
            return str(given.item())
        if registry.filter(pl.col("person_id") == person_id).head(1).collect().is_empty():
            raise UnknownError(f"no person {person_id} up to the night {self.night}; look for it in identity.links")
        return person_id

    def link(self, text: str) -> dict[str, object]:
        """The one link that a record's text names. Raises UnknownError where there is none, or several."""
        found = self.scan("identity/links").filter(_condition(text)).head(20).collect()
        if found.is_empty():
            raise UnknownError(
                f"no record {text} on the night {self.night}: its row is in no delivery in force, or names nobody. "
                "doudi person ID prints records as they are written here"
            )
        if found.height > 1:
            several = "  ".join(record_text(row) for row in found.iter_rows(named=True))
            raise UnknownError(f"{text} may be any of: {several}")
        return found.row(0, named=True)


def record_text(link: dict[str, object]) -> str:
    """feed@delivery:file#sheet!row/role of a row of identity/links."""
    sheet = f"#{link['sheet']}" if link["sheet"] else ""
    return f"{link['feed']}@{link['delivery']}:{link['file']}{sheet}!{link['row_no']}/{link['role']}"


def _condition(text: str) -> pl.Expr:
    matched = _RECORD.match(text)
    if matched is None:
        raise UnknownError(
            f"{text!r} is neither a record nor a person id. A record is feed:file#sheet!row, with @delivery after the "
            "feed and /role after the row where they are needed, for example 'civil_affairs/members:members.csv!12'; "
            "in a shell it stands in single quotes"
        )
    said = matched.groupdict()
    wanted = [pl.col("feed") == said["feed"], pl.col("file") == said["file"], pl.col("row_no") == int(said["row"])]
    if said["sheet"] is not None:
        wanted.append(pl.col("sheet") == said["sheet"])
    if said["role"]:
        wanted.append(pl.col("role") == said["role"])
    if said["delivery"]:
        wanted.append(pl.col("delivery") == date.fromisoformat(said["delivery"]))
    return pl.all_horizontal(wanted)
