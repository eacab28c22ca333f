"""The school year and term that a night lies in, and the months in which contributions must be wanting."""

from datetime import date

import duckdb
import pytest

from assets.vocabulary.paths import read_sql


@pytest.mark.parametrize(
    ("night", "school_year_start", "term"),
    [
        (date(2025, 8, 31), 2024, 2),
        (date(2025, 9, 1), 2025, 1),
        (date(2025, 12, 31), 2025, 1),
        (date(2026, 1, 31), 2025, 1),
        (date(2026, 2, 1), 2025, 2),
        (date(2026, 8, 31), 2025, 2),
        (date(2026, 9, 1), 2026, 1),
    ],
)
def test_year_and_term(night: date, school_year_start: int, term: int) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table run as select cast(? as date) as night", [night])
        connection.execute(
            "create table policy as select '000000' as county_code, '农村' as urban_rural, "
            "9.0 as school_year_first_month, 2.0 as second_term_first_month"
        )
        query = f"select school_year_start, term from ({read_sql('indicators/facts/school_terms')})"
        assert connection.execute(query).fetchall() == [(school_year_start, term)]


@pytest.mark.parametrize(
    ("night", "months"),
    [(date(2026, 6, 30), ("2026-03", "2026-05")), (date(2026, 1, 1), ("2025-10", "2025-12"))],
)
def test_gap_of_contributions(night: date, months: tuple[str, str]) -> None:
    with duckdb.connect() as connection:
        connection.execute("create table run as select cast(? as date) as night", [night])
        connection.execute(
            "create table policy as select '000000' as county_code, '农村' as urban_rural, "
            "3.0 as contribution_gap_months"
        )
        query = f"select gap_from, gap_to from ({read_sql('indicators/facts/contribution_gaps')})"
        assert connection.execute(query).fetchall() == [months]
