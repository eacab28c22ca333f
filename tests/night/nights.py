"""Running whole nights in a test, and reading what they published against a known truth."""

from collections.abc import Container
from datetime import date
from pathlib import Path

import polars as pl

from assets.lake import Lake
from assets.lake.publish import sha256_of
from pipelines.progress import StepEvent
from pipelines.runner import NightOutcome, run_night
from pipelines.settings import Settings
from tests.unit.synthetic.brute_force import Finding

ADDRESS = ["feed", "file", "sheet", "row_no", "role"]
# The indicators of which the synthetic world plants cases and near misses.
PLANTED = {
    *("YB01", "YB02", "YB08", "JY01", "JY02", "ZJ01", "RS01", "RS02"),
    *("RS04", "MZ01", "MZ03", "MZ13", "ZH01", "ZH02", "ZH05"),
}


def attempt(inbox: Path, lake: Path, night: date) -> NightOutcome:
    """Run one night and give its outcome, published or not."""
    settings = Settings().model_copy(update={"inbox": inbox, "lake": lake})
    finished: list[StepEvent] = []
    return run_night(settings, night, finished.append)


def run_inbox(inbox: Path, lake: Path, night: date) -> Lake:
    """Run one night that must be published and leave every byte of its inbox, and give the lake."""
    sent = _digests(inbox)
    outcome = attempt(inbox, lake, night)
    assert outcome.succeeded, (outcome.failures, outcome.failed_checks)
    assert _digests(inbox) == sent
    return Lake(lake)


def _digests(inbox: Path) -> dict[str, str]:
    files = [path for path in sorted(inbox.rglob("*")) if path.is_file()]
    return {path.relative_to(inbox).as_posix(): sha256_of(path) for path in files}


def table(lake: Lake, key: str, night: date) -> pl.DataFrame:
    """One table of a published night."""
    return pl.read_parquet(lake.partition(key, night))


def true_persons(lake: Lake, night: date, truth_rows: pl.DataFrame) -> pl.DataFrame:
    """person_id → true_person, by the rows that were linked to it (the most frequent, then the smallest)."""
    linked = table(lake, "identity/links", night).select(*ADDRESS, "person_id")
    counted = linked.join(truth_rows, on=ADDRESS).group_by("person_id", "true_person").len()
    ordered = counted.sort("person_id", "len", "true_person", descending=[False, True, False])
    return ordered.unique("person_id", keep="first", maintain_order=True).select("person_id", "true_person")


def found_hits(lake: Lake, night: date, persons: pl.DataFrame) -> set[tuple[str, str | None, int | None, str]]:
    """The hits in the truth's terms: code, household number, true person (None for a household's), tier.

    `persons` maps person_id to true_person, as `true_persons` makes it.
    """
    hits = table(lake, "indicators/hits", night).select("code", "household_id", "person_id", "tier")
    numbers = table(lake, "households/registry", night).select("household_id", "household_no")
    # A household of one that is in no ledger has no number: the truth names it by its person.
    alone = pl.when(pl.col("household_id").str.starts_with("S")).then(pl.col("household_id").str.slice(1))
    hits = hits.with_columns(person_id=pl.when(pl.col("person_id") == "").then(alone).otherwise("person_id"))
    named = hits.join(numbers, on="household_id", how="left").join(persons, on="person_id", how="left")
    return set(named.select("code", "household_no", "true_person", "tier").iter_rows())


def as_findings(hits: set[tuple[str, str | None, int | None, str]], codes: Container[str]) -> set[Finding]:
    """The hits of these codes without their tiers, as the oracles of the synthetic world name them."""
    return {(code, number or "", str(person or "")) for code, number, person, _ in hits if code in codes}


def expected_hits(truth: Path) -> set[tuple[str, str | None, int | None, str]]:
    """The planted hits of a synthetic world. Codes of which no case is planted may hit as well: see `as_findings`."""
    hits = pl.read_parquet(truth / "hits.parquet")
    return set(hits.select("code", "household_no", "true_person", "tier").iter_rows())
