"""The commands `doudi policy` and `doudi replay`: what is in force, and what other values would do. Parsing only.

What they call is in `assets.indicators`, how it is shown in `pipelines.policy_report` and `pipelines.replay_report`.
"""

from datetime import datetime
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape

from pipelines.settings import today

commands = typer.Typer()
console = Console()
errors = Console(stderr=True)


def _stop(error: Exception) -> typer.Exit:
    errors.print(f"[red]✗[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
    return typer.Exit(2)


@commands.command()
def policy(
    county: Annotated[
        str, typer.Option(help="Six digits or name of a county, prefecture or province; 000000 is the whole country.")
    ] = "000000",
    night: Annotated[
        datetime | None, typer.Option("--night", formats=["%Y-%m-%d"], help="Business date. Default: today.")
    ] = None,
    shape: Annotated[Literal["table", "json"], typer.Option("--format", help="json is for machines.")] = "table",
) -> None:
    """Show the policy parameters in force for a county on a night, with source and status, and what is a placeholder.

    They are read from data/reference/policy, whether or not the night has run.
    """
    from assets.indicators.parameters import ParameterError  # noqa: PLC0415
    from assets.vocabulary.divisions import UnknownDivisionError  # noqa: PLC0415
    from pipelines import policy_report  # noqa: PLC0415

    try:
        told = policy_report.look_up(county, night.date() if night else today())
    except (ParameterError, UnknownDivisionError) as error:
        raise _stop(error) from None
    if shape == "json":
        policy_report.print_json(console, told)
    else:
        policy_report.print_policy(console, told)
