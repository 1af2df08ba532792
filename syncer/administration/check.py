"""`tagus-syncer check`: settings, reachability, certificates, rights and ownership, without changing anything."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from syncer.administration.command import CommandError, Record, crm_advice
from syncer.administration.status import opened_store
from syncer.configuration import Configuration, read_configuration
from syncer.crm_side.connect import connect_crm
from syncer.crm_side.errors import CrmError
from syncer.crm_side.records import ConnectionChannel, EmailServerProfile, MailboxRecord, OrganizationSettings
from syncer.crm_side.side import CrmSide
from syncer.exchange_side.connect import ExchangeConnections
from syncer.exchange_side.errors import EwsError, ProblemKind
from syncer.ownership import judge_mailbox
from syncer.settings import Settings, SettingsError, load_settings


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `detail` says what was seen, or what is wrong and what to do."""

    area: str
    subject: str
    fine: bool
    detail: str

    def record(self) -> Record:
        """As it is shown."""
        return {
            "result": "ok" if self.fine else "PROBLEM",
            "area": self.area,
            "subject": self.subject,
            "detail": self.detail,
        }


def check_everything(settings_file: Path | None) -> list[Finding]:
    """Look at everything. Raises `SettingsError` when there are no settings to check."""
    settings = load_settings(settings_file)
    findings = [Finding("settings", str(settings_file or "environment"), True, "read")]
    try:
        crm = connect_crm(settings)
    except SettingsError as error:
        return [*findings, Finding("settings", "crm_password", False, str(error))]
    try:
        return [*findings, *_with_crm(settings, crm)]
    except CommandError as error:
        return [*findings, Finding("settings", "state", False, str(error))]
    except CrmError as error:
        url = settings.crm.organization_service_url
        return [*findings, Finding("reachability", url, False, crm_advice(error))]
    finally:
        crm.close()


def _with_crm(settings: Settings, crm: CrmSide) -> Iterator[Finding]:
    url = settings.crm.organization_service_url
    crm.who_am_i()
    yield Finding(
        "reachability", url, True, f"CRM {crm.version()} answers {settings.crm.user}; its certificate is trusted"
    )
    configuration = read_configuration(crm)
    yield Finding("settings", "e-mail settings", True, organization_text(configuration.organization, configuration))
    yield from _ownership(settings, configuration)
    yield from _profiles(settings, configuration)


def organization_text(organization: OrganizationSettings, configuration: Configuration) -> str:
    """The organization's global e-mail settings in one line (System Settings, tab E-mail)."""
    router = organization.connection_channel == ConnectionChannel.EMAIL_ROUTER
    default = configuration.profiles.get(organization.default_profile_id or "")
    parts = (
        "process e-mail with " + ("the Email Router" if router else "server-side synchronization"),
        f'default profile "{default.name}"' if default else "no default profile",
        "only for approved users" if organization.require_approval_for_users else "for users without approval, too",
        f"tracking token {organization.tracking_prefixes[0]}" if organization.correlation_enabled else "no correlation",
    )
    return ", ".join(parts)


def _ownership(settings: Settings, configuration: Configuration) -> Iterator[Finding]:
    with opened_store(settings) as store:
        for mailbox in configuration.mailboxes:
            judgement = judge_mailbox(settings.ownership, mailbox, store.mailbox(mailbox.id))
            if judgement.ours:
                yield Finding("ownership", mailbox.email, judgement.another_hand is None, judgement.reason)


def _profiles(settings: Settings, configuration: Configuration) -> Iterator[Finding]:
    connections = ExchangeConnections(settings)
    try:
        for profile in sorted(configuration.profiles.values(), key=lambda profile: profile.name):
            mailbox = _example(configuration, profile)
            if mailbox is None:
                yield Finding("rights", profile.name, True, "no mailbox uses this profile")
            else:
                yield _profile(connections, profile, mailbox)
    finally:
        connections.close()


def _example(configuration: Configuration, profile: EmailServerProfile) -> MailboxRecord | None:
    return next((mailbox for mailbox in configuration.mailboxes if mailbox.profile_id == profile.id), None)


_AREAS: Mapping[ProblemKind, str] = {
    ProblemKind.UNTRUSTED: "certificates",
    ProblemKind.UNREACHABLE: "reachability",
    ProblemKind.MALFORMED: "reachability",
    ProblemKind.BUSY: "reachability",
}

_ADVICE: Mapping[ProblemKind, str] = {
    ProblemKind.UNTRUSTED: "the server's certificate is not trusted: put its CA into the PEM file that ca_bundle names",
    ProblemKind.UNREACHABLE: "the server does not answer: check the profile's server location and that the site is up",
    ProblemKind.UNAUTHORIZED: "the server refuses the user or password: check the profile's user and its secret",
    ProblemKind.DENIED: "no impersonation right: assign the role ApplicationImpersonation to the profile's user",
    ProblemKind.NO_MAILBOX: "no mailbox has this address: check the mailbox's e-mail address",
}


def _profile(connections: ExchangeConnections, profile: EmailServerProfile, mailbox: MailboxRecord) -> Finding:
    """Reach the profile's server as one of its mailboxes: address, certificate, login and impersonation in one."""
    try:
        url = connections.ews_url(mailbox, profile)
        connections.side_for(mailbox, profile).probe_incoming()
    except EwsError as error:
        advice = _ADVICE.get(error.problem.kind, "the server refuses")
        detail = f"{advice} ({mailbox.email}: {error.problem})"
        return Finding(_AREAS.get(error.problem.kind, "rights"), profile.name, False, detail)
    except SettingsError as error:
        return Finding("settings", profile.name, False, str(error))
    return Finding("rights", profile.name, True, f"{url} lets {profile.user_name} work as {mailbox.email}")
