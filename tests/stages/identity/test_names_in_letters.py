"""People whose names are written in letters and whose numbers are of other kinds; expectations by hand."""

from datetime import date

from assets.identity import resolve
from tests.stages.identity.people import groups, partition, reasons, records

BORN = date(1980, 5, 17)
HOME = {"address": "12 Harbour Street Rosevale", "division_code": "4127"}
GIVEN = [
    *("ANNA", "BORIS", "CLARA", "DAVID", "EMMA", "FELIX", "GRETA", "HUGO"),
    *("IRENE", "JONAS", "KLARA", "LUKAS", "MARIE", "NILS", "OLGA", "PETER"),
]
FAMILY = ["ALBRECHT", "BERTRAND", "CARLSSON", "DIMITROV", "ERIKSEN", "FERRARI", "GONZALEZ", "HOFFMANN"]
Row = dict[str, object]


def people(count: int) -> list[Row]:
    """Each with a home, a birthday and a number of their own."""
    return [
        {
            "name": f"{GIVEN[n % len(GIVEN)]} {FAMILY[n // len(GIVEN)]}",
            "id_number": f"P{n:02d}{(n * 7919) % 90_000 + 10_000}",
            "birth_date": date(1950 + n % 50, 1 + n % 12, 1 + n % 28),
            "address": f"{n + 1} {FAMILY[n % 8]} Street {GIVEN[n % 16]}town",
            "division_code": f"{4000 + n * 37 % 900}",
        }
        for n in range(count)
    ]


def renamed(row: Row, number: str, given: str = "WILHELMINA", **other: object) -> Row:
    """The row with another given name and another number."""
    return row | {"name": f"{given} {str(row['name']).split(' ')[1]}", "id_number": number} | other


def test_a_number_of_another_kind_with_a_shared_word_and_the_birth_is_the_person() -> None:
    first = {"name": "Maria Gonzalez", "id_number": "E12345678", "birth_date": BORN}
    assert partition(first, first | {"name": "Maria Hoffmann"}) == [[1, 2]]


def test_a_slip_in_number_and_words_turned_round() -> None:
    first = {"name": "Maria Gonzalez", "id_number": "E12345678", **HOME}
    second = {"name": "Gonzales Maria", "id_number": "E12354678", "address": "Rosevale 12 Harbour Street"}
    assert partition(first, second) == [[1, 2]]


def test_where_families_are_seen_who_differs_in_a_word_is_a_relative() -> None:
    """Brothers and sisters of other births stand beside each: one of the same birth is a twin."""
    rows = people(30)
    births = [date(1960 + n % 40, 1 + n * 5 % 12, 1 + n * 11 % 28) for n in range(30)]
    kin = [
        renamed(row, f"K{n:02d}{n * 1237 % 70_000 + 10_000}", birth_date=birth)
        for n, (row, birth) in enumerate(zip(rows, births, strict=True))
    ]
    twins = [renamed(row, f"Q{n:02d}{n * 131 + 20_000}", given="XAVIER") for n, row in enumerate(rows)]
    found = resolve(records(*rows, *kin, *twins))
    assert len(groups(found)) == 90
    assert set(reasons(found)) == {"fuzzy_name_differs"}


def test_where_none_are_seen_it_is_a_name_written_otherwise() -> None:
    """Thirty people have two rows of one home and birth; no home of the night has two births."""
    rows = people(30)
    again = [renamed(row, f"Q{n:02d}{n * 131 + 20_000}") for n, row in enumerate(rows)]
    found = resolve(records(*rows, *again))
    assert groups(found) == {frozenset({n, n + 30}) for n in range(1, 31)}


def test_a_few_rows_do_not_show_that_there_are_no_families() -> None:
    rows = people(5)
    found = resolve(records(*rows, *(renamed(row, f"Q{n}120000") for n, row in enumerate(rows))))
    assert len(groups(found)) == 10


def test_relatives_of_one_home_are_no_question_for_staff() -> None:
    parent = {"name": "Maria Gonzalez", "id_number": "E12345678", "birth_date": BORN, "phone": "13812345678", **HOME}
    child = parent | {"name": "Pablo Gonzalez", "id_number": "E77889900", "birth_date": date(2012, 1, 3)}
    found = resolve(records(parent, child))
    assert len(groups(found)) == 2
    assert found.review.is_empty()
