"""One archive → its members' bytes in a folder, within limits that hold whatever the archive says of itself.

What belongs here: reading zip and gz, names in their old encodings, passwords, bombs. What does not: when and where to
unpack (containers). Library errors quote members' names and go no further than here.
"""

import errno
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import pyzipper

from assets.landing import reasons
from assets.landing.files import formats
from assets.landing.options import LandingOptions
from assets.landing.zip_reading import open_zip

_CHUNK = 1 << 20
_MOST_MEMBERS = 10_000
# An archive in the inbox and one more inside it.
_DEEPEST = 1
# Extracts of persons pack 5 to 30 times; a member that packs beyond this and is not small has been made to harm.
_HIGHEST_RATIO = 250
_SMALL = 64 << 20
_NO_DATA = re.compile(r"(^|/)(__MACOSX/|\.|~\$|thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_UTF8_NAME = 0x800
_ENCRYPTED = 0x1
_LONGEST_NAME = 200
_GIB = 1 << 30
# What the machine lacks is no fault of the archive.
_MACHINE = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, errno.EMFILE, errno.ENFILE})


@dataclass(frozen=True)
class Unpacked:
    """A member: its name in the archive, the file it was written to ('' where it was not), why it was refused ('')."""

    name: str
    file: str
    reason: str


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class _RefusedError(Exception):
    """What is being read is refused; `reason` is for staff. It carries no library's text."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class _WholeRefusedError(_RefusedError):
    """The whole archive of the inbox is refused, whatever of it has been read."""


class _WrongPasswordError(Exception):
    """A password does not fit; `surely` is false where a damaged member would look the same."""

    def __init__(self, surely: bool) -> None:
        super().__init__()
        self.surely = surely


@dataclass
class _Work:
    """What is left of the limits while one archive of the inbox is unpacked, and what came of it."""

    folder: Path
    bytes_left: int
    passwords: list[bytes]
    members_left: int = _MOST_MEMBERS
    password_proven: bool = False
    files: int = 0
    found: list[Unpacked] = field(default_factory=list)

    def next_file(self) -> Path:
        self.files += 1
        return self.folder / f"{self.files:05d}"

    def write(self, source: "_Readable", target: Path) -> int:
        """Stream to a file; the bytes written are taken off the limit, whatever a header says."""
        written = 0
        with target.open("wb") as writer:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                if written > self.bytes_left:
                    raise _WholeRefusedError(reasons.LARGE_ARCHIVE)
                writer.write(chunk)
        self.bytes_left -= written
        return written

    def refuse(self, name: str, reason: str) -> None:
        self.found.append(Unpacked(name, "", reason))


def unpack(archive: Path, folder: Path, options: LandingOptions) -> list[Unpacked]:
    """Write an archive's members into a folder that exists and is empty; gives what came of each.

    An archive that is refused as a whole is one member without a name, and no file is left of it.
    """
    work = _Work(folder, int(options.unpacked_gib * _GIB), _encoded(options.passwords))
    try:
        _add(work, archive, "", archive.name, depth=0)
    except _RefusedError as refused:
        for path in folder.iterdir():
            path.unlink()
        return [Unpacked("", "", refused.reason)]
    if not work.found:
        work.refuse("", reasons.EMPTY_ARCHIVE)
    return list(_distinct(work.found))


def _encoded(passwords: tuple[str, ...]) -> list[bytes]:
    """Each password as the tools of both kinds of system encode it."""
    both = [password.encode(encoding) for password in passwords for encoding in ("utf-8", "gb18030")]
    return list(dict.fromkeys(both))


def _distinct(found: list[Unpacked]) -> Iterator[Unpacked]:
    """Members of one name get an ordinal: the ledger tells files apart by their names."""
    seen: dict[str, int] = {}
    for each in found:
        seen[each.name] = seen.get(each.name, 0) + 1
        count = seen[each.name]
        yield each if count == 1 else Unpacked(f"{each.name}#{count}", each.file, each.reason)


def _add(work: _Work, archive: Path, place: str, name: str, depth: int) -> None:
    """Unpack an archive whose own name is `name` and whose members' names begin with `place`."""
    if depth > _DEEPEST:
        raise _RefusedError(reasons.NESTED_ARCHIVE)
    if formats.detect(archive, Path(name).suffix) == "gz":
        _add_gz(work, archive, place, name, depth)
    else:
        _add_zip(work, archive, f"{place}/" if place else "", depth)


def _add_gz(work: _Work, archive: Path, place: str, name: str, depth: int) -> None:
    target = work.next_file()
    try:
        with gzip.open(archive) as source:
            work.write(source, target)
    except (OSError, EOFError, zlib.error) as error:
        if _is_machine(error):
            raise
        raise _RefusedError(reasons.BROKEN_ARCHIVE) from None
    _keep(work, target, place, Path(name).stem, depth)


