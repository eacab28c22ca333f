"""The twenty feeds: one function a feed makes a block's rows.

Belongs here: the register of feeds. Does not belong here: naming columns and noise (noise.py), files (delivery.py).
"""

from collections.abc import Callable

import polars as pl

from data.synthetic.feeds import education, employment, events, housing, ledger, lists, medical_insurance
from data.synthetic.world import Block

FEEDS: dict[str, Callable[[Block], pl.DataFrame]] = {
    "civil_affairs/households": ledger.households,
    "civil_affairs/members": ledger.members,
    "civil_affairs/payments": ledger.payments,
    "civil_affairs/disabled": lists.disabled,
    "civil_affairs/deaths": events.deaths,
    "civil_affairs/children": lists.children,
    "civil_affairs/temporary_aid": events.temporary_aid,
    "civil_affairs/visits": events.visits,
    "civil_affairs/leads": events.leads,
    "civil_affairs/verification": lists.verification,
    "medical_insurance/enrolment": medical_insurance.enrolment,
    "medical_insurance/settlements": medical_insurance.settlements,
    "education/students": education.students,
    "education/aid": education.aid,
    "housing/dangerous_houses": housing.dangerous_houses,
    "housing/public_rental": housing.public_rental,
    "housing/property": housing.property_titles,
    "employment/contributions": employment.contributions,
    "employment/unemployment": employment.unemployment,
    "employment/wage_arrears": employment.wage_arrears,
}
