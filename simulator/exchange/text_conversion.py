"""Bodies from HTML to text and back (MS-OXWSCORE 2.2.5.4 BodyTypeResponseType)."""

import re
from html import escape
from html.parser import HTMLParser
from typing import Literal

from simulator.exchange.values import Body

_PREVIEW_CHARACTERS = 256
_HIDDEN = frozenset({"head", "style", "script", "title"})
_BLOCKS = frozenset(
    {"p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "ul", "ol", "hr", "pre"}
)
_SPACE = re.compile("[ \t\n\r\f]+")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines = [""]
        self.hidden = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag == "br":
            self.lines.append("")
        elif tag in _BLOCKS:
            self._break()

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in ("td", "th"):
            self.lines[-1] += "\t"
        elif tag in _BLOCKS:
            self._break()

    def handle_data(self, data: str) -> None:
        if self.hidden:
            return
        shown = _SPACE.sub(" ", data)
        if not self.lines[-1] or self.lines[-1].endswith((" ", "\t")):
            shown = shown.removeprefix(" ")
        self.lines[-1] += shown

    def _break(self) -> None:
        if self.lines[-1]:
            self.lines.append("")


def as_text(html: str) -> str:
    """What the reader of an HTML body sees, in lines that end with CRLF."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\r\n".join(line.rstrip(" \t").replace("\xa0", " ") for line in reader.lines).strip("\r\n")


def as_html(text: str) -> str:
    """A text body in the frame that Exchange puts around one. Spaces that HTML would swallow become no-break ones."""
    lines = "<br>\r\n".join(_line(line) for line in _LINE.split(text))
    return (
        '<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n'
        "<body>\r\n"
        f'<div class="PlainText">{lines}</div>\r\n</body>\r\n</html>\r\n'
    )


_LINE = re.compile("\r\n|\r|\n")
_SWALLOWED = re.compile("^ | (?= )| $")


def _line(line: str) -> str:
    return _SWALLOWED.sub("&nbsp;", escape(line, quote=False).replace("\t", "        "))


def converted(body: Body, wanted: Literal["Best", "HTML", "Text"]) -> Body:
    """The body in the form asked for; ``Best`` is the form it is kept in."""
    if wanted in ("Best", body.type):
        return body
    return Body(as_text(body.text), "Text") if wanted == "Text" else Body(as_html(body.text), "HTML")


def preview(body: Body) -> str:
    """The first 256 characters that a reader sees, in one line."""
    return " ".join(converted(body, "Text").text.split())[:_PREVIEW_CHARACTERS]
