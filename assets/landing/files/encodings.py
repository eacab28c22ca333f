"""Which encoding a text file has, and a UTF-8 copy where it has another; and names of files, which are bytes as well.

What belongs here: bytes to text. What does not: delimiters, headers, cells.
"""

import codecs
import hashlib
import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

CHUNK = 1 << 20
SAMPLE = 1 << 18
# More unreadable characters than this share and the file is refused instead of read with gaps.
GARBLED_SHARE = 0.01
# Of characters beyond ASCII: a text of another encoding is broken at nearly each of them, a damaged one at a few.
_BROKEN_SHARE = 0.05
_QUOTED = re.compile(r'"[^"]*("|$)')


class UnknownEncodingError(ValueError):
    """The bytes are no text in any encoding that departments use."""


@dataclass(frozen=True)
class Fingerprint:
    """A file's bytes: sha256, size, and whether a quotation mark is among them."""

    sha256: str
    size: int
    quoted: bool


def is_text(name: str) -> bool:
    """Whether the system's name of a file is text: no library takes one that is not."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def shown_name(path: Path) -> str:
    """A file's own name as people read it: UTF-8, else what Chinese Windows called it.

    A name that cannot be read in full, or is another file's name now, gets a number: names tell files apart.
    """
    if is_text(path.name):
        return path.name
    raw = os.fsencode(path.name)
    name = raw.decode("gb18030", "replace").replace("/", "_")
    is_another = os.path.lexists(path.with_name(name)) or "\ufffd" in name
    return f"{name}#{zlib.crc32(raw)}" if is_another else name


def fingerprint(path: Path) -> Fingerprint:
    """One pass over the file; memory of one chunk."""
    digest = hashlib.sha256()
    quoted = False
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            digest.update(chunk)
            quoted = quoted or b'"' in chunk
    return Fingerprint(digest.hexdigest(), path.stat().st_size, quoted)


def sniff(path: Path) -> str:
    """utf-8, utf-8-sig, utf-16-le, utf-16-be or gb18030, from the beginning and the end of the file."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        head = handle.read(SAMPLE)
        handle.seek(max(0, size - SAMPLE))
        tail = handle.read(SAMPLE)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16-le" if head.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    if head.count(b"\0") > len(head) // 8:  # half of what is ASCII in UTF-16 is zero bytes
        return "utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be"
    # The tail may begin inside a character, of at most four bytes.
    tail_is_utf8 = size <= SAMPLE or any(_decodes(tail[skip:], "utf-8", True) for skip in range(4))
    return "utf-8" if _decodes(head, "utf-8", size <= SAMPLE) and tail_is_utf8 else second_guess(path)


def second_guess(path: Path) -> str:
    """utf-8 or gb18030, for a text that is not UTF-8 throughout: damaged UTF-8 in which a few characters are broken, or

    the other. Two of three bytes of a Chinese character in UTF-8 make one in GB18030: read so, a damaged file would be
    another text without any fault to see.
    """
    decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
    foreign = broken = 0
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            text = decoder.decode(chunk)
            foreign += len(text) - len(text.encode("ascii", "ignore"))
            broken += text.count("\ufffd")
    return "utf-8" if broken <= foreign * _BROKEN_SHARE else "gb18030"


def _decodes(data: bytes, encoding: str, final: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(data, final)
    except UnicodeDecodeError:
        return False
    return True


def needs_copy(path: Path, encoding: str) -> bool:
    """Whether the file must be rewritten before it can be scanned: another encoding, or only CR ends its lines."""
    if not encoding.startswith("utf-8"):
        return True
    with path.open("rb") as handle:
        head = handle.read(SAMPLE)
    return _only_returns(head.decode("latin-1"))


def _only_returns(text: str) -> bool:
    """Whether lines end in a lone CR, as on old systems; line feeds inside quoted cells end no line."""
    bare = _QUOTED.sub("", text)
    return "\r" in bare and "\n" not in bare


def _without_returns(text: str) -> tuple[str, str]:
    """The text with line feeds for returns and for pairs of both; and a return at its end, which may begin a pair."""
    held = "\r" if text.endswith("\r") else ""
    text = text.removesuffix("\r") if held else text
    return text.replace("\r\n", "\n").replace("\r", "\n"), held


def write_utf8_copy(source: Path, encoding: str, target: Path) -> None:
    """Stream the file to UTF-8 with LF or CRLF line ends.

    Characters that the encoding does not have become U+FFFD, which marks their cell later. Raises UnknownEncodingError
    where these are more than one in a hundred.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    characters = garbled = 0
    only_cr = False
    held = ""
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as reader, target.open("wb") as writer:
        while chunk := reader.read(CHUNK):
            text = decoder.decode(chunk)
            if characters == 0:
                text = text.removeprefix("\ufeff")
                only_cr = _only_returns(text)
            characters += len(text)
            garbled += text.count("\ufffd")
            if only_cr:
                text, held = _without_returns(held + text)
            writer.write(text.encode("utf-8", "replace"))
        writer.write((held + decoder.decode(b"", True)).replace("\r", "\n").encode("utf-8", "replace"))
    if garbled > characters * GARBLED_SHARE:
        raise UnknownEncodingError(f"{garbled} of {characters} characters are not {encoding}")
