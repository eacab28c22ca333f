"""Which files of an inbox belong to which feed.

What belongs here: names of folders, files and members of archives. What does not: what bytes are (files.formats),
unpacking (containers), opening a file.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from assets.landing import reasons
from assets.landing.containers import Member, Unpacker
from assets.landing.files import formats
from assets.landing.files.encodings import shown_name
from assets.landing.operator.note_files import OPERATOR
from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.identity_words import DECISIONS_FEED, GUIDE_SHEET, is_identity_answers

FEEDBACK = "feedback"
FEEDBACK_FEED = "feedback/results"
# Sheets of our own lists that come back with the answers and hold none.
OWN_SHEETS = frozenset({"说明", GUIDE_SHEET, "退回"})
FEEDBACK_FORMATS = frozenset({"csv", "tsv", "txt", "xlsx", "xls"})
# Unreadable kinds that hold data rather than a letter or a stamp.
_HOLD_DATA = frozenset({*reasons.OTHER_ARCHIVES, "mht", "database"})
# Beside the data in an archive that bears the feed's name: not data, and no reason to keep the last delivery in force.
_EXPLANATION = re.compile(r"说明|须知|readme", re.IGNORECASE)


class EmptyInboxError(RuntimeError):
    """The inbox holds no file that belongs to a feed, so there is nothing to make a night of."""


@dataclass(frozen=True)
class InboxFile:
    """A file of a feed. `name` is what the ledger calls it: its bare name, or 'archive.zip/member.csv'.

    `path` is where its bytes are; `format` is what the bytes are, as files.formats tells. `refusal`: why it cannot be
    unpacked or read, in Chinese, '' where it can; its name tells its feed nevertheless, whose delivery is not complete
    then.
    """

    feed: str
    path: Path
    format: str
    name: str
    refusal: str = ""


@dataclass(frozen=True)
class StrayFile:
    """A file that belongs to no feed: `folder` is '' at the top of the inbox; `reason` is for staff, in Chinese.

    `path` of a member that could not be unpacked is its archive's. `name` is the bare name, and the path from the inbox
    on where the file lies in no department's folder.
    """

    folder: str
    path: Path
    format: str
    reason: str
    name: str

    @property
    def feed(self) -> str:
        """What stands in the ledger in place of a feed: the department's folder, '' where the file lies in none.

        Never what a sender named, which may hold anybody's number: the ledger is an open table.
        """
        return "" if _misplaced(self.folder) else self.folder


@dataclass(frozen=True)
class Inbox:
    """What an inbox holds, each list ordered by feed and file name. `archives` were seen and not unpacked."""

    files: tuple[InboxFile, ...]
    strays: tuple[StrayFile, ...]
    archives: tuple[Path, ...] = ()

    def of_feed(self, feed_key: str) -> list[InboxFile]:
        return [file for file in self.files if file.feed == feed_key]


def read_inbox(inbox: Path, unpacker: Unpacker | None = None) -> Inbox:
    """Sort an inbox's files by feed, members of archives included.

    Without an unpacker archives are only counted: a quick look. Raises EmptyInboxError where no file belongs to a feed
    and no archive might hold one.
    """
    found: list[InboxFile | StrayFile] = []
    archives: list[Path] = []
    for folder, path in _walk(inbox):
        if not _is_archive(folder, path):
            found.append(recognise(folder, path, _place(inbox, path) if _misplaced(folder) else ""))
        elif unpacker is None:
            archives.append(path)
        else:
            found += [_recognise_member(folder, path, member) for member in unpacker.members(folder, path)]
    files = [each for each in found if isinstance(each, InboxFile)]
    strays = [each for each in found if isinstance(each, StrayFile)]
    if all(file.refusal for file in files) and not archives:
        refused = [f"{file.feed.partition('/')[0]}/{file.name}: {file.refusal}" for file in files]
        refused += [
            f"{stray.folder}/{stray.name}: {stray.reason}" for stray in strays if stray.format in formats.ARCHIVES
        ]
        raise EmptyInboxError(_why_empty(inbox, len(strays), refused))
    return Inbox(
        tuple(sorted(files, key=lambda file: (file.feed, file.name))),
        tuple(sorted(strays, key=lambda stray: (stray.feed, stray.name))),
        tuple(archives),
    )


def recognise(folder: str, path: Path, name: str = "") -> InboxFile | StrayFile:
    """The feed of one file of an inbox's folder, or why it has none; `name` where its bare name is not enough."""
    kind = formats.UNKNOWN if path.is_dir() else formats.detect(path, path.suffix)
    name = name or shown_name(path)
    misplaced = _misplaced(folder)
    if misplaced:
        return StrayFile(folder, path, kind, misplaced, name)
    if path.is_dir():
        reason = "部门文件夹里不能再套文件夹；请把文件直接放在部门文件夹下"
        return StrayFile(folder, path, kind, reason, name)
    stem = PurePosixPath(name).stem
    found = _assign(folder, path, kind, name, (stem,))
    return _incomplete(found, (stem,)) if isinstance(found, StrayFile) else found


