"""`tagus-syncer conflicts`"""

from __future__ import annotations

from typing import Annotated

import typer

from syncer.administration.command import ExitCode, Output, run_command
from syncer.administration.set_aside import list_conflicts
from syncer.administration.status import opened_store
from syncer.commands.options import AsJson, SettingsFile
from syncer.settings import load_settings

app = typer.Typer(add_completion=False)


@app.command("conflicts")
def conflicts(
    mailboxes: Annotated[list[str] | None, typer.Argument(help="Addresses; none for all.")] = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Show fields that both sides had changed: both values, and which one stayed."""

    def command() -> ExitCode:
        with opened_store(load_settings(settings)) as store:
            Output(as_json).records(list_conflicts(store, mailboxes or []), nothing="no conflicts")
        return ExitCode.FINE

    raise typer.Exit(run_command(command))
