"""Which pages are made from metadata, writing them, and telling those that are stale.

What belongs here: the list of pages. What does not: what is on a page.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from pipelines.documents import dictionary_page, indicator_pages, requirements_page

# Page below docs/ → what makes its text.
PAGES: Mapping[str, Callable[[], str]] = {
    "indicators.zh-CN.md": indicator_pages.chinese,
    "indicators.md": indicator_pages.english,
    "data-dictionary.md": dictionary_page.dictionary,
    "requirements.md": requirements_page.requirements,
}


def stale(folder: Path, pages: Mapping[str, Callable[[], str]] = PAGES) -> list[str]:
    """The pages that are missing in the folder or differ from what would be made now, byte for byte."""
    return [name for name, make in pages.items() if _bytes(folder / name) != make().encode("utf-8")]


def write(folder: Path, pages: Mapping[str, Callable[[], str]] = PAGES) -> list[str]:
    """Make the pages that are stale; gives their names."""
    made = stale(folder, pages)
    for name in made:
        (folder / name).write_bytes(pages[name]().encode("utf-8"))
    return made


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
