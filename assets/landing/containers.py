"""Archives of an inbox, unpacked once a night: zip, protected zip, gz, and one archive within another.

What belongs here: members to files on disk, limits, passwords, reuse of what is unpacked already. What does not: which
feed a member belongs to (inbox), what is inside a member (files).
"""

import fcntl
import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

from assets.lake import Night
from assets.landing.options import LandingOptions
from assets.landing.unpacking import Unpacked, unpack

_INDEX = "index.json"


@dataclass(frozen=True)
class Member:
    """A file of an archive; `name` is its place in it, folders included, '' where the archive is that one file or is
    refused as a whole.

    `path` is where its bytes are, the archive itself where it is refused: then `reason` says why, in Chinese.
    """

    name: str
    path: Path
    reason: str


class Unpacker:
    """Unpacks archives below a folder; what has been unpacked from the same bytes with the same options is reused.

    Members lie there under ordinals: no name that an archive gives is ever a path. Several processes may use one folder
    at once; the first unpacks and the others wait.
    """

    def __init__(self, folder: Path, options: LandingOptions) -> None:
        self._folder = folder
        self._options = options

    @classmethod
    def of_night(cls, night: Night, options: LandingOptions | None = None) -> "Unpacker":
        """Into the night's staging, which is private and goes when the night is published."""
        night.lake.prepare()
        return cls(night.staging / "unpacked", options or LandingOptions())

    def members(self, department: str, archive: Path) -> list[Member]:
        """What an archive holds, in its own order; one refused member without a name where it cannot be read."""
        home = self._folder / department
        _make_private(home)
        target = home / _key(archive, self._options)
        with target.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not target.exists():
                draft = target.with_suffix(".draft")
                shutil.rmtree(draft, ignore_errors=True)  # of a run that was killed
                _make_private(draft)
                found = [asdict(each) for each in unpack(archive, draft, self._options)]
                (draft / _INDEX).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
                draft.replace(target)
        found = json.loads((target / _INDEX).read_text(encoding="utf-8"))
        return [_member(Unpacked(**each), target, archive) for each in found]


def _member(unpacked: Unpacked, folder: Path, archive: Path) -> Member:
    return Member(unpacked.name, folder / unpacked.file if unpacked.file else archive, unpacked.reason)


def _make_private(folder: Path) -> None:
    """The folder and those above it that do not exist yet, for their owner alone: members are personal data."""
    for place in (*reversed(folder.parents), folder):
        if not place.exists():
            place.mkdir(mode=0o700, exist_ok=True)


def _key(archive: Path, options: LandingOptions) -> str:
    """Changes with the archive and with what may change the outcome: a password that was added, a wider limit."""
    state = archive.stat()
    told = (archive.name, state.st_size, state.st_mtime_ns, options.unpacked_gib)
    # Slow on purpose, and cut: nothing that is left on disk leads back to a password.
    secret = hashlib.pbkdf2_hmac("sha256", json.dumps(options.passwords).encode(), repr(told).encode(), 10_000)
    return hashlib.sha256(repr(told).encode() + secret[:4]).hexdigest()[:32]
