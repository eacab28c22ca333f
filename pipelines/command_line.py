"""The command line `doudi`. It parses, calls and prints; what it calls is in the modules beside it."""

import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Literal

import duckdb
import typer
from rich.console import Console

from assets.lake import Lake
from assets.landing.inbox import EmptyInboxError, read_inbox
from assets.vocabulary.paths import SAMPLE
from pipelines import guard_summary, operator_notes, query, summary
from pipelines.identity_commands import commands as identity_commands
from pipelines.policy_commands import commands as policy_commands
from pipelines.progress import StepEvent
from pipelines.settings import Settings, today

SAMPLE_NIGHT = date(2026, 6, 30)
STOPPED_VOLUMES = "landing/volumes: volume_bounds"

app = typer.Typer(
    name="doudi",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    help="Doudi 兜底: every night, the households that are slipping, from five departments' extracts to their queues.",
    pretty_exceptions_show_locals=False,
)
app.add_typer(identity_commands)
app.add_typer(policy_commands)
console = Console()
errors = Console(stderr=True)

InboxOption = Annotated[
    Path | None, typer.Option("--inbox", help="Folder with one folder a department. [env: DOUDI_INBOX]")
]
LakeOption = Annotated[Path | None, typer.Option("--lake", help="Folder of the lake. [env: DOUDI_LAKE]")]
NightOption = Annotated[
    datetime | None,
    typer.Option("--night", formats=["%Y-%m-%d"], help="Business date of the night. Default: today in Shanghai."),
]


def _settings(inbox: Path | None, lake: Path | None) -> Settings:
    given = {name: value for name, value in (("inbox", inbox), ("lake", lake)) if value is not None}
    return Settings().model_copy(update=given)


def _stop(message: str, code: int) -> typer.Exit:
    errors.print(f"[red]✗[/red] {message}", highlight=False, soft_wrap=True)
    return typer.Exit(code)


def _report(event: StepEvent) -> None:
    mark = "[green]✓[/green]" if event.succeeded else "[red]✗[/red]"
    rows = "" if event.rows is None else f"{event.rows:>12,} rows"
    console.print(f"{mark} {event.step.replace('__', '/'):<48} {event.seconds:>7.1f} s {rows}", highlight=False)


def _run(settings: Settings, night: date, *, estimate_weights: bool = False) -> None:
    from pipelines.runner import run_night  # noqa: PLC0415  Dagster is slow to import; --help need not wait for it

    started = time.monotonic()
    console.print(f"Night {night}: {settings.inbox} → {settings.lake}", highlight=False, soft_wrap=True)
    with console.status("starting") as status:
        outcome = run_night(
            settings,
            night,
            _report,
            lambda step: status.update(step.replace("__", "/")),
            estimate_weights=estimate_weights,
        )
    for check in outcome.warned_checks:
        console.print(f"[yellow]warning[/yellow] {check}", highlight=False)
    if not outcome.succeeded:
        for failure in outcome.failures:
            errors.print(f"[red]✗[/red] {failure.step}: {failure.message}", highlight=False, soft_wrap=True)
        for check in outcome.failed_checks:
            errors.print(f"[red]✗[/red] check did not pass: {check}", highlight=False)
        if STOPPED_VOLUMES in outcome.failed_checks:
            errors.print("[red]✗[/red] deliveries too far from the usual number of rows:")
            for line in guard_summary.stopped_lines(settings.open_lake().night(night), settings.inbox):
                errors.print(f"  {line}", highlight=False, soft_wrap=True, markup=False)
        last = settings.open_lake().published_night()
        still = f"readers still see the night of {last}" if last else "nothing is published"
        raise _stop(f"the night {night} was not published; {still}. Mend the cause and run the same command again.", 1)
    summary.print_summary(console, settings.open_lake(), night, time.monotonic() - started)


@app.command()
def run(
    inbox: InboxOption = None,
    lake: LakeOption = None,
    night: NightOption = None,
    estimate_weights: Annotated[
        bool,
        typer.Option(
            "--estimate-weights",
            help="Estimate identity's match weights on this night's pairs and keep them from now on. The first night "
            "always does; later nights keep them, so that nobody's id changes with them.",
        ),
    ] = False,
) -> None:
    """Run one whole night and publish it. Exit code 0 published, 1 not published, 2 wrong arguments."""
    settings = _settings(inbox, lake)
    try:
        read_inbox(settings.inbox)
    except EmptyInboxError as error:
        raise _stop(
            f"{error}\ngive --inbox the folder that holds one folder a department; nothing was published", 2
        ) from None
    _run(settings, night.date() if night else today(), estimate_weights=estimate_weights)


@app.command()
def demo(
    lake: Annotated[Path, typer.Option(help="Folder for the demonstration's lake.")] = Path("demo/lake"),
) -> None:
    """Run one night on the sample inbox and say where the lists are."""
    _run(_settings(SAMPLE / "inbox", lake), SAMPLE_NIGHT)


