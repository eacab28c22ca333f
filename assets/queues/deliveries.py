"""The files that a department downloads: its workbook, the same as CSV, a workbook a county, and their manifest.

What belongs here: names and folders. What does not: the content of a list, fingerprints (manifest).
"""

import shutil
from datetime import date
from pathlib import Path

import polars as pl

from assets.queues.cover import build_cover
from assets.queues.listing import COLUMNS, NUMBER_HEADING, list_rows
from assets.queues.manifest import enter_files
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
    return [*sorted(written), enter_files(folder, department, night, written)]
