"""How an item shape wants bodies: form, filter, links, images and size (MS-OXWSCDATA 2.2.4.44, Learn "ItemShape")."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from lxml import etree

from simulator.ews.request_reading import schema_fault
from simulator.ews.xml_text import content
from simulator.exchange.html_filter import UNCHANGED, HtmlOptions, changed_html, in_utf8
from simulator.exchange.quoted_text import unique_part
from simulator.exchange.text_conversion import converted
from simulator.exchange.values import Body

BodyForm = Literal["Best", "HTML", "Text"]
FORMS: tuple[BodyForm, ...] = ("Best", "HTML", "Text")
UNIQUE_BODY, NORMALIZED_BODY, TEXT_BODY = "item:UniqueBody", "item:NormalizedBody", "item:TextBody"


@dataclass(frozen=True)
class BodyShape:
    """The part of an item shape that is about bodies."""

    body: BodyForm = "Best"
    unique: BodyForm = "Best"
    normalized: BodyForm = "Best"
    html: HtmlOptions = UNCHANGED
    utf8: bool = True
    kilobytes: int | None = None
    """The most that a body may have; the rest is cut off."""


AS_KEPT = BodyShape()


def read_body_shape(part: dict[str, etree._Element]) -> BodyShape:
    """From the children of an ``m:ItemShape``, by name. Raises EwsFault."""

    def form(name: str) -> BodyForm:
        value = content(part[name]).strip() if name in part else "Best"
        for known in FORMS:
            if value == known:
                return known
        raise _invalid(name)

    def flag(name: str, default: bool = False) -> bool:
        value = content(part[name]).strip() if name in part else str(default).lower()
        if value not in ("true", "false", "1", "0"):
            raise _invalid(name)
        return value in ("true", "1")

    size = content(part["MaximumBodySize"]).strip() if "MaximumBodySize" in part else ""
    if not size.removeprefix("-").isascii() or (size and not size.removeprefix("-").isdigit()):
        raise _invalid("MaximumBodySize")
    template = content(part["InlineImageUrlTemplate"]) if "InlineImageUrlTemplate" in part else None
    return BodyShape(
        body=form("BodyType"),
        unique=form("UniqueBodyType"),
        normalized=form("NormalizedBodyType"),
        html=HtmlOptions(
            flag("FilterHtmlContent"), flag("BlockExternalImages"), flag("AddBlankTargetToLinks"), template or None
        ),
        utf8=flag("ConvertHtmlCodePageToUTF8", True),
        kilobytes=max(0, int(size)) if size else None,
    )


def _invalid(name: str) -> Exception:
    return schema_fault(f"The '{name}' element is invalid.")


def shaped_body(shape: BodyShape, path: str, body: Body, image_id: Callable[[str], str | None]) -> Body:
    """The body of a FieldURI as the shape wants it. ``image_id`` gives the AttachmentId for a Content-ID.

    The normalized body is the one that a preview may show, so it is always filtered (our choice).
    """
    if path == TEXT_BODY:
        return _cut(shape, converted(body, "Text"))
    if path == UNIQUE_BODY:
        body = unique_part(body)
    form = shape.unique if path == UNIQUE_BODY else shape.normalized if path == NORMALIZED_BODY else shape.body
    found = converted(body, form)
    if found.type == "Text":
        return _cut(shape, found)
    options = replace(shape.html, safe=True) if path == NORMALIZED_BODY else shape.html
    html = changed_html(found.text, options, image_id)
    return _cut(shape, Body(in_utf8(html) if shape.utf8 else html, "HTML"))


def _cut(shape: BodyShape, body: Body) -> Body:
    """The body with at most so many kilobytes of UTF-8, and the word whether something is missing."""
    if shape.kilobytes is None:
        return replace(body, truncated=False)
    raw = body.text.encode("utf-8", "surrogatepass")
    if len(raw) <= shape.kilobytes * 1024:
        return replace(body, truncated=False)
    return Body(raw[: shape.kilobytes * 1024].decode("utf-8", "ignore"), body.type, truncated=True)
