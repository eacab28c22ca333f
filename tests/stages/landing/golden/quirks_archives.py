"""Golden quirks of archives and protected files."""

import gzip
import io
import zipfile

import pyzipper
from msoffcrypto.format.ooxml import OOXMLFile

from tests.stages.landing.golden.quirk import DEATHS, ID, OTHER, Quirk, Sheet, book, refused, whole

HEAD = "姓名,身份证号,死亡日期"
TEXT = f"{HEAD}\n王䶮,{ID},2024-01-01\n李娜,{OTHER},2024-02-29\n".encode("gb18030")
ROWS = {
    1: {"name": "王䶮", "id_number": ID, "death_date": "2024-01-01"},
    2: {"name": "李娜", "id_number": OTHER, "death_date": "2024-02-29"},
}
WHEN = (2026, 6, 30, 0, 0, 0)
PASSWORD = "兜底2026"


def packed(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name, WHEN), data, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _named_in_gb18030(name: str) -> bytes:
    """An archive as Chinese Windows makes it: the member's name in GB18030 and nothing that says so."""
    raw = name.encode("gb18030")
    stand_in = "N" * len(raw)
    return packed({stand_in: TEXT}).replace(stand_in.encode(), raw)


def _locked(password: str) -> bytes:
    made = io.BytesIO()
    with pyzipper.AESZipFile(made, "w", compression=zipfile.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        archive.writestr(pyzipper.zipfile_aes.AESZipInfo("deaths.csv", WHEN), TEXT)
    return made.getvalue()


def _locked_workbook() -> bytes:
    plain = book({"表": [HEAD.split(","), ["王䶮", ID, "2024-01-01"], ["李娜", OTHER, "2024-02-29"]]})
    made = io.BytesIO()
    office = OOXMLFile(io.BytesIO(plain))
    office.encrypt(PASSWORD, made)
    return made.getvalue()


def quirks() -> list[Quirk]:
    inside = whole(ROWS, encoding="gb18030")
    workbook = book({"表": [HEAD.split(","), ["王䶮", ID, "2024-01-01"]]})
    sheet = {"表": Sheet({1: ROWS[1]}, (1, 1, 0, 0))}
    half = packed({"deaths.csv": TEXT * 50})
    inner = packed({"deaths.csv": TEXT})
    deeper = packed({"b.zip": packed({"c.zip": inner})})
    bare = [
        Quirk("zip_of_a_csv", "a csv in a zip", DEATHS, "材料.zip", inner, inside, "材料.zip/deaths.csv"),
        Quirk(
            "zip_of_a_workbook",
            "a workbook in folders in a zip, beside what Macs leave",
            DEATHS,
            "a.zip",
            packed({"__MACOSX/._deaths.xlsx": b"x", ".DS_Store": b"x", "六月/死亡/deaths.xlsx": workbook}),
            sheet,
            "a.zip/六月/死亡/deaths.xlsx",
        ),
        Quirk(
            "zip_with_a_name_in_gb18030",
            "names in GB18030 that nothing says are so",
            DEATHS,
            "a.zip",
            _named_in_gb18030("荣成/deaths_六月.csv"),
            inside,
            "a.zip/荣成/deaths_六月.csv",
        ),
        Quirk(
            "zip_named_after_the_feed",
            "the archive names the feed where the member does not",
            DEATHS,
            "deaths_6月.zip",
            packed({"导出.csv": TEXT}),
            inside,
            "deaths_6月.zip/导出.csv",
        ),
        Quirk(
            "zip_in_a_zip",
            "a zip within a zip is one more step",
            DEATHS,
            "a.zip",
            packed({"b.zip": inner}),
            inside,
            "a.zip/b.zip/deaths.csv",
        ),
        Quirk(
            "zip_with_a_password",
            "a zip that one of the known passwords opens",
            DEATHS,
            "a.zip",
            _locked(PASSWORD),
            inside,
            "a.zip/deaths.csv",
            ("不是", PASSWORD),
        ),
        Quirk(
            "workbook_with_a_password",
            "a workbook that one of the known passwords opens",
            DEATHS,
            "deaths.xlsx",
            _locked_workbook(),
            {"表": Sheet(ROWS, (2, 2, 0, 0))},
            "",
            ("不是", PASSWORD),
        ),
        Quirk(
            "gz",
            "a gzipped csv",
            DEATHS,
            "deaths.csv.gz",
            gzip.compress(TEXT, mtime=0),
            inside,
            "",
        ),
    ]
    told = [
        Quirk(
            "zip_with_an_unknown_password",
            "a zip that no known password opens",
            DEATHS,
            "deaths.zip",
            _locked("别的"),
            refused("密码"),
            "",
            ("不是",),
        ),
        Quirk(
            "zip_with_a_locked_zip_in_it",
            "the archive's name tells no feed; the member that no password opens tells its own",
            DEATHS,
            "民政0701.zip",
            packed({"deaths_东.zip": _locked("别的")}),
            {"": Sheet(refused="密码")},
            "民政0701.zip/deaths_东.zip/deaths.csv",
            ("不是",),
        ),
        Quirk("zip_truncated", "half a zip", DEATHS, "deaths.zip", half[: len(half) // 2], refused("")),
        Quirk("zip_too_deep", "a zip in a zip in a zip", DEATHS, "deaths.zip", deeper, refused("")),
        Quirk(
            "workbook_with_an_unknown_password",
            "a workbook that no known password opens",
            DEATHS,
            "deaths.xlsx",
            _locked_workbook(),
            refused("密码"),
            "",
            ("不是",),
        ),
        Quirk(
            "rar",
            "an archive of a kind that is not read",
            DEATHS,
            "deaths.rar",
            b"Rar!\x1a\x07\x01\x00" + bytes(60),
            refused("解压"),
        ),
        Quirk("pdf", "a printed table", DEATHS, "deaths.pdf", b"%PDF-1.7\n" + bytes(60), refused("")),
    ]
    return [*bare, *told]
