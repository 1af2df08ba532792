"""`tagus-syncer check`"""

from __future__ import annotations

import typer

from syncer.administration.check import check_everything
from syncer.administration.command import ExitCode, Output, run_command
from syncer.commands.options import AsJson, SettingsFile

app = typer.Typer(add_completion=False)


@app.command("check")
def check(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Check settings, reachability, certificates, rights and ownership; exit code 1 when something is wrong."""

    def command() -> ExitCode:
        found = check_everything(settings)
        Output(as_json).records([finding.record() for finding in found], nothing="nothing to check")
        return ExitCode.FINE if all(finding.fine for finding in found) else ExitCode.FOUND_SOMETHING

    raise typer.Exit(run_command(command))
