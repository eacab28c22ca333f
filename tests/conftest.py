"""What holds for every test: no property is judged by the clock, which tells of the machine, not of the code."""

from hypothesis import settings

settings.register_profile("doudi", deadline=None)
settings.load_profile("doudi")
