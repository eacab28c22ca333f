"""Workbooks with a password: a readable copy where one of the known passwords opens them.

What belongs here: decrypting. What does not: reading the workbook. The library's errors go no further than here.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msoffcrypto

from assets.landing import reasons

# Excel and WPS encrypt a workbook that is only write protected with this word, and open it without asking.
_NO_PASSWORD = "VelvetSweatshop"
# The library holds the file several times over.
_LARGEST = 256 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class LockedWorkbookError(ValueError):
    """A workbook that no known password opens; `reason` is for staff, in Chinese."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def unlocked(path: Path, kind: str, scratch: Path, passwords: tuple[str, ...]) -> Path:
    """The workbook of this kind itself where it has no password, else a copy in `scratch` without it.

    Raises LockedWorkbookError where no password fits.
    """
    with path.open("rb") as handle:
        is_compound = handle.read(len(_OLE)) == _OLE
        is_large = path.stat().st_size > _LARGEST
        # A bare xls is a compound file too; of the other kinds only what is encrypted is one.
        if not is_compound or (kind == "xls" and (is_large or not _is_encrypted(handle))):
            return path
        if is_large:
            raise LockedWorkbookError(reasons.LARGE_LOCKED_WORKBOOK)
        copy = scratch / "unlocked"
        with _temporary_files_in(scratch):
            if any(_decrypt(handle, password, copy) for password in (_NO_PASSWORD, *passwords)):
                return copy
    raise LockedWorkbookError(reasons.LOCKED_WORKBOOK)


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """The library writes its drafts where the system's temporary files are; rows must not lie about there."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def _is_encrypted(handle: IO[bytes]) -> bool:
    try:
        return bool(msoffcrypto.OfficeFile(handle).is_encrypted())
    except Exception:  # not a workbook that the library knows: its reader will say what is wrong with it
        return False


def _decrypt(handle: IO[bytes], password: str, target: Path) -> bool:
    """Whether the password fits; the copy is written then."""
    try:
        office = msoffcrypto.OfficeFile(handle)
        office.load_key(password=password)
        with target.open("wb") as writer:
            office.decrypt(writer)
    except Exception:  # a wrong password shows itself in many ways
        return False
    return True
