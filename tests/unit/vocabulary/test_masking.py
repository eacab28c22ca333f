"""What staff see of a name and an id."""

import polars as pl
import pytest

from assets.vocabulary.masking import mask_id_number, mask_name

NAMES = [("张伟", "张*"), ("张小明", "张*明"), ("欧阳小明", "欧**明"), ("李", "李*"), ("", None), (None, None)]
NUMBERS = [("371082199001011234", "371***********1234"), ("123", "********"), (None, None)]


@pytest.mark.parametrize(("value", "masked"), NAMES)
def test_names(value: str | None, masked: str | None) -> None:
    assert pl.DataFrame({"v": [value]}, schema={"v": pl.String}).select(mask_name(pl.col("v"))).item() == masked


@pytest.mark.parametrize(("value", "masked"), NUMBERS)
def test_numbers(value: str | None, masked: str | None) -> None:
    assert pl.DataFrame({"v": [value]}, schema={"v": pl.String}).select(mask_id_number(pl.col("v"))).item() == masked
