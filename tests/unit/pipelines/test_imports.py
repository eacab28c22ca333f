"""What a command waits for before it says its first word."""

import subprocess
import sys

SLOW = ("dagster", "great_expectations", "pandas", "scipy")


def test_no_command_waits_for_libraries_that_only_a_night_needs() -> None:
    script = f"import sys, pipelines.command_line; print([name for name in {SLOW!r} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=True)
    assert told.stdout.strip() == "[]"
