"""The footer of a Parquet file, so that row groups can be put into another file without decoding them.

What belongs here: reading and writing the footer's bytes (Thrift compact protocol), moving a row group's offsets. What
does not: pages, values, which rows are written. Sources: the Apache Parquet format's parquet.thrift and Thrift's
compact protocol specification.
"""

from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, BinaryIO

MAGIC = b"PAR1"
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _STRUCT = 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12
_INTEGERS = frozenset({_I16, _I32, _I64})
_LONG_LIST = 15
# Field numbers of parquet.thrift.
_FILE_SCHEMA, _FILE_ROWS, _FILE_ROW_GROUPS, _FILE_METADATA, _FILE_WRITER = 2, 3, 4, 5, 6
_GROUP_COLUMNS, _GROUP_ROWS, _GROUP_OFFSET, _GROUP_SIZE, _GROUP_ORDINAL = 1, 3, 5, 6, 7
_CHUNK_METADATA, _CHUNK_INDEXES = 3, (4, 6)
_CHUNK_SIZE, _CHUNK_DATA, _CHUNK_DICTIONARY, _CHUNK_OTHERS = 7, 9, 11, (10, 14)

# A struct as its fields: [number, type, value]; a list as (type of its elements, elements).
Struct = list[list[Any]]


class FooterError(ValueError):
    """The file's footer is not one that this module can move."""


@dataclass(frozen=True)
class RowGroup:
    """A row group: its rows, and the bytes of the file in which all its pages lie."""

    fields: Struct
    rows: int
    start: int
    size: int


@dataclass(frozen=True)
class Footer:
    """A file's footer and its row groups in order."""

    fields: Struct
    row_groups: tuple[RowGroup, ...]

    def alike(self, other: "Footer") -> bool:
        """Whether row groups of one file may stand in the other: same schema, same metadata, same writer."""
        return all(
            _get(self.fields, number) == _get(other.fields, number)
            for number in (_FILE_SCHEMA, _FILE_METADATA, _FILE_WRITER)
        )


def read_footer(path: Path) -> Footer:
    """The footer of a file. Raises FooterError where row groups have anything outside their pages, or pages between."""
    with path.open("rb") as file:
        file.seek(0, 2)
        return _read(file, file.tell())


def footer_of(data: bytes | memoryview) -> Footer:
    """The footer of a file in memory. Raises FooterError as `read_footer` does."""
    return _read(BytesIO(data), len(data))


def _read(file: BinaryIO, size: int) -> Footer:
    end = size - 8
    file.seek(end)
    length, magic = int.from_bytes(file.read(4), "little"), file.read(4)
    if magic != MAGIC:
        raise FooterError("not a plain Parquet file")
    file.seek(end - length)
    fields = _Reader(file.read(length)).struct()
    groups = tuple(_row_group(each) for each in (_get(fields, _FILE_ROW_GROUPS) or (_STRUCT, []))[1])
    starts = [len(MAGIC), *(group.start + group.size for group in groups)]
    if [group.start for group in groups] != starts[:-1] or starts[-1] != end - length:
        raise FooterError("pages of row groups do not follow one another")
    return Footer(fields, groups)


def footer_bytes(like: Footer, row_groups: list[RowGroup]) -> bytes:
    """The footer, length and magic of a file that holds these row groups one after another from its fifth byte."""
    moved, start = [], len(MAGIC)
    for ordinal, group in enumerate(row_groups):
        moved.append(_moved(group, start - group.start, ordinal))
        start += group.size
    fields = [[number, kind, value] for number, kind, value in like.fields]
    _set(fields, _FILE_ROWS, sum(group.rows for group in row_groups))
    _set(fields, _FILE_ROW_GROUPS, (_STRUCT, moved))
    writer = _Writer()
    writer.struct(fields)
    return bytes(writer.out) + len(writer.out).to_bytes(4, "little") + MAGIC


def _row_group(fields: Struct) -> RowGroup:
    spans = []
    for chunk in _get(fields, _GROUP_COLUMNS)[1]:
        metadata = _get(chunk, _CHUNK_METADATA)
        others = [_get(chunk, number) for number in _CHUNK_INDEXES]
        others += [_get(metadata, number) for number in _CHUNK_OTHERS]
        if any(other is not None for other in others):
            raise FooterError("row groups have indexes or filters")
        data, dictionary = _get(metadata, _CHUNK_DATA), _get(metadata, _CHUNK_DICTIONARY)
        start = data if dictionary is None else min(data, dictionary)
        spans.append((start, start + _get(metadata, _CHUNK_SIZE)))
    if any(end != start for (_, end), (start, _) in pairwise(spans)):
        raise FooterError("pages of columns do not follow one another")
    first = spans[0][0]
    return RowGroup(fields, _get(fields, _GROUP_ROWS), first, spans[-1][1] - first)


