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
        """All nights ever published, oldest first, by the manifests' own links back from the one readers see.

        A manifest that no later one names belongs to a run that was killed before its last rename.
        """
        nights: list[date] = []
        night = self.published_night()
        while night is not None:
            nights.append(night)
            previous = self.manifest(night)["previous"]
            night = date.fromisoformat(str(previous)) if previous else None
        return nights[::-1]

    def night(self, night: date) -> "Night":
        """The night to write. Raises NightOrderError where a later one is published already."""
        last = self.published_night()
        if last is not None and night < last:
            raise NightOrderError(f"night {night} lies before {last}, which is published; nights only go forward")
        if last is None or last < night:
            return Night(self, night, last)
        previous = self.manifest(night)["previous"]
        return Night(self, night, date.fromisoformat(str(previous)) if previous else None)

    def sweep(self, night: date) -> None:
        """Remove what killed runs of other nights left: their staging, and partitions that were never published.

        The caller holds the lock. Restricted rows must not lie about in a staging folder that nobody finishes.
        """
        for folder in (self.root / "staging").glob("????-??-??"):
            if folder.name != str(night):
                shutil.rmtree(folder)
        published = {str(other) for other in self.published_nights()}
        for path in (self.root / "nights").glob("????-??-??.json"):
            if path.stem not in published and path.stem != str(night):
                for partition in list(self.root.glob(f"*/**/night={path.stem}")):
                    shutil.rmtree(partition)
                shutil.rmtree(self.root / "deliveries" / path.stem, ignore_errors=True)
                path.unlink()

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

    def save_query(self, key: str, connection: duckdb.DuckDBPyConnection, query: str) -> int:
        """Write a query's rows as a table; the query orders them by the table's key. Gives its number of rows.

        Raises ValueError, naming columns only, where the result has other columns, types or order than the contract.
        """

        def copy(path: Path) -> None:
            target = str(path).replace("'", "''")
            connection.execute(f"copy ({query}) to '{target}' (format parquet, compression zstd)")
            written, promised = pl.read_parquet_schema(path), table_schema(key)
            if list(written.items()) != list(promised.items()):
                names = written.keys() | promised.keys()
                differing = sorted(name for name in names if written.get(name) != promised.get(name))
                raise ValueError(f"{key}: columns differ from the contract in name, type or order: {differing}")

        self._replace(key, copy)
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
