"""The words that every stage shares: contracts, code tables, identity numbers, names, divisions, departments, masks.

Nothing here reads or writes a night's data, and nothing here knows a stage.
"""
