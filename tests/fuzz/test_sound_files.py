"""Every file that departments might send lands to the row: each value, each reason, each count, each line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.budget import FILES_A_NIGHT, MOST_TOLD, PARTS, SOUND_NIGHTS, nights, nights_of, report
from tests.fuzz.comparison import differences
from tests.fuzz.delivery import landed
from tests.fuzz.files import make_file
from tests.fuzz.plans import PLANS, FilePlan


@pytest.mark.parametrize("part", [part for part in PARTS if nights_of(SOUND_NIGHTS, part)])
def test_what_is_sent_is_what_lands(part: int, capsys: pytest.CaptureFixture[str]) -> None:
    counts = {"files": 0, "rows": 0}
    wrong: list[str] = []

    @nights(nights_of(SOUND_NIGHTS, part), part)
    @given(plans=st.lists(PLANS, min_size=FILES_A_NIGHT, max_size=FILES_A_NIGHT))
    def night(plans: list[FilePlan]) -> None:
        files = [make_file(plan, ordinal) for ordinal, plan in enumerate(plans)]
        with landed(files) as tables:
            for ordinal, (plan, file) in enumerate(zip(plans, files, strict=True)):
                found = differences(tables, file.truth)
                if found:
                    wrong.append("\n".join([*found[:4], plan.as_line(ordinal)]))
        counts["files"] += len(files)
        counts["rows"] += sum(len(sheet.rows) for file in files for sheet in file.truth.sheets)

    night()
    report(capsys, f"{counts['files']} files of {counts['rows']} rows landed, {len(wrong)} files otherwise than sent")
    assert not wrong, "\n".join(wrong[:MOST_TOLD])
    assert counts["files"] >= nights_of(SOUND_NIGHTS, part) * FILES_A_NIGHT
