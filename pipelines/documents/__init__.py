"""The pages of docs/ that are made from metadata, so that they cannot tell something else than the system does.

What belongs here: pages made of reference data and their prefaces, the same bytes every time. What does not: pages that
people write whole, and anything about a night.
"""
