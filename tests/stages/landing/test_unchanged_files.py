"""A snapshot's file that comes again unchanged is not read again, and that does not show in any table."""

import csv
import io
import tempfile
from datetime import date
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.lake import Lake, Night
from assets.landing.in_force.plan import plan_feed
from assets.landing.inbox import read_inbox
from assets.vocabulary.feeds import load_feeds
from tests.stages.landing.deliveries import FIRST, SECOND, THIRD, World, counts_of
from tests.stages.landing.one_feed import Deliveries, land_nights, replaced_of

FEED = "civil_affairs/children"
HEADER = ["姓名", "身份证号", "类别"]
ID, OTHER, NEW = "371082199001011234", "371082198505051239", "371082201005051235"
A, B, C = ("civil_affairs/children_甲县.csv", "civil_affairs/children_乙县.csv", "civil_affairs/children_丙县.csv")


def _carried(night: Night) -> dict[str, bool]:
    return {str(row[0]): bool(row[-1]) for row in counts_of(night, FEED)}


def _two_counties(world: World, second: list[list[str]]) -> Night:
    """Night one of two files; on night two the first comes again as it was and the second with other rows."""
    world.write(A, HEADER, [["甲", ID, "孤儿"], ["坏", "3.7E+17", "孤儿"], ["错", OTHER, "孤儿", "多"]])
    world.write(B, HEADER, [["乙", "", "孤儿"]])
    world.land_and_seal(FIRST)
    world.write(A, HEADER, [["甲", ID, "孤儿"], ["坏", "3.7E+17", "孤儿"], ["错", OTHER, "孤儿", "多"]])
    world.write(B, HEADER, second)
    return world.land(SECOND)[0]


def test_an_unchanged_file_beside_a_new_one_is_taken_over_with_its_quarantine(world: World) -> None:
    night = _two_counties(world, [["丙", "", "孤儿"]])
    landed = night.read(f"landing/{FEED}").select("name", "delivery")
    assert landed.rows() == [("甲", FIRST), ("坏", FIRST), ("丙", SECOND)]
    assert night.read(f"quarantine/{FEED}").select("row_no", "delivery").rows() == [(2, FIRST), (3, FIRST)]
    assert counts_of(night, FEED) == [
        ("children_甲县.csv", "", 3, 2, 1, 0, True),
        ("children_乙县.csv", "", 1, 1, 0, 0, False),
    ]


def test_a_row_taken_over_is_replaced_by_a_later_one_and_its_file_read_again_from_then_on(world: World) -> None:
    night = _two_counties(world, [["甲", ID, "事实无人抚养"]])
    assert night.read(f"landing/{FEED}").select("name", "delivery").rows() == [("坏", FIRST), ("甲", SECOND)]
    assert counts_of(night, FEED) == [
        ("children_甲县.csv", "", 3, 1, 1, 1, True),
        ("children_乙县.csv", "", 1, 1, 0, 0, False),
    ]
    replaced = night.read("landing/replaced").select("file", "row_no", "kind", "by_file", "differing").rows()
    assert replaced == [("children_甲县.csv", 1, "replaced", "children_乙县.csv", ["child_category"])]
    world.land_and_seal(SECOND)
    # Its row gave way to another: only its bytes say what stands now that the other is gone.
    world.write(A, HEADER, [["甲", ID, "孤儿"], ["坏", "3.7E+17", "孤儿"], ["错", OTHER, "孤儿", "多"]])
    world.write(B, HEADER, [["丙", "", "孤儿"]])
    night, _ = world.land(THIRD)
    assert night.read(f"landing/{FEED}").select("name", "delivery").rows() == [
        ("甲", FIRST),
        ("坏", FIRST),
        ("丙", THIRD),
    ]
    assert _carried(night) == {"children_甲县.csv": False, "children_乙县.csv": False}


def test_a_file_that_is_absent_leaves_though_others_are_taken_over(world: World) -> None:
    for name, person in ((A, "甲"), (B, "乙")):
        world.write(name, HEADER, [[person, ID if name == A else "", "孤儿"]])
    world.land_and_seal(FIRST)
    world.write(A, HEADER, [["甲", ID, "孤儿"]])
    world.write(C, HEADER, [["丙", OTHER, "孤儿"]])
    night, _ = world.land(SECOND)
    assert night.read(f"landing/{FEED}")["name"].to_list() == ["甲", "丙"]
    assert _carried(night) == {"children_甲县.csv": True, "children_丙县.csv": False}


