"""Reading what the returns need and writing each department's files.

What belongs here: names, folders, fingerprints. What does not: what the files say (returned_list, card).
"""

import hashlib
import json
from pathlib import Path

import polars as pl

from assets.lake import Night
from assets.queues.returns.card import write_card
from assets.queues.returns.counting import RETURNS, count_returns
from assets.queues.returns.figures import card_figures
from assets.queues.returns.returned_list import write_list
from assets.queues.returns.sent import sent_tonight
from assets.vocabulary.departments import DEPARTMENT_NAMES, SENDING_DEPARTMENTS

LISTED_ROWS = 100_000


def make_returns(night: Night, listed_rows: int = LISTED_ROWS) -> pl.DataFrame:
    """Save queues/returns and write each department's list and card below the night's deliveries; gives the table.

    A workbook lists at most `listed_rows` rows, the CSV beside it all of them. What stands in the department's folder
    already (its queue's lists) stays.
    """
    ledger = night.read("landing/ledger")
    counts = {}
    for department in SENDING_DEPARTMENTS:
        sent = sent_tonight(night, department, ledger)
        counts[department] = count_returns(sent)
        folder = night.deliveries / department
        folder.mkdir(parents=True, exist_ok=True)
        name = DEPARTMENT_NAMES[department]
        listed, card = (folder / f"{name}_{what}_{night.night}.xlsx" for what in ("退回清单", "数据质量卡"))
        rows = write_list(listed, sent, counts[department], listed_rows)
        figures = card_figures(sent, ledger, counts[department])
        write_card(card, figures)
        _enter(folder, department, night, {listed: rows, listed.with_suffix(".csv"): rows, card: figures.feeds.height})
    table = pl.concat(counts.values())
    night.save(RETURNS, table)
    return table


def _enter(folder: Path, department: str, night: Night, rows: dict[Path, int]) -> None:
    """Name the files in the folder's manifest, beside those that stand there."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {"files": []}
    own = [{"file": file.name, "rows": number, "sha256": _sha256(file)} for file, number in rows.items()]
    others = [entry for entry in manifest["files"] if entry["file"] not in {file.name for file in rows}]
    files = sorted([*others, *own], key=lambda entry: str(entry["file"]))
    document = {"department": department, "night": str(night.night), "files": files}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
