"""People as the organization's directory knows them: an address alone gets its name (MS-OXWSCDATA 2.2.4.31)."""

from simulator.directory import Directory
from simulator.exchange.values import Attendee, EmailAddress

ROUTING_TYPES = frozenset({"", "SMTP", "EX"})


def known(directory: Directory, person: EmailAddress) -> EmailAddress:
    """The person with the directory's name and kind of mailbox; a name that the client gave stays.

    An address in EX form (a legacy DN) becomes the account's SMTP address.
    """
    if person.routing_type.upper() not in ROUTING_TYPES:
        return person
    account = directory.by_smtp(person.email)
    if account is None and person.email.startswith("/"):
        wanted = person.email.lower()
        account = next((one for one in directory.accounts if one.legacy_dn.lower() == wanted), None)
    if account is not None:
        email = person.email if "@" in person.email else account.smtp
        return EmailAddress(_name(person, account.display_name), email, "SMTP", "Mailbox")
    group = directory.group(person.email)
    if group is not None:
        return EmailAddress(_name(person, group.display_name), person.email, "SMTP", "PublicDL")
    return EmailAddress(person.name, person.email, person.routing_type, person.mailbox_type or "OneOff")


def known_people(directory: Directory, value: object) -> object:
    """The same for the value of any property that holds people; other values pass unchanged."""
    if isinstance(value, EmailAddress):
        return known(directory, value)
    if isinstance(value, Attendee):
        return Attendee(known(directory, value.mailbox), value.response, value.last_response)
    if isinstance(value, tuple) and all(isinstance(entry, EmailAddress | Attendee) for entry in value):
        return tuple(known_people(directory, entry) for entry in value)
    return value


def _name(person: EmailAddress, display_name: str) -> str:
    return person.name if person.name and person.name != person.email else display_name
