"""Names: their normal form, how they are read, which characters look alike, and how two names compare.

What belongs here: everything about the written name alone. What does not: ids, dates, and who is who.

All work is done on distinct names and distinct characters; comparators count code points, never bytes.
"""

from assets.identity.names.levels import (
    CONSISTENT_LEVELS,
    LEVELS,
    NAME_LEVELS,
    SIMILAR_LEVELS,
    rows_of,
    with_name_level,
)
from assets.identity.names.normal_form import LOST, normal_form, variant_characters
from assets.identity.names.table import NAME_TABLE_SCHEMA, name_table, names_of, sorted_words

__all__ = [
    "CONSISTENT_LEVELS",
    "LEVELS",
    "LOST",
    "NAME_LEVELS",
    "NAME_TABLE_SCHEMA",
    "SIMILAR_LEVELS",
    "name_table",
    "names_of",
    "normal_form",
    "rows_of",
    "sorted_words",
    "variant_characters",
    "with_name_level",
]
