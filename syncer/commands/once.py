"""`tagus-syncer once`"""

from __future__ import annotations

from typing import Annotated

import typer

from syncer.administration.command import Output, run_command
from syncer.commands.options import AsJson, SettingsFile
from syncer.service import run_once

app = typer.Typer(add_completion=False)


@app.command("once")
def once(
    mailboxes: Annotated[list[str] | None, typer.Argument(help="Addresses or names; none for all.")] = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Look at mailboxes once, due or not; exit code 1 when one could not be synchronized."""
    raise typer.Exit(run_command(lambda: run_once(settings, Output(as_json), mailboxes or ())))
