"""Members of a private distribution list (MS-OXWSDLIST 2.2.4; MS-OXOCNTC 2.2.2)."""

import base64
from dataclasses import replace

from simulator.exchange.values import EmailAddress, Member

MEMBERS = "distributionlist:Members"
MEMBER = "distributionlist:Members:Member"
"""The indexed FieldURI of one member; its index is the member's key."""

_ONE_OFF = bytes.fromhex("00000000812B1FA4BEA310199D6E00DD010F540200000180")
"""Flags, provider, version, and the bits for Unicode and for plain text (MS-OXCDATA 2.2.5.1)."""


def one_off_entry_id(person: EmailAddress) -> bytes:
    """The entry id that holds a person's name and address itself."""
    texts = (person.name or person.email, person.routing_type or "SMTP", person.email)
    return _ONE_OFF + b"".join(text.encode("utf-16-le", "surrogatepass") + bytes(2) for text in texts)


def keyed(member: Member) -> Member:
    """The member with its key: the one-off entry id, whatever the client wrote (our choice)."""
    return replace(member, key=base64.b64encode(one_off_entry_id(member.mailbox)).decode())
