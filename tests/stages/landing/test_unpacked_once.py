"""What an archive unpacks to is made once, kept private, and made anew when the archive is another."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assets.landing.containers import Unpacker
from assets.landing.inbox import read_inbox
from assets.landing.options import LandingOptions
from tests.stages.landing.archive_bytes import table, zip_of
from tests.stages.landing.deliveries import FIRST, SECOND, World

FEED = "civil_affairs/deaths"


def _states(folder: Path) -> dict[str, tuple[int, int]]:
    files = [path for path in folder.rglob("*") if path.is_file() and path.suffix != ".lock"]
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in files}


def test_an_archive_is_unpacked_once_and_anew_when_it_is_replaced(world: World) -> None:
    path = world.write_bytes("civil_affairs/deaths.zip", zip_of({"一.csv": table("甲")}))
    folder = world.inbox.parent / "unpacked"
    unpacker = Unpacker(folder, LandingOptions())
    first, states = read_inbox(world.inbox, unpacker), _states(folder)
    assert read_inbox(world.inbox, Unpacker(folder, LandingOptions())) == first
    assert _states(folder) == states
    path.write_bytes(zip_of({"一.csv": table("乙")}))  # as large as before
    os.utime(path, ns=(1, time.time_ns() + 10**9))
    [file] = read_inbox(world.inbox, unpacker).files
    assert file.path.read_bytes() == table("乙")


def test_what_a_killed_run_left_is_done_again_and_everything_is_private(world: World) -> None:
    world.write_bytes("civil_affairs/deaths.zip", zip_of({"一.csv": table("甲")}))
    folder = world.inbox.parent / "unpacked"
    [file] = read_inbox(world.inbox, Unpacker(folder, LandingOptions())).files
    half = file.path.parent.with_suffix(".draft")
    file.path.parent.rename(half)
    (half / "00001").write_bytes(b"half")
    [again] = read_inbox(world.inbox, Unpacker(folder, LandingOptions())).files
    assert again.path.read_bytes() == table("甲")
    assert not half.exists()
    folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
    assert {path.stat().st_mode & 0o777 for path in folders} == {0o700}


def test_several_at_once_unpack_it_once(world: World) -> None:
    members = {f"deaths_{number}.csv": table(str(number) * 100_000) for number in range(20)}
    world.write_bytes("civil_affairs/deaths.zip", zip_of(members))
    folder = world.inbox.parent / "unpacked"
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: read_inbox(world.inbox, Unpacker(folder, LandingOptions())), range(8)))
    assert all(each == found[0] for each in found)
    assert [file.path.read_bytes() for file in found[0].files] == [
        members[f.name.split("/")[1]] for f in found[0].files
    ]


def test_a_member_that_has_landed_is_not_read_again(world: World) -> None:
    world.write_bytes("civil_affairs/deaths.zip", zip_of({"一.csv": table("甲"), "二.csv": table("乙")}))
    world.land_and_seal(FIRST)
    world.write_bytes("civil_affairs/deaths.zip", zip_of({"一.csv": table("甲"), "二.csv": table("乙", "丙")}))
    night, summary = world.land(SECOND)
    assert summary.files == 1
    assert sorted(night.read(f"landing/{FEED}").select("file", "name").rows()) == [
        ("deaths.zip/一.csv", "甲"),
        ("deaths.zip/二.csv", "丙"),
        ("deaths.zip/二.csv", "乙"),
    ]
