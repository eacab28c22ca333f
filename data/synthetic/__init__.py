"""A synthetic province: households, persons, five departments' extracts, and the truth about them.

Belongs here: everything that makes an invented inbox. Does not belong here: any code that reads an inbox.
No real person is in it: names, numbers, phones and doors are drawn from a seed; only the divisions are real.
"""

from data.synthetic.generate import Summary, generate

__all__ = ["Summary", "generate"]
