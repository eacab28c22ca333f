"""Dagster's own storage on SQLite, with its connections kept open for as long as the instance lives.

What belongs here: how often a database is opened. What does not: what Dagster writes. Dagster opens a database anew for
each of a night's six thousand reads and writes, and the last to close one copies its journal into it and waits for the
disk: that took a third of a small night.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

import sqlalchemy as sa
from dagster._core.storage.event_log.sqlite.sqlite_event_log import INDEX_SHARD_NAME, SqliteEventLogStorage
from dagster._core.storage.sqlite import SQLITE_BUSY_TIMEOUT_SECONDS
from dagster._core.storage.sqlite_storage import DagsterSqliteStorage


class KeptEventLog(SqliteEventLogStorage):
    """The databases of events: the index over all runs, and one a run. Those of the index and of one run stay open."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        self._engines: dict[str, sa.Engine] = {}
        super().__init__(base_dir, inst_data)

    @contextmanager
    def _connect(self, shard: str) -> Iterator[sa.Connection]:
        with self._db_lock:
            engine = self._engine(shard)
            if shard not in self._initialized_dbs:
                self._initdb(engine)
                self._initialized_dbs.add(shard)
            with engine.begin() as connection:
                yield connection

    def _engine(self, shard: str) -> sa.Engine:
        if shard not in self._engines:
            for other in self._engines.keys() - {INDEX_SHARD_NAME}:
                self._engines.pop(other).dispose()
            timeout = {"timeout": SQLITE_BUSY_TIMEOUT_SECONDS}
            engine = sa.create_engine(self.conn_string_for_shard(shard), connect_args=timeout)
            sa.event.listen(engine, "connect", _trust_the_journal)
            self._engines[shard] = engine
        return self._engines[shard]

    def dispose(self) -> None:
        """Close the databases; what stands in their journals is copied into them."""
        super().dispose()
        with self._db_lock:
            for shard in list(self._engines):
                self._engines.pop(shard).dispose()


def _trust_the_journal(connection: Any, _record: Any) -> None:
    """With a write-ahead journal nothing can be torn; at worst a power cut takes the last lines told of a run."""
    connection.execute("pragma synchronous = normal")


class LakeStorage(DagsterSqliteStorage):
    """Runs, events and schedules in a folder, as Dagster's SQLite storage lays them down."""

    def __init__(self, base_dir: str, inst_data: Any = None) -> None:
        super().__init__(base_dir, inst_data)
        self._event_log_storage = KeptEventLog(str(Path(base_dir) / "history" / "runs"))

    @classmethod
    def from_config_value(cls, inst_data: Any, config_value: Any) -> Self:
        return cls.from_local(inst_data=inst_data, **config_value)
