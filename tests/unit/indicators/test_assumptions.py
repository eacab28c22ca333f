"""What `--set` says: parameters, regions, kinds of place, numbers; and what it lays over the file's values."""

from datetime import date

import pytest

from assets.indicators.assumptions import Assumption, AssumptionError, overlay, read_assumption, read_assumptions
from assets.indicators.parameters import judge, resolve
from tests.unit.indicators.test_parameters import table, value

KNOWN = {"std", "edge_k", "pcdi"}
NIGHT = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("edge_k=2.0", Assumption("edge_k", "000000", "", 2.0)),
        (" edge_k = 2 ", Assumption("edge_k", "000000", "", 2.0)),
        ("std[370000,城镇]=1080", Assumption("std", "370000", "城镇", 1080)),
        ("std[城镇,370000]=1080", Assumption("std", "370000", "城镇", 1080)),
        ("std［370000，城镇］＝１０８０", Assumption("std", "370000", "城镇", 1080)),
        ("std[荣成市, 农村]=838.5", Assumption("std", "371082", "农村", 838.5)),
        ("std[371000]=0", Assumption("std", "371000", "", 0)),
        ("std[农村]=900", Assumption("std", "000000", "农村", 900)),
        ("std[000000,农村]=9e2", Assumption("std", "000000", "农村", 900)),
        ("pcdi=-1", Assumption("pcdi", "000000", "", -1)),
    ],
)
def test_how_a_value_is_written(text: str, expected: Assumption) -> None:
    assert read_assumption(text, KNOWN) == expected
    assert read_assumption(str(expected), KNOWN) == expected


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("edgek=2", "did you mean edge_k?"),
        ("nonsense=2", "doudi policy shows all of them"),
        ("edge_k", "write it as edge_k=2.0"),
        ("edge_k=1=2", "write it as edge_k=2.0"),
        ("std[370000=1080", "write it as edge_k=2.0"),
        ("std[370000][城镇]=1080", "write it as edge_k=2.0"),
        ("std[370000,371000]=1080", "one region"),
        ("std[城镇,农村]=1080", "one region"),
        ("std[]=1080", "give its six digits"),
        ("std[379999]=1080", "no province, prefecture or county"),
        ("std[371o82]=1080", "did you mean 371082 山东省荣成市"),
        ("std[荣成]=1080", "did you mean 371082 山东省荣成市"),
        ("std[371082100]=1080", "no province, prefecture or county"),
        ("std[370000,城市]=1080", "one region"),
        ("std[城市]=1080", "The kind of place is 城镇 or 农村"),
        ("edge_k=", "is no number"),
        ("edge_k=two", "is no number"),
        ("edge_k=1,080", "is no number"),
        ("edge_k=50%", "is no number"),
        ("edge_k=nan", "is no number"),
        ("edge_k=1e999", "is no number"),
        ("edge_k=1_000", "is no number"),
    ],
)
def test_what_cannot_be_read_says_what_to_write(text: str, cure: str) -> None:
    with pytest.raises(AssumptionError) as error:
        read_assumption(text, KNOWN)
    assert cure in str(error.value)


def test_a_value_that_is_set_twice_is_refused() -> None:
    with pytest.raises(AssumptionError, match="std is set twice for 370000 城镇"):
        read_assumptions(["std[370000,城镇]=1", "std[城镇,370000]=2"], KNOWN)
    assert len(read_assumptions(["std[370000,城镇]=1", "std[370000]=2", "std=3"], KNOWN)) == 3


ROWS = [
    value(1, "000000"),
    value(2, "370000", urban_rural="城镇"),
    value(3, "370000", urban_rural="农村"),
    value(4, "371082", urban_rural="农村", valid_to=NIGHT),
]
LAID = {
    "both kinds replace either of the same region": (["std[370000]=9"], {"371083": (9, 9), "371082": (9, 4)}),
    "one kind leaves the other": (["std[370000,城镇]=9"], {"371083": (9, 3), "371082": (9, 4)}),
    "a nearer region keeps its own": (["std=9"], {"371083": (2, 3), "371082": (2, 4), "110101": (9, 9)}),
    "a county that had none": (["std[371083]=9"], {"371083": (9, 9), "371082": (2, 4)}),
    "one kind goes before both": (["std[370000,农村]=8", "std[370000]=9"], {"371083": (9, 8)}),
    "in the other order": (["std[370000]=9", "std[370000,农村]=8"], {"371083": (9, 8)}),
}


@pytest.mark.parametrize(("texts", "expected"), LAID.values(), ids=LAID)
def test_what_holds_with_it(texts: list[str], expected: dict[str, tuple[float, float]]) -> None:
    assumptions = read_assumptions(texts, KNOWN)
    laid = overlay(table(*ROWS), assumptions, NIGHT, NIGHT)
    judge(laid)
    rows = resolve(laid, list(expected), NIGHT).rows_by_key(["county_code", "urban_rural"], named=True)
    found = {county: tuple(rows[county, kind][0]["value"] for kind in ("城镇", "农村")) for county in expected}
    assert found == expected