def _recognise_member(folder: str, archive: Path, member: Member) -> InboxFile | StrayFile:
    """The member's own name decides; failing that those of what encloses it, from the inside out."""
    name = f"{shown_name(archive)}/{member.name}" if member.name else shown_name(archive)
    if member.reason:
        kind = formats.detect(archive, archive.suffix)
        stray = StrayFile(folder, member.path, kind, member.reason, name)
        return _incomplete(stray, tuple(PurePosixPath(part).stem for part in reversed(name.split("/"))))
    own = PurePosixPath(re.sub(r"(#\d+|\.gz)+$", "", name, flags=re.IGNORECASE))
    kind = formats.detect(member.path, own.suffix)
    enclosing = () if folder == FEEDBACK else tuple(reversed(own.parent.parts))
    found = _assign(folder, member.path, kind, name, (own.stem, *enclosing))
    if isinstance(found, StrayFile):
        # What accompanies data is printed and signed: such a member is missed only where its own name says so.
        return _incomplete(found, (own.stem, *enclosing) if kind in _HOLD_DATA else (own.stem,))
    by_itself = _assign(folder, member.path, kind, name, (own.stem,))
    if isinstance(by_itself, StrayFile) and _EXPLANATION.search(own.stem):
        return StrayFile(folder, member.path, kind, reasons.EXPLANATION_MEMBER, name)
    return found


def _incomplete(stray: StrayFile, stems: tuple[str, ...]) -> InboxFile | StrayFile:
    """What cannot be unpacked or read, as a file of the feed that its name tells, where it does.

    A snapshot that came in part as PDF is not the whole state: without this, those in the PDF would leave.
    """
    names = [feed.name for feed in load_feeds().values() if feed.department == stray.folder]
    fitting = next((fits for stem in stems if (fits := _longest_prefix(stem, names))), None)
    if fitting is None or stray.folder == FEEDBACK or _EXPLANATION.search(stems[0]):
        return stray
    return InboxFile(f"{stray.folder}/{fitting}", stray.path, stray.format, stray.name, stray.reason)


def _assign(folder: str, path: Path, kind: str, name: str, stems: tuple[str, ...]) -> InboxFile | StrayFile:
    """The feed by the first of the stems that begins with one's name, if the format can be read."""
    if folder == FEEDBACK:
        feed, reason = _feedback_feed(kind, stems[0])
    else:
        feed, reason = _department_feed(folder, kind, stems)
    return InboxFile(feed, path, kind, name) if feed else StrayFile(folder, path, kind, reason, name)


def _department_feed(folder: str, kind: str, stems: tuple[str, ...]) -> tuple[str, str]:
    """(feed, '') or ('', reason)."""
    names = [feed.name for feed in load_feeds().values() if feed.department == folder]
    fitting = next((fits for stem in stems if (fits := _longest_prefix(stem, names))), None)
    readable = kind in formats.READABLE
    if fitting is None and (readable or kind not in reasons.FORMAT_REASONS):
        return "", f"文件名开头不是已登记的数据名称；应以下列之一开头：{'、'.join(sorted(names))}"
    if not readable:
        return "", reasons.FORMAT_REASONS.get(kind, reasons.UNSUPPORTED_FORMAT)
    return f"{folder}/{fitting}", ""


