"""GB 11643 numbers: normal form, checksum, what a number carries. Expected values are worked out by hand or public."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.vocabulary import identity_number

# 11010519491231002X is the example of the standard itself.
STANDARD_EXAMPLE = "11010519491231002X"

NORMAL_FORMS = [
    (STANDARD_EXAMPLE, STANDARD_EXAMPLE),
    ("11010519491231002x", STANDARD_EXAMPLE),
    ("11010519491231002×", STANDARD_EXAMPLE),
    ("１１０１０５１９４９１２３１００２Ｘ", STANDARD_EXAMPLE),
    ("'11010519491231002X", STANDARD_EXAMPLE),
    (" 110105 19491231 002X ", STANDARD_EXAMPLE),
    ("110105\u300019491231002X", STANDARD_EXAMPLE),
    ("110105491231002", STANDARD_EXAMPLE),
    ("110105491231002.0", STANDARD_EXAMPLE),
    ("4.30E+17", "4.30E+17"),
    ("", None),
    (None, None),
]


def _one(expression: pl.Expr, value: str | None) -> object:
    return pl.DataFrame({"value": [value]}, schema={"value": pl.String}).select(expression).item()


@pytest.mark.parametrize(("written", "expected"), NORMAL_FORMS)
def test_normal_form(written: str | None, expected: str | None) -> None:
    assert _one(identity_number.normalise(pl.col("value")), written) == expected


VALIDITY = [
    (STANDARD_EXAMPLE, True),
    ("110105194912310021", False),
    ("11010519490231002X", False),
    ("01010519491231002X", False),
    ("1101051949123100", False),
    ("110105491231002", False),
    ("", False),
    (None, False),
]


@pytest.mark.parametrize(("number", "expected"), VALIDITY)
def test_validity(number: str | None, expected: bool) -> None:
    assert _one(identity_number.is_valid(pl.col("value")), number) is expected


def test_what_a_number_carries() -> None:
    assert str(_one(identity_number.birth_date(pl.col("value")), STANDARD_EXAMPLE)) == "1949-12-31"
    assert _one(identity_number.sex(pl.col("value")), STANDARD_EXAMPLE) == 2
    assert _one(identity_number.sex(pl.col("value")), "110105194912310013") == 1


@given(st.text(alphabet="0123456789", min_size=17, max_size=17))
def test_one_check_character_fits_a_body(body: str) -> None:
    """ISO 7064 MOD 11-2: weighted sum with the check character is 1 modulo 11, by the standard's own formula."""
    character = _one(identity_number.check_character(pl.col("value")), body)
    digits = [int(digit) for digit in body] + [10 if character == "X" else int(str(character))]
    total = sum(digit * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    assert total % 11 == 1
