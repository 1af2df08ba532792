"""Bodies from HTML to text and back (MS-OXWSCORE 2.2.5.4 BodyTypeResponseType)."""

from html import escape
from html.parser import HTMLParser
from typing import Literal

from simulator.exchange.values import Body

_PREVIEW_CHARACTERS = 255
_HIDDEN = frozenset({"head", "style", "script", "title"})
_BLOCKS = frozenset({"p", "div", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "blockquote", "ul", "ol"})


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        if tag in _HIDDEN:
            self.hidden += 1
        elif tag == "br":
            self.parts.append("\r\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self.hidden = max(0, self.hidden - 1)
        elif tag in _BLOCKS:
            self.parts.append("\r\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(" ".join(data.split("\n")) if data.strip() else " " if data and self.parts else "")


def as_text(html: str) -> str:
    """What the reader of an HTML body sees."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts).strip()


def as_html(text: str) -> str:
    """A text body in the frame that Exchange puts around one."""
    lines = "<br>\r\n".join(escape(line, quote=False) for line in text.splitlines())
    return (
        '<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n'
        "<body>\r\n"
        f'<div class="PlainText">{lines}</div>\r\n</body>\r\n</html>\r\n'
    )


def converted(body: Body, wanted: Literal["Best", "HTML", "Text"]) -> Body:
    """The body in the form asked for; ``Best`` is the form it is kept in."""
    if wanted in ("Best", body.type):
        return body
    return Body(as_text(body.text), "Text") if wanted == "Text" else Body(as_html(body.text), "HTML")


def preview(body: Body) -> str:
    """The first 255 characters that a reader sees."""
    return converted(body, "Text").text[:_PREVIEW_CHARACTERS]
