"""How `doudi codes` is made and shown: what a department may write in a column of codes, and where the codes are from.

What belongs here: finding a code table by what a reader calls it. What does not: reading a cell (that is landing).
"""

from difflib import get_close_matches

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from assets.vocabulary.feeds import code_source, code_tables, load_feeds


class UnknownCodesError(ValueError):
    """No code table is called so; the text names the ones that may be meant."""


def _columns() -> dict[str, list[str]]:
    """Table → the columns that it is for, as `department/feed.column heading`."""
    found: dict[str, list[str]] = {table: [] for table in code_tables()}
    for feed in load_feeds().values():
        for column in feed.columns:
            if column.code_table:
                found[column.code_table].append(f"{feed.key}.{column.name} {column.headings[0]}")
    return found


def tables_called(written: str) -> list[str]:
    """The code tables of that name, of that department/feed.column, or of a column headed so; all for an empty text.

    Raises UnknownCodesError.
    """
    columns = _columns()
    if not written:
        return list(columns)
    if written in columns:
        return [written]
    found = [table for table, of in columns.items() if any(written in each.split(" ", 1) for each in of)]
    if not found:
        names = {
            name
            for table, of in columns.items()
            for name in (table, *(part for each in of for part in each.split(" ", 1)))
        }
        near = get_close_matches(written, sorted(names), n=3)
        meant = f"did you mean {', '.join(near)}?" if near else "doudi codes lists them all"
        raise UnknownCodesError(f"no column of codes is called {written!r}; {meant}")
    return found


def print_codes(console: Console, written: str) -> None:
    """The list of all tables for an empty text, else the words of each table so called. Raises UnknownCodesError."""
    tables, columns = tables_called(written), _columns()
    if not written:
        listed = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
        for heading in ("table", "codes", "columns", "source"):
            listed.add_column(heading, overflow="fold")
        for table in tables:
            cells = (table, str(len(code_tables()[table])), "\n".join(columns[table]), code_source(table))
            listed.add_row(*map(escape, cells))
        console.print(listed)
        return
    for table in tables:
        shown = Table(title=table, title_justify="left", box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
        shown.add_column("code", no_wrap=True)
        shown.add_column("written", overflow="fold")
        for code, words in code_tables()[table].items():
            shown.add_row(escape(str(code)), escape("、".join(map(str, words))))
        console.print(shown)
        console.print(f"来源：{code_source(table)}", highlight=False, markup=False, soft_wrap=True)
        console.print(f"用于：{'；'.join(columns[table])}", highlight=False, markup=False, soft_wrap=True)
