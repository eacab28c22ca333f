"""Writing the operator's notes from the command line: one acceptance or one correction more in its CSV file.

What belongs here: checking a note as the night will, appending it. What does not: what a note does (that is landing).
"""

import csv
import io
import os
from datetime import date
from pathlib import Path

import polars as pl

from assets.landing.operator.acceptances import judge_acceptances
from assets.landing.operator.corrections import judge_corrections
from assets.landing.operator.note_files import (
    ACCEPTANCE_HEADINGS,
    ACCEPTANCES_FILE,
    CORRECTION_HEADINGS,
    CORRECTIONS_FILE,
    OPERATOR,
    NoteFileError,
    NoteLine,
    decode,
    delimiter_of,
    field_places,
    read_lines,
    read_note_files,
    text_rows,
)


class NoteError(ValueError):
    """A note cannot be recorded; the text says why and how to mend it."""


def record_acceptance(inbox: Path, fields: dict[str, str]) -> Path:
    """Append an acceptance (night, feed, division_code, reason, accepted_by) and give its file. Raises NoteError."""
    fields = _stripped(fields)
    accepted = judge_acceptances([NoteLine(ACCEPTANCES_FILE, 0, fields)])[0]
    if accepted.problem:
        raise NoteError(accepted.problem)
    return _append(inbox, ACCEPTANCES_FILE, ACCEPTANCE_HEADINGS, fields)


def record_correction(inbox: Path, fields: dict[str, str], today: date) -> Path:
    """Append a correction (the fields of CORRECTION_HEADINGS) and give its file.

    Raises NoteError where it cannot be used, is over on `today`, is recorded already, or contradicts one that is.
    """
    fields = _stripped(fields)
    known = read_note_files(inbox).corrections
    before = judge_corrections(known, today)
    after = judge_corrections([*known, NoteLine(CORRECTIONS_FILE, 0, fields)], today)
    added = after.filter(~pl.col("correction_id").is_in(before["correction_id"].implode()))
    if added.height == 0:
        raise NoteError("这条更正已经登记过；不必重复登记")
    if added["state"][0] == "unusable":
        raise NoteError(str(added["reason"][0]).partition("：")[2])
    if added["state"][0] == "expired":
        raise NoteError("「有效期至」已经过了；请改成以后的日期")
    return _append(inbox, CORRECTIONS_FILE, CORRECTION_HEADINGS, fields)


def _stripped(fields: dict[str, str]) -> dict[str, str]:
    """Values on one line: a line break in a cell would make the next note hard to see."""
    return {name: " ".join(value.split()) for name, value in fields.items()}


def _append(inbox: Path, name: str, headings: dict[str, tuple[str, ...]], fields: dict[str, str]) -> Path:
    """One line more, in the file's own encoding, delimiter and order of columns; a new file gets a header."""
    if not inbox.is_dir():
        raise NoteError(f"没有收件文件夹 {inbox}；请用 --inbox 指明")
    path = inbox / OPERATOR / name
    text, encoding = "", "utf-8-sig"  # the mark tells Excel that it is UTF-8
    header = [names[0] for names in headings.values()]
    if path.exists():
        try:
            read_lines(path, headings)
            text, encoding = decode(path.read_bytes())
        except NoteFileError as error:
            raise NoteError(f"{path}：{error}") from None
        header = next((cells for _, cells in text_rows(text) if any(cells)), header)
    lines = [] if text.strip() else [header]
    places = {place: field for field, place in field_places(header, headings).items()}
    lines.append([fields[places[place]] if place in places else "" for place in range(len(header))])
    _write(path, _with_lines(text if text.strip() else "", lines).encode(encoding))
    return path


def _with_lines(text: str, lines: list[list[str]]) -> str:
    ending = "\n" if text and "\r\n" not in text else "\r\n"
    added = io.StringIO(newline="")
    csv.writer(added, delimiter=delimiter_of(text), lineterminator=ending).writerows(lines)
    return text + ("" if not text or text.endswith("\n") else ending) + added.getvalue()


def _write(path: Path, data: bytes) -> None:
    """Replace the file in one rename; names and numbers of persons may be inside, so that only its owner reads it."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(f".{path.name}.draft")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
