"""The messy style: the same rows as departments really send them, in many forms, with a few rows that must be refused.

Belongs here: forms of files and cells. Does not belong here: what the rows say.
"""

from data.synthetic.mixed.delivery import MixedDelivery

__all__ = ["MixedDelivery"]
