"""Queues: each department's part of the open warnings, as a table and as the lists that its staff take along.

What belongs here: who sees what, the Chinese sentences, workbooks, CSV, the scorecard. What does not: what a warning is
(warnings) and whether a hit is right (indicators). A department never sees another department's reasons.
"""

from assets.queues.queue import build_queue
from assets.queues.scorecard import build_scorecard
from assets.queues.sentences import reasons_of

__all__ = ["build_queue", "build_scorecard", "reasons_of"]
