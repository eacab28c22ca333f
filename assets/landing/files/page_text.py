"""A page of HTML or XML as chunks of text: its encoding by its bytes, helped by what it declares of itself.

What belongs here: bytes to text for marked-up files. What does not: marks.
"""

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from assets.landing.files import encodings

_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_DECLARED_WITHIN = 4096
_CHUNK = 1 << 18


def page_encoding(path: Path) -> str:
    """As encodings.sniff tells; what the page declares decides where a few bad bytes or another script mislead that."""
    sniffed = encodings.sniff(path)
    if sniffed != "gb18030":
        return sniffed
    with path.open("rb") as handle:
        head = handle.read(encodings.SAMPLE)
    found = _DECLARED.search(head[:_DECLARED_WITHIN])
    declared = found[1].decode().lower() if found else ""
    if declared.startswith("big5"):
        return "big5hkscs"
    if declared in ("utf-8", "utf8"):
        text = head.decode("utf-8", "replace")
        return "utf-8" if text.count("\ufffd") <= len(text) * encodings.GARBLED_SHARE else sniffed
    return sniffed


def page_text(path: Path, encoding: str) -> Iterator[str]:
    """The text in chunks, without a byte order mark.

    Raises encodings.UnknownEncodingError at the end where more than one character in a hundred is unreadable.
    """
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    characters = garbled = 0
    with path.open("rb") as handle:
        while chunk := handle.read(_CHUNK):
            text = decoder.decode(chunk)
            text = text if characters else text.removeprefix("\ufeff")
            characters += len(text)
            garbled += text.count("\ufffd")
            yield text
        yield decoder.decode(b"", True)
    if garbled > characters * encodings.GARBLED_SHARE:
        raise encodings.UnknownEncodingError(f"{garbled} of {characters} characters are not {encoding}")
