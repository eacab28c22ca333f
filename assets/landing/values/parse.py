"""Which reader reads a column: the one entry to the parsing of cells."""

import polars as pl

from assets.landing.values.cells import Parsed, Reader, parse_cells
from assets.landing.values.dates import DATE, MONTH
from assets.landing.values.identifiers import parse_id_numbers
from assets.landing.values.names import NAME
from assets.landing.values.numbers import MEASURE, WHOLE_NUMBER, money
from assets.landing.values.texts import DIVISION, PHONE, TEXT, parse_keys
from assets.landing.values.words import SEX, YES_NO, parse_codes
from assets.vocabulary.feeds import Column

_READERS: dict[str, Reader] = {
    "name": NAME,
    "sex": SEX,
    "date": DATE,
    "month": MONTH,
    "int": WHOLE_NUMBER,
    "number": MEASURE,
    "text": TEXT,
    "phone": PHONE,
    "division": DIVISION,
    "yesno": YES_NO,
}


def parse(raw: pl.Series, column: Column, scale: int = 1, *, key: bool = False) -> Parsed:
    """Parse a column of text cells by the contract; `scale` is the unit of amounts by their heading, in yuan.

    `key`: a text that joins the row to rows of other tables, brought into one written form.
    """
    if key and column.type == "text":
        return parse_keys(raw)
    if column.type == "id_number":
        return parse_id_numbers(raw)
    if column.type == "money":
        return parse_cells(raw, money(scale))
    if column.type == "code":
        if column.code_table is None:
            raise ValueError(f"column {column.name} has type code and no code table")
        return parse_codes(raw, column.code_table)
    return parse_cells(raw, _READERS[column.type])
