"""Making a night visible: partitions moved into place, manifest, `published.json` in one rename, and the catalogue.

What belongs here: everything that happens once all tables and checks of a night are done. Nothing is computed here.
"""

import hashlib
import json
import os
import shutil
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from assets.lake.night import PARTITION_FILE, Lake, Night, table_folder
from assets.vocabulary.feeds import load_feeds
from assets.vocabulary.paths import PROJECT_ROOT
from assets.vocabulary.tables import is_restricted, load_tables


class NightAlreadyPublishedError(RuntimeError):
    """The night is published and this run's tables differ from it."""


def night_tables() -> list[str]:
    """Every table that a night must hold before it may be published."""
    feeds = list(load_feeds())
    return [f"landing/{key}" for key in feeds] + [f"quarantine/{key}" for key in feeds] + list(load_tables())


def sha256_of(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def code_version() -> str:
    """The release with a digest of all code, SQL and reference data: what else a night's result depends on."""
    digest = hashlib.sha256()
    for folder in ("assets", "checks", "sql", "data/reference"):
        for path in sorted((PROJECT_ROOT / folder).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                digest.update(str(path.relative_to(PROJECT_ROOT)).encode())
                digest.update(path.read_bytes())
    return f"{version('doudi')}+{digest.hexdigest()[:12]}"


def _table_entry(night: Night, key: str) -> dict[str, Any]:
    path = night.path(key)
    return {
        "rows": night.rows(key),
        "bytes": path.stat().st_size,
        "sha256": sha256_of(path),
        "restricted": is_restricted(key),
        "schema": {name: str(dtype) for name, dtype in pl.read_parquet_schema(path).items()},
    }


def build_manifest(night: Night) -> dict[str, Any]:
    """Tables with rows, sha256 and schema; code version; ages of the feeds; the lists for staff."""
    ages = night.read("landing/feed_ages").with_columns(pl.col("delivery").cast(pl.String))
    lists = sorted(path for path in night.deliveries.rglob("*") if path.is_file())
    return {
        "night": str(night.night),
        "previous": str(night.previous) if night.previous else None,
        "code_version": code_version(),
        "feeds": ages.to_dicts(),
        "parameters_sha256": sha256_of(night.path("indicators/parameters")),
        "tables": {key: _table_entry(night, key) for key in sorted(night_tables())},
        "deliveries": {str(path.relative_to(night.deliveries)): sha256_of(path) for path in lists},
    }


def write_atomically(path: Path, text: str) -> None:
    """Write and rename, so that a reader sees the old text or the new and never a part."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".draft")
    with draft.open("w", encoding="utf-8") as handle:
        handle.write(text)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)


def _changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """Tables and lists that are not the same bytes in two manifests."""

    def fingerprints(manifest: dict[str, Any]) -> dict[str, str]:
        tables = {key: str(entry["sha256"]) for key, entry in manifest["tables"].items()}
        return tables | {f"deliveries/{name}": digest for name, digest in manifest["deliveries"].items()}

    old, new = fingerprints(before), fingerprints(after)
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def _move_partitions(night: Night) -> None:
    for key in night_tables():
        source = night.staging / table_folder(key)
        target = night.lake.partition(key, night.night).parent
        if not (source / PARTITION_FILE).exists():
            continue  # moved by a run that was killed while it published this same night
        if target.exists():
            shutil.rmtree(target)
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)


def _move_deliveries(night: Night) -> None:
    target = night.lake.root / "deliveries" / str(night.night)
    if night.deliveries.exists():
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(exist_ok=True)
        target.parent.chmod(0o700)
        night.deliveries.rename(target)


def build_catalogue(lake: Lake, night: date) -> Path:
    """`catalog.duckdb`: a schema a stage, a view a table of this night. Restricted tables are left out.

    Views hold the lake's absolute path at the time of publishing; the file is replaced in one rename.
    """
    draft = lake.root / "catalog.draft.duckdb"
    draft.unlink(missing_ok=True)
    with duckdb.connect(str(draft)) as connection:
        for key, table in load_tables().items():
            if table.restricted:
                continue
            stage, name = key.split("/")
            path = str(lake.partition(key, night).resolve()).replace("'", "''")
            connection.execute(f'create schema if not exists "{stage}"')
            connection.execute(f'create view "{stage}"."{name}" as select * from read_parquet(\'{path}\')')
            comment = table.description.replace("'", "''")
            connection.execute(f'comment on view "{stage}"."{name}" is \'{comment}\'')
    target = lake.root / "catalog.duckdb"
    draft.replace(target)
    return target


def publish(night: Night) -> dict[str, Any]:
    """Make the night visible and give its manifest.

    Publishing the same bytes again is done and said so (`identical`). Raises NightAlreadyPublishedError, naming the
    tables, where a published night would change: what departments saw is never rewritten.
    """
    manifest = build_manifest(night)
    if night.lake.published_night() == night.night:
        changed = _changed(dict(night.lake.manifest(night.night)), manifest)
        if changed:
            raise NightAlreadyPublishedError(
                f"night {night.night} is published and this run differs from it in {', '.join(changed)}; "
                "run the correction as the next night (nothing was changed)"
            )
        build_catalogue(night.lake, night.night)
        night.discard()
        return manifest | {"identical": True}
    _move_partitions(night)
    _move_deliveries(night)
    write_atomically(night.lake.root / "nights" / f"{night.night}.json", _as_json(manifest))
    write_atomically(night.lake.root / "published.json", _as_json({"night": str(night.night)}))
    # Only a convenience made from what is published: a run killed here leaves the catalogue of the night before, whole.
    build_catalogue(night.lake, night.night)
    night.discard()
    return manifest | {"identical": False}


def _as_json(document: dict[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
