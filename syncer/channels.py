"""The three things a mailbox is enabled for: their columns in its row, which of them are ours, and why one fails."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from syncer.alert_kind import Channel, Failure
from syncer.crm_side.records import (
    ActMethod,
    ConnectionChannel,
    IncomingMethod,
    MailboxRecord,
    OrganizationSettings,
    OutgoingMethod,
)
from syncer.exchange_side.errors import ExchangeProblem, ProblemKind


@dataclass(frozen=True, slots=True)
class ChannelColumns:
    """Columns of the mailbox row: the result of the last test, and whether the channel is switched on."""

    status: str
    enabled: str


COLUMNS: Mapping[Channel, ChannelColumns] = {
    Channel.INCOMING: ChannelColumns("incomingemailstatus", "enabledforincomingemail"),
    Channel.OUTGOING: ChannelColumns("outgoingemailstatus", "enabledforoutgoingemail"),
    Channel.ACT: ChannelColumns("actstatus", "enabledforact"),
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


def channels(mailbox: MailboxRecord, organization: OrganizationSettings) -> tuple[Channel, ...]:
    """The channels that are ours: server-side methods, and no e-mail when the Email Router has it."""
    mail = organization.connection_channel == ConnectionChannel.SERVER_SIDE and not mailbox.is_forward
    candidates = (
        (Channel.INCOMING, mail and mailbox.incoming_method == IncomingMethod.SERVER_SIDE),
        (Channel.OUTGOING, mail and mailbox.outgoing_method == OutgoingMethod.SERVER_SIDE),
        (Channel.ACT, mailbox.act_method == ActMethod.SERVER_SIDE),
    )
    return tuple(channel for channel, ours in candidates if ours)


def enabled_channels(mailbox: MailboxRecord) -> tuple[Channel, ...]:
    """The channels that are switched on."""
    switches = (
        (Channel.INCOMING, mailbox.enabled_incoming),
        (Channel.OUTGOING, mailbox.enabled_outgoing),
        (Channel.ACT, mailbox.enabled_act),
    )
    return tuple(channel for channel, on in switches if on)


def failure_of(problem: ExchangeProblem) -> Failure:
    """Which of the alerts' reasons a problem is."""
    if problem.code in _ACCESS_CODES:
        return Failure.GENERAL_ACCESS
    return _FAILURES.get(problem.kind, Failure.UNKNOWN)


def disabled_subject(channel: Channel) -> str:
    """What the alert of a channel that was disabled is about, in our state."""
    return f"disabled {channel.name.lower()}"


def tested_subject(channel: Channel) -> str:
    """What the alert of a channel's test is about, in our state."""
    return f"test {channel.name.lower()}"
