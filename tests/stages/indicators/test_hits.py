"""What holds for all hits: evidence, parameters, links, the withheld, missing feeds, sentences, repetition."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from assets.households import build
from assets.indicators.catalogue import load_catalogue
from assets.indicators.parameters import read_parameters
from assets.indicators.run import run
from assets.lake import Night
from assets.vocabulary.feeds import ADDRESS
from assets.vocabulary.indicator_catalogue import load_indicator_texts
from tests.stages.indicators.full_town import everything
from tests.stages.indicators.small_town import NIGHT, Town, find

CATALOGUE = load_catalogue()
MAY = date(2026, 5, 1)


@pytest.fixture(scope="module")
def hits(plain_night: Night) -> pl.DataFrame:
    return plain_night.read("indicators/hits")


def test_every_indicator_fires_here(hits: pl.DataFrame) -> None:
    assert set(hits["code"]) == set(CATALOGUE)


def test_hits_keep_to_their_metadata(hits: pl.DataFrame) -> None:
    for row in hits.to_dicts():
        entry = CATALOGUE[row["code"]]
        assert (row["level"], row["lane"], row["department"]) == (entry.level, entry.lane, entry.department)
        assert row["disposition"] in ({entry.disposition, "D1"} if entry.entitled else {entry.disposition})
        chosen = set(row["departments"]) < set(entry.pushes) if entry.pushes_by else False
        assert chosen or tuple(row["departments"]) == entry.pushes
        assert row["tier"] in entry.tiers
        assert (row["person_id"] == "") == (entry.level == "H")
        assert tuple(value["name"] for value in row["parameters"]) == entry.parameters
        assert tuple(age["feed"] for age in row["feeds_age"]) == entry.needs
        assert row["night"] == NIGHT


def test_evidence_is_the_landed_rows_in_order(plain_night: Night, hits: pl.DataFrame) -> None:
    rows = hits.select("code", "evidence").explode("evidence").unnest("evidence")
    assert rows.filter(pl.col("row_no").is_null()).is_empty()
    for feed in rows["feed"].unique():
        landed = plain_night.read(f"landing/{feed}").select(ADDRESS)
        assert rows.filter(pl.col("feed") == feed).join(landed, on=ADDRESS, how="anti").is_empty()
    for evidence in hits["evidence"].to_list():
        addresses = [tuple(row[name] for name in ADDRESS) for row in evidence]
        assert addresses == sorted(set(addresses))
        assert all(isinstance(json.loads(row["fields"]), dict) for row in evidence)


def test_a_hit_on_membership_shows_ledger_and_member_row(hits: pl.DataFrame) -> None:
    for row in hits.filter(pl.col("code").is_in(["YB08", "JY01", "JY02", "RS01", "MZ03", "ZH01", "ZH02"])).to_dicts():
        assert {"civil_affairs/households", "civil_affairs/members"} <= {item["feed"] for item in row["evidence"]}


def test_every_sentence_is_filled_from_the_facts(hits: pl.DataFrame) -> None:
    texts = load_indicator_texts()
    for row in hits.to_dicts():
        facts = json.loads(row["facts"])
        sentence = texts[row["code"]].sentence.format(**facts) + texts[row["code"]].asked.format(**facts)
        assert "None" not in sentence and "null" not in sentence and "{" not in sentence


def test_a_sentence_reads_as_staff_expect(hits: pl.DataFrame) -> None:
    facts = json.loads(hits.filter(pl.col("code") == "YB01")["facts"][0])
    assert load_indicator_texts()["YB01"].sentence.format(**facts) == (
        "2026-01-01至2026-06-30个人自付累计60,000.00元，达到监测线25,000.00元（农村居民人均可支配收入的100%）；"
        "涉及结算1笔，最近一笔2026-05-01。"
    )


def test_the_dead_raise_only_the_adverse_finding(hits: pl.DataFrame) -> None:
    assert hits.filter(pl.col("person_id") == "x:gone")["code"].to_list() == ["MZ01"]


def test_difficulties_pile_up_to_a_case_conference(hits: pl.DataFrame) -> None:
    household = hits.filter(pl.col("code") == "ZJ01")["household_id"][0]
    row = hits.filter(pl.col("code") == "ZH05", pl.col("household_id") == household).row(0, named=True)
    assert (row["tier"], row["disposition"], row["departments"]) == ("R", "D3", ["civil_affairs", "coordination"])
    assert {"medical_insurance/settlements", "housing/dangerous_houses"} <= {item["feed"] for item in row["evidence"]}


def test_link_of_a_hit_is_the_weakest_of_its_person(tmp_path: Path) -> None:
    town = Town(tmp_path)
    town.household("h", "head", "a")
    town.rows["civil_affairs/households"][0].update(method="fuzzy", probability=0.9)
    for method, probability in (("exact", 1.0), ("same_details", 0.995)):
        values: dict[str, Any] = {"med_type": "11", "settle_date": MAY, "personal_pay": Decimal(7000)}
        town.add("medical_insurance/settlements", "a", method=method, probability=probability, **values)
    hit = find(town).read("indicators/hits").filter(pl.col("code") == "YB01").row(0, named=True)
    assert (hit["link_method"], hit["match_probability"], hit["tier"]) == ("same_details", 0.995, "O")


def test_a_weak_component_weakens_the_pile(tmp_path: Path) -> None:
    """The weak row is the last of eleven: more than the pile shows, and still what it rests on."""
    town = Town(tmp_path)
    town.household("h", "head", "a", annual_income=Decimal(5000), income_complete=True, assistance_type="990")
    for row_no in range(11):
        weak: dict[str, Any] = {"method": "fuzzy", "probability": 0.97} if row_no == 10 else {}
        values: dict[str, Any] = {"med_type": "11", "settle_date": MAY, "personal_pay": Decimal(9000)}
        town.add("medical_insurance/settlements", "a", **values, **weak)
    town.add("housing/dangerous_houses", "head", grade="D", appraised_date=MAY, occupied=True)
    hits = {row["code"]: row for row in find(town).read("indicators/hits").to_dicts()}
    tiers = {"YB01": "Y", "YB03": "Y", "ZJ01": "R", "ZH01": "R", "ZH03": "Y", "ZH05": "Y"}
    assert {code: hit["tier"] for code, hit in hits.items()} == tiers
    assert (hits["ZH05"]["link_method"], hits["ZH05"]["match_probability"]) == ("fuzzy", 0.97)
    assert len(hits["YB01"]["evidence"]) > len([e for e in hits["ZH05"]["evidence"] if "settlements" in e["feed"]])


def test_piled_up_difficulties_stand_and_say_what_was_not_assessed(tmp_path: Path) -> None:
    town = everything(tmp_path)
    town.states["education/students"] = "stale"
    night = find(town)
    gap = night.read("indicators/not_assessed").filter(pl.col("code") == "ZH05").row(0, named=True)
    assert "JY01" in gap["reason"] and gap["feeds"] == ["education/students"]
    assert "ZH05" in night.read("indicators/hits")["code"]


def test_a_county_may_set_its_own_line(tmp_path: Path) -> None:
    values = read_parameters()
    own = values.filter(pl.col("name") == "std", pl.col("region") == "370000").with_columns(
        region=pl.lit("371082"), value=pl.lit(100.0)
    )
    hits = find(everything(tmp_path), values=pl.concat([values, own])).read("indicators/hits")
    assert "ZH01" not in hits["code"]


def test_again_is_the_same_bytes(plain_night: Night) -> None:
    keys = ("households/members", "households/economy", "indicators/hits", "indicators/withheld")
    before = {key: plain_night.path(key).read_bytes() for key in keys}
    build(plain_night)
    run(plain_night)
    assert {key: plain_night.path(key).read_bytes() for key in keys} == before
