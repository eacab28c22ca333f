"""What bytes are, whatever the file is called."""

import codecs
import gzip
import io
import tarfile
import zipfile
from pathlib import Path

import msoffcrypto.format.ooxml
import openpyxl
import polars as pl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.landing.files.formats import detect

CHINESE = "姓名,身份证号\n王䶮,371082199001011234\n"
PAGE = "<html><head><meta charset='gb2312'></head><body><table><tr><td>姓名</td></tr></table></body></html>"
XML_BOOK = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"></Workbook>'
)


def _workbook() -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["姓名"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _old_workbook() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("一").write(0, 0, "姓名")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _locked_workbook() -> bytes:
    out = io.BytesIO()
    msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(_workbook())).encrypt("密码1", out)
    return out.getvalue()


def _zip(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/"), data)
    return out.getvalue()


def _zip_of(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in names.items():
            archive.writestr(name, data)
    return out.getvalue()


def _tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        archive.addfile(tarfile.TarInfo("aid.csv"), io.BytesIO())
    return out.getvalue()


def _parquet() -> bytes:
    out = io.BytesIO()
    pl.DataFrame({"姓名": ["甲"]}).write_parquet(out)
    return out.getvalue()


ODS = {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
ODT = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"}


@pytest.mark.parametrize(
    ("suffix", "data", "expected"),
    [
        (".csv", CHINESE.encode(), "csv"),
        (".TSV", CHINESE.encode("gb18030"), "tsv"),
        (".txt", CHINESE.encode("utf-16"), "txt"),
        (".xls", CHINESE.replace(",", "\t").encode("gb18030"), "txt"),
        (".xlsx", CHINESE.encode(), "txt"),
        ("", codecs.BOM_UTF8 + CHINESE.encode(), "txt"),
        ("", CHINESE.encode("utf-16-le"), "txt"),
        (".dat", (CHINESE * 3000).encode()[:65537], "txt"),
        (".csv", _workbook(), "xlsx"),
        (".xls", _workbook(), "xlsx"),
        ("", _locked_workbook(), "xlsx"),
        (".xlsx", _workbook()[:1500], "xlsx"),
        ("", _workbook()[:1500], "xlsx"),
        ("", _zip_of({"[Content_Types].xml": b"", "xl\\workbook.xml": b""}), "xlsx"),
        (".xls", _zip_of({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "xlsb"),
        (".xlsx", _old_workbook(), "xls"),
        (".et", _old_workbook(), "xls"),
        (".csv", _old_workbook()[:600], "xls"),
        (".xls", b"\x09\x08\x10\x00\x00\x06\x05\x00", "xls"),
        (".xls", _zip_of(ODS), "ods"),
        (".ods", _zip_of(ODT), "doc"),
        (".xls", PAGE.encode("gb18030"), "html"),
        (".csv", codecs.BOM_UTF8 + b" \r\n" + PAGE.encode(), "html"),
        (".xls", PAGE.encode("utf-16"), "html"),
        (".xls", b"<?xml version='1.0'?><!-- x --><!DOCTYPE HTML PUBLIC '-//W3C'><html></html>", "html"),
        (".xls", b"<table border=1><tr><td>1", "html"),
        (".xls", b"<style>td{}</style><TABLE>", "html"),
        (".xls", b"<link rel=stylesheet><TABLE>", "html"),
        (".xls", b"<!-- a --> <!-- b --><span>1</span><TABLE>", "html"),
        (".xls", b"<FONT size=2><table>", "html"),
        (".xls", XML_BOOK.encode(), "spreadsheetml"),
        (".xml", XML_BOOK.encode("utf-16"), "spreadsheetml"),
        (".xls", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n", "mht"),
        (".csv", _parquet(), "parquet"),
        (".csv", _zip(aid=b"x"), "zip"),
        (".zip", _zip(), "zip"),
        (".zip", _zip(aid=b"x" * 100)[:80], "zip"),
        (".csv", gzip.compress(b"x"), "gz"),
        (".zip", b"Rar!\x1a\x07\x00", "rar"),
        (".zip", b"7z\xbc\xaf\x27\x1c", "7z"),
        (".zip", _tar(), "tar"),
        (".xlsx", b"%PDF-1.4", "pdf"),
        (".csv", b"\x89PNG\r\n\x1a\n", "image"),
        (".csv", b"\xff\xd8\xff\xe0", "image"),
        (".doc", _zip_of({"[Content_Types].xml": b"", "word/document.xml": b""}), "doc"),
        (".ofd", _zip_of({"OFD.xml": b""}), "doc"),
        (".docx", b"\0\1\2\3" * 100, "unknown"),
        ("", b"", "unknown"),
        (".csv", b"", "csv"),
        (".xlsx", b"", "xlsx"),
        (".xlsx", b"\0\1\2\3" * 100, "xlsx"),
        (".parquet", b"not parquet", "txt"),
        (".xls", _zip(aid=b"x" * 100)[:80], "zip"),
        (".csv", b"a,b\0\n", "csv"),
    ],
    # Not the bytes: some hold the moment at which they were made.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bytes_tell_the_format(tmp_path: Path, suffix: str, data: bytes, expected: str) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    assert detect(path, suffix) == expected


@pytest.mark.parametrize("block", ["<!-- x -->\n", "<!---->", " \n", "<?xml version='1.0'?>", "<!--", "<?xml "])
@pytest.mark.parametrize("end", ["<b>1</b>", "<table>", ""])
def test_what_stands_before_a_page_is_gone_through_once(tmp_path: Path, block: str, end: str) -> None:
    """Thousands of comments: had each to be tried with and without the others, this would not end."""
    path = tmp_path / "file"
    path.write_text(block * 2_000 + end, encoding="utf-8")
    closed = block.endswith((">", ">\n", " \n"))
    assert detect(path, ".xls") == ("html" if end == "<table>" and closed else "txt")


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    start=st.sampled_from(
        [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x1f\x8b", b"\xff\xfe", b"<?xml "]
    ),
    data=st.binary(max_size=600),
    end=st.sampled_from([b"", b"PK\x05\x06" + b"\xff" * 18, b"PK\x05\x06" + b"\0" * 18]),
    suffix=st.sampled_from(["", ".csv", ".xlsx", ".zip"]),
)
def test_no_bytes_make_it_raise(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, data: bytes, end: bytes, suffix: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(start + data + end)
    assert detect(path, suffix)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be"])
@settings(max_examples=60, deadline=None, derandomize=True)
@given(text=st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cs", "Cc", "Co", "Cn"]), min_size=40))
def test_text_is_text_in_every_encoding(tmp_path_factory: pytest.TempPathFactory, encoding: str, text: str) -> None:
    """Under its own suffix always; the words of a table's first lines are before any other text."""
    path = tmp_path_factory.getbasetemp() / "text"
    path.write_bytes(("姓名,身份证号\n" + text).encode(encoding, "ignore"))
    assert detect(path, ".csv") == "csv"
