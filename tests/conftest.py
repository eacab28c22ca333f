"""What holds for every test: no property is judged by the clock, which tells of the machine, not of the code."""

import os

from hypothesis import settings

settings.register_profile("doudi", deadline=None)
settings.load_profile("doudi")


def pytest_xdist_auto_num_workers() -> int:
    """A process more than cores: nights wait for reading processes and disks."""
    return len(os.sched_getaffinity(0)) + 1
