"""The benches that run in an environment of their own find there what they import."""

import re
import subprocess
import sys
from importlib.metadata import packages_distributions

from assets.vocabulary.paths import PROJECT_ROOT

BENCHES = "tests.benchmarks.identity.world", "tests.benchmarks.identity.resolve_run", "tests.benchmarks.identity.bench"


def test_what_the_benches_of_identity_import_is_pinned_for_them() -> None:
    script = f"import sys, {', '.join(BENCHES)}; print(*{{name.split('.')[0] for name in sys.modules}})"
    told = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True, check=True)
    distributions = packages_distributions()
    imported = {name for module in told.stdout.split() for name in distributions.get(module, [])}
    text = (PROJECT_ROOT / "requirements-bench.txt").read_text(encoding="utf-8")
    pinned = {_normal(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", text, flags=re.MULTILINE)}
    assert {_normal(name) for name in imported} - {"doudi", "pip", "setuptools"} <= pinned


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
