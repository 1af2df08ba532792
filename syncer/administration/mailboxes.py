"""`tagus-syncer mailbox …`: mailbox rows (Learn, entity mailbox)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from syncer.administration.command import CommandError, Record
from syncer.configuration import Configuration, read_configuration
from syncer.crm_side.records import ActMethod, Approval, IncomingMethod, MailboxRecord, OutgoingMethod, TestStatus
from syncer.crm_side.side import CrmSide, EntityReference, OptionSet
from syncer.settings import Settings

SERVER_SIDE = "server-side"
INCOMING_METHODS: Mapping[str, IncomingMethod] = {
    "none": IncomingMethod.NONE,
    "outlook": IncomingMethod.OUTLOOK,
    SERVER_SIDE: IncomingMethod.SERVER_SIDE,
    "forward": IncomingMethod.FORWARD_MAILBOX,
}
OUTGOING_METHODS: Mapping[str, OutgoingMethod] = {
    "none": OutgoingMethod.NONE,
    "outlook": OutgoingMethod.OUTLOOK,
    SERVER_SIDE: OutgoingMethod.SERVER_SIDE,
}
ACT_METHODS: Mapping[str, ActMethod] = {
    "none": ActMethod.NONE,
    "outlook": ActMethod.OUTLOOK,
    SERVER_SIDE: ActMethod.SERVER_SIDE,
}


@dataclass(frozen=True, slots=True)
class Methods:
    """The synchronization methods to set, in the words of the command line; None leaves one as it is."""

    incoming: str | None = None
    outgoing: str | None = None
    act: str | None = None

    def attributes(self) -> dict[str, object]:
        """The columns to write. Raises `CommandError` for a word that is no method."""
        found: dict[str, object] = {}
        for column, word, methods in (
            ("incomingemaildeliverymethod", self.incoming, INCOMING_METHODS),
            ("outgoingemaildeliverymethod", self.outgoing, OUTGOING_METHODS),
            ("actdeliverymethod", self.act, ACT_METHODS),
        ):
            if word is not None:
                if word not in methods:
                    raise CommandError(f"{word!r} is no method here: use one of {', '.join(methods)}")
                found[column] = OptionSet(int(methods[word]))
        return found


def add_mailboxes(crm: CrmSide, wanted: Sequence[str], profile: str) -> list[str]:
    """Add Existing Mailbox of a profile's form: write the profile into the rows. Answers the addresses."""
    return _write(crm, wanted, {}, profile=profile)


def set_mailboxes(crm: CrmSide, wanted: Sequence[str], methods: Methods, profile: str | None) -> list[str]:
    """Change methods and profile. Answers the addresses."""
    attributes = methods.attributes()
    if not attributes and profile is None:
        raise CommandError("nothing to set: give --profile, --incoming, --outgoing or --act")
    return _write(crm, wanted, attributes, profile=profile)


def approve_mailboxes(crm: CrmSide, wanted: Sequence[str]) -> list[str]:
    """Approve Email. Answers the addresses."""
    return _write(crm, wanted, {"emailrouteraccessapproval": OptionSet(Approval.APPROVED)})


def schedule_tests(settings: Settings, crm: CrmSide, wanted: Sequence[str]) -> list[str]:
    """Test & Enable Mailbox: set the flag; whoever owns the mailbox runs the test. Answers the addresses.

    Raises `CommandError` when the organization is not ours: there the flag belongs to its own service.
    """
    if settings.ownership.mode != "all":
        raise CommandError(
            "this organization is not declared as ours, so its own service runs the tests: use CRM's Test & Enable,"
            ' or set ownership.mode = "all" if its asynchronous service does not synchronize mailboxes'
        )
    return _write(crm, wanted, {"testemailconfigurationscheduled": True})


def list_mailboxes(crm: CrmSide) -> list[Record]:
    """One record a mailbox, in the order of their addresses."""
    configuration = read_configuration(crm)
    return [mailbox_record(mailbox, configuration) for mailbox in configuration.mailboxes]


def mailbox_record(mailbox: MailboxRecord, configuration: Configuration) -> Record:
    """A mailbox as it is shown; test results are Not Run, Success or Failure."""
    profile = configuration.profile_of(mailbox)
    return {
        "address": mailbox.email,
        "name": mailbox.name,
        "profile": profile.name if profile else None,
        "incoming": _word(INCOMING_METHODS, mailbox.incoming_method),
        "outgoing": _word(OUTGOING_METHODS, mailbox.outgoing_method),
        "act": _word(ACT_METHODS, mailbox.act_method),
        "approved": mailbox.approval == Approval.APPROVED,
        "test": "scheduled" if mailbox.test_scheduled else "-",
        "incoming_test": _result(mailbox.incoming_status),
        "outgoing_test": _result(mailbox.outgoing_status),
        "act_test": _result(mailbox.act_status),
        "enabled": _enabled(mailbox),
    }


def chosen(configuration: Configuration, wanted: Sequence[str]) -> list[MailboxRecord]:
    """The mailboxes with these addresses or names; an empty choice is all that belong to somebody.

    Raises `CommandError` for a word that is no mailbox, or more than one.
    """
    if not wanted:
        return [mailbox for mailbox in configuration.mailboxes if mailbox.email]
    found = []
    for word in wanted:
        matches = [
            m for m in configuration.mailboxes if word.lower() in (m.email, m.email.partition("@")[0], m.name.lower())
        ]
        if len(matches) != 1:
            what = "is no mailbox" if not matches else "is more than one mailbox"
            raise CommandError(f"{word!r} {what} of this organization: see `tagus-syncer mailbox list`")
        found += matches
    return found


def _write(
    crm: CrmSide, wanted: Sequence[str], attributes: Mapping[str, object], profile: str | None = None
) -> list[str]:
    configuration = read_configuration(crm)
    values = dict(attributes)
    if profile is not None:
        values["emailserverprofile"] = EntityReference("emailserverprofile", _profile_id(configuration, profile))
    mailboxes = chosen(configuration, wanted)
    for mailbox in mailboxes:
        crm.update("mailbox", mailbox.id, values)
    return [mailbox.email for mailbox in mailboxes]


def _profile_id(configuration: Configuration, name: str) -> str:
    for profile in configuration.profiles.values():
        if profile.name.lower() == name.lower():
            return profile.id
    raise CommandError(f"there is no profile {name!r}: see `tagus-syncer profile list`")


def _word(
    methods: Mapping[str, IncomingMethod] | Mapping[str, OutgoingMethod] | Mapping[str, ActMethod], value: int
) -> str:
    return next((word for word, method in methods.items() if method == value), str(value))


def _result(status: int) -> str:
    return {TestStatus.SUCCESS: "Success", TestStatus.FAILURE: "Failure"}.get(TestStatus(status), "Not Run")


def _enabled(mailbox: MailboxRecord) -> str:
    channels = (
        ("incoming", mailbox.enabled_incoming),
        ("outgoing", mailbox.enabled_outgoing),
        ("act", mailbox.enabled_act),
    )
    return ", ".join(name for name, on in channels if on) or "-"
