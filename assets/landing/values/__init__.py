"""Cells as typed values: one module a kind of value, all as Polars expressions.

`parse` in `parse.py` is the one entry; nothing here knows files, rows or the quarantine.
"""
