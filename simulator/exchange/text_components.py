"""Reading iCalendar and vCard: folded lines with parameters, in components that nest (RFC 5545 3.1 to 3.6)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)')
_VALUE = re.compile(r'"[^"]*"|[^,]+')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Line:
    """A property: its name in upper case, its parameters (names in upper case), its value as it is written."""

    name: str
    parameters: dict[str, tuple[str, ...]]
    value: str

    def parameter(self, name: str) -> str:
        """The first value of a parameter; "" without one."""
        return next(iter(self.parameters.get(name, ())), "")

    @property
    def text(self) -> str:
        """The value as text, without its escapes."""
        return unescaped(self.value)

    @property
    def texts(self) -> tuple[str, ...]:
        """The value as a list of texts, parted by commas that are not escaped."""
        return tuple(unescaped(part).strip() for part in re.split(r"(?<!\\),", self.value) if part.strip())


@dataclass(slots=True)
class Component:
    """What is between BEGIN and END."""

    name: str
    lines: list[Line] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)

    def line(self, name: str) -> Line | None:
        """The first property of that name."""
        return next(self.all(name), None)

    def all(self, name: str) -> Iterator[Line]:
        """Every property of that name."""
        return (line for line in self.lines if line.name == name)

    def text(self, name: str) -> str:
        """The text of the first property of that name; "" without one."""
        line = self.line(name)
        return line.text if line is not None else ""

    def inner(self, name: str) -> list["Component"]:
        """The components of that name within this one."""
        return [one for one in self.components if one.name == name]


def read_components(text: str) -> list[Component]:
    """The outermost components of a text. Raises ValueError for lines that make none."""
    whole = Component("")
    open_ones = [whole]
    for written in unfolded(text):
        line = read_line(written)
        if line.name == "BEGIN":
            inner = Component(line.value.strip().upper())
            open_ones[-1].components.append(inner)
            open_ones.append(inner)
        elif line.name == "END":
            if len(open_ones) == 1 or open_ones[-1].name != line.value.strip().upper():
                raise ValueError(f"{written!r} ends nothing")
            open_ones.pop()
        elif len(open_ones) == 1:
            raise ValueError(f"{written!r} stands outside of every component")
        else:
            open_ones[-1].lines.append(line)
    if len(open_ones) > 1:
        raise ValueError(f"{open_ones[-1].name} has no end")
    return whole.components


def unfolded(text: str) -> list[str]:
    """The content lines, without empty ones."""
    lines: list[str] = []
    for line in re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")):
        if line[:1] in (" ", "\t") and lines:
            lines[-1] += line[1:]
        elif line.strip():
            lines.append(line)
    return lines


def read_line(text: str) -> Line:
    """One content line. Raises ValueError when it has no name or no value."""
    name, at = _name(text)
    parameters: dict[str, tuple[str, ...]] = {}
    while (found := _PARAMETER.match(text, at)) is not None:
        values = tuple(value.strip('"') for value in _VALUE.findall(found.group(2)))
        parameters[found.group(1).upper()] = parameters.get(found.group(1).upper(), ()) + values
        at = found.end()
    if text[at : at + 1] != ":":
        raise ValueError(f"{text!r} is no content line")
    return Line(name, parameters, text[at + 1 :])


def _name(text: str) -> tuple[str, int]:
    found = re.match(r"[A-Za-z0-9.-]+", text)
    if found is None:
        raise ValueError(f"{text!r} has no name")
    return found.group(0).upper(), found.end()


def unescaped(text: str) -> str:
    """A text value as its reader sees it."""
    return _ESCAPE.sub(lambda found: "\n" if found.group(1) in "nN" else found.group(1), text)
