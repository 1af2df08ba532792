"""QueryString of FindItem: Advanced Query Syntax as a predicate (Learn, "Perform an AQS search by using EWS").

Terms are joined by AND (also when nothing is written), OR and NOT, with brackets; a keyword may stand before brackets,
`from:(ana OR bruno)`. OR binds weaker than AND, AND weaker than NOT.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from simulator.ews.query_terms import KEYWORDS, OF_SEVERAL_WORDS, Query, Value, When, refused, term
from simulator.exchange.errors import ExchangeError

MOST_NESTED = 50
"""Our choice: how many brackets and NOTs a query may have inside each other."""
_MOST_WORDS = 4
"""Of a date."""
_TOKEN = re.compile(r'\s*(?:(\(|\))|("[^"]*"\*?)|([A-Za-z]+):|([^\s()"]+))')
_SIGNS = (">=", "<=", ">", "<", "=")


@dataclass(frozen=True)
class _Token:
    """A bracket, a phrase with its quotes, a keyword without its colon, or a word."""

    text: str
    kind: str


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise refused("a quotation mark is open")
        bracket, phrase, keyword, word = match.groups()
        if keyword is not None and keyword.lower() not in KEYWORDS:
            match = re.compile(r'\s*([^\s()"]+)').match(text, at)
            assert match is not None
            keyword, word = None, match.group(1)
        pairs = ((bracket, "bracket"), (phrase, "phrase"), (keyword and keyword.lower(), "keyword"), (word, "word"))
        found.append(next(_Token(part, kind) for part, kind in pairs if part))
        at = match.end()
    return found


class _Reader:
    """Reads a query from left to right. `scope` is the keyword that the terms stand under, if any."""

    def __init__(self, text: str, when: When) -> None:
        self.tokens = _tokens(text)
        self.when = when
        self.depth = 0

    def next(self) -> str:
        """The word or bracket that comes next; empty at the end, and before a phrase or a keyword."""
        is_plain = bool(self.tokens) and self.tokens[0].kind in ("word", "bracket")
        return self.tokens[0].text if is_plain else ""

    def any_of(self, scope: str | None) -> Query:
        """Parts joined by OR."""
        parts = [self.all_of(scope)]
        while self.next() == "OR":
            self.tokens.pop(0)
            parts.append(self.all_of(scope))
        return lambda value_of: any(part(value_of) for part in parts)

    def all_of(self, scope: str | None) -> Query:
        """Parts joined by AND, or by nothing."""
        parts = [self.one(scope)]
        while self.tokens and self.next() not in (")", "OR"):
            if self.next() == "AND":
                self.tokens.pop(0)
            parts.append(self.one(scope))
        return lambda value_of: all(part(value_of) for part in parts)

    def one(self, scope: str | None) -> Query:
        """One term, a NOT before one, or brackets."""
        if not self.tokens or self.next() in (")", "AND", "OR"):
            raise refused("a term is missing")
        token = self.tokens.pop(0)
        if token.kind == "keyword":
            return self.nested(lambda: self.one(token.text))
        if token.kind == "word" and token.text == "NOT":
            return self.nested(lambda: self.inverted(scope))
        if token.kind == "bracket":
            return self.nested(lambda: self.bracketed(scope))
        return self.term(token, scope)

    def nested(self, read: Callable[[], Query]) -> Query:
        """What stands inside something, which mustn't be nested without end."""
        self.depth += 1
        if self.depth > MOST_NESTED:
            raise refused("it is nested too deep")
        found = read()
        self.depth -= 1
        return found

    def inverted(self, scope: str | None) -> Query:
        """What follows a NOT."""
        part = self.one(scope)
        return lambda value_of: not part(value_of)

    def bracketed(self, scope: str | None) -> Query:
        """What follows an opening bracket, and the closing one."""
        inner = self.any_of(scope)
        if self.next() != ")":
            raise refused("a closing bracket is missing")
        self.tokens.pop(0)
        return inner

    def term(self, token: _Token, scope: str | None) -> Query:
        """A phrase or a word; under some keywords several words, as many as make sense."""
        if token.kind == "phrase":
            is_prefix = token.text.endswith("*")
            return term(scope, Value(token.text.rstrip("*").strip('"'), is_phrase=True, is_prefix=is_prefix), self.when)
        words = [token.text]
        if token.text in _SIGNS and self.tokens:
            words.append(self.tokens.pop(0).text)
        if scope not in OF_SEVERAL_WORDS:
            return term(scope, Value(" ".join(words).rstrip("*")), self.when)
        return self.longest(words, scope)

    def longest(self, words: list[str], scope: str) -> Query:
        """The term of as many of the next words as can be read together."""
        following = 0
        while following < min(_MOST_WORDS - 1, len(self.tokens)) and self.tokens[following].kind == "word":
            following += 1
        for more in range(following, 0, -1):
            text = " ".join([*words, *(token.text for token in self.tokens[:more])])
            try:
                found = term(scope, Value(text), self.when)
            except ExchangeError:
                continue
            del self.tokens[:more]
            return found
        return term(scope, Value(" ".join(words)), self.when)


def query_predicate(text: str, now: datetime, zone: tzinfo) -> Query:
    """The predicate of a query; `now` (aware) says which day is today, in `zone`.

    Raises ErrorInvalidArgument for a broken query.
    """
    reader = _Reader(text, When(now, zone))
    found = reader.any_of(None)
    if reader.tokens:
        raise refused("it has a bracket too many")
    return found
