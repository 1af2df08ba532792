"""`tagus-syncer alerts`"""

from __future__ import annotations

from typing import Annotated

import typer

from syncer.administration.alert_wall import list_alerts
from syncer.administration.command import ExitCode, Output, opened_crm, run_command
from syncer.administration.status import opened_store
from syncer.commands.options import AsJson, SettingsFile

Mailboxes = Annotated[list[str] | None, typer.Argument(help="Addresses or names; none for all.")]

app = typer.Typer(add_completion=False)


@app.command("alerts")
def alerts(mailboxes: Mailboxes = None, settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show the alerts of mailboxes; exit code 1 when one of them is an error or a warning."""

    def command() -> ExitCode:
        with opened_crm(settings) as (loaded, crm), opened_store(loaded) as store:
            found = list_alerts(crm, mailboxes or [], store.alerts_off_the_wall())
        Output(as_json).records(found, nothing="no alerts")
        bad = any(record["level"] in ("error", "warning") for record in found)
        return ExitCode.FOUND_SOMETHING if bad else ExitCode.FINE

    raise typer.Exit(run_command(command))
