"""Words about who is who that more than one stage needs: conclusions about pairs, names of files, merged tokens.

What belongs here: fixed values. What does not: what a conclusion leads to (identity) and the list's layout (queues).
"""

import re
from functools import cache

from assets.vocabulary.departments import DEPARTMENT_NAMES

# What stands in identity/registry before a token that gave way to another.
MERGED = "merged|"
DECISIONS_FEED = "feedback/identity"
# The conclusions as their codes in the code table `identity_decision`, and what the tables of a night call them.
SAME, DIFFERENT, WITHDRAWN = "same", "different", "withdrawn"
DECISIONS = {"同一人": SAME, "不同人": DIFFERENT, "撤销": WITHDRAWN}
# What the list that goes out is called; its name leads it back to its feed.
REVIEW_LIST = "身份核实清单"
GUIDE_SHEET = "填写说明"
# R, a night, a running number, two check digits.
REVIEW_NUMBER = r"^R[0-9]{16}$"


@cache
def _answers_name() -> re.Pattern[str]:
    departments = "|".join([*DEPARTMENT_NAMES, *DEPARTMENT_NAMES.values()])
    return re.compile(rf"(?:(?:{departments})[\s_\-—]*)?(?:身份核实|identity(?![a-z]))", re.IGNORECASE)


def is_identity_answers(file_name: str) -> bool:
    """Whether a file of feedback holds answers about identity: its name begins so, a department before it or not."""
    return _answers_name().match(file_name) is not None
