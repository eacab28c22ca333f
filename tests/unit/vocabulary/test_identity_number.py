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
    ("11010549123100\u0662", "11010549123100\u0662"),
    ("１１０１０５４９１２３１００\u0662", "11010549123100\u0662"),
    ("\u0661\u0661010549123100\u0662.0", "\u0661\u0661010549123100\u0662.0"),
    ("１１０１０５４９１２３１００２", STANDARD_EXAMPLE),
    ("110105４９123100２", STANDARD_EXAMPLE),
    ("", None),
    (None, None),
]


def _one(expression: pl.Expr, value: str | None) -> object:
    return pl.DataFrame({"value": [value]}, schema={"value": pl.String}).select(expression).item()


def _normal(written: str | None) -> str | None:
    found: str | None = identity_number.normalise(pl.Series([written], dtype=pl.String)).item()
    return found


@pytest.mark.parametrize(("written", "expected"), NORMAL_FORMS)
def test_normal_form(written: str | None, expected: str | None) -> None:
    assert _normal(written) == expected


VALIDITY = [
    (STANDARD_EXAMPLE, True),
    ("110105194912310021", False),
    ("11010519490231002X", False),
    ("01010519491231002X", False),
    ("1101051949123100", False),
    ("110105491231002", False),
    ("1101051949123100\u0662X", False),
    ("110105\u0661\u0669\u0664\u06691231002X", False),
    ("1101051949123100２X", False),
    ("110105１９４９1231002X", False),
    ("110105194912310\U0001d7ce2X", False),
    ("1101051949123100\u0662", False),
    ("11010549123100\u0662", False),
    ("11010549123100２", False),
    ("", False),
    (None, False),
]


@pytest.mark.parametrize(("number", "expected"), VALIDITY)
def test_validity(number: str | None, expected: bool) -> None:
    assert _one(identity_number.is_valid(pl.col("value")), number) is expected


@given(st.text(alphabet="0123456789X\u0661\u0662\u0669１２９\u09e7\U0001d7ce.", min_size=14, max_size=20))
def test_digits_of_other_scripts_never_stop_a_night(written: str) -> None:
    """Cleaned, read or checked: no text raises, and only ASCII digits (full width ones are folded) make a number."""
    text = _normal(written)
    for expression in (identity_number.birth_date, identity_number.sex, identity_number.check_character):
        _one(expression(pl.col("value")), written)
    assert _one(identity_number.is_valid(pl.col("value")), str(text)) in (False, str(text).isascii())


def test_what_a_number_carries() -> None:
    assert str(_one(identity_number.birth_date(pl.col("value")), STANDARD_EXAMPLE)) == "1949-12-31"
    assert _one(identity_number.sex(pl.col("value")), STANDARD_EXAMPLE) == 2
    assert _one(identity_number.sex(pl.col("value")), "110105194912310013") == 1
    assert _one(identity_number.birth_date(pl.col("value")), "110105\u0661\u0669\u0664\u06691231002X") is None
    assert _one(identity_number.sex(pl.col("value")), "1101051949123100\u0662X") is None


@given(st.text(alphabet="0123456789", min_size=17, max_size=17))
def test_one_check_character_fits_a_body(body: str) -> None:
    """ISO 7064 MOD 11-2: weighted sum with the check character is 1 modulo 11, by the standard's own formula."""
    character = _one(identity_number.check_character(pl.col("value")), body)
    digits = [int(digit) for digit in body] + [10 if character == "X" else int(str(character))]
    total = sum(digit * pow(2, 17 - place, 11) for place, digit in enumerate(digits))
    assert total % 11 == 1
