"""Archives land as their members would, and what is wrong with them is told and harms nothing else."""

import gzip
import os
import re
import struct
import zipfile
from pathlib import Path

import polars as pl
import pytest

from assets.lake import Night
from assets.landing import land
from assets.landing.containers import Unpacker
from assets.landing.inbox import EmptyInboxError, read_inbox
from assets.landing.options import LandingOptions
from tests.stages.landing.archive_bytes import aes_zip_of, old_zip_of, table, workbook_of, zip_of
from tests.stages.landing.deliveries import DEATHS, FIRST, World, counts_of

FEED = "civil_affairs/deaths"
SECRET = LandingOptions(passwords=("不对", "Min-zheng2026"))


def landed_with(world: World, options: LandingOptions | None = None) -> Night:
    night = world.lake.night(FIRST)
    land(world.inbox, night, options=options)
    return night


def names_in(night: Night) -> list[tuple[str, str]]:
    return sorted(night.read(f"landing/{FEED}").select("file", "name").rows())


def refused_in(night: Night) -> list[tuple[str, str, str]]:
    ledger = night.read("landing/ledger").filter(pl.col("refused"))
    return ledger.select("feed", "file", "reason").rows()


def test_members_of_every_kind_in_folders(world: World) -> None:
    members = {
        "deaths_一.csv": table("甲", "乙"),
        "上报/deaths_二.xlsx": workbook_of("丙"),
        "上报/旧版/Deaths_三.csv.gz": gzip.compress(table("丁")),
        "__MACOSX/._deaths_一.csv": b"\0",
        "上报/.DS_Store": b"\0",
        "上报/Thumbs.db": b"\0",
        "上报/~$deaths_二.xlsx": b"\0",
        "上报/空/": b"",
    }
    world.write_bytes("civil_affairs/六月.zip", zip_of(members))
    night = landed_with(world)
    assert counts_of(night, FEED) == [
        ("六月.zip/deaths_一.csv", "", 2, 2, 0, 0, False),
        ("六月.zip/上报/deaths_二.xlsx", "Sheet", 1, 1, 0, 0, False),
        ("六月.zip/上报/旧版/Deaths_三.csv.gz", "", 1, 1, 0, 0, False),
    ]
    assert [name for _, name in names_in(night)] == ["乙", "甲", "丙", "丁"]
    formats = night.read("landing/ledger").select("file", "format").rows()
    assert [each[1] for each in formats] == ["csv", "xlsx", "csv"]
    assert refused_in(night) == []


def test_names_of_chinese_systems(world: World) -> None:
    """Packers of Chinese Windows write names as GBK without saying so; those of other systems as UTF-8, likewise."""
    gbk = zip_of({"deaths_####.csv": table("甲")}).replace(b"####", "六月".encode("gb18030"))
    utf8 = zip_of({"deaths_######.csv": table("乙")}).replace(b"######", "六月".encode())
    world.write_bytes("civil_affairs/一.zip", gbk)
    world.write_bytes("civil_affairs/二.zip", utf8)
    assert names_in(landed_with(world)) == [("一.zip/deaths_六月.csv", "甲"), ("二.zip/deaths_六月.csv", "乙")]


def test_which_name_decides(world: World) -> None:
    """The member's own, then those around it from the inside out: its folder's, the archive's."""
    members = {
        "荣成市.csv": table("甲"),
        "families/temporary_aid.csv": "姓名,身份证号,救助日期,救助方式,救助金额\n乙,,2026-06-01,支出型,1\n".encode(),
        "说明.txt": "本压缩包由各县上报".encode(),
        "盖章.pdf": b"%PDF-1.4",
    }
    world.write_bytes("civil_affairs/deaths_6月.zip", zip_of(members))
    world.write_bytes(
        "civil_affairs/其他.zip", zip_of({"deaths/乳山市.csv": table("丙"), "deathless.csv": table("丁")})
    )
    night = landed_with(world)
    assert names_in(night) == [("deaths_6月.zip/荣成市.csv", "甲"), ("其他.zip/deaths/乳山市.csv", "丙")]
    assert night.rows("landing/civil_affairs/temporary_aid") == 1
    told = {file: reason for _, file, reason in refused_in(night)}
    assert told.keys() == {"deaths_6月.zip/说明.txt", "deaths_6月.zip/盖章.pdf", "其他.zip/deathless.csv"}
    assert "是说明，没有读取；" in told["deaths_6月.zip/说明.txt"]
    assert "PDF 文件，表格读不出来；" in told["deaths_6月.zip/盖章.pdf"]
    assert "文件名开头不是已登记的数据名称；" in told["其他.zip/deathless.csv"]


