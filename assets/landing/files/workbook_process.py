"""The other end of the process that reads workbooks: started when first needed, kept, replaced when it died.

What belongs here: one request, one answer, limits of memory and time. What does not: what is in a workbook.
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

from assets.landing import reasons
from assets.landing.files.sheet_parts import StoredSheet
from assets.landing.files.sheets import SheetError

# Seconds a workbook may take: a start and a slow disk, and by the size of the file; 1 MiB takes 0.3 s of a processor.
LEAST_SECONDS = 120.0
SECONDS_A_MIB = 15.0
_PROJECT = Path(__file__).parents[3]
_ATTEMPTS = 2


class DiedError(ValueError):
    """The process ended without an answer, by its limit of memory or by another's hand."""


class LateError(ValueError):
    """The answer took longer than it may; the process has been ended."""


class WorkbookProcess:
    """A process with a limit of memory; one request at a time."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.owner = os.getpid()
        path = os.pathsep.join([str(_PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])])
        # Threads and reserves of memory count: what a workbook may take must not depend on the machine's cores.
        limits = {"POLARS_MAX_THREADS": "2", "OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system"}
        # Telling where it happened takes memory too: where that is wanting, a process would wait for itself for ever.
        limits["RUST_BACKTRACE"] = "0"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "assets.landing.files.workbook_worker", str(memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | limits | {"PYTHONPATH": path},
        )

    def ask(self, request: dict[str, str | int], seconds: float) -> dict[str, object]:
        """The answer. Raises LateError where it takes too long, DiedError where the process ends without one."""
        late = threading.Event()

        def stop() -> None:
            late.set()
            self.process.kill()

        timer = threading.Timer(seconds, stop)
        timer.daemon = True
        timer.start()
        try:
            line = self._exchange(json.dumps(request).encode() + b"\n")
        finally:
            timer.cancel()
        if not line.endswith(b"\n"):
            if late.is_set():
                raise LateError
            raise DiedError
        found: dict[str, object] = json.loads(line)
        return found

    def _exchange(self, request: bytes) -> bytes:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        try:
            self.process.stdin.write(request)
            self.process.stdin.flush()
            return self.process.stdout.readline()
        except (BrokenPipeError, OSError):
            return b""

    def alive(self) -> bool:
        return self.process.poll() is None

    def close(self) -> None:
        """End the process, at once: it may be busy with a workbook that nobody waits for any more."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()


_lock = threading.Lock()
_current: WorkbookProcess | None = None


def worker_pid(memory: int) -> int:
    """The process that will read the next workbook, started if there is none."""
    with _lock:
        return _process(memory).process.pid


def store_workbook(path: Path, kind: str, folder: Path, memory: int, most_bytes: int) -> list[StoredSheet]:
    """Have a workbook's sheets written below a folder that does not exist yet; those in the workbook's order.

    Raises SheetError where it cannot be read, or not within the limits: `memory` of the process and `most_bytes` that
    the workbook may unpack to, both in bytes. A process that died is replaced and asked once more.
    """
    found = _answer(path, {"format": kind, "most_bytes": most_bytes}, folder, memory, reasons.TOO_LARGE_WORKBOOK)
    sheets = found["sheets"]
    assert isinstance(sheets, list)
    return [StoredSheet(**sheet) for sheet in sheets]


def try_parquet(path: Path, memory: int) -> list[tuple[str, bool]]:
    """Have a Parquet file read through; gives its headings, and which columns have no text.

    Raises SheetError where it cannot be read: a damaged byte may end a process just as a lack of memory does.
    """
    found = _answer(path, {"format": "parquet", "most_bytes": 0}, path, memory, reasons.TOO_LARGE_PARQUET)
    columns = found["columns"]
    assert isinstance(columns, list)
    return [(str(heading), bool(is_nested)) for heading, is_nested in columns]


def _answer(path: Path, request: dict[str, str | int], folder: Path, memory: int, died: str) -> dict[str, object]:
    """The process's answer about a file; raises SheetError with its reason, `died` where there is no answer."""
    seconds = LEAST_SECONDS + SECONDS_A_MIB * path.stat().st_size / (1 << 20)
    for attempt in range(_ATTEMPTS):
        target = folder / str(attempt)
        try:
            found = _ask(request | {"path": str(path.absolute()), "folder": str(target.absolute())}, memory, seconds)
        except DiedError:
            continue
        except LateError:
            break
        if "reason" in found:
            raise SheetError(str(found["reason"]))
        return found
    raise SheetError(died)


def _ask(request: dict[str, str | int], memory: int, seconds: float) -> dict[str, object]:
    with _lock:
        process = _process(memory)
        try:
            return process.ask(request, seconds)
        except BaseException:  # an answer that comes too late would be taken for the next one's
            process.close()
            raise


def _process(memory: int) -> WorkbookProcess:
    global _current  # noqa: PLW0603 - the one process of this process
    if _current is not None and _current.owner != os.getpid():
        _current = None
    if _current is not None and (not _current.alive() or _current.memory != memory):
        _current.close()
        _current = None
    if _current is None:
        _current = WorkbookProcess(memory)
    return _current


@atexit.register
def _close() -> None:
    if _current is not None and _current.owner == os.getpid():
        _current.close()
