"""Adverse findings rest on exact links alone: every code, every row that carries it, every weaker link."""

import polars as pl
import pytest

from assets.indicators.catalogue import load_catalogue
from assets.vocabulary.feeds import ADDRESS
from assets.vocabulary.tables import load_tables
from tests.stages.indicators.conftest import FullNight
from tests.stages.indicators.doubtful_town import FINDINGS, LEDGER, WEAK_LINKS, Doubt, RowPlace, of_corner

ADVERSE = {code for code, entry in load_catalogue().items() if entry.lane == "A"}
FINDING_NAMES = [build.__name__ for _, build in FINDINGS]


def carrying(full: FullNight, doubt: Doubt) -> set[RowPlace]:
    """The rows that the evidence of a doubt's hits shows, as places in the town."""
    hits = of_corner(full.night, "indicators/hits", doubt.name).filter(pl.col("code") == doubt.code)
    return {(row["feed"], row["row_no"]) for evidence in hits["evidence"] for row in evidence}


def test_every_adverse_code_has_a_finding_here() -> None:
    assert {code for code, _ in FINDINGS} == ADVERSE


def test_every_weaker_link_is_tried() -> None:
    [method] = [column for column in load_tables()["identity/links"].columns if column.name == "method"]
    assert set(WEAK_LINKS) == set(method.allowed) - {"exact"}


@pytest.mark.parametrize("finding", FINDING_NAMES)
def test_a_finding_that_is_linked_exactly_is_a_hit(full_night: FullNight, finding: str) -> None:
    [doubt] = [each for each in full_night.doubts if each.finding == finding and each.weak is None]
    assert carrying(full_night, doubt)
    assert of_corner(full_night.night, "indicators/withheld", doubt.name).is_empty()


@pytest.mark.parametrize("finding", FINDING_NAMES)
def test_a_finding_on_a_weaker_link_is_withheld(full_night: FullNight, finding: str) -> None:
    """What the evidence of the exact finding shows carries it: with any of these rows in doubt it is withheld.

    The ledger's row names only the head, and a member row says who they are, so a doubt about it leaves the finding;
    MZ12 alone is about whom the ledger's row names. Rows that carry nothing change nothing.
    """
    [exact] = [each for each in full_night.doubts if each.finding == finding and each.weak is None]
    carriers = {exact.rows.index(row) for row in carrying(full_night, exact)}
    outcomes, expected = {}, {}
    for doubt in full_night.doubts:
        if doubt.finding != finding or doubt.weak is None:
            continue
        carries = doubt.rows.index(doubt.weak) in carriers and (doubt.weak[0] != LEDGER or doubt.code == "MZ12")
        key = (doubt.weak[0], doubt.rows.index(doubt.weak), doubt.method)
        expected[key] = (not carries, [doubt.method] if carries else [])
        withheld = of_corner(full_night.night, "indicators/withheld", doubt.name).filter(pl.col("code") == doubt.code)
        outcomes[key] = (bool(carrying(full_night, doubt)), withheld["link_method"].to_list())
    assert outcomes == expected
    assert {method for *_, method in expected} == set(WEAK_LINKS)


def test_no_adverse_hit_shows_a_row_of_its_persons_that_is_not_linked_exactly(full_night: FullNight) -> None:
    night = full_night.night
    hits = night.read("indicators/hits").filter(pl.col("lane") == "A").select("code", "household_id", "person_id")
    evidence = night.read("indicators/hits").filter(pl.col("lane") == "A").select("evidence")
    rows = hits.hstack(evidence).explode("evidence").unnest("evidence")
    links = night.read("identity/links").rename({"person_id": "linked_person_id"})
    members = night.read("households/members").select("household_id", linked_person_id="person_id", is_member=True)
    linked = rows.join(links, on=ADDRESS).join(members, on=["household_id", "linked_person_id"], how="left")
    own = linked.filter(
        pl.when(pl.col("person_id") == "")
        .then(pl.col("is_member").fill_null(False))
        .otherwise(pl.col("person_id") == pl.col("linked_person_id"))
    )
    assert set(own["code"]) == ADVERSE
    assert set(own["method"]) == {"exact"}


def test_what_is_withheld_is_adverse_and_says_why(full_night: FullNight) -> None:
    withheld = full_night.night.read("indicators/withheld")
    assert set(withheld["code"]) == ADVERSE
    assert set(withheld["link_method"]) == set(WEAK_LINKS)
    assert withheld["reason"].str.contains("未推送").all()
