"""Make the golden files anew: python -m tests.stages.landing.golden.make

What belongs here: writing each quirk's file and its expected.json. What does not: what is expected (quirks_*), which
is written by hand from the specification; nothing of landing is asked.
"""

import json
import shutil
from pathlib import Path

from tests.stages.landing.golden import (
    quirks_archives,
    quirks_doubts,
    quirks_formats,
    quirks_headings,
    quirks_texts,
    quirks_values,
    quirks_words,
    quirks_workbooks,
)
from tests.stages.landing.golden.quirk import Quirk

HERE = Path(__file__).parent


def all_quirks() -> list[Quirk]:
    modules = (
        quirks_texts,
        quirks_headings,
        quirks_values,
        quirks_words,
        quirks_workbooks,
        quirks_formats,
        quirks_archives,
        quirks_doubts,
    )
    return [quirk for module in modules for quirk in module.quirks()]


def main() -> None:
    kept = {path: path.read_bytes() for path in HERE.glob("*/*")}
    for folder in HERE.iterdir():
        if (folder / "expected.json").exists():
            shutil.rmtree(folder)
    for quirk in all_quirks():
        folder = HERE / quirk.name
        folder.mkdir()
        file = folder / quirk.file
        # What is locked with a password is salted by chance: the bytes that there are stay.
        file.write_bytes(kept.get(file, quirk.data) if quirk.passwords else quirk.data)
        text = json.dumps(quirk.expected(), ensure_ascii=False, indent=1)
        (folder / "expected.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
