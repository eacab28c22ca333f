"""The process that reads workbooks: what its death, its limits and its silence mean for the caller."""

import errno
import os
import signal
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest

from assets.landing import reasons
from assets.landing.files import workbook_process
from assets.landing.files.sheets import SheetError
from assets.landing.files.wanting_memory import lacked_memory
from assets.landing.files.workbook_process import store_workbook, worker_pid
from tests.unit.landing.raw_workbook import shared, worksheet, write_raw

MEMORY, UNPACKED = 1 << 30, 1 << 30


def good_workbook(folder: Path) -> Path:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["姓名"])
    book.save(folder / "good.xlsx")
    return folder / "good.xlsx"


def refusal(path: Path, kind: str, folder: Path, memory: int = MEMORY) -> str:
    with pytest.raises(SheetError) as refused:
        store_workbook(path, kind, folder, memory, UNPACKED)
    return refused.value.reason


@contextmanager
def every_process_killed() -> Iterator[set[int]]:
    """Kill each process that reads workbooks as soon as it is there; gives those killed."""
    killed: set[int] = set()
    over = threading.Event()

    def run() -> None:
        while not over.wait(0.01):
            current = workbook_process._current
            if current is not None and current.process.pid not in killed:
                killed.add(current.process.pid)
                current.process.kill()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    yield killed
    over.set()
    thread.join()


def test_one_process_reads_all_workbooks(tmp_path: Path) -> None:
    before = worker_pid(MEMORY)
    path = good_workbook(tmp_path)
    for name in ("a", "b"):
        (sheet,) = store_workbook(path, "xlsx", tmp_path / name, MEMORY, UNPACKED)
        assert (sheet.parts, sheet.first_row, sheet.last_row, sheet.places) == (1, 1, 1, [0])
    assert worker_pid(MEMORY) == before


def test_a_process_killed_between_two_workbooks_is_replaced(tmp_path: Path) -> None:
    before = worker_pid(MEMORY)
    os.kill(before, signal.SIGKILL)
    assert len(store_workbook(good_workbook(tmp_path), "xlsx", tmp_path / "sheets", MEMORY, UNPACKED)) == 1
    assert worker_pid(MEMORY) != before


def test_a_process_killed_half_way_is_asked_again_then_the_workbook_is_refused(tmp_path: Path) -> None:
    pipe = tmp_path / "stuck.xlsx"
    os.mkfifo(pipe)  # Nobody writes: reading it never ends.
    with every_process_killed() as killed:
        assert refusal(pipe, "xlsx", tmp_path / "sheets") == reasons.TOO_LARGE_WORKBOOK
    assert len(killed) >= 2
    assert len(store_workbook(good_workbook(tmp_path), "xlsx", tmp_path / "good", MEMORY, UNPACKED)) == 1


def test_a_workbook_that_takes_too_long_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe = tmp_path / "stuck.xlsx"
    os.mkfifo(pipe)
    worker_pid(MEMORY)
    with monkeypatch.context() as patch:
        patch.setattr(workbook_process, "LEAST_SECONDS", 0.2)
        assert refusal(pipe, "xlsx", tmp_path / "sheets") == reasons.TOO_LARGE_WORKBOOK
    assert len(store_workbook(good_workbook(tmp_path), "xlsx", tmp_path / "good", MEMORY, UNPACKED)) == 1


def test_a_workbook_that_needs_more_memory_than_allowed_is_refused(tmp_path: Path) -> None:
    # 150 MB of distinct shared strings in a process that may use 256 MiB, of which starting takes 140.
    items = [f"<si><t>{number:06d}{'x' * 3000}</t></si>" for number in range(50_000)]
    path = write_raw(
        tmp_path / "large.xlsx", worksheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'), shared(*items)
    )
    assert refusal(path, "xlsx", tmp_path / "sheets", 256 << 20) == reasons.TOO_LARGE_WORKBOOK
    assert len(store_workbook(good_workbook(tmp_path), "xlsx", tmp_path / "good", 256 << 20, UNPACKED)) == 1


@pytest.mark.parametrize(
    ("error", "wanting"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "x"), True),
        (OSError(errno.EIO, "x"), False),
        (RuntimeError("can't start new thread"), True),
        (Exception("memory allocation of 1048576 bytes failed"), True),
        (ElementTree.ParseError("out of memory: line 1, column 0"), True),
        (ElementTree.ParseError("no element found: line 1, column 0"), False),
        (zlib.error("Error -4 while decompressing data"), True),
        (zlib.error("Error -3 while decompressing data: invalid stored block lengths"), False),
        (ValueError("a cell of memory"), False),
    ],
    ids=["python", "system", "disk", "thread", "allocator", "expat", "broken xml", "zlib", "broken zip", "a word"],
)
def test_what_tells_that_memory_was_wanting(error: Exception, wanting: bool) -> None:
    assert lacked_memory(error) is wanting
    wrapped = ValueError("no workbook")
    wrapped.__cause__ = error
    assert lacked_memory(wrapped) is wanting


@pytest.mark.parametrize("kind", ["xlsx", "xls", "xlsb", "ods"])
@pytest.mark.parametrize(
    "data", [b"", b"not a workbook", b"PK\x05\x06" + bytes(18), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 600]
)
def test_what_is_no_workbook_is_refused_and_nothing_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], kind: str, data: bytes
) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(data)
    assert refusal(path, kind, tmp_path / "sheets") == reasons.UNREADABLE_WORKBOOK
    assert capfd.readouterr() == ("", "")


def test_what_is_left_on_disk_only_its_owner_can_read(tmp_path: Path) -> None:
    (sheet,) = store_workbook(good_workbook(tmp_path), "xlsx", tmp_path / "sheets", MEMORY, UNPACKED)
    left = list(Path(sheet.folder).rglob("*.parquet"))
    assert left
    assert {path.stat().st_mode & 0o077 for path in left} == {0}
