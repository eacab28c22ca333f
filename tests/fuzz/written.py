"""Which forms a column's cells are written in, by the type that the contract gives it.

What belongs here: the way from a type to its forms. What does not: the forms (cells_of_*) and rows (bodies).
"""

from collections.abc import Callable

from assets.vocabulary.feeds import Column
from tests.fuzz import cells_of_figures as figures
from tests.fuzz import cells_of_persons as persons
from tests.fuzz import cells_of_words as words
from tests.fuzz.cells import Cell, Pen

_GOOD: dict[str, Callable[[Pen], Cell]] = {
    "id_number": persons.id_cell,
    "name": persons.name_cell,
    "sex": persons.sex_cell,
    "date": figures.date_cell,
    "month": figures.month_cell,
    "money": figures.money_cell,
    "int": figures.int_cell,
    "number": figures.number_cell,
    "yesno": words.yesno_cell,
    "phone": persons.phone_cell,
    "division": persons.division_cell,
    "text": words.text_cell,
}
_BAD: dict[str, Callable[[Pen], Cell]] = {
    "id_number": persons.bad_id,
    "name": persons.placeholder_name,
    "sex": persons.bad_sex,
    "date": figures.bad_date,
    "month": figures.bad_month,
    "money": figures.bad_money,
    "int": figures.bad_int,
    "number": figures.bad_number,
    "yesno": words.bad_yesno,
    "code": words.bad_code,
    "phone": persons.bad_phone,
    "division": persons.bad_division,
    "text": words.bad_text,
}


def good_cell(pen: Pen, column: Column, *, key: bool) -> Cell:
    """A cell that can be read."""
    if column.type == "code":
        return words.code_cell(pen, column)
    if column.type == "text" and (key or column.name.endswith("_no")):
        return words.key_cell(pen, column)
    return _GOOD[column.type](pen)


def bad_cell(pen: Pen, column: Column) -> Cell:
    """A cell that holds something and must be told in the quarantine."""
    return _BAD[column.type](pen)
