"""Three nights of the stage: a doubtful pair keeps its number, is answered, is not asked again, and comes back."""

import json
from datetime import date, timedelta
from pathlib import Path

import dagster as dg
import polars as pl

from assets.identity import assets as identity_assets
from assets.identity.rows import person_feeds
from assets.lake.night import Lake, Night
from assets.vocabulary.tables import empty, table_schema
from tests.stages.identity.people import valid_id

BORN = date(1990, 1, 1)
FIRST = date(2025, 6, 1)
X = valid_id(BORN, 123)


def _run(lake: Lake, day: int, answers: list[dict[str, object]], address: str = "甲村1号") -> Night:
    night = lake.night(FIRST + timedelta(days=day))
    for feed in person_feeds():
        night.save(f"landing/{feed.key}", empty(f"landing/{feed.key}"))
    at = {"delivery": FIRST, "file": "a.csv", "sheet": ""}
    rows = {
        "civil_affairs/households": [
            {"household_no": "H1", "head_name": "张伟", "head_id_number": X, "phone": "13812345678", "row_no": 1},
            {"household_no": "H2", "head_name": "张尾", "address": address, "phone": "13812345678", "row_no": 2}
            | {"division_code": "371082001001"},
        ],
    }
    rows["civil_affairs/members"] = [
        {"household_no": "H1", "name": "张伟", "id_number": X, "row_no": 1},
        {"household_no": "H1", "name": "李红", "id_number": X, "row_no": 2},
    ]
    for feed, landed in rows.items():
        frame = pl.DataFrame([row | at | {"feed": feed} for row in landed], schema=table_schema(f"landing/{feed}"))
        night.save(f"landing/{feed}", frame)
    feedback = "landing/feedback/identity"
    night.save(
        feedback,
        pl.DataFrame([row | at | {"feed": "feedback/identity"} for row in answers], schema=table_schema(feedback)),
    )
    result = dg.materialize(
        [identity_assets.identity],
        partition_key=str(night.night),
        resources={"lake": lake},
        instance=dg.DagsterInstance.ephemeral(),
    )
    assert result.success
    return night


def _publish(lake: Lake, night: Night) -> None:
    for key in ("identity/registry", "identity/review_pairs"):
        target = lake.partition(key, night.night)
        target.parent.mkdir(parents=True)
        target.write_bytes(night.path(key).read_bytes())
    (lake.root / "nights").mkdir(exist_ok=True)
    manifest = json.dumps({"previous": str(night.previous) if night.previous else None})
    (lake.root / "nights" / f"{night.night}.json").write_text(manifest, encoding="utf-8")
    (lake.root / "published.json").write_text(json.dumps({"night": str(night.night)}), encoding="utf-8")


def _asked(night: Night) -> list[str]:
    """The numbers of the pairs whose one number has two names; another pair, of other reason, is asked beside."""
    return night.read("identity/review").filter(pl.col("reason_code") == "id_two_names")["review_id"].to_list()


def test_a_pair_is_asked_answered_and_asked_again_once_the_answer_is_withdrawn(tmp_path: Path) -> None:
    lake = Lake(tmp_path)
    first = _run(lake, 0, [])
    (number,) = _asked(first)
    _publish(lake, first)
    answer = {"review_id": number, "decision": "不同人", "decided_by": "甲某", "decided_date": FIRST, "row_no": 1}
    second = _run(lake, 1, [answer], "乙村2号")
    assert second.read("identity/decisions")["decision"].to_list() == ["different"]
    assert _asked(second) == []
    _publish(lake, second)
    third = _run(
        lake,
        2,
        [
            answer,
            answer | {"decision": "撤销", "decided_by": "乙某", "row_no": 2},
            answer | {"review_id": "R1", "row_no": 3},
        ],
    )
    assert _asked(third) == []  # of one day the careful one
    assert third.read("identity/decision_errors")["reason_code"].to_list() == ["review_unknown"]
    third = _run(lake, 2, [answer | {"decision": "撤销"}])
    assert _asked(third) == [number]


def test_answers_join_and_part_persons_until_they_are_withdrawn(tmp_path: Path) -> None:
    """The number of 张伟 also bears the name 李红: staff say that it is one person, then that it is two."""
    lake = Lake(tmp_path)
    first = _run(lake, 0, [])
    (number,) = _asked(first)
    assert len(set(_members(first))) == 2
    _publish(lake, first)
    answer = {"review_id": number, "decision": "同一人", "decided_by": "甲某", "decided_date": FIRST, "row_no": 1}
    second = _run(lake, 1, [answer])
    assert _asked(second) == []
    reviewed = second.read("identity/links").filter(pl.col("method") == "reviewed")
    assert reviewed.select("feed", "row_no").rows() == [("civil_affairs/members", 2)]
    _publish(lake, second)
    third = _run(lake, 2, [answer, answer | {"decision": "不同人", "decided_date": FIRST, "row_no": 2}])
    # The token of the joined person stays with the number's first name; one that was merged away is never given again.
    before, joined, after = (_members(night) for night in (first, second, third))
    assert after[0] == joined[0] == joined[1]
    assert after[1] not in (*before, *joined)


def _members(night: Night) -> list[str]:
    links = night.read("identity/links").filter(pl.col("feed") == "civil_affairs/members")
    return links.sort("row_no")["person_id"].to_list()
