"""What must hold of a night's tables before any department sees them, as asset checks.

What belongs here: data contracts as Great Expectations suites, rules between tables in SQL, and their Dagster
definitions. What does not: computing or mending a table. A result carries counts, names of rules and of columns;
never a row's value.
"""
