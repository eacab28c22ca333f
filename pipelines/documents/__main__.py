"""`python -m pipelines.documents` makes the pages of docs/ (`make docs`); --check tells which are stale (`make check`).

It works on the source tree alone, so it is no command of `doudi`.
"""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assets.vocabulary.column_words import WordsError
from assets.vocabulary.paths import PROJECT_ROOT
from pipelines.documents.pages import stale, write
from pipelines.documents.requirements_page import RequirementError
from pipelines.documents.rules import RuleError

FOLDER = PROJECT_ROOT / "docs"
console = Console(soft_wrap=True, highlight=False)
errors = Console(stderr=True, soft_wrap=True, highlight=False)


def documents(
    check: Annotated[bool, typer.Option("--check", help="Write nothing; exit code 1 where a page is stale.")] = False,
    folder: Annotated[Path, typer.Option("--folder", help="Folder of the pages.")] = FOLDER,
) -> None:
    """Make the pages of docs/ that come from metadata."""
    try:
        names = stale(folder) if check else write(folder)
    except (WordsError, RequirementError, RuleError) as error:
        errors.print(str(error), markup=False)
        raise typer.Exit(1) from None
    if check and names:
        for name in names:
            errors.print(f"docs/{name} is stale: it is not what its metadata say", markup=False)
        errors.print("run `make docs` and commit the pages", markup=False)
        raise typer.Exit(1)
    for name in names:
        console.print(f"made docs/{name}", markup=False)


if __name__ == "__main__":
    typer.run(documents)
