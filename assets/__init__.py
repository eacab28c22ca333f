"""What a night makes, one package a stage in the order the data flows, beside the shared vocabulary and the lake.

Inside a stage `assets.py` alone knows Dagster; the rest are plain functions over frames and SQL.
"""
