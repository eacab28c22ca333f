"""What a check says: counts and names of rules. No row value has a place in these types."""

from dataclasses import dataclass


class CheckError(RuntimeError):
    """The check itself could not be carried out; it says nothing about the data. Its text holds no row value."""


@dataclass(frozen=True, order=True)
class Failure:
    """One rule that is broken by `count` rows (or columns, files …); `column` is empty where it is of the whole row."""

    rule: str
    column: str
    count: int


@dataclass(frozen=True)
class CheckOutcome:
    """The result of one check of one table; `blocking` failures keep the night from being published.

    `rows` is the table's rows, `evaluated` the number of rules that were looked at.
    """

    table: str
    check: str
    blocking: bool
    rows: int
    evaluated: int
    failures: tuple[Failure, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.failures


@dataclass(frozen=True)
class Verdict:
    """The expectations of one severity: how many were evaluated and which are broken."""

    evaluated: int
    failures: tuple[Failure, ...]


@dataclass(frozen=True)
class Validation:
    """What one validation of a table found, by severity; `readable` where all columns are there with their types."""

    critical: Verdict
    warning: Verdict
    readable: bool
