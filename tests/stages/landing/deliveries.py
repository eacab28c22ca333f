"""Small deliveries for the tests of landing: files written by hand, nights landed and sealed one after another."""

import json
import shutil
from datetime import date
from pathlib import Path

import openpyxl
import polars as pl

from assets.lake import Lake, Night
from assets.landing import LandingSummary, land
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.tables import load_tables

FIRST, SECOND, THIRD = date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 2)
DEATHS = ["姓名", "身份证号", "死亡日期"]


class World:
    """An inbox and a lake in a temporary folder."""

    def __init__(self, root: Path) -> None:
        self.inbox = root / "inbox"
        self.lake = Lake(root / "lake")

    def write(self, name: str, header: list[str], rows: list[list[str]], encoding: str = "utf-8") -> Path:
        """A delimited file; the suffix says the delimiter."""
        delimiter = "\t" if name.endswith("tsv") else ","
        text = "\n".join(delimiter.join(row) for row in [header, *rows]) + "\n"
        return self.write_bytes(name, text.encode(encoding))

    def write_bytes(self, name: str, data: bytes) -> Path:
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def write_workbook(self, name: str, sheets: dict[str, list[list[object]]]) -> Path:
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for title, rows in sheets.items():
            sheet = book.create_sheet(title)
            for row in rows:
                sheet.append(row)
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        book.save(path)
        return path

    def empty_inbox(self) -> None:
        shutil.rmtree(self.inbox, ignore_errors=True)

    def land(self, night: date = FIRST) -> tuple[Night, LandingSummary]:
        made = self.lake.night(night)
        return made, land(self.inbox, made)

    def land_and_seal(self, night: date = FIRST) -> Night:
        """Land, then publish the landing tables alone; the inbox is empty afterwards."""
        made, _ = self.land(night)
        keys = [f"{part}/{feed}" for feed in load_feeds() for part in ("landing", "quarantine")]
        for key in (*keys, *(key for key in load_tables() if key.startswith("landing/"))):
            target = self.lake.partition(key, night)
            target.parent.mkdir(parents=True)
            shutil.copy(made.path(key), target)
        shutil.rmtree(made.staging)
        (self.lake.root / "nights").mkdir(exist_ok=True)
        manifest = json.dumps({"previous": str(made.previous) if made.previous else None})
        (self.lake.root / "nights" / f"{night}.json").write_text(manifest, encoding="utf-8")
        (self.lake.root / "published.json").write_text(json.dumps({"night": str(night)}), encoding="utf-8")
        self.empty_inbox()
        return made


def ledger_of(night: Night, feed: str) -> list[dict[str, object]]:
    """The ledger's rows of a feed: what tests compare."""
    columns = ["delivery", "file", "sheet", "rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside"]
    rows = night.read("landing/ledger").filter(pl.col("feed") == feed)
    return rows.select(*columns, "refused", "carried").to_dicts()


def counts_of(night: Night, feed: str) -> list[tuple[object, ...]]:
    """(file, sheet, read, loaded, quarantined, set aside, carried) of a feed's ledger rows."""
    return [
        (
            row["file"],
            row["sheet"],
            row["rows_read"],
            row["rows_loaded"],
            row["rows_quarantined"],
            row["rows_set_aside"],
            row["carried"],
        )
        for row in ledger_of(night, feed)
    ]
