"""Test & Enable Mailbox: three channels are tested, each is enabled or disabled, and alerts say how it went.

Learn, "Connect to Exchange Server (on-premises)" and "Test configuration of mailboxes": the flag
`testemailconfigurationscheduled` asks for the test; the incoming test lists the folders under the Inbox, the outgoing
test sends a message from the mailbox to itself, the third opens Calendar, Contacts and Tasks (our choice: what Dynamics
does there is not published). Results are 1 Success or 2 Failure; a channel that is not for server-side synchronization
stays as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from syncer.alert_log import write_alert
from syncer.alerts import CHANNEL_ENABLED, CHANNEL_FAILURES, Alert, Channel, Failure, alert
from syncer.crm_side.records import (
    ActMethod,
    Approval,
    ConnectionChannel,
    EmailServerProfile,
    IncomingMethod,
    MailboxRecord,
    OrganizationSettings,
    OutgoingMethod,
    TestStatus,
)
from syncer.crm_side.side import CrmSide, OptionSet
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.side import Address, ExchangeSide, Stamp
from syncer.settings import SettingsError

SUBJECT = "Test Message"
TEXT = "This is a test message to check the outgoing email configuration for [{user}]."

_COLUMNS: Mapping[Channel, tuple[str, str]] = {
    Channel.INCOMING: ("incomingemailstatus", "enabledforincomingemail"),
    Channel.OUTGOING: ("outgoingemailstatus", "enabledforoutgoingemail"),
    Channel.ACT: ("actstatus", "enabledforact"),
}

_FAILURES: Mapping[ProblemKind, Failure] = {
    ProblemKind.DENIED: Failure.CREDENTIALS,
    ProblemKind.UNAUTHORIZED: Failure.CREDENTIALS,
    ProblemKind.UNTRUSTED: Failure.SECURE_CONNECTION,
    ProblemKind.UNREACHABLE: Failure.SERVER_LOCATION,
    ProblemKind.NO_MAILBOX: Failure.NO_MAILBOX,
    ProblemKind.BUSY: Failure.GENERAL_ACCESS,
}

_ACCESS_CODES = frozenset(
    {"ErrorMailboxStoreUnavailable", "ErrorMailboxMoveInProgress", "ErrorInternalServerTransientError"}
)


@dataclass(frozen=True, slots=True)
class ScheduledTest:
    """One mailbox whose test is scheduled. `connect` opens its mailbox as late as the first channel needs it; with an
    autodiscover profile, `ews_url` answers where it was found."""

    mailbox: MailboxRecord
    profile: EmailServerProfile | None
    organization: OrganizationSettings
    connect: Callable[[], ExchangeSide]
    ews_url: Callable[[], str]
    check_lease: Callable[[], None]


@dataclass(frozen=True, slots=True)
class ChannelResult:
    """How one channel's test went."""

    channel: Channel
    success: bool
    alert: Alert


def run_test(crm: CrmSide, test: ScheduledTest, now: datetime) -> tuple[ChannelResult, ...]:
    """Test the channels, write alerts, results and the time, clear the flag.

    Raises `CrmError` and what `check_lease` raises.

    May be run again after a crash at any point: the message is found again by its mark, the alerts by their ids.
    """
    occasion = _occasion(crm, test.mailbox)
    results = tuple(_channel_result(test, channel, occasion) for channel in channels(test.mailbox, test.organization))
    test.check_lease()
    for result in results:
        write_alert(crm, test.mailbox.id, result.alert, f"{occasion}, {result.channel}")
    attributes: dict[str, object] = {"testemailconfigurationscheduled": False, "testmailboxaccesscompletedon": now}
    for result in results:
        status, enabled = _COLUMNS[result.channel]
        attributes[status] = OptionSet(TestStatus.SUCCESS if result.success else TestStatus.FAILURE)
        attributes[enabled] = result.success
    if test.profile is not None and test.profile.use_autodiscover and any(result.success for result in results):
        attributes |= {"ewsurl": test.ews_url(), "lastautodiscoveredon": now}
    crm.update("mailbox", test.mailbox.id, attributes)
    return results


def channels(mailbox: MailboxRecord, organization: OrganizationSettings) -> tuple[Channel, ...]:
    """The channels that are ours to test: server-side methods, and no e-mail when the Email Router has it."""
    mail = organization.connection_channel == ConnectionChannel.SERVER_SIDE and not mailbox.is_forward
    candidates = (
        (Channel.INCOMING, mail and mailbox.incoming_method == IncomingMethod.SERVER_SIDE),
        (Channel.OUTGOING, mail and mailbox.outgoing_method == OutgoingMethod.SERVER_SIDE),
        (Channel.ACT, mailbox.act_method == ActMethod.SERVER_SIDE),
    )
    return tuple(channel for channel, ours in candidates if ours)


