"""Nothing is lost and nothing is made up, whatever is in the files; and the same files are the same bytes."""

import csv
import io
import tempfile
import unicodedata
from datetime import date
from pathlib import Path

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from assets.lake import Night
from assets.landing import land_feed
from assets.landing.files.sheets import BATCH_ROWS
from assets.landing.inbox import read_inbox
from assets.vocabulary.feeds import load_feeds
from tests.stages.landing.deliveries import FIRST, SECOND, THIRD, World
from tests.stages.landing.one_feed import Deliveries, land_nights, replaced_of

HEADER = ["姓名", "身份证号", "救助日期", "救助方式", "救助金额", "致困原因"]
FEED = "civil_affairs/temporary_aid"
ROW = st.tuples(
    st.sampled_from(["甲", "乙", "", " ", "合计", "小计：3"]),
    st.sampled_from(["371082199001011234", "", "无", "3.7E+17"]),
    st.sampled_from(["2026-06-01", "20260602", "坏", "", "2026年6月1日"]),
    st.sampled_from(["急难型", "支出", "不明"]),
    st.sampled_from(["500", "500.00", "五百", "", '1,"5']),
    st.sampled_from(["因病", "", "两\n行", "a,b"]),
)
BLANK = st.sampled_from([("", "", "", "", "", ""), (" ", "", "\u3000", "", "", "")])
FILE = st.lists(st.one_of(ROW, ROW, ROW, BLANK), max_size=12)


