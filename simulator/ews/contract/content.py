"""Reading the notation of the rows (`rows.py`)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Kind = Literal["sequence", "choice"]
UNBOUNDED = None
_TOKEN = re.compile(r"\s*([(),|]|[^(),|]+)")
_ELEMENT = re.compile(
    r"(?P<name>[\w.]+)(?P<nil>~?)(?P<often>[?*+]|\{\d+-\d+\})?(?: (?P<type>[\w:]+))?(?:@(?P<since>\w+))?"
)
_ATTRIBUTE = re.compile(r"(?P<name>\w+)(?P<use>[!-]?)(?: (?P<type>[\w:]+))?(?:=(?P<default>\w+))?(?:@(?P<since>\w+))?")
_OFTEN = re.compile(r"[?*+]|\{\d+-\d+\}")


@dataclass(frozen=True)
class Element:
    """An element in a content. Without a type it refers to a global element of types.xsd."""

    name: str
    type: str
    least: int
    most: int | None
    nil: bool
    since: str


@dataclass(frozen=True)
class AnyElement:
    """Any number of whatever elements."""


@dataclass(frozen=True)
class Group:
    """Parts in a row, or one of several."""

    kind: Kind
    parts: "tuple[Part, ...]"
    least: int = 1
    most: int | None = 1


Part = Element | AnyElement | Group


@dataclass(frozen=True)
class Attribute:
    """An attribute; with an empty name, whatever attributes of SOAP's namespace."""

    name: str
    type: str
    use: Literal["required", "optional", "prohibited"]
    default: str
    since: str


@lru_cache(maxsize=1024)
def content(text: str) -> Group:
    """What a row's content says. Raises ValueError when it can't be read."""
    tokens = [token.strip() for token in _TOKEN.findall(text)]
    group = _group(tokens)
    if tokens:
        raise ValueError(f"{text!r} ends with {tokens!r}")
    return group


def _group(tokens: list[str]) -> Group:
    """Read up to a closing parenthesis or the end; taken tokens are gone from the list."""
    parts: list[Part] = []
    separators: set[str] = set()
    while tokens and tokens[0] != ")":
        token = tokens.pop(0)
        if token in (",", "|"):
            separators.add(token)
        elif token == "(":
            inner = _group(tokens)
            tokens.pop(0)
            often = tokens.pop(0) if tokens and _OFTEN.fullmatch(tokens[0]) else ""
            least, most = _bounds(often)
            parts.append(Group(inner.kind, inner.parts, least, most))
        else:
            parts.append(_part(token))
    if len(separators) > 1:
        raise ValueError(f"a sequence or a choice, not both: {parts!r}")
    return Group("choice" if "|" in separators else "sequence", tuple(parts))


def _part(token: str) -> Part:
    if token == "any*":
        return AnyElement()
    read = _ELEMENT.fullmatch(token)
    if read is None:
        raise ValueError(f"{token!r} is no element")
    least, most = _bounds(read["often"] or "")
    return Element(read["name"], read["type"] or "", least, most, bool(read["nil"]), read["since"] or "")


def _bounds(often: str) -> tuple[int, int | None]:
    if often.startswith("{"):
        least, most = often[1:-1].split("-")
        return int(least), int(most)
    return {"": (1, 1), "?": (0, 1), "*": (0, UNBOUNDED), "+": (1, UNBOUNDED)}[often]


@lru_cache(maxsize=1024)
def attributes(text: str) -> tuple[Attribute, ...]:
    """What a row's attributes say. Raises ValueError when they can't be read."""
    found = []
    for token in text.split(", ") if text else ():
        read = _ATTRIBUTE.fullmatch(token)
        if read is None:
            raise ValueError(f"{token!r} is no attribute")
        name = "" if token == "any" else read["name"]
        use: Literal["required", "optional", "prohibited"] = "optional"
        if read["use"]:
            use = "required" if read["use"] == "!" else "prohibited"
        found.append(Attribute(name, read["type"] or "", use, read["default"] or "", read["since"] or ""))
    return tuple(found)
