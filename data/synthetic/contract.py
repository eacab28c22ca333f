"""The columns of the feeds, read from the project's contract.

Belongs here: reading feeds.yml. Does not belong here: a second copy of any heading.
"""

from dataclasses import dataclass
from pathlib import Path

import yaml

CONTRACT = Path(__file__).parents[1] / "reference" / "contracts" / "feeds.yml"
FEEDBACK = "feedback"


@dataclass(frozen=True)
class Column:
    """A column: standard name, type (money, date, code ...), and its headings, the canonical one first."""

    name: str
    kind: str
    headings: tuple[str, ...]


def feed_columns() -> dict[str, tuple[Column, ...]]:
    """Columns of each feed `<department>/<feed>` in the contract's order, without what departments return."""
    document = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    departments = {name: feeds for name, feeds in document.items() if isinstance(feeds, dict) and name != FEEDBACK}
    return {
        f"{department}/{feed}": tuple(
            Column(name, str(words[0]).split()[0], tuple(str(word) for word in words[1:]))
            for name, words in definition["columns"].items()
        )
        for department, feeds in departments.items()
        for feed, definition in feeds.items()
    }
