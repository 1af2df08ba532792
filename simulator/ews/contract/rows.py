"""The rows that the contract's tables are made of, and the notation in which they say what an element holds.

Content is written in the schema's order, parts of a sequence between commas, parts of a choice between bars::

    "ItemShape ItemResponseShapeType, (CalendarView CalendarViewType | ContactsView ContactsViewType)?, Body? BodyType"

An element is its name, ``~`` if it may be nil, how often it stands there (once, or ``?`` ``*`` ``+`` ``{0-100}``) and
its type; one without a type is a global element of types.xsd. Types in lower case are XML Schema's own, ``m:``
marks those of messages.xsd. ``any*`` is whatever elements. Attributes are written ``Id! GuidType, ChangeKey string``:
``!`` must be there, ``-`` must not, ``=`` is the default, ``any`` is whatever attributes of SOAP.

``@2013`` after a type is the first Exchange that has the element (`SINCE`); what has no mark is as old as its type.
"""

from dataclasses import dataclass

from simulator.exchange_version import ExchangeVersion

SINCE = (
    ("", "Exchange2007"),
    ("2010", "Exchange2010"),
    ("2010_SP2", "Exchange2010_SP2"),
    ("2013", "Exchange2013"),
    ("2016", "Exchange2016"),
)
"""The marks, each with the first API version that has what it marks.

Sources: the types.xsd and messages.xsd that servers of 2007 SP1, 2010 SP1, 2010 SP2, 2013 SP1 and later publish. What
came between two of these is marked with the first release of that name (our choice): a site of 2010 without a service
pack has what SP1 brought, a site of 2013 what its SP1 brought. Nothing tells 2016 from 2019 and SE here: all have the
newest.
"""
_API_OF_MARK = dict(SINCE)


def has(version: ExchangeVersion, mark: str) -> bool:
    """Whether a server of this version has what is marked so."""
    return version.at_least(_API_OF_MARK[mark])


@dataclass(frozen=True)
class ComplexType:
    """An element's type: what it holds and which attributes it has."""

    name: str
    content: str = ""
    base: str = ""
    """The type that this one extends: its content comes first."""
    restricts: str = ""
    """The type that this one narrows: its content is said again."""
    text: str = ""
    """The simple type of its text, for an element that holds no elements."""
    attributes: str = ""
    abstract: bool = False


@dataclass(frozen=True)
class Enumeration:
    """A text that is one of these words, or with ``many`` a list of them. A word ``@2013`` marks those after it."""

    name: str
    words: str
    many: bool = False

    def values(self, version: ExchangeVersion) -> tuple[str, ...]:
        """The words that a server of this version knows."""
        known, found = True, []
        for word in self.words.split():
            if word.startswith("@"):
                known = has(version, word[1:])
            elif known:
                found.append(word)
        return tuple(found)


@dataclass(frozen=True)
class DatedWords:
    """A text that is one of the words of another table, which says itself since when each is known."""

    name: str
    since: tuple[tuple[str, str], ...]
    """Each word with the first API version that has it."""

    def values(self, version: ExchangeVersion) -> tuple[str, ...]:
        """The words that a server of this version knows."""
        return tuple(word for word, api in self.since if version.at_least(api))


@dataclass(frozen=True)
class RestrictedText:
    """A simple type by facets. With several alternatives a value need only fit one of them."""

    name: str
    alternatives: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Each a base type and its facets, such as ``("int", (("minInclusive", "0"),))``."""


@dataclass(frozen=True)
class ListOf:
    """Values of another simple type, with spaces between."""

    name: str
    item: str


@dataclass(frozen=True)
class GlobalElement:
    """An element of types.xsd that other types refer to, or that is a SOAP header."""

    name: str
    type: str
    stands_for: str = ""
    """The head of its substitution group: it may stand wherever that element may."""
    since: str = ""
    abstract: bool = False


SimpleType = Enumeration | DatedWords | RestrictedText | ListOf
