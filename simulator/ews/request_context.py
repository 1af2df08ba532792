"""Everything an operation may know about the request it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from functools import cached_property
from typing import Literal, Protocol

from lxml import etree

from simulator.clock import Clock
from simulator.ews.rendered_items import RenderedItems
from simulator.ews.time_zone_xml import read_definition
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.exchange.zone_rules import ItemTimeZone, tzinfo_of
from simulator.soap.namespaces import TYPES
from simulator.topology import Account, Site

BinaryForm = Literal["self_closed", "empty", "missing", "malformed"]


class BinaryFaults(Protocol):
    """What a planned fault does to requested Binary extended properties."""

    def binary_form(self, site: str, mailbox: str, item_id: str, property_name: str) -> BinaryForm | None:
        """The spoiled form in which to answer this property of this item, or None to answer it properly."""


@dataclass(frozen=True)
class RequestContext:
    """One request: who asks, as whom, where, and in which version of the schema."""

    organization: ExchangeOrganization
    site: Site
    caller: Account
    """Who logged in."""
    acting: Account
    """Whose mailbox is worked on: the impersonated account, else the caller."""
    request_version: str | None = None
    """RequestServerVersion, when the request had one."""
    time_zone_context: etree._Element | None = None
    """The TimeZoneContext header, when the request had one."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """HTTP headers, names in lower case."""
    item_zone: ItemTimeZone | None = None
    """The zone of the item that is being read, when it has one."""
    faults: BinaryFaults | None = None
    rendered: RenderedItems | None = None
    """What is rendered already; None where every answer is to be made afresh."""

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox worked on. Raises ErrorNonExistentMailbox."""
        return self.organization.mailbox(self.acting)

    @property
    def clock(self) -> Clock:
        """The simulator's clock."""
        return self.organization.clock

    @property
    def version(self) -> str:
        """The schema version to answer in: the requested one, else the site's own."""
        return self.request_version or self.site.version.api

    @property
    def time_zone(self) -> tzinfo:
        """The zone of moments that are written without one: the item's, else the TimeZoneContext's, else UTC."""
        zone = self.item_zone or self.zone_of_header
        return UTC if zone is None else tzinfo_of(zone)

    @cached_property
    def zone_of_header(self) -> ItemTimeZone | None:
        """The zone of the TimeZoneContext header. Raises ErrorTimeZone."""
        header = self.time_zone_context
        definition = None if header is None else header.find(f"{{{TYPES}}}TimeZoneDefinition")
        return None if definition is None else read_definition(definition)
