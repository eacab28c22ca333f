"""What every table and column is called in Chinese, means, is measured in and how sensitive it is: `columns.yml`.

What belongs here: that file joined to the contracts, which are complete only with it. What does not: how a column is
computed, checked or shown.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from assets.vocabulary.departments import SENDING_DEPARTMENTS
from assets.vocabulary.feeds import Feed, load_feeds
from assets.vocabulary.paths import REFERENCE
from assets.vocabulary.tables import QUARANTINE_SCHEMA, Table, load_tables, table_schema

SENSITIVITIES = ("identifying", "sensitive", "personal", "none")
_EVERY_QUEUE = "queues/<department>"


class WordsError(ValueError):
    """columns.yml and the contracts do not fit each other; the message names what is wanting or too much."""


@dataclass(frozen=True)
class ColumnWords:
    """One column as its readers see it; `unit` is empty where there is none."""

    name: str
    name_zh: str
    meaning: str
    sensitivity: str
    unit: str = ""


@cache
def _document() -> dict[str, dict[str, Any]]:
    text = (REFERENCE / "contracts" / "columns.yml").read_text(encoding="utf-8")
    document: dict[str, dict[str, Any]] = yaml.safe_load(text)
    return document


def template_of(key: str) -> str:
    """The name under which a table stands in the files: the queues of all departments are one entry."""
    stage, _, name = key.partition("/")
    return _EVERY_QUEUE if stage == "queues" and name in SENDING_DEPARTMENTS else key


def _entry(section: str, owner: str, column: str) -> tuple[str, list[Any]]:
    """The name under which the column stands in the section, and what stands there."""
    entries = _document()[section]
    for name in (f"{owner}.{column}", column):
        if name in entries:
            found = list(entries[name])
            if len(found) < 2 or found[1] not in SENSITIVITIES:
                raise WordsError(f"columns.yml: {section}: {name}: the sensitivity is none of {SENSITIVITIES}")
            return name, found
    raise WordsError(f"{owner}: the column {column} has no entry in columns.yml: add one to its section {section!r}")


def title_zh(key: str) -> str:
    """The Chinese name of a table. Raises WordsError where it has none."""
    if (feed := load_feeds().get(key.removeprefix("landing/"))) is not None:
        return feed.title
    if (feed := load_feeds().get(key.removeprefix("quarantine/"))) is not None:
        return f"{feed.title}（退回）"
    if (title := _document()["titles"].get(template_of(key))) is None:
        raise WordsError(f"{key}: the table has no Chinese name in columns.yml: add one to its section 'titles'")
    return str(title)


def words_of_table(key: str) -> tuple[ColumnWords, ...]:
    """The columns of any table of the lake, in order. Raises WordsError on one without words, KeyError on a table."""
    if (feed := load_feeds().get(key.removeprefix("landing/"))) is not None:
        return tuple(_landed(feed, name) for name in table_schema(key))
    if key.startswith("quarantine/"):
        return tuple(_added(name) for name in table_schema(key))
    return words_of_contract(load_tables()[key])


def dropped_words(feed: Feed) -> tuple[ColumnWords, ...]:
    """The columns of a feed that never leave the landing step."""
    return tuple(_landed(feed, column.name) for column in feed.columns if column.dropped)


def _landed(feed: Feed, name: str) -> ColumnWords:
    column = next((column for column in feed.columns if column.name == name), None)
    if column is None:
        return _added(name)
    _, (meaning, sensitivity, *unit) = _entry("landed", feed.key, name)
    default = "yuan" if column.type == "money" else ""
    return ColumnWords(name, column.headings[0], str(meaning), sensitivity, str(*unit) or default)


def _added(name: str) -> ColumnWords:
    _, (name_zh, sensitivity, meaning) = _entry("added", "quarantine", name)
    return ColumnWords(name, str(name_zh), str(meaning), sensitivity)


def words_of_contract(table: Table) -> tuple[ColumnWords, ...]:
    """The columns of one table of tables.yml, in order. Raises WordsError on one without words."""
    words = []
    for column in table.columns:
        _, (name_zh, sensitivity, *unit) = _entry("published", template_of(table.key), column.name)
        default = "yuan" if column.type == "money" else ""
        words.append(ColumnWords(column.name, str(name_zh), column.meaning, sensitivity, str(*unit) or default))
    return tuple(words)


def unused_entries() -> list[str]:
    """Entries of columns.yml that name no table and no column, as 'section: name'."""
    tables, feeds = load_tables().values(), load_feeds().values()
    used = {f"titles: {template_of(table.key)}" for table in tables}
    for table in tables:
        owner = template_of(table.key)
        used |= {f"published: {_entry('published', owner, column.name)[0]}" for column in table.columns}
    for feed in feeds:
        used |= {f"landed: {_entry('landed', feed.key, column.name)[0]}" for column in feed.columns}
    used |= {f"added: {name}" for name in QUARANTINE_SCHEMA}
    sections = ("titles", "published", "landed", "added")
    return sorted({f"{section}: {name}" for section in sections for name in _document()[section]} - used)
