"""Warnings: the night's hits become one warning a household and lane, living from night to night; feedback answers it.

What belongs here: opening, keeping, escalating, quieting and closing of warnings, their deadlines, the judging of
returned feedback and the chain of events. What does not: finding (indicators) and what a department reads (queues).
Nothing here ends or cuts a benefit: a closed warning only means that nobody is asked to visit about it any more.
"""

from assets.warnings.chain import verify_chain
from assets.warnings.life_cycle import WarningsOfNight, advance
from assets.warnings.parameters import WarningParameters, load_parameters
from assets.warnings.working_days import add_working_days

__all__ = ["WarningParameters", "WarningsOfNight", "add_working_days", "advance", "load_parameters", "verify_chain"]
