"""A night's delivery of made files, landed by the public function: what the tests of this tier share.

What belongs here: an inbox in a temporary folder, landing it, and the differences with the truth. What does not:
making files and comparing them.
"""

import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assets.landing import land
from assets.landing.options import LandingOptions
from tests.fuzz.comparison import LandedNight, differences
from tests.fuzz.files import MadeFile
from tests.fuzz.writers import PASSWORD
from tests.stages.landing.deliveries import FIRST, World

OPTIONS = LandingOptions(passwords=("不是这个", PASSWORD))


@contextmanager
def landed(files: Iterable[MadeFile], options: LandingOptions = OPTIONS) -> Iterator[LandedNight]:
    """Files put into one inbox and landed. Fails where an exception leaves landing, more so where it names somebody."""
    files = list(files)
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        for file in files:
            world.write_bytes(f"{file.folder}/{file.name}", file.data)
        night = world.lake.night(FIRST)
        try:
            land(world.inbox, night, options=options)
        except Exception as error:
            text = repr(error)
            named = sum(1 for file in files for value in file.truth.personal if value in text)
            raise AssertionError(f"landing raised {type(error).__name__}, naming {named} personal values") from error
        yield LandedNight(night)


def all_differences(files: list[MadeFile]) -> list[str]:
    """The differences of all files of one delivery."""
    with landed(files) as night:
        return [each for file in files for each in differences(night, file.truth)]
