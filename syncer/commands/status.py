"""`tagus-syncer status`"""

from __future__ import annotations

import typer

from syncer.administration.command import ExitCode, Output, run_command
from syncer.administration.status import read_status
from syncer.commands.options import AsJson, SettingsFile

app = typer.Typer(add_completion=False)


@app.command("status")
def status(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show what the syncer knows of its mailboxes; exit code 1 when one is held or has items set aside."""

    def command() -> ExitCode:
        found = read_status(settings)
        Output(as_json).records(found, nothing="no mailbox has been synchronized yet")
        bad = any(record["held"] or record["quarantined"] for record in found)
        return ExitCode.FOUND_SOMETHING if bad else ExitCode.FINE

    raise typer.Exit(run_command(command))
