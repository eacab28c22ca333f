"""The planted cases: households on which the rules must speak, and others on which they must just not.

Belongs here: cases written from the indicator library's definitions. Does not belong here: how rows are made of them.
"""

from data.synthetic.dates import Dates
from data.synthetic.plan import Scenario
from data.synthetic.scenarios import civil_affairs, education, employment, enrolment, housing, income, joint, medical

CODES = (
    *("YB01", "YB02", "YB08", "JY01", "JY02", "ZJ01", "RS01", "RS02", "RS04"),
    *("MZ01", "MZ03", "MZ13", "ZH01", "ZH02", "ZH05"),
)


def all_scenarios(dates: Dates) -> list[Scenario]:
    """Every planted case once, in a fixed order."""
    modules = (medical, enrolment, education, housing, employment, civil_affairs, income, joint)
    return [scenario for module in modules for scenario in module.scenarios(dates)]
