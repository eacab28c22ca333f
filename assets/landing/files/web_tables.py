"""HTML tables: what government systems export under the name of .xls; each table with content is a sheet.

What belongs here: pages to sheets. What does not: tags (web_parser), encodings (page_text), what cells mean.
"""

from collections.abc import Iterator
from pathlib import Path

from assets.landing import reasons
from assets.landing.files.encodings import UnknownEncodingError
from assets.landing.files.page_text import page_encoding, page_text
from assets.landing.files.sheets import RefusedSheet, Sheet
from assets.landing.files.spilled_rows import SpilledRows
from assets.landing.files.web_parser import BrokenPageError, TableParser
from assets.vocabulary.feeds import Feed

# Reading marks takes a minute for so much, and no system writes a page of this size on purpose.
_LARGEST = 512 << 20


def open_web_tables(path: Path, feed: Feed, scratch: Path) -> Iterator[Sheet | RefusedSheet]:
    """The tables 表1, 表2 … of a page; blank ones and what stands around tables is nothing.

    A table without a header that follows one with as many columns goes on with it: pages of one list, or a header that
    stands in a table of its own.
    """
    if path.stat().st_size > _LARGEST:
        yield RefusedSheet("", "", reasons.LARGE_WEB_PAGE)
        return
    encoding = page_encoding(path)
    label = "utf-16" if encoding.startswith("utf-16") else encoding
    parser = TableParser(scratch / "tables")
    try:
        for text in page_text(path, encoding):
            parser.feed(text)
        parser.close()
    except UnknownEncodingError:
        yield RefusedSheet("", "", reasons.UNREADABLE_TEXT)
    except (BrokenPageError, AssertionError):  # the library asserts where a declaration is malformed
        yield RefusedSheet("", label, reasons.BROKEN_WEB_PAGE)
    else:
        yield from _sheets(parser.tables, label, feed)


def _sheets(tables: list[SpilledRows], label: str, feed: Feed) -> Iterator[Sheet | RefusedSheet]:
    if not tables:
        yield RefusedSheet("", label, reasons.NO_WEB_TABLE)
    headed: SpilledRows | None = None
    opened: list[tuple[int, SpilledRows]] = []
    for number, table in enumerate(tables, start=1):
        has_header = table.has_header(feed)
        if headed is not None and not has_header and not table.is_too_wide and table.width == headed.width:
            headed.follow(table)
            continue
        headed = table if has_header else headed
        opened.append((number, table))
    for number, table in opened:
        yield table.sheet(f"表{number}", label, feed)
