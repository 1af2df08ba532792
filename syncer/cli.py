"""`tagus-syncer`: exit code 0 fine, 1 found something, 2 could not run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from syncer.administration.alert_wall import list_alerts
from syncer.administration.check import check_everything
from syncer.administration.command import ExitCode, Output, opened_crm, run_command
from syncer.administration.mailboxes import (
    Methods,
    add_mailboxes,
    approve_mailboxes,
    list_mailboxes,
    schedule_tests,
    set_mailboxes,
)
from syncer.administration.profiles import NewProfile, add_profile, list_profiles
from syncer.administration.status import opened_store, read_status
from syncer.demo.run import run_demo
from syncer.service import run_once, run_until_stopped

SettingsFile = Annotated[
    Path | None,
    typer.Option("--settings", metavar="FILE", envvar="TAGUS_SYNCER_SETTINGS", help="The settings file (TOML)."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Answer JSON.")]
Mailboxes = Annotated[list[str] | None, typer.Argument(help="Addresses or names; none for all.")]
Named = Annotated[list[str], typer.Argument(help="Addresses or names of mailboxes.")]

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Synchronize Exchange mailboxes with Dynamics CRM.")
profile_app = typer.Typer(no_args_is_help=True, help="Email server profiles.")
mailbox_app = typer.Typer(no_args_is_help=True, help="Mailboxes.")
app.add_typer(profile_app, name="profile")
app.add_typer(mailbox_app, name="mailbox")


def main() -> None:
    """The console script."""
    app()


@profile_app.command("add")
def profile_add(
    name: Annotated[str, typer.Argument(help="The profile's name; its password is the secret profile.<name>.")],
    user: Annotated[str, typer.Option(help="The service account, for instance CONTOSO\\crm13.service.")],
    location: Annotated[str | None, typer.Option(help="https://host/EWS/Exchange.asmx")] = None,
    autodiscover: Annotated[bool, typer.Option("--autodiscover", help="Find the server by autodiscover.")] = False,
    impersonation: Annotated[bool, typer.Option(help="Act as each mailbox's user.")] = True,
    default: Annotated[bool, typer.Option("--default", help="Make it the organization's default profile.")] = False,
    description: Annotated[str, typer.Option()] = "",
    settings: SettingsFile = None,
    as_json: AsJson = False,
) -> None:
    """Create an email server profile (New on the form)."""

    def command() -> ExitCode:
        with opened_crm(settings) as (loaded, crm):
            profile = NewProfile(name, user, location, autodiscover, impersonation, default, description)
            identity = add_profile(loaded, crm, profile)
        return _done(Output(as_json), f'profile "{name}" created', profile=name, id=identity)

    raise typer.Exit(run_command(command))


@profile_app.command("list")
def profile_list(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show the email server profiles."""

    def command() -> ExitCode:
        with opened_crm(settings) as (_, crm):
            Output(as_json).records(list_profiles(crm), nothing="no profiles")
        return ExitCode.FINE

    raise typer.Exit(run_command(command))


@mailbox_app.command("add")
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
        return _done(Output(as_json), f'{len(changed)} mailboxes have the profile "{profile}"', mailboxes=changed)

    raise typer.Exit(run_command(command))


@mailbox_app.command("set")
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
        return _done(Output(as_json), f"{len(changed)} mailboxes set", mailboxes=changed)

    raise typer.Exit(run_command(command))


@mailbox_app.command("approve")
def mailbox_approve(mailboxes: Named, settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Approve the e-mail addresses of mailboxes."""

    def command() -> ExitCode:
        with opened_crm(settings) as (_, crm):
            changed = approve_mailboxes(crm, mailboxes)
        return _done(Output(as_json), f"{len(changed)} mailboxes approved", mailboxes=changed)

    raise typer.Exit(run_command(command))


@mailbox_app.command("test")
def mailbox_test(mailboxes: Named, settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Test & Enable: schedule the test; `run` or `once` does it."""

    def command() -> ExitCode:
        with opened_crm(settings) as (loaded, crm):
            changed = schedule_tests(loaded, crm, mailboxes)
        return _done(Output(as_json), f"{len(changed)} tests scheduled", mailboxes=changed)

    raise typer.Exit(run_command(command))


@mailbox_app.command("list")
def mailbox_list(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show the mailboxes with their methods and test results."""

    def command() -> ExitCode:
        with opened_crm(settings) as (_, crm):
            Output(as_json).records(list_mailboxes(crm), nothing="no mailboxes")
        return ExitCode.FINE

    raise typer.Exit(run_command(command))


@app.command("alerts")
def alerts(mailboxes: Mailboxes = None, settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show the alerts of mailboxes; exit code 1 when one of them is an error or a warning."""

    def command() -> ExitCode:
        with opened_crm(settings) as (loaded, crm), opened_store(loaded) as store:
            found = list_alerts(crm, mailboxes or [], store.alerts())
        Output(as_json).records(found, nothing="no alerts")
        bad = any(record["level"] in ("error", "warning") for record in found)
        return ExitCode.FOUND_SOMETHING if bad else ExitCode.FINE

    raise typer.Exit(run_command(command))


@app.command("check")
def check(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Check settings, reachability, certificates, rights and ownership; exit code 1 when something is wrong."""

    def command() -> ExitCode:
        found = check_everything(settings)
        Output(as_json).records([finding.record() for finding in found], nothing="nothing to check")
        return ExitCode.FINE if all(finding.fine for finding in found) else ExitCode.FOUND_SOMETHING

    raise typer.Exit(run_command(command))


@app.command("status")
def status(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Show what the syncer knows of its mailboxes; exit code 1 when one is held or has items set aside."""

    def command() -> ExitCode:
        found = read_status(settings)
        Output(as_json).records(found, nothing="no mailbox has been synchronized yet")
        bad = any(record["held"] or record["quarantined"] for record in found)
        return ExitCode.FOUND_SOMETHING if bad else ExitCode.FINE

    raise typer.Exit(run_command(command))


@app.command("once")
def once(settings: SettingsFile = None, as_json: AsJson = False) -> None:
    """Look at every mailbox once; exit code 1 when a mailbox could not be synchronized."""
    raise typer.Exit(run_command(lambda: run_once(settings, Output(as_json))))


@app.command("run")
def run(settings: SettingsFile = None) -> None:
    """Work until stopped (SIGTERM or Ctrl-C), which takes effect after the current step."""
    raise typer.Exit(run_command(lambda: run_until_stopped(settings)))


@app.command("demo")
def demo(
    as_json: AsJson = False,
    keep: Annotated[bool, typer.Option("--keep", help="Leave everything running and say how to use it.")] = False,
    load: Annotated[
        Path | None, typer.Option("--load", metavar="FOLDER", help="Real .eml files, one sub-folder a mailbox.")
    ] = None,
) -> None:
    """Play the walk-through between real processes: three sites, one CRM, this syncer."""
    raise typer.Exit(run_command(lambda: run_demo(as_json=as_json, keep=keep, load=load)))


def _done(output: Output, text: str, **document: object) -> ExitCode:
    if output.as_json:
        output.document(document)
    output.line(text)
    return ExitCode.FINE
