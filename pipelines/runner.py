"""Running one night in this process, as the schedule does in its own. What is printed is the command line's matter."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import dagster as dg

from assets.vocabulary.paths import PROJECT_ROOT
from pipelines.progress import StepEvent, attach
from pipelines.settings import Settings


@dataclass(frozen=True)
class FailedStep:
    """A step that stopped the night, with the error's own sentence."""

    step: str
    message: str


@dataclass(frozen=True)
class NightOutcome:
    """Whether the night was published, what failed, and the checks that did not pass (blocking or not)."""

    succeeded: bool
    failures: tuple[FailedStep, ...]
    failed_checks: tuple[str, ...]
    warned_checks: tuple[str, ...]


def dagster_home(settings: Settings) -> Path:
    """The folder of Dagster's storage for this lake, with `dagster.yaml` in it; made where it is wanting."""
    lake = settings.open_lake()
    lake.prepare()
    home = lake.root / "dagster"
    home.mkdir(exist_ok=True)
    home.chmod(0o700)
    shutil.copyfile(PROJECT_ROOT / "dagster.yaml", home / "dagster.yaml")
    return home


def run_environment(settings: Settings) -> dict[str, str]:
    """The environment variables by which Dagster's processes find this lake, this inbox and their storage."""
    home = str(dagster_home(settings))
    return {
        "DAGSTER_HOME": home,
        "DOUDI_DAGSTER_STORAGE": os.environ.get("DOUDI_DAGSTER_STORAGE", home),
        "DOUDI_LAKE": str(settings.lake.resolve()),
        "DOUDI_INBOX": str(settings.inbox.resolve()),
        "DOUDI_MEMORY_GIB": str(settings.memory_gib),
        "DOUDI_THREADS": str(settings.threads),
    }


@contextmanager
def environment(variables: dict[str, str]) -> Iterator[None]:
    """Set the variables and put the old ones back at the end."""
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _quiet(_step: str) -> None:
    """What is told at a step's start where nobody watches."""


def run_night(
    settings: Settings,
    night: date,
    report: Callable[[StepEvent], None],
    started: Callable[[str], None] = _quiet,
    *,
    estimate_weights: bool = False,
) -> NightOutcome:
    """Run the `nightly` job for one night in this process and give its outcome; never raises for a failed step.

    `started` is told each step's key as it begins, `report` each step's end. `estimate_weights`: identity's match
    weights are estimated on this night's pairs and kept from then on.
    """
    with environment(run_environment(settings)):
        from pipelines.definitions import defs  # noqa: PLC0415  Dagster is slow to import; --help need not wait for it

        attach(report, started)
        with dg.DagsterInstance.from_config(os.environ["DAGSTER_HOME"]) as instance:
            result = defs.resolve_job_def("nightly").execute_in_process(
                partition_key=str(night),
                instance=instance,
                run_config={
                    "loggers": {"steps": {}},
                    "ops": {"identity": {"config": {"estimate_weights": estimate_weights}}},
                },
                raise_on_error=False,
            )
    return NightOutcome(
        succeeded=result.success,
        failures=tuple(_failures(result)),
        failed_checks=tuple(_checks(result, dg.AssetCheckSeverity.ERROR)),
        warned_checks=tuple(_checks(result, dg.AssetCheckSeverity.WARN)),
    )


def _failures(result: dg.ExecuteInProcessResult) -> Iterator[FailedStep]:
    """Each cause once: when one cause stops many steps (an empty inbox, a held lake), the first step names it."""
    told: set[str] = set()
    for event in result.all_events:
        error = None
        if event.event_type_value == "STEP_FAILURE":
            error = event.step_failure_data.error
        elif event.event_type_value == "PIPELINE_FAILURE" and not told:
            error = event.job_failure_data.error
        if error is None:
            continue
        message = (error.cause or error).message.strip()
        if message not in told:
            told.add(message)
            yield FailedStep(event.step_key or "start of the run", message)


def _checks(result: dg.ExecuteInProcessResult, severity: dg.AssetCheckSeverity) -> Iterator[str]:
    for evaluation in result.get_asset_check_evaluations():
        if not evaluation.passed and evaluation.severity == severity:
            yield f"{evaluation.asset_key.to_user_string()}: {evaluation.check_name}"
