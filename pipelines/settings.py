"""The settings of a run, from DOUDI_* environment variables, and today; the command line's options override both."""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from assets.lake import Lake, Limits
from assets.landing.options import LandingOptions


class Settings(BaseSettings):
    """Where the extracts come in, where the lake is, and how much of the machine a run may use."""

    model_config = SettingsConfigDict(env_prefix="DOUDI_")

    inbox: Path = Field(Path("inbox"), description="folder with one folder a department")
    lake: Path = Field(Path("lake"), description="folder of the lake")
    memory_gib: float = Field(4.0, gt=0.25, description="memory of the database in GiB")
    threads: int = Field(2, ge=1, description="threads of the database")
    archive_passwords: tuple[SecretStr, ...] = Field(
        (), description='passwords of protected archives and workbooks, as a JSON list: ["one", "other"]'
    )
    workbook_memory_gib: float = Field(3.0, gt=0.25, description="memory of the process that reads a workbook, in GiB")
    unpacked_gib: float = Field(64.0, gt=0, description="what one archive may unpack to, in GiB")

    def open_lake(self) -> Lake:
        return Lake(self.lake.resolve(), Limits(self.memory_gib, self.threads))

    def landing_options(self) -> LandingOptions:
        passwords = tuple(password.get_secret_value() for password in self.archive_passwords)
        return LandingOptions(passwords, self.workbook_memory_gib, self.unpacked_gib)


def today() -> date:
    """The calendar day where the offices are: the night that a command means which names none."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()
