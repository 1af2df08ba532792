"""Items that hypothesis makes, as the XML of a CreateItem: any text, extended properties of all types, attachments.

Elements are in the order of the schema.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from xml.sax.saxutils import escape, quoteattr

from hypothesis import strategies as st

XML_TEXT = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters=[chr(code) for code in (*range(9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF)],
    ),
    max_size=30,
)
SOME_XML_TEXT = XML_TEXT.filter(bool)


@dataclass(frozen=True)
class Extended:
    """An extended property: its path as XML, and the texts of its value; an array has several."""

    path: str
    values: tuple[str, ...]
    is_array: bool

    @property
    def xml(self) -> str:
        """The ``t:ExtendedProperty``."""
        inner = "".join(f"<t:Value>{xml(value)}</t:Value>" for value in self.values)
        wrapped = f"<t:Values>{inner}</t:Values>" if self.is_array else inner
        return f"<t:ExtendedProperty>{self.path}{wrapped}</t:ExtendedProperty>"


@dataclass(frozen=True)
class MadeItem:
    """An item element, and every extended property in it or in what is attached to it."""

    kind: str
    xml: str
    extended: tuple[Extended, ...]
    subject: str
    body: str


def xml(text: str) -> str:
    """Text as character data that keeps its carriage returns."""
    return escape(text, {"\r": "&#13;"})


def _integers(bits: int) -> st.SearchStrategy[str]:
    return st.integers(-(1 << bits - 1), (1 << bits - 1) - 1).map(str)


_FLOATS = st.integers(-8000, 8000).map(lambda eighths: repr(eighths / 8).removesuffix(".0"))
"""Such as have one text in single and double precision."""
_MOMENTS = st.datetimes(datetime(1700, 1, 1), datetime(9000, 1, 1)).map(lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ"))
_BINARIES = st.binary(min_size=1, max_size=40).map(lambda value: base64.b64encode(value).decode())
_TYPES: tuple[tuple[str, st.SearchStrategy[str]], ...] = (
    ("ApplicationTime", _FLOATS),
    ("Binary", _BINARIES),
    ("Boolean", st.sampled_from(["true", "false"])),
    ("CLSID", st.uuids().map(str)),
    ("Currency", _integers(64)),
    ("Double", _FLOATS),
    ("Float", _FLOATS),
    ("Integer", _integers(32)),
    ("Long", _integers(64)),
    ("Short", _integers(16)),
    ("String", SOME_XML_TEXT),
    ("SystemTime", _MOMENTS),
)
"""Each MapiPropertyType with texts as the server writes them."""
_NAMES = (
    'DistinguishedPropertySetId="PublicStrings" PropertyName={name}',
    'PropertySetId="0badcafe-0000-4000-8000-000000000001" PropertyName={name}',
    'PropertySetId="0badcafe-0000-4000-8000-000000000002" PropertyId="{number}"',
    'PropertyTag="0x{tag:x}"',
)


@st.composite
def extended_properties(draw: st.DrawFn) -> tuple[Extended, ...]:
    """Extended properties of different names."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        kind, values = draw(st.sampled_from(_TYPES))
        is_array = kind != "Boolean" and draw(st.booleans())
        name = quoteattr(f"{draw(SOME_XML_TEXT)}{number}", {"\t": " ", "\n": " ", "\r": " "})
        which = draw(st.sampled_from(_NAMES)).format(name=name, number=0x9000 + number, tag=0x5E00 + number)
        path = f'<t:ExtendedFieldURI {which} PropertyType="{kind}{"Array" if is_array else ""}"/>'
        texts = draw(st.lists(values, min_size=1, max_size=3)) if is_array else [draw(values)]
        found.append(Extended(path, tuple(texts), is_array))
    return tuple(found)


_OF_KIND = (
    ("Message", "<t:IsRead>false</t:IsRead>"),
    ("CalendarItem", "<t:Start>2026-11-25T09:00:00Z</t:Start><t:End>2026-11-25T10:00:00Z</t:End>"
     "<t:Location>{text}</t:Location>"),
    ("Contact", "<t:GivenName>{text}</t:GivenName><t:PhoneNumbers><t:Entry Key='MobilePhone'>{text}</t:Entry>"
     "</t:PhoneNumbers>"),
    ("Task", "<t:DueDate>2026-11-25T00:00:00Z</t:DueDate><t:PercentComplete>40</t:PercentComplete>"),
    ("PostItem", ""),
)  # fmt: skip
"""Kinds of items that can be created and attached, with some properties that only they have."""


@st.composite
def made_items(draw: st.DrawFn, depth: int = 2) -> MadeItem:
    """An item with up to three attachments, whose own attachments are one level fewer than `depth`."""
    kind, own = draw(st.sampled_from(_OF_KIND))
    subject, body, extended = draw(XML_TEXT), draw(XML_TEXT), draw(extended_properties())
    attachments = draw(st.lists(_attachments(depth), max_size=3)) if depth else []
    parts = [
        f"<t:Subject>{xml(subject)}</t:Subject>",
        f"<t:Sensitivity>{draw(st.sampled_from(['Normal', 'Private', 'Confidential']))}</t:Sensitivity>",
        f'<t:Body BodyType="{draw(st.sampled_from(["Text", "HTML"]))}">{xml(body)}</t:Body>',
        f"<t:Attachments>{''.join(text for text, _ in attachments)}</t:Attachments>" if attachments else "",
        f"<t:Categories><t:String>{xml(draw(SOME_XML_TEXT))}</t:String></t:Categories>",
        f"<t:Importance>{draw(st.sampled_from(['Low', 'Normal', 'High']))}</t:Importance>",
        "".join(one.xml for one in extended),
        own.format(text=xml(draw(SOME_XML_TEXT))),
    ]
    inner = tuple(one for _, more in attachments for one in more)
    return MadeItem(kind, f"<t:{kind}>{''.join(parts)}</t:{kind}>", (*extended, *inner), subject, body)


def _attachments(depth: int) -> st.SearchStrategy[tuple[str, tuple[Extended, ...]]]:
    """The XML of an attachment, and the extended properties in it."""
    return st.one_of(_files(), _references(), _attached_items(depth))


@st.composite
def _files(draw: st.DrawFn) -> tuple[str, tuple[Extended, ...]]:
    content = base64.b64encode(draw(st.binary(max_size=60))).decode()
    inline = draw(st.sampled_from(["", "<t:IsInline>true</t:IsInline>"]))
    parts = (
        f"{_name(draw)}<t:ContentId>{xml(draw(SOME_XML_TEXT))}</t:ContentId>{inline}<t:Content>{content}</t:Content>"
    )
    return f"<t:FileAttachment>{parts}</t:FileAttachment>", ()


@st.composite
def _references(draw: st.DrawFn) -> tuple[str, tuple[Extended, ...]]:
    where = f"<t:AttachLongPathName>{xml(draw(SOME_XML_TEXT))}</t:AttachLongPathName>"
    permission = f"<t:PermissionType>{draw(_integers(32))}</t:PermissionType>"
    return f"<t:ReferenceAttachment>{_name(draw)}{where}{permission}</t:ReferenceAttachment>", ()


@st.composite
def _attached_items(draw: st.DrawFn, depth: int) -> tuple[str, tuple[Extended, ...]]:
    item = draw(made_items(depth - 1))
    return f"<t:ItemAttachment>{_name(draw)}{item.xml}</t:ItemAttachment>", item.extended


def _name(draw: st.DrawFn) -> str:
    return f"<t:Name>{xml(draw(SOME_XML_TEXT))}</t:Name>"
