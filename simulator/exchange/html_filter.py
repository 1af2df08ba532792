"""HTML bodies as a shape asks for them: without what could do harm, with other images, with other links.

Learn names the elements FilterHtmlContent, BlockExternalImages, AddBlankTargetToLinks, InlineImageUrlTemplate and
ConvertHtmlCodePageToUTF8; which tags and attributes are unsafe is our choice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from html.parser import HTMLParser

_UNSAFE = frozenset(
    {"script", "iframe", "frame", "frameset", "object", "embed", "applet", "form", "base", "link", "meta"}
)
_EMPTY = frozenset({"embed", "base", "link", "meta", "frame"})
"""Of these, the ones that have no end tag."""
_LINKS = frozenset({"href", "src", "action", "background", "dynsrc", "lowsrc"})
_SCRIPTED = re.compile(r"\s*(javascript|vbscript|data:text/html)", re.IGNORECASE)
_EXTERNAL = re.compile(r"\s*(https?:)?//", re.IGNORECASE)
_CHARSET = re.compile(r"(<meta\b[^>]*?charset=[\"']?)([A-Za-z0-9_.:-]+)", re.IGNORECASE)

Attributes = list[tuple[str, str | None]]


@dataclass(frozen=True)
class HtmlOptions:
    """What to change; nothing by default."""

    safe: bool = False
    """Leave out scripts, frames, forms and whatever else runs or loads by itself."""
    block_images: bool = False
    """Take the address from images of other servers."""
    blank_targets: bool = False
    """Open links in a new window."""
    image_template: str | None = None
    """The address for images inside the message; ``{id}`` in it becomes the attachment's id (our choice)."""


UNCHANGED = HtmlOptions()


def changed_html(html: str, options: HtmlOptions, image_id: Callable[[str], str | None] = lambda _cid: None) -> str:
    """The HTML with the changes; ``image_id`` gives the attachment's id for a Content-ID."""
    if options == UNCHANGED:
        return html
    writer = _Writer(options, image_id)
    writer.feed(html)
    writer.close()
    return "".join(writer.parts)


def in_utf8(html: str) -> str:
    """The HTML with its own word about the character set, if it has one, saying UTF-8."""
    return _CHARSET.sub(lambda found: f"{found[1]}utf-8", html, count=1)


class _Writer(HTMLParser):
    def __init__(self, options: HtmlOptions, image_id: Callable[[str], str | None]) -> None:
        super().__init__(convert_charrefs=False)
        self.options, self.image_id = options, image_id
        self.parts: list[str] = []
        self.left_out = 0

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if self.options.safe and tag in _UNSAFE:
            self.left_out += tag not in _EMPTY
            return
        self._write(self._tag(tag, attrs, ">"))

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        if not (self.options.safe and tag in _UNSAFE):
            self._write(self._tag(tag, attrs, "/>"))

    def handle_endtag(self, tag: str) -> None:
        if self.options.safe and tag in _UNSAFE:
            self.left_out = max(0, self.left_out - (tag not in _EMPTY))
            return
        self._write(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._write(data)

    def handle_entityref(self, name: str) -> None:
        self._write(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._write(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self._write(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        if not self.options.safe:
            self._write(f"<!--{data}-->")

    def _write(self, text: str) -> None:
        if not self.left_out:
            self.parts.append(text)

    def _tag(self, tag: str, attrs: Attributes, end: str) -> str:
        kept = [pair for pair in attrs if not (self.options.safe and _runs(*pair))]
        if tag == "a" and self.options.blank_targets and any(name == "href" for name, _ in kept):
            kept = [pair for pair in kept if pair[0] != "target"] + [("target", "_blank")]
        if tag == "img":
            kept = [(name, self._image(value) if name == "src" else value) for name, value in kept]
        written = "".join(f" {name}" if value is None else f' {name}="{escape(value)}"' for name, value in kept)
        return f"<{tag}{written}{end}"

    def _image(self, address: str | None) -> str | None:
        if address is None:
            return None
        if self.options.image_template is not None and address.lower().startswith("cid:"):
            identity = self.image_id(address[4:])
            return address if identity is None else self.options.image_template.replace("{id}", identity)
        return "" if self.options.block_images and _EXTERNAL.match(address) else address


def _runs(name: str, value: str | None) -> bool:
    return name.startswith("on") or (name in _LINKS and value is not None and _SCRIPTED.match(value) is not None)
