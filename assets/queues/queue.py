"""A department's queue: its part of the open warnings, one row a warning and person.

What belongs here: which rows and reasons a department sees. What does not: workbooks and files (workbook, deliveries).
"""

from collections.abc import Mapping
from datetime import date

import polars as pl

from assets.queues.sentences import reasons_of
from assets.vocabulary.divisions import county_code, with_division_names
from assets.vocabulary.indicator_catalogue import IndicatorText
from assets.vocabulary.masking import mask_name
from assets.vocabulary.tables import conform
from assets.vocabulary.warning_words import ACTIVE_ITEMS, disposition_rank, tier_rank

ACTIVE_WARNINGS = ("new", "ongoing", "escalated", "reopened", "verified")


def addressees(members: pl.DataFrame, economy: pl.DataFrame) -> pl.DataFrame:
    """household_id, addressee: the head, or the member whose token comes first where no head is known."""
    heads = economy.select("household_id", "head_person_id").drop_nulls()
    firsts = members.group_by("household_id").agg(first_member=pl.col("person_id").min())
    both = heads.join(firsts, on="household_id", how="full", coalesce=True)
    return both.select("household_id", addressee=pl.coalesce("head_person_id", "first_member"))


def department_items(
    department: str, ledger: pl.DataFrame, items: pl.DataFrame, household_addressees: pl.DataFrame
) -> pl.DataFrame:
    """The open items pushed to a department, each with the person to ask for and its warning's lane."""
    warnings = ledger.filter(pl.col("state").is_in(ACTIVE_WARNINGS)).select("warning_id", "household_id", "lane")
    own = items.filter(pl.col("state").is_in(ACTIVE_ITEMS) & pl.col("departments").list.contains(department))
    return (
        own.drop("evidence")
        .join(warnings, on="warning_id")
        .join(household_addressees, on="household_id", how="left")
        .with_columns(
            person_id=pl.when(pl.col("person_id") == "").then(pl.col("addressee").fill_null("")).otherwise("person_id")
        )
    )


def _one_row_a_person(items: pl.DataFrame) -> pl.DataFrame:
    """The items of a warning and person in one row, the most urgent first."""
    urgency = (tier_rank(pl.col("tier")), disposition_rank(pl.col("disposition")))
    ordered = items.sort("warning_id", "person_id", *urgency, "code")
    return ordered.group_by("warning_id", "person_id", maintain_order=True).agg(
        pl.col("tier", "disposition").first(),
        codes=pl.col("code"),
        reasons=pl.col("sentence"),
        asked=pl.col("asked").unique(maintain_order=True).str.join("\n"),
        pushed_on=pl.col("first_hit_on").min(),
    )


def build_queue(
    department: str,
    ledger: pl.DataFrame,
    items: pl.DataFrame,
    *,
    members: pl.DataFrame,
    economy: pl.DataFrame,
    person_details: pl.DataFrame,
    catalogue: Mapping[str, IndicatorText],
    night: date,
) -> pl.DataFrame:
    """The table queues/<department>, in its contract's columns and order.

    `members` needs household_id and person_id, `economy` household_id and head_person_id, `person_details` person_id
    and name. Tier and disposition are of the row's own items; deadlines and state are the whole warning's.
    """
    own = department_items(department, ledger, items, addressees(members, economy))
    rows = _one_row_a_person(reasons_of(own, catalogue))
    warning = ledger.select(
        "warning_id", "household_id", "lane", "county_code", "division_code", "sign_by", "answer_by", "state"
    )
    names = person_details.join(rows, on="person_id", how="semi").select(
        "person_id", person_masked=mask_name(pl.col("name"))
    )
    placed = with_division_names(
        rows.join(warning, on="warning_id")
        .join(names, on="person_id", how="left")
        .with_columns(division_code=pl.coalesce("division_code", "county_code"))
    )
    finished = placed.with_columns(
        night=pl.lit(night, dtype=pl.Date),
        department=pl.lit(department),
        county_code=pl.coalesce("county_code", county_code(pl.col("division_code"))),
    ).drop("division_code")
    return conform(finished, f"queues/{department}")
