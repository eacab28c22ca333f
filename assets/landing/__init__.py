"""Landing: a delivered file becomes typed rows of a feed, and a quarantine; nothing is lost and every row is counted.

What belongs here: finding files, reading their formats, parsing cells by the feed's contract, setting repeats aside.
What does not: who a row is about, or what it means (identity, indicators).
"""

from assets.landing.deliver import LandingSummary, land, land_feed
from assets.landing.inbox import EmptyInboxError

__all__ = ["EmptyInboxError", "LandingSummary", "land", "land_feed"]
