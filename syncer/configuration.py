"""What administrators set up in CRM, read in one go: the organization, its profiles and its mailboxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from syncer.crm_side.records import (
    MAILBOX_COLUMNS,
    ORGANIZATION_COLUMNS,
    PROFILE_COLUMNS,
    EmailServerProfile,
    MailboxRecord,
    OrganizationSettings,
    mailbox_from_row,
    organization_from_row,
    profile_from_row,
)
from syncer.crm_side.side import CrmSide

ACTIVE = '<filter><condition attribute="statecode" operator="eq" value="0"/></filter>'


@dataclass(frozen=True, slots=True)
class Configuration:
    """One reading of the rows that configure us. Profiles by id, mailboxes in the order of their addresses."""

    organization: OrganizationSettings
    profiles: Mapping[str, EmailServerProfile]
    mailboxes: tuple[MailboxRecord, ...]

    def profile_of(self, mailbox: MailboxRecord) -> EmailServerProfile | None:
        """The mailbox's profile; None for a row without one."""
        return self.profiles.get(mailbox.profile_id or "")


def fetch(entity: str, columns: tuple[str, ...], conditions: str = "", order: str = "") -> str:
    """FetchXML for these columns; `conditions` is a filter element or empty."""
    attributes = "".join(f"<attribute name={quoteattr(column)}/>" for column in columns)
    sorting = f"<order attribute={quoteattr(order)}/>" if order else ""
    return f"<fetch><entity name={quoteattr(entity)}>{attributes}{sorting}{conditions}</entity></fetch>"


def read_configuration(crm: CrmSide) -> Configuration:
    """Read all of it; inactive rows are left out. Raises `CrmError`."""
    organization = crm.retrieve_multiple(fetch("organization", ORGANIZATION_COLUMNS))
    profiles = crm.retrieve_multiple(fetch("emailserverprofile", PROFILE_COLUMNS, ACTIVE))
    mailboxes = crm.retrieve_multiple(fetch("mailbox", MAILBOX_COLUMNS, ACTIVE))
    return Configuration(
        organization_from_row(organization[0]),
        {row.id: profile_from_row(row) for row in profiles},
        tuple(sorted((mailbox_from_row(row) for row in mailboxes), key=lambda mailbox: mailbox.email)),
    )
