"""Mailboxes set up for server-side synchronization in the simulator, and cycles of the mail flows over them."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from syncer import incoming_mail, outgoing_mail
from syncer.crm_side.connect import connect_crm
from syncer.crm_side.fetch import equals, fetch
from syncer.crm_side.organization_service import OrganizationService
from syncer.crm_side.records import (
    MAILBOX_COLUMNS,
    ORGANIZATION_COLUMNS,
    PROFILE_COLUMNS,
    MailboxRecord,
    mailbox_from_row,
    organization_from_row,
    profile_from_row,
)
from syncer.crm_side.side import EntityReference, OptionSet, Party, Row
from syncer.cycle_context import Cycle
from syncer.exchange_side.mailbox import EwsMailbox
from syncer.exchange_side.values import Address, ExchangeItem, Stamp
from syncer.outcome import MailResult
from syncer.state.store import Store
from syncer.state.values import Lease
from tests.syncer.exchange_side.simulator_process import Simulated

EMAIL_COLUMNS = (
    "subject", "description", "statecode", "statuscode", "messageid", "trackingtoken", "regardingobjectid",
    "parentactivityid", "directioncode", "from", "to", "createdon",
)  # fmt: skip


@dataclass
class Office:
    """One syncer's view: a state database, the CRM, the mailboxes."""

    simulated: Simulated
    crm: OrganizationService
    store: Store
    leases: dict[str, Lease] = field(default_factory=dict)

    @classmethod
    def open(cls, simulated: Simulated, folder: Path) -> Office:
        office = cls(simulated, simulated.crm(), Store.open(f"sqlite:///{folder}/state.db"))
        if not office.crm.retrieve_multiple(fetch("emailserverprofile", ("name",))):
            office._set_up()
        return office

    def _set_up(self) -> None:
        profiles = {}
        for site, answers in self.simulated.ready["sites"].items():
            profiles[site] = str(uuid.uuid4())
            location = answers["ews_url"]
            self.crm.create(
                "emailserverprofile",
                profiles[site],
                {
                    "name": site,
                    "servertype": OptionSet(0),
                    "incomingserverlocation": location,
                    "outgoingserverlocation": location,
                    "incomingcredentialretrieval": OptionSet(1),
                    "outgoingcredentialretrieval": OptionSet(1),
                    "incomingusername": "CONTOSO\\crm13.service",
                    "incomingpassword": "secret",
                    "incominguseimpersonation": True,
                    "outgoinguseimpersonation": True,
                },
            )
        for row in self.crm.retrieve_multiple(fetch("mailbox", MAILBOX_COLUMNS)):
            mailbox = mailbox_from_row(row)
            site = self.simulated.account(mailbox.email.partition("@")[0])["site"]
            self.crm.update(
                "mailbox",
                mailbox.id,
                {
                    "emailserverprofile": EntityReference("emailserverprofile", profiles[site]),
                    "incomingemaildeliverymethod": OptionSet(2),
                    "outgoingemaildeliverymethod": OptionSet(2),
                    "actdeliverymethod": OptionSet(1),
                    "emailrouteraccessapproval": OptionSet(1),
                    "enabledforincomingemail": True,
                    "enabledforoutgoingemail": True,
                },
            )

    def mailbox(self, name: str) -> MailboxRecord:
        query = fetch("mailbox", MAILBOX_COLUMNS, where=(equals("emailaddress", f"{name}@contoso.test"),))
        return mailbox_from_row(self.crm.retrieve_multiple(query)[0])

    def lease(self, mailbox: MailboxRecord, owner: str) -> Lease:
        self.store.know_mailbox(mailbox.id, "", mailbox.email)
        if mailbox.id in self.leases:
            self.store.release_lease(self.leases[mailbox.id])
        lease = self.store.acquire_lease(mailbox.id, owner, datetime.now(UTC), timedelta(hours=1))
        assert lease is not None
        self.leases[mailbox.id] = lease
        return lease

    def cycle(self, name: str, owner: str = "tests") -> Cycle:
        mailbox = self.mailbox(name)
        profile = self.crm.retrieve("emailserverprofile", str(mailbox.profile_id), PROFILE_COLUMNS)
        organization = self.crm.retrieve("organization", self.crm.who_am_i().organization_id, ORGANIZATION_COLUMNS)
        assert profile is not None
        assert organization is not None
        return Cycle(
            mailbox=mailbox,
            profile=profile_from_row(profile),
            organization=organization_from_row(organization),
            exchange=self.exchange(name),
            crm=self.crm,
            store=self.store,
            lease=self.lease(mailbox, owner),
            clock=lambda: datetime.now(UTC),
            new_id=lambda: str(uuid.uuid4()),
        )

    def patient_cycle(self, name: str, owner: str) -> Cycle:
        """A cycle whose calls wait long: for a worker that is held inside one."""
        crm = connect_crm(self.simulated.settings(http_timeout_seconds=60))
        return replace(self.cycle(name, owner), exchange=self.simulated.mailbox(name, timeout=60), crm=crm)

    def exchange(self, name: str) -> EwsMailbox:
        return self.simulated.mailbox(name, timeout=2)

    def send(self, name: str) -> MailResult:
        return outgoing_mail.run(self.cycle(name))

    def receive(self, name: str) -> MailResult:
        return incoming_mail.run(self.cycle(name))

    def user(self, name: str) -> EntityReference:
        user = self.mailbox(name).user
        assert user is not None
        return EntityReference(user.logical_name, user.id)

    def email(self, identifier: str) -> Row:
        row = self.crm.retrieve("email", identifier, EMAIL_COLUMNS)
        assert row is not None
        return row

    def emails(self, subject_or_id: str, column: str = "messageid") -> list[Row]:
        return self.crm.retrieve_multiple(fetch("email", EMAIL_COLUMNS, where=(equals(column, subject_or_id),)))

    def write_email(
        self, sender: str, recipients: Sequence[str], subject: str, regarding: EntityReference | None = None
    ) -> str:
        """An e-mail in CRM, sent: Pending Send, with its token."""
        identifier = str(uuid.uuid4())
        attributes: dict[str, object] = {
            "subject": subject,
            "description": "<p>Dear all</p>",
            "directioncode": True,
            "from": (Party(self.user(sender), None, 1),),
            "to": tuple(Party(self.user(address.partition("@")[0]), None, 2) for address in recipients),
        }
        if regarding is not None:
            attributes["regardingobjectid"] = regarding
        self.crm.create("email", identifier, attributes)
        self.crm.send_email(identifier)
        return identifier

    def contact(self, address: str) -> EntityReference:
        identifier = str(uuid.uuid4())
        self.crm.create("contact", identifier, {"lastname": address.partition("@")[0], "emailaddress1": address})
        return EntityReference("contact", identifier)

    def inbox(self, name: str) -> list[ExchangeItem]:
        return self.items(name, "inbox")

    def items(self, name: str, folder: str) -> list[ExchangeItem]:
        exchange = self.exchange(name)
        found = exchange.get_items([one.ref.item_id for one in exchange.changes_since(folder, None).changes])
        return [one for one in found if isinstance(one, ExchangeItem)]

    def with_subject(self, name: str, folder: str, subject: object) -> list[ExchangeItem]:
        return [one for one in self.items(name, folder) if one.fields["Subject"] == subject]

    def mail(self, sender: str, recipients: Sequence[str], subject: str, **fields: object) -> str:
        """A message sent from a mailbox without CRM; answers its Internet message id."""
        exchange = self.exchange(sender)
        people = tuple(Address("", f"{name}@contoso.test") for name in recipients)
        draft = exchange.create_draft({"Subject": subject, "ToRecipients": people, **fields}, Stamp(str(uuid.uuid4())))
        mark = exchange.get_items([draft.item_id])[0]
        assert isinstance(mark, ExchangeItem)
        exchange.send_draft(draft)
        copy = exchange.find_by_stamp("sentitems", str(mark.stamp.crm_id))[0]
        sent = exchange.get_items([copy.item_id])[0]
        assert isinstance(sent, ExchangeItem)
        return str(sent.fields["InternetMessageId"])