def _as_csv(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([tuple(HEADER), *rows])
    return text.getvalue().encode()


def _filled(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [row for row in rows if any(cell.strip(" \u3000") for cell in row)]


def _not_blank(rows: list[tuple[str, ...]]) -> int:
    return len(_filled(rows))


def _is_total(row: tuple[str, ...]) -> bool:
    first = next(cell for cell in row if cell.strip(" \u3000"))
    # Who has an identity number is somebody, whatever stands for the name.
    return first in {"合计", "小计：3"} and row[1] != "371082199001011234"


def _tables(night: Night) -> dict[str, bytes]:
    keys = [f"{part}/{feed}" for feed in load_feeds() for part in ("landing", "quarantine")]
    return {key: night.path(key).read_bytes() for key in (*keys, "landing/ledger", "landing/feed_ages")}


def _land(world: World) -> tuple[Night, pl.DataFrame]:
    """One feed alone, and its ledger."""
    night = world.lake.night(FIRST)
    return night, land_feed(load_feeds()[FEED], read_inbox(world.inbox).of_feed(FEED), night)


def _check(night: Night, told: pl.DataFrame, name: str, rows: list[tuple[str, ...]]) -> None:
    here = pl.col("file") == name
    ledger = told.filter(here).row(0, named=True)
    landed = night.read(f"landing/{FEED}").filter(here)
    entries = night.read(f"quarantine/{FEED}").filter(here)
    refused = set(entries.filter(pl.col("row_refused"))["row_no"])
    assert ledger["rows_read"] == _not_blank(rows)
    assert ledger["rows_loaded"] == landed.height
    assert ledger["rows_quarantined"] == len(refused)
    told = replaced_of(night, FEED).filter(here)
    totals = {place for place, row in enumerate(_filled(rows), 1) if _is_total(row)}
    assert ledger["rows_set_aside"] == len(totals) + told.height
    assert ledger["set_aside_totals"] == len(totals)
    assert ledger["set_aside_repeats"] == told.filter(pl.col("kind") == "repeat").height
    assert ledger["set_aside_replaced"] == told.filter(pl.col("kind") == "replaced").height
    assert ledger["cells_marked"] == entries.filter(~pl.col("row_refused")).height
    places = landed["row_no"].to_list()
    assert places == sorted(set(places))
    # Every row is at one place and at one only.
    found = [*places, *refused, *totals, *told["row_no"]]
    assert sorted(found) == [*range(1, _not_blank(rows) + 1)]
    # A row stands where its number says, under the name that its file gave it, whatever the width of its characters.
    named = [unicodedata.normalize("NFKC", row[0]).strip() or None for row in _filled(rows)]
    assert landed["name"].to_list() == [named[place - 1] for place in places]


@settings(max_examples=15, deadline=None)
@given(first=FILE, second=FILE)
@example(first=[], second=[("小计：3", "371082199001011234", "2026-06-01", "急难型", "500", "因病")])
def test_every_row_is_loaded_quarantined_or_set_aside(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.write_bytes("civil_affairs/temporary_aid_1.csv", _as_csv(first))
        world.write_bytes("civil_affairs/temporary_aid_2.csv", _as_csv(second))
        night, ledger = _land(world)
        _check(night, ledger, "temporary_aid_1.csv", first)
        _check(night, ledger, "temporary_aid_2.csv", second)


@settings(max_examples=4, deadline=None)
@given(first=FILE, second=FILE)
def test_two_nights_of_an_append_feed_hold_each_key_once(
    first: list[tuple[str, ...]], second: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.write_bytes("civil_affairs/temporary_aid_1.csv", _as_csv(first))
        world.land_and_seal(FIRST)
        world.write_bytes(
            "civil_affairs/temporary_aid_2.csv", _as_csv([*second, ("丙", "", "2026-06-03", "急难型", "1", "")])
        )
        night, _ = world.land(SECOND)
        landed = night.read(f"landing/{FEED}")
        keyed = landed.filter(pl.col("id_number").is_not_null())
        assert keyed.select("id_number", "aid_date", "amount").is_duplicated().sum() == 0
        # Rows without an id, but for those whose id was there and could not be read.
        unread = night.read(f"quarantine/{FEED}").filter(pl.col("column") == "id_number")
        address = ["delivery", "file", "sheet", "row_no"]
        nameless = landed.filter(pl.col("id_number").is_null()).join(unread, on=address, how="anti")
        assert nameless.drop("feed", *address).is_duplicated().sum() == 0
        order = landed.select("delivery", "file", "sheet", "row_no")
        assert order.equals(order.sort("delivery", "file", "sheet", "row_no"))


# Rows that can be read, of few people and days, so that they meet: name, id, day, kind, amount, reason.
GOOD = st.tuples(
    st.sampled_from(["甲", "乙"]),
    st.sampled_from(["371082199001011234", "371082198505051239", ""]),
    st.just("2026-06-01"),
    st.sampled_from(["急难型", "支出型"]),
    st.sampled_from(["500", "600"]),
    st.just("因病"),
)
SENT = st.lists(GOOD, max_size=5)
Place = tuple[int, str, int]


def _by_hand(nights: list[tuple[list[tuple[str, ...]], ...]]) -> list[tuple[set[Place], set[tuple[object, ...]]]]:
    """For each night the places (night, file, row) that stand, and (place, kind, place standing for it) set aside."""
    standing: dict[Place, tuple[str, ...]] = {}
    made = []
    for night, files in enumerate(nights):
        sent = {
            (night, f"temporary_aid_{number}.csv", place): row
            for number, rows in enumerate(files)
            for place, row in enumerate(rows, 1)
        }
        groups: dict[tuple[str, ...], list[Place]] = {}
        for place, row in sorted((standing | sent).items()):
            _, number, day, _, amount, _ = row
            groups.setdefault((number, day, amount) if number else row, []).append(place)
        everything, gone = standing | sent, set()
        standing = {}
        for places in groups.values():
            counts = everything[places[-1]]
            first = next(place for place in places if everything[place] == counts)
            standing[first] = counts
            gone |= {
                (place, "repeat" if everything[place] == counts else "replaced", first)
                for place in places
                if place != first
            }
        made.append((set(standing), gone))
    return made


@settings(max_examples=12, deadline=None)
@given(nights=st.lists(st.tuples(SENT, SENT), min_size=2, max_size=3))
def test_what_stands_over_nights_is_what_stands_by_hand(nights: list[tuple[list[tuple[str, ...]], ...]]) -> None:
    # Each night's files bear names of their own bytes only: the same bytes again are not read again.
    deliveries: list[Deliveries] = [
        {
            f"civil_affairs/temporary_aid_{number}.csv": _as_csv(rows) + b"\n" * night
            for number, rows in enumerate(files)
        }
        for night, files in enumerate(nights)
    ]
    dates = {FIRST: 0, SECOND: 1, THIRD: 2}
    with tempfile.TemporaryDirectory() as folder:
        landed = land_nights(FEED, Path(folder), deliveries)
        for night, (stands, gone) in zip(landed, _by_hand(nights), strict=True):
            rows = night.read(f"landing/{FEED}").select("delivery", "file", "row_no").rows()
            assert {(dates[day], file, row) for day, file, row in rows} == stands
            assert len(rows) == len(stands)
            told = replaced_of(night, FEED)
            columns = ["delivery", "file", "row_no", "kind", "by_delivery", "by_file", "by_row_no"]
            assert gone == {
                ((dates[day], file, row), kind, (dates[by_day], by_file, by_row))
                for day, file, row, kind, by_day, by_file, by_row in told.select(columns).rows()
            }


def _large(world: World) -> int:
    """A file of several batches: a repeat across them, a blank line in the first, a bad row in the last."""
    rows = BATCH_ROWS + 50_000
    number = pl.int_range(rows, eager=True)
    frame = pl.DataFrame(
        {
            "姓名": pl.select(pl.lit("甲").repeat_by(rows).explode()).to_series(),
            "身份证号": pl.select(pl.format("3710821990{}1", (number + 1_000_000).cast(pl.String))).to_series(),
            "死亡日期": pl.Series([date(2024, 1, 1)]).new_from_index(0, rows).dt.to_string(),
        }
    )
    lines = frame.write_csv().encode().split(b"\n")
    lines[rows] = lines[1]  # the last row repeats the first
    lines[rows - 1] = b"\xe4\xb9\x99,,\xe5\x9d\x8f"
    lines.insert(10, b"")
    world.write_bytes("civil_affairs/deaths.csv", b"\n".join(lines))
    return rows


def test_batches_do_not_show(world: World) -> None:
    rows = _large(world)
    night, summary = world.land()
    assert (summary.rows_read, summary.rows_loaded) == (rows, rows - 2)
    assert (summary.rows_quarantined, summary.rows_set_aside) == (1, 1)
    places = night.read("landing/civil_affairs/deaths")["row_no"]
    assert places.equals(pl.Series("row_no", [*range(1, rows - 1)]))
    refused = night.read("quarantine/civil_affairs/deaths").select("row_no", "line_no").rows()
    assert refused == [(rows - 1, rows + 1)]


def test_the_same_files_are_the_same_bytes(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        world = World(tmp_path / name)
        _large(world)
        world.write_bytes("civil_affairs/temporary_aid.csv", _as_csv([("甲", "", "坏", "不明", "1", "因病")] * 3))
        made.append(_tables(world.land()[0]))
    assert made[0] == made[1]


def test_a_night_made_again_is_the_same_bytes(world: World) -> None:
    world.write_bytes("civil_affairs/temporary_aid.csv", _as_csv([("甲", "", "2026-06-01", "急难型", "1", "因病")]))
    world.land_and_seal(FIRST)
    world.write_bytes("civil_affairs/temporary_aid.csv", _as_csv([("乙", "", "2026-06-01", "急难型", "1", "因病")]))
    once = _tables(world.land(SECOND)[0])
    assert _tables(world.land(SECOND)[0]) == once
