"""The lake: where a night's tables are written, found, sealed and published. It knows no stage and computes nothing."""

from assets.lake.database import Limits
from assets.lake.night import Lake, LakeBusyError, Night
from assets.lake.publish import NightAlreadyPublishedError, publish

__all__ = ["Lake", "LakeBusyError", "Limits", "Night", "NightAlreadyPublishedError", "publish"]
