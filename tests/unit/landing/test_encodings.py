"""Encodings of text files."""

import codecs
import hashlib
from pathlib import Path

import pytest

from assets.landing.files.encodings import SAMPLE, UnknownEncodingError, fingerprint, needs_copy, sniff, write_utf8_copy

TEXT = "姓名,住址\n王䶮,荣成市\n" * 50


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("gb18030"), "gb18030"),
        (TEXT.encode("utf-16"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be"),
        (("a,b\n1,2\n" * 50).encode("utf-16-le"), "utf-16-le"),
        (("a,b\n1,2\n" * 50).encode("utf-16-be"), "utf-16-be"),
        (b"a,b\n1,2\n", "utf-8"),
        # Many bytes, so that beginning and end are cut inside characters.
        ("王".encode() * SAMPLE, "utf-8"),
        (b"a" * SAMPLE + "王".encode("gb18030") * SAMPLE, "gb18030"),
    ],
)
def test_sniffing(tmp_path: Path, data: bytes, encoding: str) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    assert sniff(path) == encoding


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16-le", "utf-16-be"])
def test_a_copy_in_utf8_is_the_same_text(tmp_path: Path, encoding: str) -> None:
    text = TEXT * 2000  # more than one chunk, characters across the boundary
    source, copy = tmp_path / "source.csv", tmp_path / "copy.csv"
    source.write_bytes(("\ufeff" if encoding.startswith("utf-16") else "").encode(encoding) + text.encode(encoding))
    assert needs_copy(source, encoding)
    write_utf8_copy(source, encoding, copy)
    assert copy.read_text(encoding="utf-8") == text


def test_lines_that_end_in_cr_alone_are_rewritten(tmp_path: Path) -> None:
    source, copy = tmp_path / "source.csv", tmp_path / "copy.csv"
    source.write_bytes(b"a,b\r1,2\r")
    assert needs_copy(source, "utf-8")
    write_utf8_copy(source, "utf-8", copy)
    assert copy.read_bytes() == b"a,b\n1,2\n"


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    source = tmp_path / "source.csv"
    source.write_bytes(bytes(range(128, 256)) * 100)
    with pytest.raises(UnknownEncodingError):
        write_utf8_copy(source, "gb18030", tmp_path / "copy.csv")


def test_fingerprint(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b'a,"b"\n')
    mark = fingerprint(path)
    assert (mark.sha256, mark.size, mark.quoted) == (hashlib.sha256(b'a,"b"\n').hexdigest(), 6, True)
