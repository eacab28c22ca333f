"""What a file is, told by its bytes: a workbook named .csv or a web page named .xls is read as what it is.

What belongs here: recognising containers and formats. What does not: opening them, and how text is separated (that is
flat_files).
"""

import re
import zipfile
from pathlib import Path

import olefile  # type: ignore[import-untyped]

TEXT = frozenset({"csv", "tsv", "txt"})
WORKBOOKS = frozenset({"xlsx", "xls", "xlsb", "ods"})
_ZIPPED = WORKBOOKS - {"xls"}
# What open_file reads.
READABLE = TEXT | WORKBOOKS | {"html", "parquet", "spreadsheetml"}
# What containers unpack.
ARCHIVES = frozenset({"zip", "gz"})
UNKNOWN = "unknown"

# The suffix decides only where the bytes are too broken to speak for themselves.
_SUFFIXES = {"csv": "csv", "tsv": "tsv", "txt": "txt", "xlsx": "xlsx", "xlsm": "xlsx", "xlsb": "xlsb", "xls": "xls",
             "et": "xls", "ods": "ods", "parquet": "parquet"}  # fmt: skip
_MAGIC = (
    (b"PAR1", "parquet"),
    (b"\x1f\x8b", "gz"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"BZh", "bz2"),
    (b"\x28\xb5\x2f\xfd", "zst"),
    (b"MSCF\0\0\0\0", "cab"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "doc"),
    (b"\x89PNG\r\n\x1a\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\0", "image"),
    (b"MM\0*", "image"),
    (b"SQLite format 3\0", "database"),
    (b"\0\x01\0\0Standard ", "database"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Excel 2 to 5 wrote the cells as a bare stream: the record BOF, its length, a version.
_BARE_BIFF = re.compile(rb"\A\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
_TAR = (257, b"ustar")
# A directory of a zip file beyond this is read by nobody: ten thousand members have names in a tenth of it.
LARGEST_DIRECTORY = 1 << 24
# What was taken is never given back: there are as many ways to divide a row of comments as there are sets of them.
_PREAMBLE = r"\A(?:\s++|<\?xml[^>]*+>|(?><!--.*?-->))*+"
_HTML = re.compile(_PREAMBLE + r"<(?:!doctype\s+html|html|head|meta|link|title|style|script|body|form|div|span|font|p|"
                   r"center|table)\b", re.IGNORECASE | re.DOTALL)  # fmt: skip
_XML_WORKBOOK = re.compile(r"<\?mso-application\s+progid=.Excel\.Sheet|<(?:\w+:)?Workbook\b[^>]*office:spreadsheet")
_MHT = re.compile(r"\A\s*(?:mime-version|from|x-\S+|date|subject):.*?content-type:\s*multipart/related",
                  re.IGNORECASE | re.DOTALL)  # fmt: skip
_HEAD = 1 << 16
_UNTEXTUAL_SHARE = 0.02
_CONTROLS = dict.fromkeys([*range(9), *range(14, 26), *range(27, 32), 127])


def detect(path: Path, suffix: str) -> str:
    """What a file's bytes are: one of READABLE, one of ARCHIVES, or a kind that nobody here reads.

    `suffix` is that of the file's delivered name: the word for text, and for bytes too broken to tell. An encrypted
    workbook is told as the workbook it holds, 'xlsx'. Never raises for what is in the file.
    """
    with path.open("rb") as handle:
        head = handle.read(_HEAD)
    word = _SUFFIXES.get(suffix.lower().lstrip("."), UNKNOWN)
    if head.startswith(_OLE):
        return _ole_kind(path)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")):
        return _zip_kind(path, head, word)
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if head[_TAR[0] :].startswith(_TAR[1]):
        return "tar"
    return _textual_kind(head, word)


def _textual_kind(head: bytes, word: str) -> str:
    text = decoded_head(head)
    if _XML_WORKBOOK.search(text[:4096]):
        return "spreadsheetml"
    if _HTML.search(text):
        return "html"
    if _MHT.search(text[:4096]):
        return "mht"
    if word in TEXT:
        return word
    if _BARE_BIFF.match(head):
        return "xls"
    return "txt" if text and _is_text(text) else word


def decoded_head(head: bytes) -> str:
    """The beginning of a file as text in whatever encoding it is; what cannot be decoded becomes U+FFFD."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "replace")
    if head.count(b"\0") > len(head) // 8:
        return head.decode("utf-16-le" if head[1::2].count(0) >= head[0::2].count(0) else "utf-16-be", "replace")
    try:
        # The last character may be cut in the middle.
        return head.decode("utf-8-sig", "strict")
    except UnicodeDecodeError as error:
        cut = error.start > len(head) - 4 and error.start > 0
        return head[: error.start].decode("utf-8-sig") if cut else head.decode("gb18030", "replace")


def _is_text(text: str) -> bool:
    """Whether hardly any character is a control character or unreadable; random bytes are full of both."""
    untextual = len(text) - len(text.translate(_CONTROLS)) + text.count("\ufffd")
    return untextual <= len(text) * _UNTEXTUAL_SHARE


def _zip_kind(path: Path, head: bytes, word: str) -> str:
    names = _zip_names(path)
    if names is None:  # cut off: the directory is at the end, the first member's name at the beginning
        first = head[30 : 30 + int.from_bytes(head[26:28], "little")]
        is_office = first == b"[Content_Types].xml" or first.startswith((b"xl/", b"_rels/", b"docProps/"))
        return word if word in _ZIPPED else "xlsx" if is_office else "zip"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if "xl/workbook.xml" in names:
        return "xlsx"
    if "content.xml" in names and "mimetype" in names:
        return "ods" if b"opendocument.spreadsheet" in head[:256] else "doc"
    if not names.isdisjoint({"word/document.xml", "ppt/presentation.xml", "ofd.xml"}):
        return "doc"
    return "xlsx" if "[content_types].xml" in names else "zip"


def _zip_names(path: Path) -> frozenset[str] | None:
    """The members' names in lower case with forward slashes; None where the directory cannot be read."""
    try:
        if directory_bytes(path) > LARGEST_DIRECTORY:
            return frozenset()
        with zipfile.ZipFile(path) as archive:
            return frozenset(info.orig_filename.replace("\\", "/").lower() for info in archive.infolist())
    except Exception:  # a malformed directory may raise anything, and its text may quote names
        return None


def directory_bytes(path: Path) -> int:
    """How large a zip file says that its directory is; 0 where there is none."""
    size = path.stat().st_size
    with path.open("rb") as handle:
        handle.seek(max(0, size - (1 << 16) - 22))
        tail = handle.read()
        end = tail.rfind(b"PK\x05\x06")
        if end < 0:
            return 0
        told = int.from_bytes(tail[end + 12 : end + 16], "little")
        locator = tail.rfind(b"PK\x06\x07", 0, end)
        if told != 0xFFFFFFFF or locator < 0:  # zip64: the field overflows and a second record tells
            return told
        handle.seek(int.from_bytes(tail[locator + 8 : locator + 16], "little") + 40)
        return int.from_bytes(handle.read(8), "little")


def _ole_kind(path: Path) -> str:
    try:
        with olefile.OleFileIO(path) as compound:
            names = {"/".join(entry).lower() for entry in compound.listdir()}
    except Exception:  # a malformed file may make the library raise anything
        return "xls"
    if "encryptedpackage" in names:
        return "xlsx"
    if not names.isdisjoint({"workbook", "book"}):
        return "xls"
    is_document = names & {"worddocument", "powerpoint document", "wpsdocument"}
    return "doc" if is_document else UNKNOWN