def test_members_of_one_name_are_told_apart(world: World) -> None:
    archive = zip_of({"deaths.csv": table("甲"), "deathz.csv": table("乙")}).replace(b"deathz", b"deaths")
    world.write_bytes("civil_affairs/六月.zip", archive)
    assert names_in(landed_with(world)) == [("六月.zip/deaths.csv", "甲"), ("六月.zip/deaths.csv#2", "乙")]


def test_a_gz_is_its_one_file(world: World) -> None:
    world.write_bytes(
        "civil_affairs/deaths.csv.gz", gzip.compress(table("甲")) + gzip.compress(b"\xe4\xb9\x99,,2024-01-02\n")
    )
    world.write_bytes("civil_affairs/deaths_坏.csv.gz", gzip.compress(table("丙" * 500))[:-20])
    night = landed_with(world)
    assert names_in(night) == [("deaths.csv.gz", "乙"), ("deaths.csv.gz", "甲")]
    assert [(file, "压缩包打不开" in reason) for _, file, reason in refused_in(night)] == [("deaths_坏.csv.gz", True)]


@pytest.mark.parametrize(
    "archive",
    [
        aes_zip_of({"deaths.csv": table("甲")}, "Min-zheng2026"),
        old_zip_of("deaths.csv", table("甲"), b"Min-zheng2026"),
        old_zip_of("deaths.csv", table("甲"), "不对".encode("gb18030")),
    ],
    ids=["aes", "old", "chinese password"],
)
def test_an_archive_with_a_known_password(world: World, archive: bytes) -> None:
    world.write_bytes("civil_affairs/六月.zip", archive)
    assert names_in(landed_with(world, SECRET)) == [("六月.zip/deaths.csv", "甲")]


@pytest.mark.parametrize("options", [None, SECRET], ids=["no password", "wrong password"])
@pytest.mark.parametrize("number", range(3))
def test_each_locked_member_is_a_refused_line(world: World, options: LandingOptions | None, number: int) -> None:
    """Also where a wrong password passes the weak check of the old encryption, as one in 256 does."""
    old = old_zip_of(f"deaths_{number}.csv", table("甲" * number), f"别的{number}".encode())
    world.write_bytes("civil_affairs/二.zip", aes_zip_of({"a.csv": b"x", "b.csv": b"y"}, "别的"))
    world.write_bytes("civil_affairs/三.zip", old)
    world.write("civil_affairs/deaths.csv", DEATHS, [["乙", "", "2024-01-01"]])
    night = landed_with(world, options)
    assert names_in(night) == [("deaths.csv", "乙")]
    reason = "压缩包加了密码，已登记的密码都打不开；请去掉密码后重报，或把密码告知我们登记"
    refused = {file: (feed, told) for feed, file, told in refused_in(night)}
    assert refused.keys() == {f"三.zip/deaths_{number}.csv", "二.zip/a.csv", "二.zip/b.csv"}
    assert refused[f"三.zip/deaths_{number}.csv"] == ("civil_affairs/deaths", reason)
    assert refused["二.zip/a.csv"][1] == refused["二.zip/b.csv"][1] == reason


