"""The commands `doudi person` and `doudi why`: who somebody is to the system, and why. Parsing and calling only.

What they call is in `assets.identity`, how it is shown in `pipelines.explain`; both are imported when they are needed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape

from pipelines.settings import Settings

if TYPE_CHECKING:
    from assets.identity.explain_address import PublishedNight

commands = typer.Typer()
console = Console()
errors = Console(stderr=True)

NightOption = Annotated[
    datetime | None, typer.Option("--night", formats=["%Y-%m-%d"], help="A published night. Default: the last one.")
]
PlainOption = Annotated[bool, typer.Option("--plain", help="Show names, numbers and addresses in full, not masked.")]
FormatOption = Annotated[Literal["table", "json"], typer.Option("--format", help="json is for machines.")]
LakeOption = Annotated[Path | None, typer.Option("--lake", help="Folder of the lake. [env: DOUDI_LAKE]")]


@contextmanager
def _published(lake: Path | None, night: datetime | None) -> Iterator["PublishedNight"]:
    """The night asked for; what is not there ends the command with its cure and exit code 2."""
    from assets.identity.explain_address import PublishedNight, UnknownError  # noqa: PLC0415

    settings = Settings() if lake is None else Settings().model_copy(update={"lake": lake})
    try:
        yield PublishedNight.open(settings.open_lake(), night.date() if night else None)
    except UnknownError as error:
        errors.print(f"[red]✗[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        raise typer.Exit(2) from None


@commands.command()
def person(
    person_id: Annotated[str, typer.Argument(help="For example P0000000001; one that gave way leads to its person.")],
    night: NightOption = None,
    plain: PlainOption = False,
    shape: FormatOption = "table",
    lake: LakeOption = None,
) -> None:
    """Show what is known of a person: every linked row and how it was linked, events of the id, doubtful pairs."""
    from assets.identity.explain_person import person_story  # noqa: PLC0415
    from pipelines import explain  # noqa: PLC0415

    with _published(lake, night) as published:
        told = person_story(published, person_id, plain)
    if shape == "json":
        explain.print_json(console, told)
    else:
        explain.print_person(console, told)


@commands.command()
def why(  # noqa: PLR0917  each is an argument or option on the command line
    left: Annotated[
        str, typer.Argument(help="A record as `doudi person` prints it, feed:file#sheet!row, or a person.")
    ],
    right: Annotated[str, typer.Argument(help="Another one.")],
    night: NightOption = None,
    plain: PlainOption = False,
    shape: FormatOption = "table",
    lake: LakeOption = None,
) -> None:
    """Show why two records are one person, or two: each comparison with its weight, thresholds, vetoes, the end.

    It reads the night's rows again, which takes about half as long as the identity stage did.
    """
    from assets.identity.explain_pair import explain_pair  # noqa: PLC0415
    from pipelines import explain  # noqa: PLC0415

    with _published(lake, night) as published:
        told = explain_pair(published, left, right, plain)
    if shape == "json":
        explain.print_json(console, told)
    else:
        explain.print_waterfall(console, told)
