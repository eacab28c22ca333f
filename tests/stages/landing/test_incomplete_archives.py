"""A snapshot in an archive of which a member cannot be taken is not the whole state: earlier rows of it stay."""

import io
import zipfile

import polars as pl
import pytest

from tests.stages.landing.archive_bytes import aes_zip_of, zip_of
from tests.stages.landing.deliveries import FIRST, SECOND, World

CHILDREN = ["姓名", "身份证号", "类别"]


def children_of(name: str) -> bytes:
    return (",".join(CHILDREN) + f"\n{name},,孤儿\n").encode()


def beside_a_locked_member(locked: bytes, name: str, data: bytes) -> bytes:
    out = io.BytesIO(locked)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(name, data)
    return out.getvalue()


WEST = aes_zip_of({"children_西.csv": children_of("丁")}, "别的")


@pytest.mark.parametrize(
    ("archive", "locked"),
    [
        (zip_of({"children_东.csv": children_of("丙"), "children_西.zip": WEST}), "children_西.zip/children_西.csv"),
        (
            zip_of({"children_东.csv": children_of("丙"),
                    "children_西.zip": aes_zip_of({"表.csv": children_of("丁")}, "别的")}),
            "children_西.zip/表.csv",
        ),
        (beside_a_locked_member(WEST, "children_东.csv", children_of("丙")), "children_西.csv"),
    ],
    ids=["an archive within", "an archive within that names the feed", "beside an open member"],
)  # fmt: skip
def test_a_snapshot_with_a_locked_member_keeps_that_members_earlier_rows(
    world: World, archive: bytes, locked: str
) -> None:
    """The lock is told of the member, not of the archive, whose name tells no feed."""
    members = {"children_东.csv": children_of("甲"), "children_西.csv": children_of("乙")}
    world.write_bytes("civil_affairs/民政0630.zip", zip_of(members))
    world.land_and_seal(FIRST)
    world.write_bytes("civil_affairs/民政0701.zip", archive)
    night = world.land(SECOND)[0]
    ledger = night.read("landing/ledger").filter(pl.col("refused"))
    assert ledger.select("feed", "file").rows() == [("civil_affairs/children", f"民政0701.zip/{locked}")]
    names = night.read("landing/civil_affairs/children")["name"].to_list()
    assert "乙" in names
    assert "丙" in names


def test_a_snapshot_with_a_broken_member_keeps_that_members_earlier_rows(world: World) -> None:
    """Its name tells the feed: tonight's delivery is not complete, and nobody of the county may vanish for it."""
    first = {"children_东.csv": children_of("甲"), "children_西.csv": children_of("乙")}
    world.write_bytes("civil_affairs/六月.zip", zip_of(first))
    world.land_and_seal(FIRST)
    broken = "ABCDEFGH" * 40
    members = {"children_东.csv": children_of("丙"), "children_西.csv": children_of(broken)}
    archive = zip_of(members, zipfile.ZIP_STORED).replace(broken.encode(), broken.lower().encode())
    world.write_bytes("civil_affairs/六月.zip", archive)
    night = world.land(SECOND)[0]
    landed = night.read("landing/civil_affairs/children")
    west, east = "六月.zip/children_西.csv", "六月.zip/children_东.csv"
    assert landed.select("file", "name").rows() == [(west, "乙"), (east, "丙")]
