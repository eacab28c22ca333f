"""Files whose names are no UTF-8, as they come from Chinese Windows by way of FTP, land like others."""

import gzip
import os

import polars as pl
import pytest

from tests.stages.landing.archive_bytes import table, workbook_of, zip_of
from tests.stages.landing.deliveries import World

FEED = "civil_affairs/deaths"
CITY = "荣成".encode("gb18030")


def write(world: World, folder: bytes, name: bytes, data: bytes) -> None:
    place = os.path.join(os.fsencode(world.inbox), folder)  # noqa: PTH118 - bytes
    os.makedirs(place, exist_ok=True)  # noqa: PTH103
    with open(os.path.join(place, name), "wb") as handle:  # noqa: PTH118, PTH123
        handle.write(data)


def parquet_of(name: str, folder: str) -> bytes:
    path = f"{folder}/one.parquet"
    pl.DataFrame({"姓名": [name], "身份证号": [None], "死亡日期": ["2024-01-01"]}).cast(pl.String).write_parquet(path)
    with open(path, "rb") as handle:  # noqa: PTH123
        return handle.read()


@pytest.mark.parametrize("kind", ["csv", "gb18030", "xlsx", "parquet", "zip", "csv.gz", "html"])
def test_a_name_in_gb18030(world: World, kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    page = "<table><tr><td>姓名<td>身份证号<td>死亡日期</tr><tr><td>甲<td><td>2024-01-01</tr></table>"
    data = {
        "csv": table("甲"),
        "gb18030": table("甲").decode().encode("gb18030"),
        "xlsx": workbook_of("甲"),
        "parquet": parquet_of("甲", str(tmp_path_factory.mktemp("made"))),
        "zip": zip_of({"deaths_一.csv": table("甲")}),
        "csv.gz": gzip.compress(table("甲")),
        "html": page.encode(),
    }[kind]
    write(world, b"civil_affairs", b"deaths_" + CITY + b"." + kind.encode(), data)
    night, summary = world.land()
    shown = f"deaths_荣成.{kind}" + ("/deaths_一.csv" if kind == "zip" else "")
    assert night.read(f"landing/{FEED}").select("file", "name").rows() == [(shown, "甲")]
    assert summary.files_refused == 0


def test_names_of_strays_and_names_that_nobody_can_read(world: World) -> None:
    write(world, b"civil_affairs", b"deaths_" + CITY + b".csv", table("甲"))
    write(world, b"civil_affairs", "deaths_荣成.csv".encode(), table("乙"))
    write(world, b"civil_affairs", b"deaths_\xff\xff.csv", table("丙"))
    write(world, b"civil_affairs", CITY + b".csv", table("丁"))
    write(world, CITY, CITY + b".csv", table("丁"))
    write(world, b"", CITY + b".csv", table("丁"))
    night, _ = world.land()
    landed = night.read(f"landing/{FEED}")
    assert sorted(landed["name"]) == ["丙", "乙", "甲"]
    assert landed["file"].n_unique() == 3
    refused = night.read("landing/ledger").filter(pl.col("refused"))
    assert sorted(refused["file"]) == ["荣成.csv", "荣成.csv", "荣成/荣成.csv"]
