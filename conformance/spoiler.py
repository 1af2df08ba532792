"""What makes a server broken on purpose: changes to requests and answers on their way through a proxy."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

TYPES = "{http://schemas.microsoft.com/exchange/services/2006/types}"
MESSAGES = "{http://schemas.microsoft.com/exchange/services/2006/messages}"


@dataclass(frozen=True)
class Conversation:
    """One request and its answer on their way: the operation's name and both envelopes."""

    operation: str
    request: etree._Element
    answer: etree._Element


def as_it_came(operation: str, request: etree._Element) -> None:
    """Leave the request alone."""


@dataclass(frozen=True)
class Spoiler:
    """Changes envelopes in place: the answer on its way back, and, if wanted, the request on its way there."""

    spoil_answer: Callable[[Conversation], None]
    spoil_request: Callable[[str, etree._Element], None] = as_it_came


@dataclass(frozen=True)
class BrokenServer:
    """A line of the table of broken servers.

    `caught_by` is the property meant for it; `make` gives a spoiler that remembers nothing yet.
    """

    name: str
    meaning: str
    caught_by: str
    make: Callable[[], Spoiler]


def response_messages(answer: etree._Element) -> list[etree._Element]:
    """The response messages of an answer, in order."""
    found = answer.find(f".//{MESSAGES}ResponseMessages")
    return [] if found is None else list(found.iterchildren("{*}*"))


def remove(element: etree._Element) -> None:
    """Take the element out of its envelope."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def exchange(element: etree._Element, other: etree._Element) -> None:
    """Put the other element in the element's place."""
    parent = element.getparent()
    if parent is not None:
        parent.replace(element, other)


def code_of(message: etree._Element) -> str:
    """The ResponseCode of a response message."""
    return message.findtext(f"{MESSAGES}ResponseCode", "")


def item_ids(envelope: etree._Element) -> Iterator[etree._Element]:
    """Every ItemId in an envelope."""
    return envelope.iter(f"{TYPES}ItemId")