def failure_of(problem: ExchangeProblem) -> Failure:
    """Which of the alerts' reasons a problem is."""
    if problem.code in _ACCESS_CODES:
        return Failure.GENERAL_ACCESS
    return _FAILURES.get(problem.kind, Failure.UNKNOWN)


def _occasion(crm: CrmSide, mailbox: MailboxRecord) -> str:
    """What tells this test from the one before and the one after: when the last one was completed.

    It moves in the same write that clears the flag, so a test that was interrupted keeps its name.
    """
    row = crm.retrieve("mailbox", mailbox.id, ("testmailboxaccesscompletedon",))
    last = row.attributes.get("testmailboxaccesscompletedon") if row else None
    return f"test after {last.isoformat() if isinstance(last, datetime) else 'never'}"


def _channel_result(test: ScheduledTest, channel: Channel, occasion: str) -> ChannelResult:
    failure, details = _probe(test, channel, occasion)
    name = test.mailbox.name or test.mailbox.email
    if failure is None:
        return ChannelResult(channel, True, alert(CHANNEL_ENABLED, channel=channel.value, mailbox=name))
    profile = test.profile.name if test.profile else "-"
    kind = CHANNEL_FAILURES[channel, failure]
    return ChannelResult(channel, False, alert(kind, details, mailbox=name, profile=profile, subject=SUBJECT))


def _probe(test: ScheduledTest, channel: Channel, occasion: str) -> tuple[Failure | None, str]:
    if test.profile is None:
        return Failure.NO_PROFILE, "0x8005E222"
    if _waits_for_approval(test, channel):
        return Failure.NOT_APPROVED, "0x8005E220"
    try:
        exchange = test.connect()
    except EwsError as error:
        return _location_failure(error.problem, test.profile), str(error.problem)
    except SettingsError as error:
        return Failure.CREDENTIALS, str(error)
    try:
        if channel is Channel.INCOMING:
            exchange.probe_incoming()
        elif channel is Channel.OUTGOING:
            _send_test_message(test, exchange, occasion)
        else:
            for folder in ("calendar", "contacts", "tasks"):
                exchange.folder_size(folder)
    except EwsError as error:
        return failure_of(error.problem), str(error.problem)
    return None, ""


def _location_failure(problem: ExchangeProblem, profile: EmailServerProfile) -> Failure:
    """Why the mailbox's server is not known: autodiscover failed, or the profile's location makes no sense."""
    failure = failure_of(problem)
    if failure in {Failure.CREDENTIALS, Failure.SECURE_CONNECTION}:
        return failure
    return Failure.LOCATION_UNKNOWN if profile.use_autodiscover else Failure.SERVER_LOCATION


def _waits_for_approval(test: ScheduledTest, channel: Channel) -> bool:
    needed = test.organization.require_approval_for_users and channel is not Channel.ACT
    return needed and test.mailbox.approval != Approval.APPROVED


def _send_test_message(test: ScheduledTest, exchange: ExchangeSide, occasion: str) -> None:
    """Send it once for this occasion: make a marked draft, then send exactly that version of it.

    Raises `EwsError`; a draft that somebody else has sent meanwhile (STALE, GONE) is sent.
    """
    mark = str(uuid.uuid5(uuid.UUID(test.mailbox.id), f"outgoing {occasion}"))
    if exchange.find_by_stamp("sentitems", mark):
        return
    drafts = exchange.find_by_stamp("drafts", mark)
    draft = drafts[0] if drafts else exchange.create_draft(_message(test.mailbox), Stamp(crm_id=mark))
    test.check_lease()
    if not drafts and exchange.find_by_stamp("sentitems", mark):
        exchange.delete_item(draft)
        return
    try:
        exchange.send_draft(draft)
    except EwsError as error:
        if error.problem.kind not in {ProblemKind.STALE, ProblemKind.GONE}:
            raise


def _message(mailbox: MailboxRecord) -> dict[str, object]:
    user = (mailbox.user.name if mailbox.user else None) or mailbox.name or mailbox.email
    return {
        "Subject": SUBJECT,
        "Body": TEXT.format(user=user),
        "ToRecipients": (Address(user, mailbox.email),),
    }
