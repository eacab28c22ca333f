"""Progress of a night on a terminal: one line a step, made from Dagster's own events. Counts only.

Dagster itself is not imported here: every command of `doudi` would wait for it.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

LOGGER_NAME = "doudi.steps"


@dataclass(frozen=True)
class StepEvent:
    """A step that ended: its key, seconds, whether it succeeded, rows of what it made and checks that failed."""

    step: str
    seconds: float
    succeeded: bool
    rows: int | None


class StepHandler(logging.Handler):
    """Turns Dagster's log records into StepEvents; nothing else of a record is looked at."""

    def __init__(self, report: Callable[[StepEvent], None], started: Callable[[str], None]) -> None:
        super().__init__()
        self._report = report
        self._started = started
        self._rows: dict[str, int] = {}

    def emit(self, record: logging.LogRecord) -> None:
        event = getattr(record, "dagster_meta", {}).get("dagster_event")
        if event is None or event.step_key is None:
            return
        if event.event_type_value == "STEP_START":
            self._started(event.step_key)
        elif event.event_type_value == "ASSET_MATERIALIZATION":
            value = event.materialization.metadata.get("dagster/row_count")
            if value is not None:
                self._rows[event.step_key] = self._rows.get(event.step_key, 0) + int(value.value)
        elif event.event_type_value == "STEP_SUCCESS":
            seconds = (event.step_success_data.duration_ms or 0) / 1000
            self._report(StepEvent(event.step_key, seconds, True, self._rows.get(event.step_key)))
        elif event.event_type_value == "STEP_FAILURE":
            self._report(StepEvent(event.step_key, 0.0, False, None))


def attach(report: Callable[[StepEvent], None], started: Callable[[str], None]) -> None:
    """Send the ends of the next run's steps to `report`, and each step's key to `started` as it begins."""
    logger = logging.getLogger(LOGGER_NAME)
    logger.handlers = [StepHandler(report, started)]
    logger.setLevel(logging.DEBUG)
    logger.propagate = False
