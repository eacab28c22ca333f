"""What happens to files on their way: cut off, bytes changed, the wrong suffix, archives that lie.

What belongs here: how sound files are damaged. Nothing is known then of what should land, only that landing stays up,
counts what it reads, says what it refuses, and lands the sound files beside them. What does not: sound files (files).
"""

import io
import zipfile
from dataclasses import replace
from random import Random

from hypothesis import strategies as st

from assets.vocabulary.departments import DEPARTMENT_NAMES
from assets.vocabulary.feeds import load_feeds
from tests.fuzz.files import MadeFile
from tests.fuzz.truth import FileTruth

DAMAGES = ("cut", "flipped", "zeros", "other_encoding", "mixed_encoding", "named_csv", "named_xlsx", "noise", "bomb")
DAMAGE = st.tuples(st.sampled_from(DAMAGES), st.integers(0, 2**32 - 1))
# More than LandingOptions lets an archive unpack to in these tests, and quick to make.
BOMB_BYTES = 48 * 2**20
UNPACKED_GIB = 16 / 1024


def damage(file: MadeFile, kind: str, seed: int) -> MadeFile:
    """The file, damaged. Its truth is nothing but its feed and the name that the inbox gives it."""
    random = Random(seed)
    if kind == "bomb":
        return _bomb(file, random)
    if kind == "noise":
        data = random.randbytes(random.choice([1, 100, 5000]))
    elif kind == "cut":
        data = file.data[: random.randrange(len(file.data))]
    elif kind == "flipped":
        data = _flipped(file.data, random)
    elif kind == "zeros":
        place = random.randrange(len(file.data))
        data = file.data[:place] + bytes(random.choice([1, 8, 512])) + file.data[place:]
    elif kind == "mixed_encoding":
        place = random.randrange(len(file.data))
        data = file.data[:place] + "乱𠮷码".encode("gb18030") + file.data[place:] + "尾巴".encode("utf-16-le")
    elif kind == "other_encoding":
        data = random.choice([b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]) + file.data
    else:
        data = file.data
    name = file.name
    if kind in ("named_csv", "named_xlsx"):
        name = f"{name.rsplit('.', 1)[0]}.{kind.removeprefix('named_')}"
        # Any bytes under the name, sound ones of another kind as well as none that make sense.
        data = random.choice([data, random.randbytes(3000), b"\x7fELF" + bytes(500), b"{}", b"%PDF-1.7\n"])
    return _unknown(file, name, data)


def _unknown(file: MadeFile, name: str, data: bytes) -> MadeFile:
    truth = FileTruth(file.truth.feed, name, "", "", [], file.truth.personal)
    return replace(file, name=name, data=data, truth=truth)


def _flipped(data: bytes, random: Random) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice([1, 3, 20])):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _bomb(file: MadeFile, random: Random) -> MadeFile:
    """An archive or a workbook of few bytes that unpacks to many."""
    made = io.BytesIO()
    ordinal = file.name.rsplit(".", 1)[0]
    feed = load_feeds()[file.truth.feed]
    start = next(iter(DEPARTMENT_NAMES)) if feed.key == "feedback/results" else feed.name
    book = random.random() < 0.5
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        if book:
            packed.writestr("[Content_Types].xml", "<Types/>")
            packed.writestr("xl/workbook.xml", "<workbook><sheets><sheet name='a' sheetId='1'/></sheets></workbook>")
            with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
                member.write(b"<worksheet><sheetData>" + b" " * BOMB_BYTES)
        else:
            with packed.open(f"{start}.csv", "w", force_zip64=True) as member:
                member.write(b"\n" * BOMB_BYTES)
    return _unknown(file, f"{start}_{ordinal}.{'xlsx' if book else 'zip'}", made.getvalue())
