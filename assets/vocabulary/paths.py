"""Where the project's own files are: the reference data and the SQL. Never the lake, never an inbox."""

from pathlib import Path

PROJECT_ROOT = Path(__file__).resolve().parents[2]
REFERENCE = PROJECT_ROOT / "data" / "reference"
SQL = PROJECT_ROOT / "sql"
SAMPLE = PROJECT_ROOT / "data" / "sample"


def read_sql(name: str) -> str:
    """The text of `sql/<name>.sql`, for example `indicators/YB01`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
