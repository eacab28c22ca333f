"""`python -m tests.benchmarks.workbook`: an XLSX of 1 M rows × 14 columns, read and taken batch by batch.

Prints seconds, rows a second and the peak memory of the process that reads it and of the one that takes it; exit code 1
above 3 GB of both. Inline texts are what streaming writers write, shared strings what Excel writes.
"""

import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
import xlsxwriter
from rich.console import Console
from rich.table import Table

from assets.landing.files import workbook_process
from assets.landing.files.sheets import Sheet
from assets.landing.files.workbooks import open_workbook
from assets.landing.options import LandingOptions
from assets.vocabulary.feeds import load_feeds
from tests.benchmarks.measure import own_peak_mib

FEED = "medical_insurance/settlements"
MOST_MIB = 3_000
HEADINGS = (
    "结算编号 姓名 证件号码 险种 医疗类别 入院日期 结算日期 病种编码 "
    "医疗总费用 政策范围内费用 统筹支付 医疗救助支付 基金支付总额 个人负担总额"
)


def write(path: Path, rows: int, inline: bool) -> None:
    """A settlements file; `inline`: texts in the cells, not in the table of shared strings."""
    with xlsxwriter.Workbook(path, {"constant_memory": inline}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet = book.add_worksheet("结算")
        sheet.write_row(0, 0, HEADINGS.split())
        for row in range(1, rows + 1):
            texts = [f"S{row:010d}", f"人{row % 5000}", f"37108219{row % 100:02d}0101{row % 10000:04d}", "390"]
            sheet.write_row(row, 0, texts)
            sheet.write_number(row, 4, 21)
            sheet.write_datetime(row, 5, date(2025, 1 + row % 12, 1 + row % 28), day)
            sheet.write_datetime(row, 6, date(2025, 1 + row % 12, 1 + row % 28), day)
            sheet.write_string(row, 7, "I10.x00x002")
            for place in range(8, 14):
                sheet.write_number(row, place, row * (place - 7) % 1_000_000 / 100)


def read(path: Path, scratch: Path) -> tuple[int, float]:
    """Rows and seconds."""
    started = time.monotonic()
    rows = 0
    for sheet in open_workbook(path, "xlsx", load_feeds()[FEED], scratch, LandingOptions()):
        assert isinstance(sheet, Sheet)
        for batch in sheet.batches():
            rows += batch.height
    return rows, time.monotonic() - started


def worker_peak_mib() -> float:
    """The largest memory that the process which read the workbook ever held, from /proc (Linux)."""
    pid = workbook_process.worker_pid(int(LandingOptions().workbook_memory_gib * (1 << 30)))
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def main(
    rows: int = 1_000_000,
    shared: Annotated[bool, typer.Option(help="Write texts as shared strings; needs memory to write.")] = False,
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settlements.xlsx"
        write(path, rows, inline=not shared)
        size = path.stat().st_size / (1 << 20)
        found, seconds = read(path, Path(folder) / "scratch")
    worker = worker_peak_mib()
    # The writer of inline texts is flat too; that of shared strings is not, and would be counted as this process's.
    own = own_peak_mib()
    table = Table("rows", "MiB", "seconds", "rows/s", "peak MiB of the reader", "peak MiB of this process")
    table.add_row(
        f"{found:,}", f"{size:,.0f}", f"{seconds:,.1f}", f"{found / seconds:,.0f}", f"{worker:,.0f}", f"{own:,.0f}"
    )
    Console().print(table)
    if found != rows or worker > MOST_MIB or (own > MOST_MIB and not shared):
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