def test_a_password_that_is_told_later_opens_the_archive(world: World) -> None:
    world.write_bytes("civil_affairs/deaths.zip", aes_zip_of({"一.csv": table("甲")}, "Min-zheng2026"))
    with pytest.raises(EmptyInboxError, match=r"civil_affairs/deaths\.zip/一\.csv: 压缩包加了密码"):
        landed_with(world)
    assert names_in(landed_with(world, SECRET)) == [("deaths.zip/一.csv", "甲")]


def test_a_broken_member_harms_no_other(world: World) -> None:
    broken = "ABCDEFGH" * 40
    members = {"deaths_一.csv": table("甲"), "deaths_二.csv": table(broken), "deaths_三.csv": table("丙")}
    archive = zip_of(members, zipfile.ZIP_STORED).replace(broken.encode(), broken.lower().encode())
    world.write_bytes("civil_affairs/六月.zip", archive)
    night = landed_with(world)
    assert names_in(night) == [("六月.zip/deaths_一.csv", "甲"), ("六月.zip/deaths_三.csv", "丙")]
    reason = "压缩包里的这个文件已损坏，读不出来；请重新压缩后重报"
    assert refused_in(night) == [("civil_affairs/deaths", "六月.zip/deaths_二.csv", reason)]


def test_an_archive_of_another_kind_is_a_refused_file_of_its_feed(world: World) -> None:
    world.write_bytes("civil_affairs/deaths.csv", table("甲"))
    world.write_bytes("civil_affairs/children_东.rar", b"Rar!\x1a\x07\x01\x00" + bytes(40))
    night = landed_with(world)
    [(feed, file, reason)] = refused_in(night)
    assert (feed, file) == ("civil_affairs/children", "children_东.rar")
    assert reason == "这种压缩格式不支持；请解压后直接放入，或改用 zip 格式压缩"


def lying(archive: bytes, size: int, claimed: int) -> bytes:
    return archive.replace(struct.pack("<I", size), struct.pack("<I", claimed))


MIB = 1 << 20
SMALL = LandingOptions(unpacked_gib=1 / 1024)


@pytest.mark.parametrize(
    ("archive", "options", "file", "reason"),
    [
        (zip_of({"deaths.csv": os.urandom(MIB) + bytes(9)}), SMALL, "", "压缩包解开后太大，没有读取；"),
        (zip_of({"a": zip_of({"deaths.csv": bytes(2 * MIB)})}), SMALL, "", "压缩包解开后太大，没有读取；"),
        (gzip.compress(bytes(2 * MIB)), SMALL, "", "压缩包解开后太大，没有读取；"),
        (zip_of({"deaths.csv": bytes(65 * MIB)}), None, "/deaths.csv", "压缩比异常，没有解开；"),
        (lying(zip_of({"deaths.csv": bytes(2 * MIB)}), 2 * MIB, 999), SMALL, "/deaths.csv", "文件已损坏，读不出来；"),
        (lying(zip_of({"deaths.csv": table("甲")}), len(table("甲")), 9999), None, "/deaths.csv", "文件已损坏"),
        (zip_of({f"{number}.csv": b"" for number in range(10_001)}), None, "", "压缩包里的文件太多，没有读取；"),
        (zip_of({"a.zip": zip_of({"b.zip": zip_of({"deaths.csv": b""})})}), None, "/a.zip/b.zip", "套了多层压缩包；"),
        (zip_of({"deaths.csv": table("甲")})[:-40], None, "", "压缩包打不开"),
        (zip_of({}), None, "", "压缩包里没有文件；"),
        (zip_of({"__MACOSX/x": b""}), None, "", "压缩包里没有文件；"),
        (zip_of({"deaths.csv": b"x"}).replace(b"\x14\x00\x00\x00\x08\x00", b"\x14\x00\x00\x00\x09\x00"), None,
         "/deaths.csv", "不支持的压缩方法；"),
    ],
    ids=["large", "large inside", "large gz", "ratio", "says less", "says more", "crowded", "too deep", "cut off",
         "empty", "nothing of use", "deflate64"],
)  # fmt: skip
def test_bombs_and_wrecks(world: World, archive: bytes, options: LandingOptions | None, file: str, reason: str) -> None:
    world.write_bytes("civil_affairs/六月.zip", archive)
    world.write("civil_affairs/deaths.csv", DEATHS, [["乙", "", "2024-01-01"]])
    night = landed_with(world, options)
    assert names_in(night) == [("deaths.csv", "乙")]
    [(_, name, told)] = refused_in(night)
    assert name == f"六月.zip{file}"
    assert reason in told
    unpacked = [path for path in (night.staging / "unpacked").rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in unpacked) < MIB


