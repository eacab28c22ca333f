"""The settings of a run, from DOUDI_* environment variables; the command line's options override them."""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from assets.lake import Lake, Limits


class Settings(BaseSettings):
    """Where the extracts come in, where the lake is, and how much of the machine a run may use."""

    model_config = SettingsConfigDict(env_prefix="DOUDI_")

    inbox: Path = Field(Path("inbox"), description="folder with one folder a department")
    lake: Path = Field(Path("lake"), description="folder of the lake")
    memory_gib: float = Field(4.0, gt=0.25, description="memory of the database in GiB")
    threads: int = Field(2, ge=1, description="threads of the database")

    def open_lake(self) -> Lake:
        return Lake(self.lake.resolve(), Limits(self.memory_gib, self.threads))
