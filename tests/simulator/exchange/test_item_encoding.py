"""An item as text: every class that an item consists of goes there and comes back, and nothing else does."""

import importlib
from dataclasses import is_dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from uuid import UUID

import pytest

from simulator.exchange.attachments import Attachment, Reference
from simulator.exchange.item import Item
from simulator.exchange.item_encoding import RECORDS, UnreadableItem, decode, encode
from simulator.exchange.meeting_copies import Invited
from simulator.exchange.property_path import IndexedPath, tagged
from simulator.exchange.recurrence import NoEnd, Recurrence, Weekly
from simulator.exchange.values import Body, Flag
from simulator.exchange.zone_rules import ItemTimeZone, definition_of

MODULES_OF_VALUES = ("attachments", "item", "property_path", "recurrence", "time_zones", "values", "zone_rules")
NOT_IN_ITEMS = {"Way", "IndexedPath"}
"""A way is never kept; IndexedPath is no dataclass."""
NOW = datetime(2026, 11, 25, 9, 0, 0, 123456, UTC)


def test_every_value_class_is_known() -> None:
    missing = []
    for name in MODULES_OF_VALUES:
        module = importlib.import_module(f"simulator.exchange.{name}")
        for found, kind in vars(module).items():
            own = isinstance(kind, type) and kind.__module__ == module.__name__ and not found.startswith("_")
            if own and is_dataclass(kind) and kind not in RECORDS and found not in NOT_IN_ITEMS:
                missing.append(f"{name}.{found}")
    assert missing == []


@pytest.mark.parametrize(
    "value",
    [
        None, True, 1, -1.5, "a\ud800\r\n\x00", b"", b"\x00\xff", (), ("a", (1, b"x")), [], [1], {}, {"a": 1, 2: "b"},
        frozenset({"b", "a"}), NOW, NOW.astimezone(timezone(timedelta(hours=-3))), NOW.replace(tzinfo=None),
        date(2026, 2, 28), time(23, 59, 1), timedelta(days=-1, seconds=5), UUID(int=7), IndexedPath("a", "b"),
        Body("x", "HTML"), Flag("Flagged", due=NOW), Invited(frozenset({"a@b"}), NOW, None),
        Recurrence(Weekly(2, ("Monday", "Friday")), NoEnd(date(2026, 1, 1))),
        ItemTimeZone("Own", definition_of(ItemTimeZone("GMT Standard Time"))),
        Attachment(1, "n", NOW, reference=Reference("https://x", permission=2, is_folder=False)),
    ],
    ids=lambda value: type(value).__name__,
)  # fmt: skip
def test_a_value_comes_back(value: object) -> None:
    again = decode(encode(value))
    assert again == value
    assert type(again) is type(value)


def test_an_item_comes_back_whole() -> None:
    inner = Item("Task", "IPM.Task", {tagged(0x6001, "BinaryArray"): (b"a", b"")}, created=NOW)
    item = Item(
        "Message",
        "IPM.Note",
        {"item:Subject": "s", IndexedPath("contacts:PhoneNumber", "MobilePhone"): "1", tagged(0x6002, "Float"): 1.5},
        [Attachment(7, "i", NOW, item=inner), Attachment(8, "f", NOW, content=b"abc", is_inline=True)],
        mime=b"Subject: s\r\n",
        is_associated=True,
    )
    assert decode(encode(item)) == item


@pytest.mark.parametrize(
    "text",
    ['{"@": "os.system", "of": "true"}', '{"@": "Item", "kind": "x", "unknown": 1}', '{"@": "Body"}', "{", "", "{}",
     '{"@": "bytes", "of": "?"}', '{"@": "datetime", "of": "soon"}', '{"@": ["tuple"]}', '{"@": "UUID", "of": 5}',
     "[" * 100_000],
)  # fmt: skip
def test_other_text_is_one_error(text: str) -> None:
    with pytest.raises(UnreadableItem):
        decode(text)


def test_a_class_that_nobody_listed_is_not_written() -> None:
    with pytest.raises(TypeError, match="object is not in"):
        encode((object(),))