def _moved(group: RowGroup, by: int, ordinal: int) -> Struct:
    columns = []
    for chunk in _get(group.fields, _GROUP_COLUMNS)[1]:
        metadata = [list(field) for field in _get(chunk, _CHUNK_METADATA)]
        for number in (_CHUNK_DATA, _CHUNK_DICTIONARY):
            if (offset := _get(metadata, number)) is not None:
                _set(metadata, number, offset + by)
        copy = [list(field) for field in chunk]
        _set(copy, _CHUNK_METADATA, metadata)
        columns.append(copy)
    fields = [list(field) for field in group.fields]
    _set(fields, _GROUP_COLUMNS, (_STRUCT, columns))
    for number, value in ((_GROUP_OFFSET, group.start + by), (_GROUP_ORDINAL, ordinal)):
        if _get(fields, number) is not None:
            _set(fields, number, value)
    return fields


def _get(fields: Struct, number: int) -> Any:
    return next((value for field, _, value in fields if field == number), None)


def _set(fields: Struct, number: int, value: object) -> None:
    next(field for field in fields if field[0] == number)[2] = value


class _Reader:
    """Reads Thrift's compact protocol."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def struct(self) -> Struct:
        fields: Struct = []
        number = 0
        while head := self._byte():
            kind, step = head & 15, head >> 4
            number = number + step if step else self._signed()
            fields.append([number, kind, self._value(kind)])
        return fields

    def _value(self, kind: int) -> Any:
        if kind in (_TRUE, _FALSE):
            return kind == _TRUE
        if kind in _INTEGERS:
            return self._signed()
        if kind == _BINARY:
            return self._bytes(self._varint())
        if kind == _STRUCT:
            return self.struct()
        if kind in (_LIST, _SET):
            head = self._byte()
            size = self._varint() if head >> 4 == _LONG_LIST else head >> 4
            element = head & 15
            flags = element in (_TRUE, _FALSE)
            return element, [self._byte() if flags else self._value(element) for _ in range(size)]
        if kind in (_BYTE, _DOUBLE):
            return self._bytes(1 if kind == _BYTE else 8)
        raise FooterError("a footer of an unknown form")

    def _byte(self) -> int:
        self._at += 1
        return self._data[self._at - 1]

    def _bytes(self, length: int) -> bytes:
        self._at += length
        return self._data[self._at - length : self._at]

    def _varint(self) -> int:
        result = shift = 0
        while True:
            byte = self._byte()
            result |= (byte & 127) << shift
            if byte < 128:
                return result
            shift += 7

    def _signed(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)


class _Writer:
    """Writes Thrift's compact protocol."""

    def __init__(self) -> None:
        self.out = bytearray()

    def struct(self, fields: Struct) -> None:
        before = 0
        for number, kind, value in fields:
            kind = (_TRUE if value else _FALSE) if kind in (_TRUE, _FALSE) else kind  # noqa: PLW2901
            if 0 < number - before <= _LONG_LIST:
                self.out.append((number - before) << 4 | kind)
            else:
                self.out.append(kind)
                self._signed(number)
            before = number
            if kind not in (_TRUE, _FALSE):
                self._value(kind, value)
        self.out.append(0)

    def _value(self, kind: int, value: Any) -> None:
        if kind in _INTEGERS:
            self._signed(value)
        elif kind == _BINARY:
            self._varint(len(value))
            self.out += value
        elif kind == _STRUCT:
            self.struct(value)
        elif kind in (_LIST, _SET):
            self._list(*value)
        else:
            self.out += value

    def _list(self, element: int, values: list[Any]) -> None:
        if len(values) < _LONG_LIST:
            self.out.append(len(values) << 4 | element)
        else:
            self.out.append(_LONG_LIST << 4 | element)
            self._varint(len(values))
        for value in values:
            if element in (_TRUE, _FALSE):
                self.out.append(value)
            else:
                self._value(element, value)

    def _varint(self, value: int) -> None:
        while value > 127:
            self.out.append(value & 127 | 128)
            value >>= 7
        self.out.append(value)

    def _signed(self, value: int) -> None:
        self._varint((value << 1) ^ (value >> 63))
