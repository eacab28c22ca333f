"""Archives for tests, made byte by byte where no library here writes their kind."""

import io
import struct
import zipfile
import zlib

import openpyxl
import pyzipper

from tests.stages.landing.deliveries import DEATHS


def table(*names: str) -> bytes:
    rows = [[name, "", "2024-01-01"] for name in names]
    return ("\n".join(",".join(row) for row in [DEATHS, *rows]) + "\n").encode()


def zip_of(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def aes_zip_of(members: dict[str, bytes], password: str) -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def old_zip_of(name: str, data: bytes, password: bytes) -> bytes:
    """A zip with the encryption of 1989, by its published description: no library here writes it."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def step(crc: int, byte: int) -> int:
        return zlib.crc32(bytes([byte]), crc ^ 0xFFFFFFFF) ^ 0xFFFFFFFF

    def update(byte: int) -> None:
        keys[0] = step(keys[0], byte)
        keys[1] = ((keys[1] + (keys[0] & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = step(keys[2], keys[1] >> 24)

    def cover(byte: int) -> int:
        mask = (keys[2] | 2) & 0xFFFF
        update(byte)
        return byte ^ ((mask * (mask ^ 1)) >> 8 & 0xFF)

    for byte in password:
        update(byte)
    checksum, written = zlib.crc32(data), zlib.compress(data)[2:-4]
    covered = bytes(cover(byte) for byte in bytes(11) + bytes([checksum >> 24]) + written)
    common = struct.pack("<HHHHHIIIHH", 20, 1, 8, 0, 0x21, checksum, len(covered), len(data), len(name), 0)
    local = b"PK\3\4" + common + name.encode() + covered
    entry = b"PK\1\2" + struct.pack("<H", 20) + common + bytes(14) + name.encode()
    return local + entry + b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), len(local), 0)


def workbook_of(*names: str) -> bytes:
    book = openpyxl.Workbook()
    for row in [DEATHS, *([name, None, "2024-01-01"] for name in names)]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
