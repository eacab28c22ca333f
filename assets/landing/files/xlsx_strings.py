"""XLSX: the text that XML means: entities, escapes, runs of formatted text; and the table of shared strings.

What belongs here: XML text to text. What does not: which cell a text is in. Source: ECMA-376-1, 18.4, 22.9.2.19.
"""

import re
from collections.abc import Iterator
from html import unescape
from xml.parsers import expat

import polars as pl

from assets.landing import reasons
from assets.landing.files.sheets import SheetError
from assets.landing.files.wanting_memory import raise_if_lacked

_NAMED = {"&lt;": "<", "&gt;": ">", "&quot;": '"', "&apos;": "'", "&amp;": "&"}
_ESCAPED = r"_x[0-9A-Fa-f]{4}_"
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|lt|gt|quot|apos|amp);")
_RUN = r"<t(?: [^>]*)?>([^<]*)</t>"
# A text is at most 32,767 characters in Excel: with formats and escapes an element stays far below this.
MOST_ELEMENT = 64 << 20


class NotPlainError(ValueError):
    """XML in a form that the quick reader does not take; the careful one does."""


def plain_text(raw: pl.Series) -> pl.Series:
    """XML text as the text it means: entities and Excel's _x000D_ escapes; the raw text holds no markup."""
    if raw.null_count() == raw.len():
        return raw
    numbered = raw.str.contains("&#", literal=True) | raw.str.contains(_ESCAPED)
    plain = raw.str.replace_many(_NAMED) if raw.str.contains("&", literal=True).any() else raw
    if not numbered.any():
        return plain
    odd = raw.filter(numbered).unique()
    meant = pl.Series([_meant(text) for text in odd.to_list()], dtype=pl.String)
    table = pl.DataFrame({"raw": odd, "meant": meant})
    joined = pl.DataFrame({"raw": raw, "plain": plain}).join(table, on="raw", how="left", maintain_order="left")
    return joined.select(pl.coalesce("meant", "plain")).to_series().alias(raw.name)


def _meant(text: str) -> str:
    text = _ENTITY.sub(lambda found: unescape(found[0]), text)
    text = re.sub(_ESCAPED, lambda found: chr(int(found[0][2:6], 16)), text)
    # Half of a character beyond the first plane may be escaped by itself.
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def text_of_runs(elements: pl.Series) -> pl.Series:
    """The text of <si> or <is> elements: their runs joined, readings of characters (rPh) left out; '' where none.

    Raises NotPlainError where a run holds markup: an empty text would be wrong.
    """
    if elements.str.contains("<rPh", literal=True).any():
        elements = elements.str.replace_all(r"(?s)<rPh\b.*?</rPh>", "")
    formatted = elements.str.contains("<r>", literal=True) | elements.str.contains("<r ", literal=True)
    text = elements.str.extract(_RUN, 1)
    if elements.filter(text.is_null()).str.contains("<t[ >]").any():
        raise NotPlainError
    if formatted.any():
        runs = elements.filter(formatted).str.extract_all(_RUN)
        if (runs.list.len() != elements.filter(formatted).str.count_matches("<t[ >]")).any():
            raise NotPlainError
        joined = runs.list.eval(pl.element().str.extract(_RUN, 1)).list.join("")
        text = text.scatter(formatted.arg_true(), joined)
    return plain_text(text.fill_null(""))


def text_block(data: bytes) -> str:
    """A block of XML as text with the line ends of XML, LF. Raises NotPlainError for what is not UTF-8."""
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlainError from None


def quick_strings(blocks: Iterator[bytes]) -> pl.Series:
    """The shared strings in order. Raises NotPlainError where a part is written in a way that needs care."""
    found = [pl.Series(dtype=pl.String)]
    left = b""
    first = True
    for block in blocks:
        data = left + block
        if first and b"<sst" not in data:
            raise NotPlainError
        first = False
        cut = data.rfind(b"</si>") + len(b"</si>")
        if cut < len(b"</si>"):
            left = data
            if len(left) > MOST_ELEMENT:
                raise SheetError(reasons.TOO_LARGE_WORKBOOK)
            continue
        complete, left = data[:cut], data[cut:]
        found.append(_strings_of(complete))
    if b"</sst>" not in left and b"<sst" not in left:
        raise NotPlainError
    if b"<si" in left:
        raise NotPlainError
    return pl.concat(found)


def _strings_of(complete: bytes) -> pl.Series:
    complete = complete.replace(b"<si/>", b"<si></si>")
    if b"<!" in complete or complete.count(b"<si>") != complete.count(b"<si") or b"<t\n" in complete:
        raise NotPlainError
    return text_of_runs(pl.Series([text_block(complete)]).str.split("<si>").explode().slice(1))


def careful_strings(blocks: Iterator[bytes]) -> pl.Series:
    """The shared strings in order, whatever form the XML has. Raises SheetError where it is no XML."""
    texts: list[str] = []
    reader = RunReader()

    def start(tag: str, _attributes: dict[str, str]) -> None:
        reader.start(local_name(tag))

    def end(tag: str) -> None:
        if local_name(tag) == "si":
            texts.append(reader.take())
        reader.end(local_name(tag))

    parser = xml_parser()
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, reader.text
    feed(parser, blocks)
    raw = pl.Series(texts, dtype=pl.String)
    return plain_text(raw.str.replace_all("&", "&amp;", literal=True))


class RunReader:
    """Collects the text of <t> elements, readings of characters left out."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._in_text = False
        self._readings = 0

    def start(self, tag: str) -> None:
        self._readings += tag == "rPh"
        self._in_text = tag == "t" and self._readings == 0

    def end(self, tag: str) -> None:
        self._readings -= tag == "rPh"
        self._in_text = False

    def text(self, data: str) -> None:
        if self._in_text:
            self._parts.append(data)

    def take(self) -> str:
        text = "".join(self._parts)
        self._parts.clear()
        return text


def local_name(tag: str) -> str:
    """An element's or attribute's name without its prefix."""
    return tag.rsplit(":", 1)[-1]


def xml_parser() -> expat.XMLParserType:
    """A parser that joins text and takes no document type, for which no spreadsheet has a use."""
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def refuse(*_declaration: object) -> None:
        raise SheetError(reasons.UNREADABLE_SHEET)

    parser.StartDoctypeDeclHandler = refuse
    return parser


def feed(parser: expat.XMLParserType, blocks: Iterator[bytes], final: bool = True) -> None:
    """Parse all blocks, the last ones where `final`. Raises SheetError where they are no XML; expat may quote it."""
    try:
        for block in blocks:
            parser.Parse(block, False)
        if final:
            parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise_if_lacked(error)
        raise SheetError(reasons.UNREADABLE_SHEET) from None
