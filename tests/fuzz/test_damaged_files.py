"""Damaged files never stop a night, never pass unnoticed, and take nothing from the sound files beside them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.landing.options import LandingOptions
from tests.fuzz.budget import (
    DAMAGED_NIGHTS,
    FILES_A_NIGHT,
    MOST_TOLD,
    PARTS,
    SOUND_BESIDE,
    nights,
    nights_of,
    report,
)
from tests.fuzz.comparison import CHINESE, LandedNight, adds_up, differences
from tests.fuzz.damage import DAMAGE, UNPACKED_GIB, damage
from tests.fuzz.delivery import landed
from tests.fuzz.files import MadeFile, make_file
from tests.fuzz.plans import PLANS, FilePlan
from tests.fuzz.writers import PASSWORD

OPTIONS = LandingOptions(passwords=(PASSWORD,), workbook_memory_gib=1.0, unpacked_gib=UNPACKED_GIB)
LISTS = st.tuples(
    st.lists(PLANS, min_size=FILES_A_NIGHT, max_size=FILES_A_NIGHT),
    st.lists(DAMAGE, min_size=FILES_A_NIGHT - SOUND_BESIDE, max_size=FILES_A_NIGHT - SOUND_BESIDE),
)


def _noticed(tables: LandedNight, file: MadeFile) -> list[str]:
    """What is wrong with how a damaged file is told: it has a line, with a reason or with counts that add up."""
    feed = file.truth.feed
    # A file that is no archive is told under its name, an archive under its own or its members' names.
    names = [name for name in tables.ledger if name == file.name or name.startswith(f"{file.name}/")]
    if not names:
        return [f"{file.name}: nobody is told of it"]
    found = [f"{name}: {each}" for name in names for each in adds_up(tables, feed, name)]
    for row in (row for name in names for row in tables.ledger[name] if row["refused"]):
        if not CHINESE.search(row["reason"] or "") or any(value in row["reason"] for value in file.truth.personal):
            found.append(f"{file.name}: refused without a reason in Chinese, or naming somebody")
    return found


@pytest.mark.parametrize("part", [part for part in PARTS if nights_of(DAMAGED_NIGHTS, part)])
def test_damaged_files_are_told_and_the_others_land(part: int, capsys: pytest.CaptureFixture[str]) -> None:
    counts = {"files": 0, "refused": 0}
    wrong: list[str] = []

    @nights(nights_of(DAMAGED_NIGHTS, part), part)
    @given(drawn=LISTS)
    def night(drawn: tuple[list[FilePlan], list[tuple[str, int]]]) -> None:
        plans, damages = drawn
        made = [make_file(plan, ordinal) for ordinal, plan in enumerate(plans)]
        damaged = [damage(file, *how) for file, how in zip(made[SOUND_BESIDE:], damages, strict=True)]
        with landed([*made[:SOUND_BESIDE], *damaged], OPTIONS) as tables:
            for ordinal, file in enumerate(made[:SOUND_BESIDE]):
                found = differences(tables, file.truth)
                if found:
                    wrong.append("\n".join([*found[:4], plans[ordinal].as_line(ordinal)]))
            for ordinal, (file, how) in enumerate(zip(damaged, damages, strict=True), start=SOUND_BESIDE):
                found = _noticed(tables, file)
                if found:
                    wrong.append("\n".join([*found[:4], plans[ordinal].as_line(ordinal, damage=how)]))
                counts["refused"] += any(row["refused"] for row in tables.ledger.get(file.name, []))
        counts["files"] += len(made)

    night()
    report(
        capsys,
        f"{counts['files']} files, {counts['refused']} of the damaged ones refused whole, {len(wrong)} told wrongly",
    )
    assert not wrong, "\n".join(wrong[:MOST_TOLD])
    assert counts["files"] >= nights_of(DAMAGED_NIGHTS, part) * FILES_A_NIGHT