@app.command()
def accept(  # noqa: PLR0917  each is an option on the command line
    feed: Annotated[str, typer.Option(help="Feed whose volume is right, for example civil_affairs/households.")],
    reason: Annotated[str, typer.Option(help="Why it is right; it is kept with the night.")],
    by: Annotated[str, typer.Option("--by", help="Who says so.")],
    night: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The night that was stopped; this one only.")],
    county: Annotated[
        str, typer.Option(help="Six digits or name. Without it the feed's rows in all; no county is accepted by that.")
    ] = "",
    inbox: InboxOption = None,
    lake: LakeOption = None,
) -> None:
    """Accept an unusual number of rows of a feed, or of one of its counties, so that the night may be published.

    What else stops the night is shown with the command for each. Then run it again.
    """
    settings = _settings(inbox, lake)
    folder = settings.inbox
    fields = {"night": str(night.date()), "feed": feed, "division_code": county, "reason": reason, "accepted_by": by}
    try:
        path = operator_notes.record_acceptance(folder, fields)
    except operator_notes.NoteError as error:
        raise _stop(f"not recorded: {error}", 2) from None
    console.print(f"recorded in {path}", highlight=False, soft_wrap=True)
    left = guard_summary.still_stopped_lines(settings.open_lake(), night.date(), folder)
    if left:
        console.print("still stopped:")
    for line in left:
        console.print(f"  {line}", highlight=False, soft_wrap=True, markup=False)
    console.print(f"next: doudi run --inbox {folder} --night {night.date()}", highlight=False, soft_wrap=True)


@app.command()
def correct(  # noqa: PLR0917  each is an option on the command line
    feed: Annotated[str, typer.Option(help="Feed, for example civil_affairs/households, or its Chinese title.")],
    key: Annotated[list[str], typer.Option(help="Which row: column=value; give it once for each column of the key.")],
    column: Annotated[str, typer.Option(help="The wrong cell's column, by its standard name or its heading.")],
    why: Annotated[str, typer.Option(help="Why it is wrong.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="The last night on which it is applied.")],
    by: Annotated[str, typer.Option("--by", help="Who recorded it.")],
    wrong: Annotated[str, typer.Option(help="What the source says. Without it: empty or unreadable.")] = "",
    right: Annotated[str, typer.Option(help="What is right. Without it: the cell is emptied.")] = "",
    inbox: InboxOption = None,
) -> None:
    """Record a known error of a source: from the next night on the right value is read in its place, and shown."""
    folder = _settings(inbox, None).inbox
    fields = {"feed": feed, "key": ";".join(key), "column": column, "wrong": wrong, "right": right}
    fields |= {"why": why, "until": str(until.date()), "recorded_by": by}
    try:
        path = operator_notes.record_correction(folder, fields, today())
    except operator_notes.NoteError as error:
        raise _stop(f"not recorded: {error}", 2) from None
    console.print(f"recorded in {path}; it is applied from the next night on", highlight=False, soft_wrap=True)


@app.command()
def synth(  # noqa: PLR0917  each is an option on the command line
    persons: Annotated[int, typer.Option(min=200, help="Distinct persons of the world.")],
    out: Annotated[Path, typer.Option(help="Folder for inbox/ and truth/.")],
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    night: NightOption = None,
    day: Annotated[int, typer.Option(min=0, help="Days after the first night: the same world, later.")] = 0,
    style: Annotated[Literal["plain", "mixed"], typer.Option(help="plain UTF-8 CSV, or every format mixed.")] = "plain",
) -> None:
    """Make a synthetic world: all extracts below OUT/inbox and the truth about them below OUT/truth."""
    from data.synthetic import generate  # noqa: PLC0415

    started = time.monotonic()
    first = night.date() if night else SAMPLE_NIGHT
    made = generate(persons=persons, seed=seed, night=first, out=out, style=style, day=day, progress=_feed_made)
    total = sum(made.rows.values())
    console.print(f"{persons:,} persons, {total:,} rows in {time.monotonic() - started:,.1f} s", highlight=False)
    console.print(f"next: doudi run --inbox {out / 'inbox'} --lake LAKE", highlight=False, soft_wrap=True)


def _feed_made(feed: str, rows: int) -> None:
    console.print(f"[green]✓[/green] {feed:<36} {rows:>12,} rows", highlight=False)


@app.command()
def ui(
    inbox: InboxOption = None,
    lake: LakeOption = None,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 3000,
) -> None:
    """Start the Dagster web page on this lake: the graph, the last night's figures, runs and the schedule."""
    from pipelines.webserver import serve  # noqa: PLC0415

    console.print(f"http://{host}:{port}  (Ctrl-C ends it)", highlight=False)
    raise typer.Exit(serve(_settings(inbox, lake), host, port))


@app.command()
def sql(
    statement: Annotated[str | None, typer.Argument(help="One query; without it a prompt opens.")] = None,
    lake: LakeOption = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print all rows as CSV.")] = False,
) -> None:
    """Ask the published night: one query, or a prompt. Views are stage.table, for example indicators.hits."""
    root: Lake = _settings(None, lake).open_lake()
    try:
        with query.open_catalogue(root.root) as connection:
            if statement is not None:
                query.show(console, connection, statement, csv)
            else:
                console.print(f"night {root.published_night()}; end a query with ; and leave with Ctrl-D")
                query.prompt(console, connection, sys.stdin)
    except (FileNotFoundError, duckdb.Error) as error:
        raise _stop(str(error), 2) from None


def main() -> None:
    """Entry point of the `doudi` script."""
    app()


if __name__ == "__main__":
    main()
