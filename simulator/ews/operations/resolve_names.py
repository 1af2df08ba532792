"""ResolveNames (MS-OXWSRSLNM 3.1.4.1): who is meant by a few letters.

An entry matches by display name, given name, surname, login or address: as a whole, or as the beginning of one of
their words. `smtp:` before an address is understood. The directory is searched as the SearchScope says, and so is
the Contacts folder. One match is Success; several are Warning ErrorNameResolutionMultipleResults; none is Error
ErrorNameResolutionNoResults. At most 100 are given.
"""

from dataclasses import dataclass

from lxml import etree

from simulator.ews.operation import Operation, answer, failure, success
from simulator.ews.request_context import RequestContext
from simulator.ews.request_reading import choice, required_child, required_choice
from simulator.ews.xml_text import content, identifier, leaf
from simulator.exchange.errors import ExchangeError
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.property_path import IndexedPath
from simulator.exchange.values import EmailAddress
from simulator.topology import Account

NAME = "ResolveNames"
MESSAGE = f"{NAME}ResponseMessage"
_SCOPES = ("ActiveDirectory", "ActiveDirectoryContacts", "Contacts", "ContactsActiveDirectory")
_SHAPES = ("IdOnly", "Default", "AllProperties")
_BOOLEANS = ("true", "false", "1", "0")
_MOST = 100
_ADDRESSES = ("EmailAddress1", "EmailAddress2", "EmailAddress3")


@dataclass(frozen=True)
class Match:
    """One resolution: its mailbox, and the contact that goes with it as XML."""

    name: str
    email: str
    kind: str
    item: tuple[str, str] | None = None
    contact: str = ""


def handle(request: etree._Element, context: RequestContext) -> bytes:
    """Answer a ResolveNames request."""
    full = required_choice(request, "ReturnFullContactData", _BOOLEANS) in ("true", "1")
    choice(request, "ContactDataShape", _SHAPES)
    scope = choice(request, "SearchScope", _SCOPES) or "ActiveDirectoryContacts"
    wanted = content(required_child(request, "UnresolvedEntry")).strip().lower().removeprefix("smtp:").strip()
    if not wanted:
        error = ExchangeError("ErrorInvalidNameForNameResolution", "The name to resolve must not be empty.")
        return answer(NAME, (failure(MESSAGE, error),))
    matches = _matches(context, wanted, scope, full)
    if not matches:
        return answer(NAME, (failure(MESSAGE, ExchangeError("ErrorNameResolutionNoResults")),))
    return answer(NAME, (_resolved(matches),))


def _matches(context: RequestContext, word: str, scope: str, full: bool) -> list[Match]:
    directory = _from_directory(context, word, full) if "ActiveDirectory" in scope else []
    contacts = _from_contacts(context.mailbox, word) if "Contacts" in scope else []
    return directory + contacts if scope.startswith("Active") else contacts + directory


def _resolved(matches: list[Match]) -> str:
    last = "true" if len(matches) <= _MOST else "false"
    shown = "".join(_resolution(one) for one in matches[:_MOST])
    inner = (
        f'<m:ResolutionSet TotalItemsInView="{len(matches)}" IncludesLastItemInRange="{last}">{shown}</m:ResolutionSet>'
    )
    if len(matches) == 1:
        return success(MESSAGE, inner)
    return (
        f'<m:{MESSAGE} ResponseClass="Warning"><m:MessageText>Multiple results were found.</m:MessageText>'
        "<m:ResponseCode>ErrorNameResolutionMultipleResults</m:ResponseCode>"
        f"<m:DescriptiveLinkKey>0</m:DescriptiveLinkKey>{inner}</m:{MESSAGE}>"
    )


def _resolution(match: Match) -> str:
    mailbox = (
        leaf("t:Name", match.name)
        + leaf("t:EmailAddress", match.email)
        + f"<t:RoutingType>SMTP</t:RoutingType><t:MailboxType>{match.kind}</t:MailboxType>"
        + (identifier("t:ItemId", *match.item) if match.item is not None else "")
    )
    return f"<t:Resolution><t:Mailbox>{mailbox}</t:Mailbox>{match.contact}</t:Resolution>"


def _is_meant(word: str, *names: str) -> bool:
    for name in names:
        lowered = name.lower()
        if lowered.startswith(word) or any(part.startswith(word) for part in lowered.split()):
            return True
    return False


def _from_directory(context: RequestContext, word: str, full: bool) -> list[Match]:
    directory = context.organization.directory
    people = [
        Match(one.display_name, one.smtp, "Mailbox", contact=_contact(one) if full else "")
        for one in directory.accounts
        if _is_meant(word, one.display_name, one.given_name, one.surname, one.name, *one.addresses)
        or word == one.legacy_dn.lower()
    ]
    groups = [
        Match(one.display_name, one.smtp, "PublicDL")
        for one in directory.groups
        if _is_meant(word, one.display_name, one.name, one.smtp)
    ]
    return people + groups


def _contact(account: Account) -> str:
    """What the directory knows of an account, as a contact."""
    parts = [
        leaf("t:DisplayName", account.display_name),
        leaf("t:GivenName", account.given_name) if account.given_name else "",
        f'<t:EmailAddresses><t:Entry Key="EmailAddress1">SMTP:{account.smtp}</t:Entry></t:EmailAddresses>',
        "<t:ContactSource>ActiveDirectory</t:ContactSource>",
        leaf("t:OfficeLocation", account.office.title()) if account.office else "",
        leaf("t:Surname", account.surname) if account.surname else "",
    ]
    return f"<t:Contact>{''.join(parts)}</t:Contact>"


def _from_contacts(mailbox: Mailbox, word: str) -> list[Match]:
    found = []
    for item in mailbox.distinguished("contacts").items.values():
        names = (item.text("contacts:DisplayName"), item.text("contacts:GivenName"), item.text("contacts:Surname"))
        for key in _ADDRESSES:
            address = _address(item, key)
            if address and _is_meant(word, *names, address):
                shown = names[0] or " ".join(filter(None, names[1:])) or address
                found.append(Match(shown, address, "Contact", (mailbox.item_id(item), mailbox.change_key(item))))
    return found


def _address(item: Item, key: str) -> str:
    value = item.properties.get(IndexedPath("contacts:EmailAddress", key))
    if isinstance(value, EmailAddress):
        return value.email
    return value if isinstance(value, str) else ""


OPERATION = Operation(
    NAME,
    "Exchange2007",
    handle,
    simulated="the directory and the Contacts folder, in the order of the SearchScope",
    lacks="other people's Contacts folders, AddressListId",
)
