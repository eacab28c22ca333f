"""The operator's notes of a night: corrections and acceptances, each judged usable or not.

What belongs here: the operator's files as the two tables. What does not: applying a correction (corrector), volumes
(guard).
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from assets.landing.operator.acceptances import ACCEPTANCES, acceptance_rows, judge_acceptances
from assets.landing.operator.corrections import CORRECTIONS, judge_corrections
from assets.landing.operator.note_files import OPERATOR, NoteFiles, read_note_files
from assets.vocabulary.tables import table_schema

__all__ = ["ACCEPTANCES", "CORRECTIONS", "OPERATOR", "OperatorNotes", "read_notes"]


@dataclass(frozen=True)
class OperatorNotes:
    """`corrections` and `acceptances` in their tables' columns; what is applied tonight is counted later."""

    corrections: pl.DataFrame
    acceptances: pl.DataFrame


def read_notes(inbox: Path, night: date) -> OperatorNotes:
    """What the operator left in `<inbox>/operator` for this night; empty tables where there is nothing.

    A file that cannot be read is one unusable correction that names the file: it may hold any.
    """
    files = read_note_files(inbox)
    corrections = pl.concat([judge_corrections(files.corrections, night), _unreadable(files, night)])
    acceptances = acceptance_rows(judge_acceptances(files.acceptances), night)
    return OperatorNotes(corrections.sort("correction_id"), acceptances)


def _unreadable(files: NoteFiles, night: date) -> pl.DataFrame:
    rows = [
        {
            "correction_id": hashlib.sha256(f"{name}\x1f{reason}".encode()).hexdigest()[:16],
            "feed": "",
            "row_key": "",
            "column": "",
            "wrong": None,
            "right": None,
            "why": "",
            "until": night,
            "recorded_by": "",
            "state": "unusable",
            "cells": 0,
            "reason": f"{OPERATOR}/{name}：{reason}",
        }
        for name, reason in files.unreadable
    ]
    return pl.DataFrame(rows, schema=table_schema(CORRECTIONS))
