"""A published night computed again in a folder apart: the lake is read, never written, and need not be writable.

What belongs here: where such a night reads and writes. What does not: what is computed.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from assets.lake.database import connect
from assets.lake.night import PARTITION_FILE, Lake, Night, table_folder


@dataclass(frozen=True)
class ReplayedNight(Night):
    """What is made is written below `apart` and read from there first; everything else is as it was published."""

    apart: Path

    @classmethod
    def of(cls, lake: Lake, night: date, apart: Path) -> "ReplayedNight":
        """A published night of the lake with the night that it followed. Nothing is written yet."""
        previous = lake.manifest(night)["previous"]
        return cls(lake, night, date.fromisoformat(str(previous)) if previous else None, apart)

    @property
    def staging(self) -> Path:
        return self.apart / str(self.night)

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection within the lake's limits, spilling beside what is made. The caller closes it."""
        self._open_folder()
        return connect(self.lake.limits, self.staging / "spill")

    def target(self, key: str) -> Path:
        """The file to write this table to, its folder made."""
        self._open_folder()
        path = self.staging / table_folder(key) / PARTITION_FILE
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def _open_folder(self) -> None:
        self.staging.mkdir(parents=True, exist_ok=True)
        self.staging.chmod(0o700)