def _keep(work: _Work, target: Path, place: str, name: str, depth: int) -> None:
    """Take a member that has been written: as a file, or as an archive to be unpacked in its turn."""
    if formats.detect(target, Path(name).suffix) not in formats.ARCHIVES:
        work.found.append(Unpacked(place, target.name, ""))
        return
    try:
        _add(work, target, place, name, depth + 1)
    finally:
        target.unlink(missing_ok=True)


def _add_zip(work: _Work, archive: Path, place: str, depth: int) -> None:
    if formats.directory_bytes(archive) > formats.LARGEST_DIRECTORY:
        raise _RefusedError(reasons.CROWDED_ARCHIVE)
    try:
        opened = open_zip(archive)
    except Exception:  # a malformed directory may raise anything
        raise _RefusedError(reasons.BROKEN_ARCHIVE) from None
    with opened:
        members = [(member_name(info), info) for info in opened.infolist()]
        members = [(name, info) for name, info in members if name and not _NO_DATA.search(name)]
        work.members_left -= len(members)
        if work.members_left < 0:
            raise _WholeRefusedError(reasons.CROWDED_ARCHIVE)
        if sum(info.file_size for _, info in members) > work.bytes_left:
            raise _WholeRefusedError(reasons.LARGE_ARCHIVE)
        for name, info in members:
            try:
                _keep(work, _extract(work, opened, info), place + name, name, depth)
            except _WholeRefusedError:
                raise
            except _RefusedError as refused:
                work.refuse(place + name, refused.reason)


def member_name(info: pyzipper.ZipInfo) -> str:
    """A member's name with forward slashes and without what leads elsewhere; '' for a folder.

    Names without the mark of UTF-8 are bytes of the packer's own system that were taken for code page 437: UTF-8 where
    they are that, else GB18030.
    """
    name: str = info.orig_filename
    if not info.flag_bits & _UTF8_NAME:
        with suppress(UnicodeError):
            raw = name.encode("cp437")
            try:
                name = raw.decode("utf-8")
            except UnicodeDecodeError:
                name = raw.decode("gb18030")
    name = name.replace("\\", "/")
    if name.endswith("/"):
        return ""
    parts = [re.sub(r"[\x00-\x1f\x7f]", "", part) for part in name.split("/")]
    return "/".join(part for part in parts if part not in ("", ".", ".."))[-_LONGEST_NAME:]


def _extract(work: _Work, archive: pyzipper.AESZipFile, info: pyzipper.ZipInfo) -> Path:
    """The file with a member's bytes. Raises _RefusedError where it cannot be taken, also where no password fits."""
    if info.file_size > _SMALL and info.file_size > info.compress_size * _HIGHEST_RATIO:
        raise _RefusedError(reasons.SUSPICIOUS_MEMBER)
    target = work.next_file()
    if not info.flag_bits & _ENCRYPTED:
        _copy(work, archive, info, None, target)
        return target
    damaged = False
    for password in work.passwords:
        try:
            _copy(work, archive, info, password, target)
        except _WrongPasswordError as wrong:
            damaged = damaged or not wrong.surely
            continue
        # The members of an archive mostly share one password: it is tried first from now on.
        work.passwords.remove(password)
        work.passwords.insert(0, password)
        work.password_proven = True
        return target
    target.unlink(missing_ok=True)
    if damaged and work.password_proven:
        raise _RefusedError(reasons.BROKEN_MEMBER)
    # Each member under its own name: that tells its feed, whose delivery is not complete without it.
    raise _RefusedError(reasons.LOCKED_ARCHIVE)


def _copy(
    work: _Work, archive: pyzipper.AESZipFile, info: pyzipper.ZipInfo, password: bytes | None, target: Path
) -> None:
    """Write one member. Raises _WrongPasswordError or _RefusedError; the file is gone then."""
    try:
        try:
            source = archive.open(info, pwd=password)
        except RuntimeError as error:
            if isinstance(error, NotImplementedError) or password is None:
                raise
            raise _WrongPasswordError(surely=True) from None
        with source:
            written = work.write(source, target)
        if written != info.file_size:
            raise _RefusedError(reasons.BROKEN_MEMBER)
    except (_RefusedError, _WrongPasswordError):
        target.unlink(missing_ok=True)
        raise
    except Exception as error:  # bytes that are damaged, or read with a wrong password, may raise anything
        target.unlink(missing_ok=True)
        if _is_machine(error):
            raise
        if isinstance(error, NotImplementedError):
            raise _RefusedError(reasons.UNSUPPORTED_MEMBER) from None
        if password is not None:
            raise _WrongPasswordError(surely=False) from None
        raise _RefusedError(reasons.BROKEN_MEMBER) from None


def _is_machine(error: Exception) -> bool:
    return isinstance(error, OSError) and error.errno in _MACHINE