def _feedback_feed(kind: str, stem: str) -> tuple[str, str]:
    """(feed, '') or ('', reason). Answers about identity are told first: a department may stand before their name."""
    about_identity = is_identity_answers(stem)
    if not about_identity and feedback_department(stem) is None:
        departments = "、".join(f"{name}（{key}）" for key, name in sorted(DEPARTMENT_NAMES.items()))
        return "", f"反馈文件名要以部门开头：{departments}；身份核实的结论以“身份核实”或 identity 开头"
    if kind not in FEEDBACK_FORMATS:
        return "", "反馈文件只收 xlsx 或 csv；请另存后重报"
    return DECISIONS_FEED if about_identity else FEEDBACK_FEED, ""


def feedback_department(file_name: str) -> str | None:
    """The department that a feedback file's name begins with: its key, or its Chinese name as our own lists bear it."""
    keys = {name: key for key, name in DEPARTMENT_NAMES.items()} | {key: key for key in DEPARTMENT_NAMES}
    found = _longest_prefix(file_name, list(keys))
    return None if found is None else keys[found]


def _longest_prefix(stem: str, names: list[str]) -> str | None:
    """The longest name that the stem starts with, followed by its end or by anything but an ASCII letter."""
    fitting = [name for name in names if re.match(re.escape(name) + r"(?![a-z])", stem.lower())]
    return max(fitting, key=len, default=None)


def _misplaced(folder: str) -> str:
    """Why files of this folder belong to nobody; '' where they may belong to a feed."""
    departments = dict.fromkeys(feed.department for feed in load_feeds().values())
    if folder in departments or folder == FEEDBACK:
        return ""
    where = "文件所在的文件夹不是已登记的部门" if folder else "文件没有放在部门文件夹里"
    return f"{where}；请放到以下文件夹之一：{'、'.join(departments)}"


def _is_archive(folder: str, path: Path) -> bool:
    if path.is_dir() or _misplaced(folder):
        return False
    return formats.detect(path, path.suffix) in formats.ARCHIVES


def _walk(inbox: Path) -> Iterator[tuple[str, Path]]:
    """Folder name ('' at the top) and path of everything that is to be accounted for."""
    if not inbox.is_dir():
        return
    departments = {feed.department for feed in load_feeds().values()}
    for entry in _visible(inbox):
        if not entry.is_dir():
            yield "", entry
        elif entry.name == OPERATOR:
            continue  # what the operator tells the night is no delivery
        elif entry.name in departments:
            for path in _visible(entry):
                yield entry.name, path
        else:
            for path in sorted(entry.rglob("*")):
                if path.is_file() and not _hidden(path):
                    yield entry.name, path


def _place(inbox: Path, path: Path) -> str:
    """The path from the inbox on, as people read it."""
    within = path.relative_to(inbox)
    return "/".join(shown_name(inbox / each) for each in (*reversed(within.parents[:-1]), within))


def _visible(folder: Path) -> list[Path]:
    entries = sorted(path for path in folder.iterdir() if not _hidden(path))
    # A pipe or a socket has no bytes of its own: whoever opened it would wait for ever.
    return [path for path in entries if path.is_file() or path.is_dir()]


def _hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name.lower() in ("thumbs.db", "desktop.ini")


def _why_empty(inbox: Path, strays: int, refused: list[str]) -> str:
    if not inbox.is_dir():
        return f"inbox folder {inbox} does not exist"
    if (inbox / "inbox").is_dir():
        return f"inbox {inbox} holds no file of any feed, but a folder named 'inbox': did you mean {inbox / 'inbox'} ?"
    return (
        f"inbox {inbox} holds no file of any feed that can be read ({strays} files belong to none); "
        "expected <inbox>/<department>/<feed>* as csv, tsv, txt, xlsx, xls, xlsb, ods, html, parquet, zip or gz"
        + "".join(f"\n{line}" for line in refused[:10])
    )
