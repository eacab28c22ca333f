"""Where the tables of a night are: staging while it runs, immutable partitions once published.

What belongs here: paths, writing and reading one table of one night, the lock. Publishing is in `publish`.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

import duckdb
import polars as pl

from assets.lake.database import Limits, connect
from assets.vocabulary.tables import conform, empty, is_restricted, table_schema

PARTITION_FILE = "part-0.parquet"


class LakeBusyError(RuntimeError):
    """Another run holds this lake."""


class NightOrderError(ValueError):
    """The night lies before one that is published already."""


def table_folder(key: str) -> Path:
    """The table's folder below a lake or a staging root."""
    if key.startswith("quarantine/"):
        return Path(key)
    return Path("restricted" if is_restricted(key) else "tables") / key


class Lake:
    """A folder that holds the nights. Creating the object touches nothing on disk."""

    def __init__(self, root: Path, limits: Limits | None = None) -> None:
        self.root = root
        self.limits = limits or Limits()

    def prepare(self) -> None:
        """Make the lake's folders; the restricted ones are readable by their owner alone."""
        self.root.mkdir(parents=True, exist_ok=True)
        for name in ("restricted", "quarantine", "staging"):
            folder = self.root / name
            folder.mkdir(exist_ok=True)
            folder.chmod(0o700)

    def published_night(self) -> date | None:
        """The night that readers see, None before the first."""
        path = self.root / "published.json"
        if not path.exists():
            return None
        return date.fromisoformat(json.loads(path.read_text(encoding="utf-8"))["night"])

    def published_nights(self) -> list[date]:
        """All nights ever published, oldest first; a manifest newer than published.json belongs to a killed run."""
        last = self.published_night()
        if last is None:
            return []
        nights = sorted(date.fromisoformat(path.stem) for path in (self.root / "nights").glob("????-??-??.json"))
        return [night for night in nights if night <= last]

    def night(self, night: date) -> "Night":
        """The night to write. Raises NightOrderError where a later one is published already."""
        nights = self.published_nights()
        if nights and night < nights[-1]:
            raise NightOrderError(f"night {night} lies before {nights[-1]}, which is published; nights only go forward")
        previous = max((other for other in nights if other < night), default=None)
        return Night(self, night, previous)

    def manifest(self, night: date) -> dict[str, object]:
        """The manifest of a published night."""
        text = (self.root / "nights" / f"{night}.json").read_text(encoding="utf-8")
        manifest: dict[str, object] = json.loads(text)
        return manifest

    @contextmanager
    def locked(self, night: date) -> Iterator[None]:
        """Hold the lake for one run. Raises LakeBusyError at once where another run holds it."""
        self.prepare()
        with (self.root / ".lock").open("a+", encoding="utf-8") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                handle.seek(0)
                holder = handle.read().strip() or "unknown"
                raise LakeBusyError(f"another run holds this lake ({holder}); wait for it to end") from None
            handle.truncate(0)
            handle.write(f"night {night}, process {os.getpid()}")
            handle.flush()
            yield

    def partition(self, key: str, night: date) -> Path:
        """The Parquet file of a table on a night in its final place."""
        return self.root / table_folder(key) / f"night={night}" / PARTITION_FILE


@dataclass(frozen=True)
class Night:
    """One night being made: `night` is the business date, `previous` the last published night before it."""

    lake: Lake
    night: date
    previous: date | None

    @property
    def staging(self) -> Path:
        return self.lake.root / "staging" / str(self.night)

    @property
    def deliveries(self) -> Path:
        """The folder for the lists that staff download, in staging until the night is published."""
        return self.staging / "deliveries"

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A DuckDB connection within the lake's limits, spilling into staging. The caller closes it."""
        self.lake.prepare()
        return connect(self.lake.limits, self.staging / "spill")

    def target(self, key: str) -> Path:
        """The file to write this table to, its folder made. For DuckDB's COPY and for Polars sinks."""
        path = self.staging / table_folder(key) / PARTITION_FILE
        if not path.parent.exists():
            self.lake.prepare()
            path.parent.mkdir(parents=True, exist_ok=True)
            self.staging.chmod(0o700)
        return path

    def save(self, key: str, frame: pl.DataFrame) -> int:
        """Write a table in its contract's columns, types and order; gives its number of rows."""
        table = conform(frame, key)
        self._replace(key, lambda path: table.write_parquet(path, compression="zstd", statistics=True))
        return table.height

    def save_lazy(self, key: str, frame: pl.LazyFrame) -> int:
        """Stream a table to disk; the caller vouches for the order of rows. Raises ValueError on other columns."""
        schema = table_schema(key)
        columns = frame.collect_schema().names()
        if set(columns) != set(schema):
            raise ValueError(f"{key}: columns differ from the contract: {sorted(set(columns) ^ set(schema))}")
        typed = frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())
        self._replace(key, lambda path: typed.sink_parquet(path, compression="zstd", maintain_order=True))
        return self.rows(key)

    def keep_previous(self, key: str) -> int:
        """Let this night's table be the previous night's file (a hard link: partitions never change)."""
        if self.previous is None:
            return self.save(key, empty(key))
        source = self.lake.partition(key, self.previous)
        if not source.exists():
            return self.save(key, empty(key))

        def link(path: Path) -> None:
            path.unlink(missing_ok=True)
            os.link(source, path)

        self._replace(key, link)
        return self.rows(key)

    def _replace(self, key: str, write: "WriteTable") -> None:
        path = self.target(key)
        draft = path.with_suffix(".draft")
        write(draft)
        draft.replace(path)

    def path(self, key: str) -> Path:
        """The table's Parquet file: from staging, or its final place where the night is published.

        Raises FileNotFoundError naming the table where neither exists.
        """
        staged = self.staging / table_folder(key) / PARTITION_FILE
        final = self.lake.partition(key, self.night)
        for path in (staged, final):
            if path.exists():
                return path
        raise FileNotFoundError(f"{key} of night {self.night} is not made yet")

    def scan(self, key: str) -> pl.LazyFrame:
        return pl.scan_parquet(self.path(key))

    def read(self, key: str) -> pl.DataFrame:
        return pl.read_parquet(self.path(key))

    def rows(self, key: str) -> int:
        return int(self.scan(key).select(pl.len()).collect().item())

    def previous_path(self, key: str) -> Path | None:
        """The table's file on the previous published night, None where there is none."""
        if self.previous is None:
            return None
        path = self.lake.partition(key, self.previous)
        return path if path.exists() else None

    def previous_scan(self, key: str) -> pl.LazyFrame:
        """The table on the previous published night; an empty one on the first."""
        path = self.previous_path(key)
        return empty(key).lazy() if path is None else pl.scan_parquet(path)

    def discard(self) -> None:
        """Remove what a run left in staging."""
        shutil.rmtree(self.staging, ignore_errors=True)


class WriteTable(Protocol):
    """A function that writes a table to a path (typing only)."""

    def __call__(self, path: Path, /) -> None: ...
