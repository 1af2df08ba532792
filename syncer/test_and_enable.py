"""Test & Enable Mailbox: three channels are tested, each is enabled or disabled, and alerts say how it went.

Learn, "Connect to Exchange Server (on-premises)" and "Test configuration of mailboxes": the flag
`testemailconfigurationscheduled` asks for the test; the incoming test lists the folders under the Inbox, the outgoing
test sends a message from the mailbox to itself, the third opens Calendar, Contacts and Tasks (our choice: what Dynamics
does there is not published). Results are 1 Success or 2 Failure; a channel that is not for server-side synchronization
stays as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from syncer.alert_log import alert_row_id
from syncer.alerts import CHANNEL_ENABLED, CHANNEL_FAILURES, Alert, Channel, Failure, alert
from syncer.channels import COLUMNS, channels, disabled_subject, failure_of, tested_subject
from syncer.crm_side.records import Approval, EmailServerProfile, MailboxRecord, OrganizationSettings, TestStatus
from syncer.crm_side.side import CrmSide, OptionSet
from syncer.exchange_side.errors import EwsError, ExchangeProblem
from syncer.exchange_side.side import ExchangeSide
from syncer.settings import SettingsError
from syncer.state.store import Store
from syncer.state.values import Alert as KeptAlert
from syncer.state.values import Lease
from syncer.test_message import SUBJECT, TEXT, TestMessage, close_test_messages

__all__ = ["SUBJECT", "TEXT", "ChannelResult", "ScheduledTest", "run_test"]


@dataclass(frozen=True, slots=True)
class ScheduledTest:
    """One mailbox whose test is scheduled. `connect` opens its mailbox as late as the first channel needs it; with an
    autodiscover profile, `ews_url` answers where it was found."""

    mailbox: MailboxRecord
    profile: EmailServerProfile | None
    organization: OrganizationSettings
    connect: Callable[[], ExchangeSide]
    ews_url: Callable[[], str]
    store: Store
    lease: Lease
    check_lease: Callable[[], None]


@dataclass(frozen=True, slots=True)
class ChannelResult:
    """How one channel's test went."""

    channel: Channel
    success: bool
    alert: Alert


def run_test(crm: CrmSide, test: ScheduledTest, now: datetime) -> tuple[ChannelResult, ...]:
    """Test the channels, keep the alerts, write results and the time, clear the flag.

    Raises `CrmError` and LeaseLost. May be run again after a crash at any point: the message is found again by its
    mark, the alerts by their ids.
    """
    occasion = _occasion(crm, test.mailbox)
    results = tuple(_channel_result(test, channel, occasion) for channel in channels(test.mailbox, test.organization))
    test.check_lease()
    _keep_alerts(test, results, occasion, now)
    attributes: dict[str, object] = {"testemailconfigurationscheduled": False, "testmailboxaccesscompletedon": now}
    for result in results:
        columns = COLUMNS[result.channel]
        attributes[columns.status] = OptionSet(TestStatus.SUCCESS if result.success else TestStatus.FAILURE)
        attributes[columns.enabled] = result.success
    if test.profile is not None and test.profile.use_autodiscover and any(result.success for result in results):
        attributes |= {"ewsurl": test.ews_url(), "lastautodiscoveredon": now}
    crm.update("mailbox", test.mailbox.id, attributes)
    close_test_messages(test.store, test.lease)
    return results


def _keep_alerts(test: ScheduledTest, results: tuple[ChannelResult, ...], occasion: str, now: datetime) -> None:
    """Each channel's alert takes the place of its last test's. What a channel was disabled for is history when its test
    succeeds, or when it is not ours any more."""
    mailbox_id, by_channel = test.mailbox.id, {result.channel: result for result in results}
    with test.store.writing(test.lease) as writing:
        for channel in Channel:
            result, subject = by_channel.get(channel), tested_subject(channel)
            if result is None or result.success:
                writing.clear_alerts(None, disabled_subject(channel))
            if result is None:
                writing.clear_alerts(None, subject)
                continue
            told = result.alert
            identity = alert_row_id(mailbox_id, told, f"{occasion}, {channel}")
            writing.clear_alerts(None, subject, but=identity)
            writing.raise_alert(
                KeptAlert(identity, mailbox_id, told.kind.name, subject, int(told.level), told.text, now, told.details)
            )


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
            mark = str(uuid.uuid5(uuid.UUID(test.mailbox.id), f"outgoing {occasion}"))
            TestMessage(mark, test.mailbox, test.store, test.lease, test.check_lease).send(exchange)
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
