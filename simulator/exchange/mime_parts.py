"""Header lines and parts of MIME as bytes of ASCII (RFC 5322, 2045 to 2047, 2231).

Python's email package folds some headers so that they no longer say the same; these don't.
"""

import base64
import re
from dataclasses import dataclass
from urllib.parse import quote

from simulator.exchange.values import EmailAddress

_PLAIN = re.compile(r"[!-~]+( [!-~]+)*")
_ATOMS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+( [A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_LOCAL_PART = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_ENCODED_BYTES = 42
"""Of UTF-8 in one encoded word, which may have 75 characters."""
_LINE = 76
_PARAMETER = 50
_BROKEN = {0, 10, 13}
"""What a line of a text may not have in it: no character, and half a line end."""


@dataclass(frozen=True)
class Part:
    """One part: its own header lines, and its content with the transfer encoding undone or not as they say."""

    headers: tuple[str, ...]
    content: bytes

    def __bytes__(self) -> bytes:
        """The part as it stands between boundaries."""
        return "".join(f"{line}\r\n" for line in self.headers).encode("utf-8", "replace") + b"\r\n" + self.content


def header(name: str, text: str) -> str:
    """A line of free text, in encoded words when it is not plain ASCII."""
    flat = _flat(text)
    words = flat.split(" ") if _is_plain(flat) else encoded_words(flat)
    return _folded(name, words, " ")


def token_header(name: str, text: str) -> str:
    """A line of tokens, such as message ids, as they are."""
    return _folded(name, text.split(), " ")


def address_header(name: str, people: tuple[EmailAddress, ...]) -> str:
    """A line of addresses."""
    return _folded(name, [address(one) for one in people], ", ")


def address(person: EmailAddress) -> str:
    """A person as headers name one."""
    local, _, domain = person.email.rpartition("@")
    if not _LOCAL_PART.fullmatch(local):
        local = _quoted(local)
    name = _flat(person.name)
    if not name or name == person.email:
        return f"<{local}@{domain}>"
    if not _is_plain(name):
        phrase = "\r\n ".join(encoded_words(name))
    else:
        phrase = name if _ATOMS.fullmatch(name) else _quoted(name)
    return f"{phrase} <{local}@{domain}>"


def encoded_words(text: str) -> list[str]:
    """The text as encoded words (RFC 2047), each with whole characters; what is between them does not count."""
    words, held = [], ""
    for character in text:
        if len((held + character).encode("utf-8", "replace")) > _ENCODED_BYTES:
            cut = _cut(held + character)
            words.append(held[:cut])
            held = held[cut:]
        held += character
    encoded = (base64.b64encode(word.encode("utf-8", "replace")).decode() for word in (*words, held))
    return [f"=?utf-8?B?{word}?=" for word in encoded]


def _cut(text: str) -> int:
    """Where to end a word, not beside a space: readers trim words; the last character goes to the next one."""
    for at in range(len(text) - 1, 0, -1):
        if " " not in text[at - 1 : at + 1]:
            return at
    return len(text) - 1


def parameter(name: str, text: str) -> str:
    """A parameter of a header, with what parts it from the one before; long or foreign ones in pieces (RFC 2231)."""
    flat = _flat(text)
    if _is_plain(flat) and len(flat) <= _PARAMETER:
        return f";\r\n {name}={_quoted(flat)}"
    raw = quote(flat, safe="", errors="replace")
    pieces = _pieces(raw)
    if len(pieces) == 1:
        return f";\r\n {name}*=utf-8''{raw}"
    marked = (f"utf-8''{pieces[0]}", *pieces[1:])
    return "".join(f";\r\n {name}*{number}*={piece}" for number, piece in enumerate(marked))


def _pieces(raw: str) -> list[str]:
    """Pieces that break no percent sequence."""
    found, at = [], 0
    while at < len(raw):
        end = at + _PARAMETER
        cut = raw.rfind("%", max(at, end - 2), end)
        end = cut if at < cut and end < len(raw) else end
        found.append(raw[at:end])
        at = end
    return found


def text_part(text: str, subtype: str, extra: str = "") -> Part:
    """A text in UTF-8: readable when it is ASCII in lines that may be sent so, else in base64."""
    raw = text.encode("utf-8", "replace")
    lines = raw.split(b"\r\n")
    readable = raw.isascii() and not any(len(line) > _LINE or _BROKEN & {*line} for line in lines)
    kind = f"Content-Type: text/{subtype}; charset=utf-8{extra}"
    if readable:
        return Part((kind, "Content-Transfer-Encoding: 7bit"), raw)
    return Part((kind, "Content-Transfer-Encoding: base64"), _base64(raw))


def file_part(
    content: bytes, content_type: str, name: str, *, inline: bool, content_id: str | None, location: str | None
) -> Part:
    """A file."""
    headers = [
        f"Content-Type: {content_type}",
        "Content-Transfer-Encoding: base64",
        f"Content-Disposition: {'inline' if inline else 'attachment'}{parameter('filename', name)}",
    ]
    if content_id:
        headers.append(f"Content-ID: <{''.join(content_id.split())}>")
    if location:
        headers.append(header("Content-Location", location))
    return Part(tuple(headers), _base64(content))


def message_part(message: bytes, name: str) -> Part:
    """A whole message inside another one."""
    encoding = "7bit" if message.isascii() else "8bit"
    return Part(
        (
            "Content-Type: message/rfc822",
            f"Content-Transfer-Encoding: {encoding}",
            f"Content-Disposition: attachment{parameter('filename', name)}",
        ),
        message,
    )


def multipart(kind: str, boundary: str, parts: list[Part]) -> Part:
    """Parts in one; a single one alone is itself."""
    if len(parts) == 1:
        return parts[0]
    mark = f"--{boundary}".encode()
    content = b"".join(mark + b"\r\n" + bytes(part) + b"\r\n" for part in parts) + mark + b"--\r\n"
    return Part((f'Content-Type: multipart/{kind}; boundary="{boundary}"',), content)


def _folded(name: str, words: list[str], between: str) -> str:
    """The line, broken between words where it would be too long."""
    line, length = f"{name}:", len(name) + 1
    for number, word in enumerate(words):
        mark = " " if number == 0 else between
        if length + len(mark) + len(word) > _LINE and number:
            line, length = line + mark.rstrip() + "\r\n ", 1
            mark = ""
        line += mark + word
        length += len(mark) + len(word.rpartition("\n")[2])
    return line


def _flat(text: str) -> str:
    """Without line ends and other control characters: one space for each row of them."""
    return re.sub("[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text)


def _is_plain(text: str) -> bool:
    return _PLAIN.fullmatch(text) is not None and "=?" not in text and max(map(len, text.split(" "))) < 900


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _base64(raw: bytes) -> bytes:
    text = base64.b64encode(raw)
    return b"".join(text[at : at + _LINE] + b"\r\n" for at in range(0, len(text), _LINE))
