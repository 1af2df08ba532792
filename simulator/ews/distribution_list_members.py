"""``t:Members`` of a distribution list: reading and writing them (MS-OXWSDLIST 2.2.4.3)."""

from datetime import tzinfo

from lxml import etree

from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import schema_fault
from simulator.ews.value_codecs import Codec, read_address, write_address
from simulator.ews.xml_text import attribute, children, leaf, local_name, types_child
from simulator.exchange.address_book import known
from simulator.exchange.distribution_list import keyed
from simulator.exchange.errors import ExchangeError
from simulator.exchange.ids import decode_item_id
from simulator.exchange.item import Item
from simulator.exchange.property_path import IndexedPath
from simulator.exchange.values import EmailAddress, Member


def read_members(context: RequestContext, element: etree._Element) -> tuple[Member, ...]:
    """The members, each once. One named by its contact's id gets the contact's name and first address (our choice).

    Raises ErrorInvalidArgument for a member without any address.
    """
    found: dict[str, Member] = {}
    for child in children(element):
        mailbox = types_child(child, "Mailbox")
        if local_name(child) != "Member" or mailbox is None:
            raise schema_fault("The element 'Members' has incomplete content.")
        person = _person(context, mailbox)
        if not person.email:
            raise ExchangeError("ErrorInvalidArgument")
        member = keyed(Member(known(context.organization.directory, person)))
        found.setdefault(member.key, member)
    return tuple(found.values())


def _person(context: RequestContext, mailbox: etree._Element) -> EmailAddress:
    person, named = read_address(mailbox), types_child(mailbox, "ItemId")
    if person.email or named is None:
        return person
    item = context.organization.find_item(context.mailbox, decode_item_id(named.get("Id", "")))
    if item.kind == "DistributionList":
        return EmailAddress(
            item.text("contacts:DisplayName"), item.text("contacts:DisplayName"), "MAPIPDL", "PrivateDL"
        )
    return _of_contact(item)


def _of_contact(contact: Item) -> EmailAddress:
    for index in ("EmailAddress1", "EmailAddress2", "EmailAddress3"):
        held = contact.properties.get(IndexedPath("contacts:EmailAddress", index))
        if isinstance(held, EmailAddress):
            return EmailAddress(contact.text("contacts:DisplayName"), held.email, "SMTP", "Contact")
    return EmailAddress()


def _read_elsewhere(_element: etree._Element, _zone: tzinfo) -> object:
    raise AssertionError("members are read with the request's context")


def _write_members(name: str, value: object) -> str:
    assert isinstance(value, tuple)
    inner = "".join(
        f"<t:Member Key={attribute(member.key)}>{write_address(member.mailbox)}{leaf('t:Status', member.status)}"
        "</t:Member>"
        for member in value
    )
    return f"<{name}>{inner}</{name}>" if inner else ""


MEMBERS_CODEC = Codec(_read_elsewhere, _write_members)
