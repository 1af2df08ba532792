"""QueryString of FindItem: the common words of Advanced Query Syntax as a predicate (Learn "Perform an AQS search
by using EWS").

Understood are words and "quoted phrases", `subject:`, `from:`, `to:`, `cc:`, `participants:`, `body:`, `category:`,
`importance:`, `hasattachment:`, `received:` and `sent:`, joined by AND (also when nothing is written), OR and NOT,
with brackets. A word matches the beginning of a word, without regard to case and accents. Days are days in UTC. A
keyword that is none of these counts as text (our choices where the page is silent).
"""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from simulator.ews.comparison import contains, several
from simulator.ews.restriction import Predicate, ValueOf
from simulator.exchange.errors import ExchangeError
from simulator.exchange.property_path import PropertyPath

Query = Predicate[PropertyPath]

_TOKEN = re.compile(r'\s*(?:(\()|(\))|((?:[\w-]+:)?"[^"]*"|[^\s()"]+))')
_PEOPLE = ("message:From", "message:ToRecipients", "message:CcRecipients", "message:BccRecipients")
_INVITED = ("calendar:Organizer", "calendar:RequiredAttendees", "calendar:OptionalAttendees")
_TEXTS: dict[str, tuple[str, ...]] = {
    "subject": ("item:Subject",),
    "body": ("item:Body",),
    "from": ("message:From",),
    "to": ("message:ToRecipients",),
    "cc": ("message:CcRecipients",),
    "participants": (*_PEOPLE, *_INVITED),
    "category": ("item:Categories",),
    "importance": ("item:Importance",),
}
_MOMENTS = {"received": "item:DateTimeReceived", "sent": "item:DateTimeSent"}
_EVERYWHERE = ("item:Subject", "item:Body", *_PEOPLE, *_INVITED)


MOST_NESTED = 50
"""Our choice: how many brackets and NOTs a query may have inside each other."""


class _Reader:
    """Reads a query from left to right: OR binds weaker than AND, AND weaker than NOT."""

    def __init__(self, text: str, now: datetime) -> None:
        self.tokens = [match.group(0).strip() for match in _TOKEN.finditer(text)]
        self.now = now
        self.depth = 0

    def next(self) -> str:
        """The token that comes next, or the empty string at the end."""
        return self.tokens[0] if self.tokens else ""

    def any_of(self) -> Query:
        """Parts joined by OR."""
        parts = [self.all_of()]
        while self.next() == "OR":
            self.tokens.pop(0)
            parts.append(self.all_of())
        return lambda value_of: any(part(value_of) for part in parts)

    def all_of(self) -> Query:
        """Parts joined by AND, or by nothing."""
        parts = [self.one()]
        while self.next() not in ("", ")", "OR"):
            if self.next() == "AND":
                self.tokens.pop(0)
            parts.append(self.one())
        return lambda value_of: all(part(value_of) for part in parts)

    def one(self) -> Query:
        """One term, a NOT before one, or brackets."""
        token = self.tokens.pop(0) if self.tokens else ""
        if token in ("", ")", "AND", "OR"):
            raise ExchangeError("ErrorInvalidArgument", "The query string is incomplete.")
        if token not in ("NOT", "("):
            return _term(token, self.now)
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise ExchangeError("ErrorInvalidArgument", "The query string is nested too deep.")
        found = self.inverted() if token == "NOT" else self.bracketed()
        self.depth -= 1
        return found

    def inverted(self) -> Query:
        """What follows a NOT."""
        part = self.one()
        return lambda value_of: not part(value_of)

    def bracketed(self) -> Query:
        """What follows an opening bracket, and the closing one."""
        inner = self.any_of()
        if self.next() != ")":
            raise ExchangeError("ErrorInvalidArgument", "The query string lacks a closing bracket.")
        self.tokens.pop(0)
        return inner


def query_predicate(text: str, now: datetime) -> Query:
    """The predicate of a query; `now` (aware) says which day is today.

    Raises ErrorInvalidArgument for a broken query.
    """
    reader = _Reader(text, now)
    found = reader.any_of()
    if reader.tokens:
        raise ExchangeError("ErrorInvalidArgument", "The query string has a bracket too many.")
    return found


def _term(token: str, now: datetime) -> Query:
    keyword, colon, value = token.partition(":")
    keyword, value = keyword.lower(), value.strip('"')
    if colon and keyword in _TEXTS:
        return _says(_TEXTS[keyword], value)
    if colon and keyword in ("hasattachment", "hasattachments"):
        wanted = value.lower() in ("true", "yes", "1")
        return lambda value_of: bool(value_of("item:HasAttachments")) is wanted
    if colon and keyword in _MOMENTS:
        return _happened(_MOMENTS[keyword], value, now)
    return _says(_EVERYWHERE, token.strip('"'))


def _says(paths: tuple[str, ...], text: str) -> Query:
    def holds(value_of: ValueOf[PropertyPath]) -> bool:
        texts = tuple(one for path in paths for one in several(value_of(path)) if isinstance(one, str))
        return contains(texts, text, "PrefixOnWords", "Loose")

    return holds


def _happened(path: str, text: str, now: datetime) -> Query:
    first, end = _stretch(text.lower(), now)

    def holds(value_of: ValueOf[PropertyPath]) -> bool:
        value = value_of(path)
        return isinstance(value, datetime) and first <= value < end

    return holds


def _stretch(text: str, now: datetime) -> tuple[datetime, datetime]:
    """From when up to, not including, when: a day, today, yesterday, a..b, or a day after one of > >= < <=."""
    earliest, latest = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
    one_day = timedelta(days=1)
    if ".." in text:
        first, _, last = text.partition("..")
        return (_day(first, now) if first else earliest), (_day(last, now) + one_day if last else latest)
    bounds: tuple[tuple[str, Callable[[datetime], tuple[datetime, datetime]]], ...] = (
        (">=", lambda day: (day, latest)),
        ("<=", lambda day: (earliest, day + one_day)),
        (">", lambda day: (day + one_day, latest)),
        ("<", lambda day: (earliest, day)),
        ("", lambda day: (day, day + one_day)),
    )
    sign, bound = next((sign, bound) for sign, bound in bounds if text.startswith(sign))
    return bound(_day(text.removeprefix(sign), now))


def _day(text: str, now: datetime) -> datetime:
    today = datetime.combine(now.astimezone(UTC).date(), time(), UTC)
    if text in ("today", "yesterday"):
        return today if text == "today" else today - timedelta(days=1)
    for form in ("%Y-%m-%d", "%m/%d/%Y"):
        try:
            day = datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:
            continue
        if day.year < datetime.max.year:
            return day
    raise ExchangeError("ErrorInvalidArgument", "The query string has a date that can't be read.")
