"""The sentences: filled from facts, falling back where a fact is wanting, with the right to be heard."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from assets.queues import reasons_of
from assets.queues.sentences import HEARING
from assets.vocabulary.indicator_catalogue import indicator_text, load_indicator_texts
from tests.unit.queues.queue_world import CATALOGUE, OWN_PAY

FALLBACK = "年度自付累计过高：监测值12,800.00，监测线12,500.00。"


def _item(**changes: Any) -> pl.DataFrame:
    row: dict[str, Any] = {
        "code": "YB01",
        "facts": OWN_PAY,
        "value": 12800.0,
        "threshold": 12500.0,
        "lane": "H",
        "state": "open",
        "last_hit_on": date(2026, 3, 2),
    }
    return pl.DataFrame([row | changes])


CASES: list[tuple[str, dict[str, Any], str]] = [
    (
        "figures in their form",
        {},
        "2026-01-01至2026-03-02个人自付累计12,800.00元，超过监测线12,500.00元；涉及结算2笔。",
    ),
    ("a fact is wanting", {"facts": '{"since": "2026-01-01"}'}, FALLBACK),
    ("a fact is null", {"facts": OWN_PAY.replace("12800.0", "null")}, FALLBACK),
    ("a fact is text where a number is meant", {"facts": OWN_PAY.replace("12800.0", '"多"')}, FALLBACK),
    ("facts are no object", {"facts": "[1]"}, FALLBACK),
    ("facts are no JSON", {"facts": "own_pay=1"}, FALLBACK),
    ("facts are empty", {"facts": ""}, FALLBACK),
    ("an unknown indicator", {"code": "XX99"}, "指标XX99：监测值12,800.00，监测线12,500.00。"),
    (
        "the adverse lane",
        {"code": "MZ01", "facts": '{"died": "2025-04-10"}', "lane": "A"},
        f"死亡登记日期为2025-04-10。{HEARING}",
    ),
    (
        "not assessed tonight",
        {"code": "MZ01", "facts": '{"died": "2025-04-10"}', "state": "unassessed"},
        "死亡登记日期为2025-04-10。（本次未能评估，沿用2026-03-02的结果）",
    ),
]


@pytest.mark.parametrize(("case", "changes", "expected"), CASES, ids=[case[0] for case in CASES])
def test_sentence(case: str, changes: dict[str, Any], expected: str) -> None:
    told = reasons_of(_item(**changes), CATALOGUE)
    assert told["sentence"].to_list() == [expected], case
    assert told["asked"].str.len_chars()[0] > 0


def test_the_hearing_is_said_once_though_a_template_says_it_too() -> None:
    text = indicator_text(
        "MZ01",
        {
            "name_zh": "死亡仍在保",
            "department": "civil_affairs",
            "pushes": ["civil_affairs", "finance"],
            "sentence": "死亡登记日期为{died}。" + HEARING,
            "asked": "请核实。",
        },
    )
    told = reasons_of(_item(code="MZ01", facts='{"died": "2025-04-10"}', lane="A"), {"MZ01": text})
    assert told["sentence"][0] == f"死亡登记日期为2025-04-10。{HEARING}"


def test_every_item_keeps_its_sentence_and_no_items_are_no_sentences() -> None:
    items = pl.concat([_item(), _item(), _item(facts="{}"), _item(code="XX99")])
    assert reasons_of(items, CATALOGUE)["sentence"].null_count() == 0
    assert reasons_of(items, CATALOGUE).height == 4
    assert reasons_of(_item().clear(), CATALOGUE).height == 0


def test_an_unknown_department_is_refused() -> None:
    body = {"name_zh": "名", "department": "civil_affairs", "pushes": ["police"], "sentence": "句", "asked": "问"}
    with pytest.raises(ValueError, match="XX01"):
        indicator_text("XX01", body)


def test_which_way_a_value_worsens_is_read_and_checked() -> None:
    body = {"name_zh": "名", "department": "housing", "pushes": ["housing"], "sentence": "句", "asked": "问"}
    assert indicator_text("XX01", body).worse == "higher"
    assert indicator_text("XX01", body | {"worse": "lower"}).worse == "lower"
    with pytest.raises(ValueError, match="XX01"):
        indicator_text("XX01", body | {"worse": "less"})


def test_the_shipped_catalogue_loads_and_every_indicator_is_pushed_to_somebody() -> None:
    catalogue = load_indicator_texts()
    assert {"YB01", "ZH01", "ZH05", "MZ01"} <= catalogue.keys()
    assert all(text.pushes and text.sentence and text.asked for text in catalogue.values())
