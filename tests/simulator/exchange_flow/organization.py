"""A small organization for the tests of delivery and meetings: the default topology, with a clock that stands still."""

from dataclasses import replace
from datetime import UTC, datetime

from simulator.clock import Clock, Ids
from simulator.directory import Directory
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.new_message import sent_message
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.values import Attendee, Body, EmailAddress
from simulator.exchange_version import exchange_version
from simulator.topologies.lisbon_london_new_york import TOPOLOGY

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def new_organization(version: str | None = None) -> ExchangeOrganization:
    """All sites up, all mailboxes empty; every site of one version ("2007 SP1"), or of the topology's own."""
    clock = Clock()
    clock.stop(NOW)
    topology = TOPOLOGY
    if version is not None:
        sites = tuple(replace(site, version=exchange_version(version)) for site in TOPOLOGY.sites)
        topology = replace(TOPOLOGY, sites=sites)
    return ExchangeOrganization(Directory(topology), clock, Ids())


def address(name: str) -> EmailAddress:
    """`ana.silva` as a recipient."""
    return EmailAddress(name.replace(".", " ").title(), f"{name}@contoso.test")


def mailbox(organization: ExchangeOrganization, name: str) -> Mailbox:
    """The mailbox of an account by its login."""
    return organization.mailbox_at(f"{name}@contoso.test")


def message(organization: ExchangeOrganization, sender: str, *to: EmailAddress, **more: object) -> Item:
    """A message ready to be submitted."""
    item = Item("Message", "IPM.Note", properties=sent_message(organization, organization.clock.now()))
    item.properties |= {
        "item:Subject": "Budget",
        "item:Body": Body("Numbers"),
        "message:From": address(sender),
        "message:Sender": address(sender),
        "message:ToRecipients": tuple(to),
    }
    item.properties |= {key.replace("__", ":"): value for key, value in more.items()}
    return item


def meeting(organizer: Mailbox, *required: str, optional: tuple[str, ...] = ()) -> Item:
    """A meeting in the organizer's calendar, not sent yet."""
    item = Item("CalendarItem", "IPM.Appointment")
    item.properties = {
        "item:Subject": "Harbour",
        "item:Body": Body("Agenda"),
        "calendar:Start": datetime(2026, 11, 24, 10, 0, tzinfo=UTC),
        "calendar:End": datetime(2026, 11, 24, 11, 0, tzinfo=UTC),
        "calendar:Location": "Quay",
        "calendar:LegacyFreeBusyStatus": "Busy",
        "calendar:Organizer": EmailAddress(organizer.account.display_name, organizer.account.smtp),
        "calendar:RequiredAttendees": tuple(Attendee(address(name)) for name in required),
        "calendar:OptionalAttendees": tuple(Attendee(address(name)) for name in optional),
    }
    return organizer.add_item(item, organizer.distinguished("calendar"))


def inbox(of: Mailbox) -> list[Item]:
    """What is in an Inbox, oldest first."""
    return list(of.distinguished("inbox").items.values())


def calendar(of: Mailbox) -> list[Item]:
    """What is in a Calendar, oldest first."""
    return list(of.distinguished("calendar").items.values())
