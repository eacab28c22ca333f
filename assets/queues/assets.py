"""The Dagster assets of the queues: one a department, with its lists, and the scorecard. Load, call, save."""

import dagster as dg
import polars as pl

from assets.lake import Lake, Night
from assets.lake.assets import NIGHTS, count_table, night_of, table_result
from assets.lake.errors import without_values
from assets.queues.deliveries import write_lists
from assets.queues.identity.deliver import DEPARTMENT, make_identity_review
from assets.queues.identity.rows import TABLE as IDENTITY_REVIEW
from assets.queues.queue import build_queue
from assets.queues.returned import FEED, returned_feedback
from assets.queues.returns.counting import RETURNS
from assets.queues.returns.deliver import make_returns
from assets.queues.scorecard import build_scorecard
from assets.vocabulary.departments import DEPARTMENT_NAMES, SENDING_DEPARTMENTS
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.identity_words import DECISIONS_FEED, REVIEW_LIST
from assets.vocabulary.indicator_catalogue import load_indicator_texts
from assets.vocabulary.warning_words import tier_rank

STAGE = "queues"
_INPUTS = (
    ["warnings", "ledger"],
    ["warnings", "items"],
    ["warnings", "feedback_errors"],
    ["landing", "feedback", "results"],
    ["landing", "ledger"],
    ["households", "members"],
    ["households", "economy"],
    ["identity", "person_details"],
)