def test_a_name_that_had_two_versions_in_force_is_read_again(world: World) -> None:
    sheets: dict[str, list[list[object]]] = {
        "东镇": [list(HEADER), ["甲", ID, "孤儿"]],
        "西镇": [list(HEADER), ["乙", OTHER, "孤儿"]],
    }
    broken = sheets | {"西镇": [["人", "号"], ["乙", OTHER]]}
    first = world.write_workbook("civil_affairs/children.xlsx", sheets).read_bytes()
    world.land_and_seal(FIRST)
    world.write_workbook("civil_affairs/children.xlsx", broken)
    world.land_and_seal(SECOND)
    # The first workbook comes back, of which only one sheet was still in force.
    world.write_bytes("civil_affairs/children.xlsx", first)
    world.write(C, HEADER, [["丙", NEW, "孤儿"]])
    night, _ = world.land(THIRD)
    assert sorted(night.read(f"landing/{FEED}")["name"]) == ["丙", "乙", "甲"]
    assert _carried(night) == {"children.xlsx": False, "children_丙县.csv": False}


def test_a_refused_sheet_of_a_file_taken_over_still_keeps_what_is_missing(world: World) -> None:
    sheets: dict[str, list[list[object]]] = {
        "东镇": [list(HEADER), ["甲", ID, "孤儿"]],
        "西镇": [["姓名", "身份证号"], ["乙", OTHER]],
    }
    book = world.write_workbook("civil_affairs/children_甲县.xlsx", sheets).read_bytes()
    world.write(B, HEADER, [["丙", "", "孤儿"]])
    world.land_and_seal(FIRST)
    world.write_bytes("civil_affairs/children_甲县.xlsx", book)
    world.write(C, HEADER, [["丁", NEW, "孤儿"]])
    night, _ = world.land(SECOND)
    # 乙县 was not delivered and a sheet is refused: nobody can tell whether it was to replace 乙县.
    assert sorted(night.read(f"landing/{FEED}")["name"]) == ["丁", "丙", "甲"]
    refused = night.read("landing/ledger").filter(pl.col("feed") == FEED, pl.col("refused"))
    assert refused.select("sheet", "carried").rows() == [("西镇", True)]


CORRECTIONS = "数据,主键,栏目,原值,更正值,原因,有效期至,登记人\n"


def _correct(world: World, until: str) -> None:
    line = f"{FEED},身份证号={ID};姓名=甲,类别,孤儿,事实无人抚养,村里来电核实,{until},李静\n"
    world.write_bytes("operator/corrections.csv", (CORRECTIONS + line).encode("utf-8-sig"))


def _corrected_night(world: World, night: date, correction: str | None, changed: str) -> Night:
    world.write(A, HEADER, [["甲", ID, "孤儿"]])
    world.write(B, HEADER, [[changed, OTHER, "孤儿"]])
    if correction is not None:
        _correct(world, correction)
    return world.land_and_seal(night)


def _sealed(world: World, key: str, night: date) -> pl.DataFrame:
    return pl.read_parquet(world.lake.partition(key, night))


def test_a_file_is_read_again_when_other_corrections_apply(world: World) -> None:
    nights = [(FIRST, None), (SECOND, "2026-07-03"), (THIRD, "2026-07-03"), (date(2026, 7, 4), "2026-07-03")]
    seen = []
    for place, (night, correction) in enumerate(nights):
        _corrected_night(world, night, correction, f"乙{place}")
        row = _sealed(world, f"landing/{FEED}", night).row(0, named=True)
        ledger = _sealed(world, "landing/ledger", night).filter(pl.col("file") == A.rpartition("/")[2])
        told = _sealed(world, "landing/corrected", night).height
        seen.append((row["child_category"], ledger["carried"].item(), told))
    # Not yet; recorded, so read again; unchanged, so taken over with what is told of it; run out, so read again.
    before, after = seen[0][0], seen[1][0]
    assert before != after
    assert seen == [(before, False, 0), (after, False, 1), (after, True, 1), (before, False, 0)]


