"""`tagus-syncer mailbox …`"""

from __future__ import annotations

from typing import Annotated

import typer

from syncer.administration.command import ExitCode, Output, opened_crm, run_command
from syncer.administration.mailboxes import (
    Methods,
    add_mailboxes,
    approve_mailboxes,
    list_mailboxes,
    schedule_tests,
    set_mailboxes,
)
from syncer.commands.options import AsJson, SettingsFile, done

Named = Annotated[list[str], typer.Argument(help="Addresses or names of mailboxes.")]

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Mailboxes.")


@app.command("add")
def mailbox_add(
    mailboxes: Named,
    profile: Annotated[str, typer.Option(help="The profile they get.")],
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Add existing mailboxes to a profile."""

    def command() -> ExitCode:
        with opened_crm(settings) as (_, crm):
            changed = add_mailboxes(crm, mailboxes, profile)
        return done(Output(as_json), f'{len(changed)} mailboxes have the profile "{profile}"', mailboxes=changed)

    raise typer.Exit(run_command(command))


@app.command("set")
def mailbox_set(
    mailboxes: Named,
    profile: Annotated[str | None, typer.Option(help="The profile's name.")] = None,
    incoming: Annotated[str | None, typer.Option(help="none, outlook, server-side, forward")] = None,
    outgoing: Annotated[str | None, typer.Option(help="none, outlook, server-side")] = None,
    act: Annotated[str | None, typer.Option(help="Appointments, contacts, tasks: none, outlook, server-side")] = None,
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Set the profile and the synchronization methods of mailboxes."""

    def command() -> ExitCode:
        with opened_crm(settings) as (_, crm):
            changed = set_mailboxes(crm, mailboxes, Methods(incoming, outgoing, act), profile)
        return done(Output(as_json), f"{len(changed)} mailboxes set", mailboxes=changed)

    raise typer.Exit(run_command(command))


@app.command("approve")
def mailbox_approve(mailboxes: Named, settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Approve the e-mail addresses of mailboxes."""

    def command() -> ExitCode:
        with opened_crm(settings) as (_, crm):
            changed = approve_mailboxes(crm, mailboxes)
        return done(Output(as_json), f"{len(changed)} mailboxes approved", mailboxes=changed)

    raise typer.Exit(run_command(command))


@app.command("test")
def mailbox_test(mailboxes: Named, settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Test & Enable: schedule the test; `run` or `once` does it."""

    def command() -> ExitCode:
        with opened_crm(settings) as (loaded, crm):
            changed = schedule_tests(loaded, crm, mailboxes)
        return done(Output(as_json), f"{len(changed)} tests scheduled", mailboxes=changed)

    raise typer.Exit(run_command(command))


@app.command("list")
def mailbox_list(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show the mailboxes with their methods and test results."""

    def command() -> ExitCode:
        with opened_crm(settings) as (_, crm):
            Output(as_json).records(list_mailboxes(crm), nothing="no mailboxes")
        return ExitCode.FINE

    raise typer.Exit(run_command(command))
