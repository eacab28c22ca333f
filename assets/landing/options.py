"""What landing is told beside the files: passwords and limits. Where settings come from is not known here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LandingOptions:
    """`passwords` are tried on every protected archive and workbook, in order.

    `workbook_memory_gib` bounds the process that reads a workbook, `unpacked_gib` what an archive may unpack to.
    """

    passwords: tuple[str, ...] = ()
    workbook_memory_gib: float = 3.0
    unpacked_gib: float = 64.0

    def __repr__(self) -> str:
        return f"LandingOptions({len(self.passwords)} passwords)"
