"""Households, heads and details beside the warnings' world, and the queue of a department made from them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from assets.queues import build_queue
from assets.queues.returned import returned_feedback
from assets.vocabulary.indicator_catalogue import IndicatorText
from assets.vocabulary.tables import table_schema
from tests.unit.warnings.world import START, World

NAMES = {"P1": "欧阳小明", "P2": "李四", "P3": "买买提·艾力", "P4": "王五一"}
CATALOGUE = {
    "YB01": IndicatorText(
        "YB01",
        "年度自付累计过高",
        "medical_insurance",
        ("medical_insurance", "civil_affairs"),
        "{since}至{until}个人自付累计{own_pay:,.2f}元，超过监测线{line:,.2f}元；涉及结算{settlements:.0f}笔。",
        "请核查医疗救助待遇是否落实。",
    ),
    "ZH01": IndicatorText(
        "ZH01",
        "收入低于低保未纳入",
        "civil_affairs",
        ("civil_affairs",),
        "人均每月{income:,.2f}元，低于低保标准。",
        "请入户核查。",
    ),
    "MZ01": IndicatorText(
        "MZ01", "死亡仍在保", "civil_affairs", ("civil_affairs",), "死亡登记日期为{died}。", "请核实后按程序办理。"
    ),
}
OWN_PAY = '{"since": "2026-01-01", "until": "2026-03-02", "own_pay": 12800.0, "line": 12500, "settlements": 2}'


def members() -> pl.DataFrame:
    """H1: P1 (head) and P2. H2: P3 alone, no head known. SP4: a person in no household."""
    return pl.DataFrame({"household_id": ["H1", "H1", "H2", "SP4"], "person_id": ["P1", "P2", "P3", "P4"]})


def economy() -> pl.DataFrame:
    return pl.DataFrame(
        {"household_id": ["H1", "H2", "SP4"], "head_person_id": ["P1", None, None]},
        schema={"household_id": pl.String, "head_person_id": pl.String},
    )


def details() -> pl.DataFrame:
    numbers = [f"37108219900101123{digit}" for digit in range(len(NAMES))]
    return pl.DataFrame({"person_id": list(NAMES), "name": list(NAMES.values()), "id_number": numbers})


def returns_of(
    department: str,
    errors: Sequence[Mapping[str, Any]] = (),
    cells: Sequence[Mapping[str, Any]] = (),
    landed: Sequence[Mapping[str, Any]] = (),
    ledger: Sequence[Mapping[str, Any]] = (),
) -> pl.DataFrame:
    """What is returned to a department, of rows of feedback_errors, quarantine, landed feedback and landing ledger."""
    return returned_feedback(
        department,
        pl.DataFrame(errors, schema=table_schema("warnings/feedback_errors")),
        quarantine=pl.DataFrame(cells, schema=table_schema("quarantine/feedback/results")),
        landed=pl.DataFrame(landed, schema=table_schema("landing/feedback/results")),
        landing_ledger=pl.DataFrame(ledger, schema=table_schema("landing/ledger")),
        night=START,
    )


def no_returns() -> pl.DataFrame:
    """Feedback that could not be taken: none."""
    return returns_of("civil_affairs")


def queue_of(world: World, department: str, night: date | None = None) -> pl.DataFrame:
    return build_queue(
        department,
        world.ledger,
        world.items,
        members=members(),
        economy=economy(),
        person_details=details(),
        catalogue=CATALOGUE,
        night=night or world.night,
    )
