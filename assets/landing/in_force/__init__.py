"""Which rows stand: what is read anew and what is kept, repeats and replaced rows, the night's table in order.

What does not belong here: reading files, parsing cells.
"""
