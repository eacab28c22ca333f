"""Looking at deliveries as a whole: volumes against earlier ones, headings that changed, shares of unreadable ids.

What does not belong here: anything about a single row. A guard tells and marks; stopping a night is the checks' part.
"""
