"""The store: ids, change keys, the change log and counts hold whatever is done to a mailbox."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from simulator.clock import Clock, Ids
from simulator.directory import Directory
from simulator.exchange.change_log import ChangeKind
from simulator.exchange.errors import ExchangeError
from simulator.exchange.folder import Folder
from simulator.exchange.global_object_id import (
    clean_global_object_id,
    global_object_id_of_uid,
    new_global_object_id,
    uid_of_global_object_id,
)
from simulator.exchange.ids import (
    AttachmentKey,
    FolderKey,
    ItemKey,
    decode,
    decode_change_key,
    encode_attachment_id,
    encode_change_key,
    encode_folder_id,
    encode_item_id,
)
from simulator.exchange.item import Item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.organization import ExchangeOrganization
from simulator.topologies import TOPOLOGIES

COUNTERS = st.integers(0, (1 << 48) - 1)
ITEM_KEYS = st.builds(ItemKey, st.uuids(), COUNTERS, COUNTERS)


@given(ITEM_KEYS, st.lists(st.integers(0, (1 << 64) - 1), min_size=1, max_size=5).map(tuple))
def test_ids_round_trip(key: ItemKey, numbers: tuple[int, ...]) -> None:
    assert decode(encode_item_id(key)) == key
    folder = FolderKey(key.mailbox, key.folder)
    assert decode(encode_folder_id(folder)) == folder
    attachment = AttachmentKey(key, numbers)
    assert decode(encode_attachment_id(attachment)) == attachment
    assert encode_item_id(key).startswith("AAMk")


@given(ITEM_KEYS, st.data())
def test_a_damaged_id_is_malformed(key: ItemKey, data: st.DataObject) -> None:
    raw = bytearray(base64.b64decode(encode_item_id(key)))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    try:
        other = decode(base64.b64encode(bytes(raw)).decode())
    except ExchangeError as error:
        assert error.code == "ErrorInvalidIdMalformed"
    else:
        assert other != key


@given(st.text())
def test_any_text_as_an_id_is_refused_by_an_exchange_error(text: str) -> None:
    with pytest.raises(ExchangeError):
        decode(text)


@given(st.sampled_from(["Message", "Task", "Folder"]), st.uuids(), COUNTERS)
def test_change_keys_round_trip(element: str, mailbox: object, change: int) -> None:
    from_text = decode_change_key(encode_change_key(element, mailbox, change))  # type: ignore[arg-type]
    assert from_text == change


@given(st.text(min_size=1).filter(lambda uid: "\x00" not in uid and not uid.startswith("040000008200E000")))
def test_a_foreign_uid_survives(uid: str) -> None:
    identifier = global_object_id_of_uid(uid)
    assert uid_of_global_object_id(identifier) == uid
    assert clean_global_object_id(identifier) == identifier


def test_our_own_uid_is_the_id_in_hexadecimal() -> None:
    identifier = new_global_object_id(Clock().now(), bytes(range(16)))
    uid = uid_of_global_object_id(identifier)
    assert uid == identifier.hex().upper()
    assert len(uid) == 112
    assert global_object_id_of_uid(uid) == identifier


def mailbox_of(language: str = "en-US") -> Mailbox:
    organization = ExchangeOrganization(Directory(TOPOLOGIES[0]), Clock(), Ids(3))
    return organization.mailboxes[0]


class MailboxMachine(RuleBasedStateMachine):
    """Whatever is done: a reader of the log knows what is in each folder, ids are never used twice, counts agree."""

    def __init__(self) -> None:
        super().__init__()
        self.mailbox = mailbox_of()
        self.seen: dict[int, set[int]] = {}
        self.read_to: dict[int, int] = {}
        self.keys: set[int] = set()
        self.folders: list[Folder] = [self.mailbox.distinguished(name) for name in ("inbox", "drafts", "deleteditems")]

    def _item(self, data: st.DataObject) -> Item | None:
        held = [item for item in self.mailbox.items.values() if not item.is_associated]
        return data.draw(st.sampled_from(held)) if held else None

    @rule(data=st.data(), read=st.booleans())
    def add(self, data: st.DataObject, read: bool) -> None:
        folder = data.draw(st.sampled_from(self.folders))
        item = self.mailbox.add_item(Item("Message", "IPM.Note", {"message:IsRead": read}), folder)
        assert item.key not in self.keys
        self.keys.add(item.key)

    @rule(data=st.data(), read=st.booleans())
    def change(self, data: st.DataObject, read: bool) -> None:
        item = self._item(data)
        if item is not None:
            before = item.change
            self.mailbox.update_item(item, {"message:IsRead": read})
            assert item.change > before

    @rule(data=st.data())
    def move(self, data: st.DataObject) -> None:
        item = self._item(data)
        if item is not None:
            self.mailbox.move_item(item, data.draw(st.sampled_from(self.folders)))
            assert item.key not in self.keys
            self.keys.add(item.key)

    @rule(data=st.data(), how=st.sampled_from(["HardDelete", "SoftDelete", "MoveToDeletedItems"]))
    def delete(self, data: st.DataObject, how: str) -> None:
        item = self._item(data)
        if item is not None:
            kept = self.mailbox.delete_item(item, how)  # type: ignore[arg-type]
            if kept is not None and how == "MoveToDeletedItems":
                self.keys.add(kept.key)

    @rule(data=st.data())
    def read_log(self, data: st.DataObject) -> None:
        folder = data.draw(st.sampled_from(self.folders))
        known = self.seen.setdefault(folder.key, set())
        for change in self.mailbox.log.items_since(folder.key, self.read_to.get(folder.key, 0)):
            if change.kind is ChangeKind.DELETED:
                known.discard(change.item)
            else:
                known.add(change.item)
        self.read_to[folder.key] = self.mailbox.log.last
        assert known == set(folder.items)

    @invariant()
    def counts_agree(self) -> None:
        for folder in self.folders:
            assert folder.unread == sum(not item.is_read for item in folder.items.values())
        assert sum(folder.total for folder in self.mailbox.folders.values()) == sum(
            not item.is_associated for item in self.mailbox.items.values()
        )


MailboxMachine.TestCase.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)
TestMailbox = MailboxMachine.TestCase
