"""The classes whose values a state file may hold. A new value type is one line here; a test misses it otherwise.

Nothing else is ever made from a file, so that a file cannot run code. A class is written under its name, its fields
under theirs: a field that is added later must have a default, and one that goes stays readable in no old file.
"""

from enum import Enum

from simulator.crm.organization import CrmIdentity
from simulator.crm.values import AliasedValue, EntityCollection, EntityReference, Money, OptionSetValue, Record
from simulator.directory import ManagementRoleAssignment
from simulator.exchange.attachments import Attachment, Reference
from simulator.exchange.change_log import Change, ChangeKind
from simulator.exchange.folder import Folder
from simulator.exchange.item import Item
from simulator.exchange.meeting_copies import Invited
from simulator.exchange.permissions import Permission, Rights
from simulator.exchange.property_path import ExtendedPropertyPath, IndexedPath
from simulator.exchange.recurrence import (
    AbsoluteMonthly,
    AbsoluteYearly,
    Daily,
    EndDate,
    NoEnd,
    Numbered,
    Recurrence,
    Regeneration,
    RelativeMonthly,
    RelativeYearly,
    Weekly,
)
from simulator.exchange.search_folder import SearchParameters
from simulator.exchange.series import ChangedOccurrence
from simulator.exchange.time_zones import DayRule, Definition, Group, Period
from simulator.exchange.transport import Outbound, Waiting
from simulator.exchange.values import Attendee, Body, EmailAddress, Flag, InternetHeader, Member, PhysicalAddress
from simulator.exchange.zone_rules import ItemTimeZone
from simulator.exchange_version import ExchangeVersion
from simulator.topology import Account, CrmOrganization, DistributionGroup, Room, Site, Topology

RECORDS: tuple[type, ...] = (
    # what properties of items hold
    Attendee,
    Body,
    EmailAddress,
    Flag,
    InternetHeader,
    Invited,
    Member,
    PhysicalAddress,
    Reference,
    # recurrences and zones
    AbsoluteMonthly,
    AbsoluteYearly,
    ChangedOccurrence,
    Daily,
    DayRule,
    Definition,
    EndDate,
    Group,
    ItemTimeZone,
    NoEnd,
    Numbered,
    Period,
    Recurrence,
    Regeneration,
    RelativeMonthly,
    RelativeYearly,
    Weekly,
    # what names a property
    ExtendedPropertyPath,
    # what a mailbox consists of
    Attachment,
    Change,
    Folder,
    Item,
    Permission,
    Rights,
    SearchParameters,
    # mail under way
    Outbound,
    Waiting,
    # what columns of rows hold
    AliasedValue,
    EntityCollection,
    EntityReference,
    Money,
    OptionSetValue,
    Record,
    # the organization around them
    Account,
    CrmIdentity,
    CrmOrganization,
    DistributionGroup,
    ExchangeVersion,
    ManagementRoleAssignment,
    Room,
    Site,
    Topology,
)
"""Dataclasses."""

NAMED_TUPLES: tuple[type, ...] = (IndexedPath,)

ENUMS: tuple[type[Enum], ...] = (ChangeKind,)

DERIVED: dict[type, tuple[str, ...]] = {Folder: ("items", "associated", "dumpster", "children", "unread")}
"""Fields that are not written: they follow from the items and folders that say where they are."""
