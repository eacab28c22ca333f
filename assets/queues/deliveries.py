"""The files that a department downloads: its workbook, the same as CSV, a workbook a county, and their manifest.

What belongs here: names, folders, fingerprints. What does not: the content of a list.
"""

import hashlib
import json
import shutil
from datetime import date
from pathlib import Path

import polars as pl

from assets.queues.cover import build_cover
from assets.queues.listing import COLUMNS, NUMBER_HEADING, list_rows
from assets.queues.workbook import safe_name, write_workbook
from assets.vocabulary.departments import DEPARTMENT_NAMES


def _write_csv(path: Path, rows: pl.DataFrame) -> None:
    """UTF-8 with a byte-order mark, which Excel needs to read Chinese."""
    columns = [column.heading for column in COLUMNS]
    rows.select(columns).with_row_index(NUMBER_HEADING, offset=1).write_csv(path, include_bom=True)


def _write_counties(folder: Path, department: str, rows: pl.DataFrame, night: date) -> dict[Path, int]:
    """One workbook a county, with the same columns and only its rows."""
    written = {}
    for (code, county), part in rows.group_by(["county_code", "county"], maintain_order=True):
        # The department leads the name, so that the list can be sent back under the name it came with.
        path = folder / f"{DEPARTMENT_NAMES[department]}_{code}_{safe_name(str(county))}.xlsx"
        write_workbook(path, build_cover(department, part, night, str(county)), part, night)
        written[path] = part.height
    return written


def _manifest(folder: Path, department: str, night: date, rows: dict[Path, int]) -> dict[str, object]:
    files = [
        {"file": path.relative_to(folder).as_posix(), "rows": rows[path], "sha256": _sha256(path)}
        for path in sorted(rows)
    ]
    return {"department": department, "night": str(night), "files": files}


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def write_lists(
    deliveries: Path,
    department: str,
    queue: pl.DataFrame,
    person_details: pl.DataFrame,
    returned: pl.DataFrame,
    *,
    night: date,
) -> list[Path]:
    """Write a department's lists below `deliveries/<department>`, replacing what stood there, and give their paths.

    `returned` is the department's feedback that could not be taken (returned_feedback): a sheet of its workbook. An
    empty queue still gives a workbook, which says so.
    """
    folder = deliveries / department
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "counties").mkdir(parents=True)
    rows = list_rows(queue, person_details, night)
    stem = f"{DEPARTMENT_NAMES[department]}_核查清单_{night}"
    workbook, flat = folder / f"{stem}.xlsx", folder / f"{stem}.csv"
    write_workbook(workbook, build_cover(department, rows, night, returned=returned.height), rows, night, returned)
    _write_csv(flat, rows)
    written = {workbook: rows.height, flat: rows.height}
    written |= _write_counties(folder / "counties", department, rows, night)
    manifest = folder / "manifest.json"
    text = json.dumps(_manifest(folder, department, night, written), ensure_ascii=False, indent=2)
    manifest.write_text(text + "\n", encoding="utf-8")
    return [*sorted(written), manifest]
