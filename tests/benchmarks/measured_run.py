"""One night in this process with seconds, rows and peak memory of each step. Prints JSON."""

import json
import sys
import time
from datetime import date
from pathlib import Path

from pipelines.progress import StepEvent
from pipelines.runner import run_night
from pipelines.settings import Settings
from tests.benchmarks.measure import MIB, PeakSampler, own_peak_mib


def main(inbox: str, lake: str, night: str) -> None:
    settings = Settings().model_copy(update={"inbox": Path(inbox), "lake": Path(lake)})
    steps: list[dict[str, object]] = []
    with PeakSampler() as sampler:

        def report(event: StepEvent) -> None:
            peak = sampler.take() / MIB
            steps.append({"step": event.step, "seconds": event.seconds, "rows": event.rows, "peak_mib": peak})
            print(f"{event.step} {event.seconds:.1f} s", file=sys.stderr, flush=True)  # noqa: T201

        started = time.monotonic()
        outcome = run_night(settings, date.fromisoformat(night), report)
        seconds = time.monotonic() - started
    figures = {
        "succeeded": outcome.succeeded,
        "failures": [failure.step for failure in outcome.failures],
        "failed_checks": outcome.failed_checks,
        "seconds": seconds,
        "peak_mib": own_peak_mib(),
        "steps": steps,
    }
    print(json.dumps(figures))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:4])
