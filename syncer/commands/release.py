"""`tagus-syncer release`"""

from __future__ import annotations

from typing import Annotated

import typer

from syncer.administration.command import ExitCode, Output, opened_crm, run_command
from syncer.administration.holds import release_mailboxes
from syncer.administration.status import opened_store
from syncer.commands.options import AsJson, SettingsFile, done

app = typer.Typer(add_completion=False)


@app.command("release")
def release(
    mailboxes: Annotated[list[str], typer.Argument(help="Addresses or names of mailboxes.")],
    deletes: Annotated[int, typer.Option(min=0, help="How many deletes that were held back may be made.")] = 0,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Let mailboxes go on at once that rest or are held, after you have looked at both sides."""

    def command() -> ExitCode:
        with opened_crm(settings) as (loaded, crm), opened_store(loaded) as store:
            released = release_mailboxes(crm, store, mailboxes, deletes)
        text = f"{len(released.addresses)} mailboxes released"
        if released.disabled:
            text += f"; disabled in CRM, so they wait for Test & Enable: {', '.join(released.disabled)}"
        return done(Output(as_json), text, mailboxes=released.addresses, disabled=released.disabled)

    raise typer.Exit(run_command(command))