def test_a_new_correction_reads_an_unchanged_snapshot_again_and_keeps_what_is_absent(world: World) -> None:
    world.write(A, HEADER, [["甲", ID, "孤儿"]])
    world.write(B, HEADER, [["乙", "", "孤儿"]])
    world.land_and_seal(FIRST)
    world.write(A, HEADER, [["甲", ID, "孤儿"]])
    _correct(world, "2026-12-31")
    night, _ = world.land(SECOND)
    landed = night.read(f"landing/{FEED}").select("name", "delivery", "child_category")
    assert landed.select("name", "delivery").rows() == [("乙", FIRST), ("甲", FIRST)]
    assert landed["child_category"].n_unique() == 2


# Random worlds. Names are few, so that rows meet; ids are good, missing, lost, or of another.
ROW = st.tuples(
    st.sampled_from(["甲", "乙", "王?", ""]),
    st.sampled_from([ID, ID, OTHER, "", "3.7E+17"]),
    st.sampled_from(["孤儿", "孤儿", "事实无人抚养", "不明"]),
)
REFUSED = st.just(("错", OTHER, "孤儿", "多"))
CONTENT = st.lists(st.one_of(ROW, ROW, ROW, st.just(("合计", "2", "")), REFUSED), min_size=1, max_size=4)
# What a county does on a night: sends the same again, sends other rows, sends what must be refused, sends nothing.
ACT = st.one_of(st.just("same"), st.just("same"), CONTENT, st.just("refused"), st.just("absent"))
NIGHTS = st.tuples(*[st.tuples(ACT, ACT, ACT)] * 3)


def _as_csv(rows: list[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([tuple(HEADER), *rows])
    return text.getvalue().encode()


def _deliveries(nights: tuple[tuple[object, ...], ...]) -> list[Deliveries]:
    made: list[Deliveries] = []
    for acts in nights:
        before = made[-1] if made else {}
        tonight: Deliveries = {}
        for name, act in zip((A, B, C), acts, strict=True):
            if act == "same" and name in before:
                tonight[name] = before[name]
            elif act == "refused":
                tonight[name] = b"a,b\n1,2\n"
            elif isinstance(act, list):
                tonight[name] = _as_csv(act)
        made.append(tonight)
    return made


def _forget_that_rows_stand(lake: Lake, night: date) -> None:
    """Let the previous ledger say of every file that rows of it gave way: so each is read again."""
    path = lake.partition("landing/ledger", night)
    pl.read_parquet(path).with_columns(set_aside_repeats=pl.lit(1, pl.Int64)).write_parquet(path)


def _told(night: Night) -> list[tuple[object, ...]]:
    columns = ["delivery", "file", "rows_read", "rows_loaded", "rows_quarantined", "rows_set_aside", "refused"]
    return night.read("landing/ledger").select(columns).sort("delivery", "file").rows()


@settings(max_examples=12, deadline=None)
@given(nights=NIGHTS)
def test_three_nights_are_the_same_bytes_as_with_every_file_read_again(nights: tuple[tuple[object, ...], ...]) -> None:
    deliveries = _deliveries(nights)
    with tempfile.TemporaryDirectory() as short, tempfile.TemporaryDirectory() as full:
        quick = land_nights(FEED, Path(short), deliveries)
        slow = land_nights(FEED, Path(full), deliveries, _forget_that_rows_stand)
        for one, other in zip(quick, slow, strict=True):
            for key in (f"landing/{FEED}", f"quarantine/{FEED}"):
                assert one.path(key).read_bytes() == other.path(key).read_bytes()
            assert replaced_of(one, FEED).equals(replaced_of(other, FEED))
            assert _told(one) == _told(other)


def test_the_comparison_reads_what_the_shortcut_does_not(world: World) -> None:
    world.write(A, HEADER, [["甲", ID, "孤儿"]])
    world.land_and_seal(FIRST)
    world.write(A, HEADER, [["甲", ID, "孤儿"]])
    world.write(B, HEADER, [["乙", OTHER, "孤儿"]])
    feed, files = load_feeds()[FEED], read_inbox(world.inbox).of_feed(FEED)
    ledger = world.lake.partition("landing/ledger", FIRST)
    plan = plan_feed(feed, files, pl.read_parquet(ledger).filter(pl.col("feed") == FEED), SECOND)
    assert ([each.name for each in plan.to_read], plan.taken_over) == (["children_乙县.csv"], ("children_甲县.csv",))
    _forget_that_rows_stand(world.lake, FIRST)
    plan = plan_feed(feed, files, pl.read_parquet(ledger).filter(pl.col("feed") == FEED), SECOND)
    assert ([each.name for each in plan.to_read], plan.taken_over) == (["children_甲县.csv", "children_乙县.csv"], ())
