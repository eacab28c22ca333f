"""The commands `doudi policy`, `codes` and `replay`: what is in force, and what other values would do. Parsing only.

What they call is in `assets.indicators`, how it is shown in `pipelines.policy_report`, `code_report`, `replay_report`.
"""

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer
from rich.console import Console
from rich.markup import escape

from pipelines.settings import Settings, today

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


@commands.command()
def codes(
    name: Annotated[
        str,
        typer.Argument(help="A column's heading (救助类型), department/feed.column, or a table. Without it: a list."),
    ] = "",
) -> None:
    """Show what may be written in a column of codes, each code with its words, and where the codes are from.

    For a department whose cells were returned because they are not in the code table.
    """
    from pipelines import code_report  # noqa: PLC0415

    try:
        code_report.print_codes(console, name)
    except code_report.UnknownCodesError as error:
        raise _stop(error) from None


@commands.command()
def replay(
    assumed: Annotated[
        list[str],
        typer.Option("--set", help="edge_k=2.0 or 'std[370000,城镇]=1080'; give it once for each value."),
    ],
    nights: Annotated[
        str, typer.Option(help="A published night, or the first and last: 2026-03-01..2026-03-31. Default: the last.")
    ] = "",
    band: Annotated[float, typer.Option(min=0.1, max=100, help="How far above a line is near it, in percent.")] = 10.0,
    output: Annotated[
        Path | None, typer.Option(help="Write the tables to this .xlsx file, or as Parquet into this folder.")
    ] = None,
    lake: Annotated[Path | None, typer.Option("--lake", help="Folder of the lake. [env: DOUDI_LAKE]")] = None,
) -> None:
    """Run the indicators over published nights with other parameters: who would enter and leave, in counts.

    Nothing is published and the lake is not written. What is computed lies in a folder of the system's temporary ones
    (TMPDIR), readable by its owner alone, and is removed.
    """
    from assets.indicators.assumptions import AssumptionError, read_assumptions  # noqa: PLC0415
    from assets.indicators.parameters import ParameterError, read_parameters  # noqa: PLC0415
    from assets.indicators.replay import ReplayError  # noqa: PLC0415
    from assets.indicators.replay import replay as replay_nights  # noqa: PLC0415
    from assets.lake.errors import StageError  # noqa: PLC0415
    from pipelines import replay_output, replay_report  # noqa: PLC0415

    opened = (Settings() if lake is None else Settings().model_copy(update={"lake": lake})).open_lake()
    try:
        chosen = replay_report.choose_nights(opened, nights)
        assumptions = read_assumptions(assumed, set(read_parameters()["name"]))
        write = None if output is None else replay_output.writer(output, opened)
        with tempfile.TemporaryDirectory(prefix="doudi-replay-") as folder, console.status("replaying") as status:
            made = replay_nights(
                opened,
                chosen.nights,
                assumptions,
                band=band / 100,
                folder=Path(folder),
                done=lambda night: status.update(f"night {night} done"),
            )
    except (AssumptionError, ParameterError, ReplayError, StageError, replay_output.OutputError) as error:
        raise _stop(error) from None
    replay_report.print_replay(console, made, chosen.missing)
    if write is not None:
        console.print(f"written: {write(made)}", highlight=False, soft_wrap=True)
