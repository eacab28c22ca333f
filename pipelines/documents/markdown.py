"""Markdown as GitHub reads it: cells, tables, and how a page begins. Nothing here knows what a page is about."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

_PREFACES = Path(__file__).parent / "prefaces"
_MADE = "<!-- Made by `make docs` from pipelines/documents/prefaces and {sources}. Change those, not this page. -->"
# What would begin something in a line of text; angle brackets stand in names such as <department>/<feed>. A low line
# inside a word, as in rows_read, begins nothing.
_ESCAPED = str.maketrans({"<": "&lt;", ">": "&gt;"})
_SPECIAL = re.compile(r"([\\|*`\[\]]|(?<!\w)_|_(?!\w))")


def text(value: str) -> str:
    """The text as it is to be read: no character of it means anything to Markdown; line breaks become blanks."""
    return " ".join(_SPECIAL.sub(r"\\\1", value).translate(_ESCAPED).split())


def code(value: str) -> str:
    """A name of the system, as code; a bar must be escaped there too, or it ends the cell of a table."""
    return f"`{value.replace('|', chr(92) + '|')}`" if value else ""


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """The lines of a table and an empty line behind it. Cells are Markdown already: pass them through `text` or `code`.

    Raises ValueError where a row has not as many cells as the header.
    """
    lines = [_row(header), f"|{'---|' * len(header)}"]
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"a table of {len(header)} columns has a row of {len(row)} cells")
        lines.append(_row(row))
    return [*lines, ""]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell or ' ' for cell in cells)} |"


def preface(name: str, sources: str, **parts: list[str] | str) -> str:
    """How the page of this name begins: its prose with tables and figures in their places."""
    texts = {key: part if isinstance(part, str) else "\n".join(part).rstrip() for key, part in parts.items()}
    prose = (_PREFACES / name).read_text(encoding="utf-8")
    return prose.format(made=_MADE.format(sources=sources), **texts)


def page(lines: Iterable[str]) -> str:
    """A page of lines, one line break at its end."""
    return "\n".join(lines).rstrip("\n") + "\n"
