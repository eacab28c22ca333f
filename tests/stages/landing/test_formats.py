"""The same rows in every format and encoding that departments send land as the same rows."""

import codecs
from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from tests.stages.landing.deliveries import DEATHS, FIRST, World, counts_of

FEED = "civil_affairs/deaths"
ROWS = [["王䶮", "371082199001011234", "2024-01-01"], ["阿不都·热合曼", "", "2024-02-29"]]
EXPECTED = [("王䶮", "371082199001011234", date(2024, 1, 1)), ("阿不都·热合曼", None, date(2024, 2, 29))]
TEXT = "\n".join(",".join(row) for row in [DEATHS, *ROWS]) + "\n"


def _landed(world: World, feed: str = FEED) -> pl.DataFrame:
    return world.land()[0].read(f"landing/{feed}")


@pytest.mark.parametrize(
    ("name", "data", "encoding"),
    [
        ("deaths.csv", TEXT.encode(), "utf-8"),
        ("deaths.csv", codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        ("deaths.CSV", TEXT.encode("gb18030"), "gb18030"),
        ("deaths.csv", TEXT.encode("utf-16"), "utf-16"),
        ("deaths.csv", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        ("deaths.tsv", TEXT.replace(",", "\t").encode(), "utf-8"),
        ("deaths.txt", TEXT.replace(",", ";").encode(), "utf-8"),
        ("deaths.txt", TEXT.replace(",", "|").encode("gb18030"), "gb18030"),
        ("deaths.csv", TEXT.replace("\n", "\r\n").encode(), "utf-8"),
        ("deaths.csv", TEXT.replace("\n", "\r").encode(), "utf-8"),
        ("deaths.csv", TEXT.rstrip("\n").encode(), "utf-8"),
        ("deaths.csv", '"' + TEXT.replace(",", '","').replace("\n", '"\n"').rstrip('"') + "", "utf-8"),
    ],
)
def test_text_files(world: World, name: str, data: bytes | str, encoding: str) -> None:
    world.write_bytes(f"civil_affairs/{name}", data.encode() if isinstance(data, str) else data)
    night, summary = world.land()
    landed = night.read(f"landing/{FEED}")
    assert landed.select("name", "id_number", "death_date").rows() == EXPECTED
    assert landed.select("feed", "delivery", "file", "sheet", "row_no").rows() == [
        (FEED, FIRST, name, "", 1),
        (FEED, FIRST, name, "", 2),
    ]
    ledger = night.read("landing/ledger")
    assert ledger["encoding"].to_list() == [encoding]
    assert ledger["format"].to_list() == [name[-3:].lower()]
    assert (summary.rows_read, summary.rows_loaded, summary.files_refused) == (2, 2, 0)


def test_title_lines_totals_and_blank_lines(world: World) -> None:
    body = "2026年死亡人员名单,,\n制表单位：某市民政局,,\n" + TEXT + "\n ,　,\n姓名,身份证号,死亡日期\n合 计：2人,,\n"
    world.write_bytes("civil_affairs/deaths.csv", body.encode())
    night, _ = world.land()
    assert night.read(f"landing/{FEED}").select("name", "row_no").rows() == [("王䶮", 1), ("阿不都·热合曼", 2)]
    # Two rows, the header once more, the total.
    assert counts_of(night, FEED) == [("deaths.csv", "", 4, 2, 0, 2, False)]


def test_an_unknown_column_before_the_known_ones_and_a_total_in_it(world: World) -> None:
    world.write("civil_affairs/deaths.csv", ["序号", *DEATHS], [["1", *ROWS[0]], ["", *ROWS[1]], ["总计", "", "", ""]])
    night, _ = world.land()
    assert night.read(f"landing/{FEED}").select("name", "id_number", "death_date").rows() == EXPECTED
    assert counts_of(night, FEED) == [("deaths.csv", "", 3, 2, 0, 1, False)]


def test_a_workbook_of_several_sheets(world: World) -> None:
    world.write_workbook(
        "civil_affairs/deaths_6月.xlsx",
        {
            "二镇": [
                ["某镇死亡人员"],
                [],
                list(DEATHS),
                ["王䶮", "371082199001011234", date(2024, 1, 1)],
                [],
                ["合计", 1],
            ],
            "一镇": [[None, *DEATHS], [None, "阿不都·热合曼", None, 45351]],
            "说明": [["请按表填写"], ["谢谢"]],
            "空表": [],
        },
    )
    night, summary = world.land()
    landed = night.read(f"landing/{FEED}")
    assert landed.select("sheet", "row_no", "name", "death_date").rows() == [
        ("一镇", 1, "阿不都·热合曼", date(2024, 2, 29)),
        ("二镇", 1, "王䶮", date(2024, 1, 1)),
    ]
    assert [row[1:6] for row in counts_of(night, FEED)] == [
        ("一镇", 1, 1, 0, 0),
        ("二镇", 2, 1, 0, 1),
        ("说明", 0, 0, 0, 0),
    ]
    ledger = night.read("landing/ledger")
    assert ledger.filter(pl.col("refused"))["reason"].to_list() == [
        "前10行里没有找到表头；请确认第一行（或标题行之后）是列名"
    ]
    assert summary.files_refused == 0


def test_a_workbooks_numbers(world: World) -> None:
    header = ["发放年月", "姓名", "身份证号", "救助类型", "应发金额", "实发金额（万元）", "发放状态"]
    world.write_workbook(
        "civil_affairs/payments.xlsx",
        {
            "一": [
                header,
                [202606, "甲", 371082199001011234, 110, 1010.5, 0.10105, 1],
                ["2026年6月", "乙", "371082199001011234", "城市低保", "1,010.50", "0.1", "成功"],
                [date(2026, 6, 1), "丙", 371082900101123, 110.0, -3, 0, 1],
            ]
        },
    )
    night, _ = world.land()
    columns = ["pay_month", "id_number", "assistance_type", "amount_due", "amount_paid", "pay_status"]
    june = date(2026, 6, 1)
    assert night.read("landing/civil_affairs/payments").select(columns).rows() == [
        (june, None, "110", Decimal("1010.50"), Decimal("1010.50"), "成功"),
        (june, "371082199001011234", "110", Decimal("1010.50"), Decimal("1000.00"), "成功"),
        (june, "371082199001011239", "110", Decimal("-3.00"), Decimal("0.00"), "成功"),
    ]
    # The number cell lost its last digits, the text cell with the same digits did not.
    marked = night.read("quarantine/civil_affairs/payments")
    assert marked.select("row_no", "line_no", "column", "reason_code", "row_refused").rows() == [
        (1, 2, "id_number", "digits_lost", False)
    ]


def test_parquet_of_any_types(world: World) -> None:
    path = world.inbox / "civil_affairs" / "temporary_aid.parquet"
    path.parent.mkdir(parents=True)
    pl.DataFrame(
        {
            "姓名": pl.Series(["甲", "乙"], dtype=pl.Categorical),
            "身份证号": ["371082199001011234", None],
            "救助日期": [date(2026, 6, 1), date(2026, 6, 2)],
            "救助方式": ["急难型", "支出"],
            "救助金额": [1234.5, 0.1],
            "是否本地户籍": [True, None],
            "附件": [[1], [2]],
        }
    ).write_parquet(path)
    landed = _landed(world, "civil_affairs/temporary_aid")
    assert landed.select("name", "aid_date", "aid_type", "amount", "local_registered", "row_no").rows() == [
        ("甲", date(2026, 6, 1), "急难型", Decimal("1234.50"), True, 1),
        ("乙", date(2026, 6, 2), "支出型", Decimal("0.10"), None, 2),
    ]


def test_the_landed_tables_have_the_contracts_schema(world: World) -> None:
    world.write("civil_affairs/deaths.csv", DEATHS, ROWS)
    night, _ = world.land()
    landed = night.read(f"landing/{FEED}")
    assert landed.schema == pl.Schema(
        {
            "name": pl.String,
            "id_number": pl.String,
            "death_date": pl.Date,
            "cremation_date": pl.Date,
            "funeral_home": pl.String,
            "feed": pl.String,
            "delivery": pl.Date,
            "file": pl.String,
            "sheet": pl.String,
            "row_no": pl.Int64,
        }
    )
    assert pl.read_parquet_schema(night.path(f"landing/{FEED}")) == landed.schema


def test_a_file_that_turns_out_not_to_be_utf8_in_its_middle_is_read_as_gb18030(world: World) -> None:
    filler = ["x", "", "2024-01-01", "y" * 400]
    rows = [filler] * 2000 + [["王䶮", "371082199001011234", "2024-01-01", "馆"]] + [filler] * 2000
    text = "name,id_number,death_date,funeral_home\n" + "".join(",".join(row) + "\n" for row in rows)
    world.write_bytes("civil_affairs/deaths.csv", text.encode("gb18030"))
    night, _ = world.land()
    assert night.read("landing/ledger")["encoding"].to_list() == ["gb18030"]
    landed = night.read(f"landing/{FEED}").filter(pl.col("id_number").is_not_null())
    assert landed.select("name", "funeral_home", "row_no").rows() == [("王䶮", "馆", 2001)]


def test_a_damaged_utf8_file_is_not_read_as_another_text(world: World) -> None:
    """English headings, so that nothing but the encoding keeps its names from being read as other characters."""
    days = [f"2024-{month:02}-{day:02}" for month in range(1, 6) for day in range(1, 25)]
    rows = "".join(f"王小{character},,{day}\n" for character, day in zip("甲乙丙丁" * 30, days, strict=True))
    data = f"name,id_number,death_date\n{rows}".encode()
    place = data.index("丙".encode())
    world.write_bytes("civil_affairs/deaths.csv", data[:place] + data[place + 1 :])
    night, _ = world.land()
    names = night.read(f"landing/{FEED}")["name"].to_list()
    assert (len(names), names[:2], names[3]) == (120, ["王小甲", "王小乙"], "王小丁")
    told = night.read(f"quarantine/{FEED}")
    assert told.select("row_no", "column", "row_refused").rows() == [(3, "name", False)]
    assert night.read("landing/ledger")["encoding"].to_list() == ["utf-8"]