def test_a_members_name_is_never_a_path(world: World, tmp_path: Path) -> None:
    names = [
        "../../../../deaths_一.csv",
        "/deaths_二.csv",
        "..\\..\\deaths_三.csv",
        "C:\\deaths_四.csv",
        "./deaths\n_五.csv",
    ]
    members = dict(zip(names, map(table, "甲乙丙丁戊"), strict=True))
    world.write_bytes("civil_affairs/六月.zip", zip_of(members))
    before = set(tmp_path.rglob("deaths*"))
    night = landed_with(world)
    assert [file for file, _ in names_in(night)] == [
        "六月.zip/C:/deaths_四.csv",
        "六月.zip/deaths_一.csv",
        "六月.zip/deaths_三.csv",
        "六月.zip/deaths_二.csv",
        "六月.zip/deaths_五.csv",
    ]
    outside = {path for path in tmp_path.rglob("deaths*") if path.is_file()} - before
    assert all(path.is_relative_to(night.lake.root) and path.suffix == ".parquet" for path in outside)
    unpacked = [path.name for path in (night.staging / "unpacked").rglob("*") if path.is_file()]
    assert all(re.fullmatch(r"\d{5}|index\.json|[0-9a-f]{32}\.lock", name) for name in unpacked)


def test_an_archive_within_an_archive(world: World) -> None:
    inner = zip_of({"deaths_一.csv": table("甲"), "荣成市.csv": table("乙")})
    world.write_bytes("civil_affairs/全市.zip", zip_of({"上报/deaths.zip": inner, "空.zip": zip_of({})}))
    night = landed_with(world)
    assert names_in(night) == [
        ("全市.zip/上报/deaths.zip/deaths_一.csv", "甲"),
        ("全市.zip/上报/deaths.zip/荣成市.csv", "乙"),
    ]


def test_an_archive_in_no_departments_folder_is_not_opened(world: World) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, [["乙", "", "2024-01-01"]])
    world.write_bytes("deaths.zip", zip_of({"deaths.csv": table("甲")}))
    world.write_bytes("police/deaths.zip", zip_of({"deaths.csv": table("甲")}))
    night = landed_with(world)
    assert [(feed, file, reason.partition("；")[0]) for feed, file, reason in refused_in(night)] == [
        ("", "deaths.zip", "文件没有放在部门文件夹里"),
        ("", "police/deaths.zip", "文件所在的文件夹不是已登记的部门"),
    ]
    assert not (night.staging / "unpacked").exists()


def test_feedback_in_an_archive(world: World) -> None:
    unpacker = Unpacker(world.inbox.parent / "unpacked", LandingOptions())
    members = {"education_0630.csv": b"x", "随便.csv": b"x", "education.pdf": b"%PDF-"}
    world.write_bytes("feedback/education.zip", zip_of(members))
    found = read_inbox(world.inbox, unpacker)
    assert [(file.feed, file.name) for file in found.files] == [
        ("feedback/results", "education.zip/education_0630.csv")
    ]
    assert [(stray.name, stray.reason.partition("；")[0].partition("：")[0]) for stray in found.strays] == [
        ("education.zip/education.pdf", "反馈文件只收 xlsx 或 csv"),
        ("education.zip/随便.csv", "反馈文件名要以部门开头"),
    ]
