"""Values survive being written, and a file makes nothing but values."""

import importlib
import json
import pkgutil
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import simulator.crm.values
import simulator.exchange
from simulator.exchange.attachments import Attachment
from simulator.exchange.change_log import ChangeKind
from simulator.exchange.item import Item
from simulator.exchange.property_path import ExtendedPropertyPath, IndexedPath
from simulator.exchange.values import Attendee, Body, EmailAddress, Flag, InternetHeader, PhysicalAddress
from simulator.state import value_types
from simulator.state.encoding import LONG, UnknownValue, UnreadableState, decode, encode

NEVER_KEPT = {
    "simulator.exchange.attachments": ("Way",),
    "simulator.exchange.folder_changes": ("FolderChange",),
    "simulator.exchange.distinguished_folders": ("DistinguishedFolder",),
    "simulator.exchange.html_filter": ("HtmlOptions",),
    "simulator.exchange.mime_parts": ("Part",),
    "simulator.exchange.offset_changes": ("Change", "Year"),
    "simulator.exchange.reminders": ("Reminder",),
    "simulator.exchange.reports": ("ReportKind",),
    "simulator.exchange.icalendar_times": ("Moment",),
    "simulator.exchange.ids": ("AttachmentKey", "FolderKey", "ItemKey"),
    "simulator.exchange.item_changes": ("ChangePage", "ItemChange", "Position"),
    "simulator.exchange.mailbox_contents": ("MailboxContents",),
    "simulator.exchange.mime_in": ("Imported",),
    "simulator.exchange.roaming_dictionary": ("DictionaryEntry", "DictionaryObject"),
    "simulator.exchange.series": ("Span",),
    "simulator.exchange.text_components": ("Component", "Line"),
    "simulator.exchange.transport": ("Transport",),
}
"""Dataclasses of the store that no property, folder or queue holds: what functions hand to each other."""

MOMENTS = st.datetimes(timezones=st.sampled_from([UTC, ZoneInfo("Europe/Lisbon"), timezone(timedelta(hours=9))]))
TEXTS = st.text(max_size=12)
ADDRESSES = st.builds(EmailAddress, TEXTS, TEXTS)
ATOMS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), TEXTS, st.binary(max_size=20), MOMENTS,
    st.datetimes(), st.dates(), st.times(), st.timedeltas(), st.uuids(), st.decimals(allow_nan=False), ADDRESSES,
    st.builds(Attendee, ADDRESSES, last_response=st.none() | MOMENTS), st.builds(Body, TEXTS),
    st.builds(Flag, start=st.none() | MOMENTS), st.builds(PhysicalAddress, street=st.none() | TEXTS),
    st.builds(InternetHeader, TEXTS, TEXTS), st.sampled_from(ChangeKind),
    st.frozensets(st.integers() | TEXTS, max_size=3),
)  # fmt: skip
PATHS = st.one_of(
    TEXTS, st.just("@"), st.builds(IndexedPath, TEXTS, TEXTS),
    st.builds(ExtendedPropertyPath, TEXTS, tag=st.none() | st.integers(1, 0xFFFE)),
)  # fmt: skip
VALUES = st.recursive(
    ATOMS,
    lambda inner: st.lists(inner, max_size=3) | st.lists(inner, max_size=3).map(tuple)
    | st.dictionaries(PATHS, inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


def same(left: object, right: object) -> bool:
    """Equal, of the same class and, in moments, in the same zone."""
    if type(left) is not type(right):
        return False
    if isinstance(left, datetime) and isinstance(right, datetime):
        return repr(left) == repr(right)
    if isinstance(left, list | tuple) and isinstance(right, list | tuple):
        return len(left) == len(right) and all(same(one, other) for one, other in zip(left, right, strict=True))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return left == right


@given(VALUES)
def test_a_value_is_read_as_it_was_written(value: object) -> None:
    assert same(decode(encode(value)), value)


def test_an_item_with_everything_on_it_is_read_as_it_was_written() -> None:
    inner = Item("Message", "IPM.Note", {"item:Subject": "\ud800 half a character"}, mime=b"\x00\xff")
    item = Item("Contact", "IPM.Contact", {IndexedPath("contacts:EmailAddress", "EmailAddress1"): EmailAddress("A")})
    item.attachments = [Attachment(7, "a.msg", datetime(2026, 1, 1, tzinfo=UTC), item=inner)]
    item.created = datetime(2026, 1, 1, 12, tzinfo=UTC)
    again = decode(encode(item))
    assert again == item and type(again.attachments) is list


def test_long_binaries_are_kept_apart_and_once() -> None:
    kept: dict[bytes, bytes] = {}
    long = b"x" * LONG
    text = encode((long, long, b"short"), kept.__setitem__)
    assert list(kept.values()) == [long] and len(text) < 1000
    assert decode(text, kept.__getitem__) == (long, long, b"short")


def test_a_value_of_an_unknown_class_is_refused_when_it_is_written() -> None:
    with pytest.raises(UnknownValue, match=r"value_types\.py"):
        encode({"item:Subject": object()})


@pytest.mark.parametrize(
    "text",
    [
        '{"@": "os.system", "is": "true"}', '{"@": "Item", "kind": "x", "unknown": 1}', '{"@": "Body"}', "{", "",
        '{"@": "content", "sha256": "00"}', '{"@": ["tuple"]}', '{"@": "datetime", "is": "soon"}',
        '{"@": "zone", "key": "../../etc/passwd"}', '{"@": "uuid", "is": 5}', '{"@": "decimal", "is": "one"}',
    ],
)  # fmt: skip
def test_other_text_is_one_error(text: str) -> None:
    with pytest.raises(UnreadableState):
        decode(text)


def test_every_dataclass_of_the_store_can_be_kept() -> None:
    """A new value type is one line in simulator/state/value_types.py; what is never kept is named above."""
    missing = []
    for found in pkgutil.iter_modules(simulator.exchange.__path__, "simulator.exchange."):
        module = importlib.import_module(found.name)
        for name, kind in vars(module).items():
            own = isinstance(kind, type) and kind.__module__ == found.name and not name.startswith("_")
            is_value = own and (is_dataclass(kind) or issubclass(kind, Enum) or hasattr(kind, "_fields"))
            if is_value and name not in NEVER_KEPT.get(found.name, ()) and kind not in known():
                missing.append(f"{found.name}.{name}")
    assert missing == []


def known() -> tuple[type, ...]:
    return (*value_types.RECORDS, *value_types.NAMED_TUPLES, *value_types.ENUMS)


def test_every_value_of_a_row_can_be_kept() -> None:
    values = [kind for kind in vars(simulator.crm.values).values() if is_dataclass(kind) and isinstance(kind, type)]
    assert [kind.__name__ for kind in values if kind not in known()] == []


def test_no_two_value_types_have_the_same_name() -> None:
    names = [kind.__name__ for kind in known()]
    assert sorted(set(names)) == sorted(names)


def test_the_text_is_plain_json() -> None:
    value = {"item:Subject": "Tide", "n": (1, Decimal("1.5"), UUID(int=1), date(2026, 1, 2), time(9))}
    assert json.loads(encode(value)) == {
        "item:Subject": "Tide",
        "n": {
            "@": "tuple",
            "of": [
                1,
                {"@": "decimal", "is": "1.5"},
                {"@": "uuid", "is": "00000000-0000-0000-0000-000000000001"},
                {"@": "date", "is": "2026-01-02"},
                {"@": "time", "is": "09:00:00"},
            ],
        },
    }
