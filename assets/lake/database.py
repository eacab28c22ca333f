"""DuckDB connections with bounded memory. No SQL of any stage is here."""

from dataclasses import dataclass
from pathlib import Path

import duckdb


@dataclass(frozen=True)
class Limits:
    """What a run may use: memory of the database in GiB and threads."""

    memory_gib: float = 4.0
    threads: int = 2


def connect(limits: Limits, spill: Path) -> duckdb.DuckDBPyConnection:
    """An in-memory database that keeps to the limits and spills to a folder of the lake, never to the system's."""
    spill.mkdir(parents=True, exist_ok=True)
    spill.chmod(0o700)
    connection = duckdb.connect(":memory:")
    connection.execute("set memory_limit = ?", [f"{limits.memory_gib}GiB"])
    connection.execute("set threads = ?", [limits.threads])
    connection.execute("set temp_directory = ?", [str(spill)])
    connection.execute("set enable_progress_bar = false")
    connection.execute("set TimeZone = 'Asia/Shanghai'")
    return connection