def _persons(night: Night, department: str, ledger: pl.DataFrame, items: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Members and heads of the households that this department's warnings are about, and those persons' details.

    Only these persons are read out of tables that hold everybody.
    """
    own = items.lazy().filter(pl.col("departments").list.contains(department)).select("warning_id", "person_id")
    households = ledger.lazy().join(own, on="warning_id", how="semi").select("household_id").unique()
    economy = night.scan("households/economy").select("household_id", "head_person_id")
    members = night.scan("households/members").select("household_id", "person_id")
    economy_frame = economy.join(households, on="household_id", how="semi").collect(engine="streaming")
    members_frame = members.join(households, on="household_id", how="semi").collect(engine="streaming")
    heads = economy_frame.lazy().select(person_id="head_person_id")
    persons = pl.concat([own.select("person_id"), heads, members_frame.lazy().select("person_id")]).unique()
    details = night.scan("identity/person_details").select("person_id", "name", "id_number")
    details_frame = details.join(persons, on="person_id", how="semi").collect(engine="streaming")
    return {"members": members_frame, "economy": economy_frame, "person_details": details_frame}


def make_queue(night: Night, department: str) -> pl.DataFrame:
    """Read what the department's queue needs, save it and write its lists; gives the queue."""
    ledger, items = night.read("warnings/ledger"), night.read("warnings/items")
    persons = _persons(night, department, ledger, items)
    catalogue = load_indicator_texts()
    queue = build_queue(department, ledger, items, **persons, catalogue=catalogue, night=night.night)
    night.save(f"{STAGE}/{department}", queue)
    returned = returned_feedback(
        department,
        night.read("warnings/feedback_errors"),
        quarantine=night.read(f"quarantine/{FEED}"),
        landed=night.read(f"landing/{FEED}"),
        landing_ledger=night.read("landing/ledger"),
        night=night.night,
    )
    write_lists(night.deliveries, department, queue, persons["person_details"], returned, night=night.night)
    return queue


def make_scorecard(night: Night) -> pl.DataFrame:
    """Read what the scorecard needs and save it; gives it."""
    counts = build_scorecard(
        night.read("indicators/hits"),
        night.read("warnings/ledger"),
        night.read("warnings/items"),
        night.read("warnings/events"),
        night.night,
    )
    night.save(f"{STAGE}/scorecard", counts)
    return counts


def _department_asset(department: str) -> dg.AssetsDefinition:
    @dg.asset(
        key=[STAGE, department],
        group_name="g6_queues",
        partitions_def=NIGHTS,
        deps=list(_INPUTS),
        kinds={"polars", "parquet", "excel"},
        description=f"Whom {DEPARTMENT_NAMES[department]} is asked to visit and why, with the lists to download.",
    )
    @without_values
    def queue_asset(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> dg.MaterializeResult[None]:
        night = night_of(context, lake)
        queue = make_queue(night, department)
        by_tier = queue.group_by("tier").len().sort(tier_rank(pl.col("tier"))).rows()
        folder = night.deliveries / department
        files = sorted(path.relative_to(night.deliveries).as_posix() for path in folder.rglob("*.*"))
        metadata: dict[str, dg.MetadataValue | int | float | str] = {
            "rows by tier": count_table(["tier", "rows"], by_tier),
            "lists": dg.MetadataValue.json(files),
            "folder of the lists": f"deliveries/{night.night}/{department}",
        }
        return table_result(night, f"{STAGE}/{department}", metadata)

    return queue_asset


queue_assets = [_department_asset(department) for department in SENDING_DEPARTMENTS]


@dg.asset(
    key=[STAGE, "returns"],
    group_name="g6_queues",
    partitions_def=NIGHTS,
    deps=[
        *(
            ["landing", table]
            for table in ("ledger", "headings", "drift", "replaced", "volumes", "quality", "feed_ages")
        ),
        *(["landing", feed.department, feed.name] for feed in load_feeds().values()),
        # After the queues, which begin each department's folder anew.
        *([STAGE, department] for department in SENDING_DEPARTMENTS),
    ],
    kinds={"polars", "parquet", "excel"},
    description="What each department is asked to mend in its extracts, with the lists and quality cards to download.",
)
@without_values
def returns(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> dg.MaterializeResult[None]:
    """Write each department's list of returned rows and its quality card."""
    night = night_of(context, lake)
    table = make_returns(night)
    whole = (pl.col("rows") == 0).sum()
    counts = table.group_by("department").agg(whole.alias("whole"), pl.col("rows").sum()).sort("department")
    by_reason = table.group_by("reason_code").agg(pl.col("rows").sum()).sort("rows", "reason_code", descending=True)
    metadata: dict[str, dg.MetadataValue | int | float | str] = {
        "rows and cells returned": count_table(["department", "whole files and sheets", "rows"], counts.rows()),
        "by reason": count_table(["reason code", "rows"], by_reason.rows()),
        "files": f"deliveries/{night.night}/<department>/*退回清单* and *数据质量卡*",
    }
    return table_result(night, RETURNS, metadata)


@dg.asset(
    key=IDENTITY_REVIEW.split("/"),
    group_name="g6_queues",
    partitions_def=NIGHTS,
    deps=[
        ["identity", "review"],
        ["identity", "decision_errors"],
        ["identity", "persons"],
        ["landing", *DECISIONS_FEED.split("/")],
        ["landing", "ledger"],
        # After all that writes into the department's folder and its manifest.
        [STAGE, DEPARTMENT],
        [STAGE, "returns"],
    ],
    kinds={"polars", "parquet", "excel"},
    description="The pairs of persons that civil affairs is asked to judge, with the list to fill in and send back.",
)
@without_values
def identity_review(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> dg.MaterializeResult[None]:
    """Write the list of doubtful pairs."""
    night = night_of(context, lake)
    table = make_identity_review(night)
    by_reason = table.group_by("reason_code").len().sort("reason_code").rows()
    metadata: dict[str, dg.MetadataValue | int | float | str] = {
        "pairs by reason": count_table(["reason code", "pairs"], by_reason),
        "files": f"deliveries/{night.night}/{DEPARTMENT}/{REVIEW_LIST}*",
    }
    return table_result(night, IDENTITY_REVIEW, metadata)


@dg.asset(
    key=[STAGE, "scorecard"],
    group_name="g6_queues",
    partitions_def=NIGHTS,
    deps=[["indicators", "hits"], ["warnings", "ledger"], ["warnings", "items"], ["warnings", "events"]],
    kinds={"polars", "parquet"},
    description="Counts of this night by indicator and county.",
)
@without_values
def scorecard(context: dg.AssetExecutionContext, lake: dg.ResourceParam[Lake]) -> dg.MaterializeResult[None]:
    """Count the night by indicator and county."""
    night = night_of(context, lake)
    counts = make_scorecard(night).group_by("code").agg(pl.col("new").sum(), pl.col("hits").sum()).sort("code")
    return table_result(
        night, f"{STAGE}/scorecard", {"hits by indicator": count_table(["code", "new", "hits"], counts.rows())}
    )
