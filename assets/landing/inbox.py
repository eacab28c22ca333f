"""Which files of an inbox belong to which feed.

What belongs here: names of folders and files. What does not: opening a file (that is sheets, flat_files, workbooks).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import load_feeds

FORMATS = {".csv": "csv", ".tsv": "tsv", ".txt": "txt", ".xlsx": "xlsx", ".parquet": "parquet"}
FEEDBACK = "feedback"
FEEDBACK_FEED = "feedback/results"
# Sheets of our own lists that come back with the answers and hold none.
OWN_SHEETS = frozenset({"说明", "退回"})
FEEDBACK_FORMATS = frozenset({"csv", "xlsx"})


class EmptyInboxError(RuntimeError):
    """The inbox holds no file that belongs to a feed, so there is nothing to make a night of."""


@dataclass(frozen=True)
class InboxFile:
    """A file of a feed. `name` is what the ledger calls it: its bare name, or 'archive.zip/member.csv'.

    `path` is where its bytes are; `format` is what the bytes are: csv tsv txt xlsx xls xlsb ods html parquet.
    """

    feed: str
    path: Path
    format: str
    name: str


@dataclass(frozen=True)
class StrayFile:
    """A file that belongs to no feed: `folder` is '' at the top of the inbox; `reason` is for staff, in Chinese."""

    folder: str
    path: Path
    format: str
    reason: str
    name: str

    @property
    def feed(self) -> str:
        """What stands in the ledger in place of a feed: the folder and the file's name."""
        return f"{self.folder}/{self.name}" if self.folder else self.name


@dataclass(frozen=True)
class Inbox:
    """What an inbox holds, each list ordered by feed and file name."""

    files: tuple[InboxFile, ...]
    strays: tuple[StrayFile, ...]

    def of_feed(self, feed_key: str) -> list[InboxFile]:
        return [file for file in self.files if file.feed == feed_key]


def read_inbox(inbox: Path) -> Inbox:
    """Sort an inbox's files by feed. Raises EmptyInboxError where there is none that belongs to a feed."""
    files: list[InboxFile] = []
    strays: list[StrayFile] = []
    for folder, path in _walk(inbox):
        found = recognise(folder, path)
        if isinstance(found, InboxFile):
            files.append(found)
        else:
            strays.append(found)
    if not files:
        raise EmptyInboxError(_why_empty(inbox, len(strays)))
    return Inbox(
        tuple(sorted(files, key=lambda file: (file.feed, file.name))),
        tuple(sorted(strays, key=lambda stray: stray.feed)),
    )


def recognise(folder: str, path: Path) -> InboxFile | StrayFile:
    """The feed of one file of an inbox's folder, or why it has none."""
    kind = FORMATS.get(path.suffix.lower(), "unknown")
    if folder == FEEDBACK:
        return _recognise_feedback(path, kind)
    names = [feed.name for feed in load_feeds().values() if feed.department == folder]
    if not names:
        known = "、".join([*dict.fromkeys(feed.department for feed in load_feeds().values())])
        where = f"文件夹“{folder}”不是已登记的部门" if folder else "文件没有放在部门文件夹里"
        return StrayFile(folder, path, kind, f"{where}；请放到以下文件夹之一：{known}", path.name)
    if path.is_dir():
        return StrayFile(folder, path, kind, "部门文件夹里不能再套文件夹；请把文件直接放在部门文件夹下", path.name)
    name = _longest_prefix(path.stem, names)
    if name is None:
        return StrayFile(
            folder,
            path,
            kind,
            f"文件名开头不是已登记的数据名称；应以下列之一开头：{'、'.join(sorted(names))}",
            path.name,
        )
    if kind == "unknown":
        return StrayFile(folder, path, kind, "文件格式不支持；请另存为 csv、tsv、txt、xlsx 或 parquet", path.name)
    return InboxFile(f"{folder}/{name}", path, kind, path.name)


def feedback_department(file_name: str) -> str | None:
    """The department that a feedback file's name begins with: its key, or its Chinese name as our own lists bear it."""
    keys = {name: key for key, name in DEPARTMENT_NAMES.items()} | {key: key for key in DEPARTMENT_NAMES}
    found = _longest_prefix(file_name, list(keys))
    return None if found is None else keys[found]


def _recognise_feedback(path: Path, kind: str) -> InboxFile | StrayFile:
    if path.is_dir() or feedback_department(path.stem) is None:
        departments = "、".join(f"{name}（{key}）" for key, name in sorted(DEPARTMENT_NAMES.items()))
        return StrayFile(FEEDBACK, path, kind, f"反馈文件名要以部门开头：{departments}", path.name)
    if kind not in FEEDBACK_FORMATS:
        return StrayFile(FEEDBACK, path, kind, "反馈文件只收 xlsx 或 csv；请另存后重报", path.name)
    return InboxFile(FEEDBACK_FEED, path, kind, path.name)


def _longest_prefix(stem: str, names: list[str]) -> str | None:
    """The longest name that the stem starts with, followed by its end or by anything but an ASCII letter."""
    fitting = [name for name in names if re.match(re.escape(name) + r"(?![a-z])", stem.lower())]
    return max(fitting, key=len, default=None)


def _walk(inbox: Path) -> Iterator[tuple[str, Path]]:
    """Folder name ('' at the top) and path of everything that is to be accounted for."""
    if not inbox.is_dir():
        return
    departments = {feed.department for feed in load_feeds().values()}
    for entry in _visible(inbox):
        if not entry.is_dir():
            yield "", entry
        elif entry.name in departments:
            for path in _visible(entry):
                yield entry.name, path
        else:
            for path in sorted(entry.rglob("*")):
                if path.is_file() and not _hidden(path):
                    yield entry.name, path


def _visible(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if not _hidden(path))


def _hidden(path: Path) -> bool:
    return path.name.startswith((".", "~$")) or path.name.lower() in ("thumbs.db", "desktop.ini")


def _why_empty(inbox: Path, strays: int) -> str:
    if not inbox.is_dir():
        return f"inbox folder {inbox} does not exist"
    if (inbox / "inbox").is_dir():
        return f"inbox {inbox} holds no file of any feed, but a folder named 'inbox': did you mean {inbox / 'inbox'} ?"
    return (
        f"inbox {inbox} holds no file of any feed ({strays} files belong to none); "
        "expected <inbox>/<department>/<feed>*.csv|tsv|txt|xlsx|parquet"
    )
