"""The manifest of a department's folder: every file with its rows and its fingerprint.

What belongs here: naming files. What does not: writing them (deliveries, returns, identity).
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

MANIFEST = "manifest.json"


def enter_files(folder: Path, department: str, night: date, rows: Mapping[Path, int]) -> Path:
    """Name files below the folder (path → rows) in its manifest, beside those that stand there; gives its path."""
    path = folder / MANIFEST
    before = json.loads(path.read_text(encoding="utf-8"))["files"] if path.exists() else []
    names = {file.relative_to(folder).as_posix(): file for file in rows}
    own = [{"file": name, "rows": rows[file], "sha256": _sha256(file)} for name, file in names.items()]
    others = [entry for entry in before if entry["file"] not in names]
    files = sorted([*others, *own], key=lambda entry: str(entry["file"]))
    document = {"department": department, "night": str(night), "files": files}
    path.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return path


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
