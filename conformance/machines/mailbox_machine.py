"""One folder of one mailbox: create, read, update, delete, send and synchronize, in any order."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from conformance.feature import Feature
from conformance.history import NO_ERROR, Asked, History, Step
from conformance.strategies.batches import BAD_PLACE, PAGE_SIZES, PLACES, SEVERAL_PLACES
from conformance.strategies.texts import BODIES, SUBJECTS
from conformance.target import CannotRun, Target
from conformance.wire.ews import KINDS, MESSAGE, Ews, ItemKind

NOWHERE = "AAMkADAwATAwAAMS1mYWtl"
"""An id that no server has given out."""

TEXTS = st.lists(st.tuples(SUBJECTS, BODIES), min_size=1, max_size=2)
MOST_PAGES = 50
RESOLUTIONS = ("NeverOverwrite", "AlwaysOverwrite", "AutoResolve")
DISPOSALS = ("HardDelete", "MoveToDeletedItems")

Watcher = Callable[[History], None]


@dataclass
class Item:
    """What the machine knows of an item it made: its id and every ChangeKey it was told, oldest first."""

    item_id: str
    change_keys: list[str] = field(default_factory=list)

    def key(self, first: bool) -> str:
        """The oldest or the newest ChangeKey."""
        return self.change_keys[0 if first else -1]


class MailboxMachine(RuleBasedStateMachine):
    """One walk in a folder of its own, which is removed at the end. `watch` is given the history after each step."""

    def __init__(self, target: Target, ews: Ews, watch: Watcher) -> None:
        super().__init__()
        self.target = target
        self.ews = ews
        self.watch = watch
        self.history = History()
        self.items: list[Item] = []
        self.kind: ItemKind = MESSAGE
        self.folder_id = ""
        self.sync_state = ""

    @initialize(kind=st.sampled_from((MESSAGE, *KINDS)), texts=TEXTS)
    def make_folder(self, kind: ItemKind, texts: list[tuple[str, str]]) -> None:
        """A folder of one's own, with something in it: walks do not disturb one another."""
        self.kind = kind
        step = self.ews.create_folder(f"tagus-conformance-{uuid4().hex}", kind)
        if step.code != NO_ERROR:
            raise CannotRun(f"no folder could be made in {self.target.mailbox}: CreateFolder answered {step.code}")
        self.folder_id = step.answered[0].item_id
        self._record(step)
        self._create(texts)

    @rule(texts=TEXTS)
    def create(self, texts: list[tuple[str, str]]) -> None:
        """One or several new items."""
        self._create(texts)

    @precondition(lambda self: self.items)
    @rule(places=SEVERAL_PLACES, bad=BAD_PLACE)
    def read(self, places: list[int], bad: int | None) -> None:
        """Items, living and deleted, and perhaps an id that leads nowhere."""
        self._record(self.ews.get_items(self._with_bad([Asked(item.item_id) for item in self._chosen(places)], bad)))

    @precondition(lambda self: self.items)
    @rule(
        places=SEVERAL_PLACES,
        first_key=st.booleans(),
        resolution=st.sampled_from(RESOLUTIONS),
        subject=SUBJECTS,
        bad=BAD_PLACE,
    )
    def update(self, places: list[int], first_key: bool, resolution: str, subject: str, bad: int | None) -> None:
        """Subjects, with the newest ChangeKey or with the first."""
        chosen = self._chosen(places)
        entries = [Asked(item.item_id, item.key(first_key), subject) for item in chosen]
        self._update(chosen, self._with_bad(entries, bad, subject), resolution)

    @precondition(lambda self: self.items)
    @rule(place=PLACES, subjects=st.tuples(SUBJECTS, SUBJECTS))
    def race(self, place: int, subjects: tuple[str, str]) -> None:
        """Two writers hold one ChangeKey and both write with it."""
        (item,) = self._chosen([place])
        key = item.key(first=False)
        for subject in subjects:
            self._update([item], [Asked(item.item_id, key, subject)], "NeverOverwrite")

    @precondition(lambda self: self.items and self.kind is MESSAGE and Feature.SENDING in self.target.features)
    @rule(place=PLACES, subject=SUBJECTS)
    def race_to_send(self, place: int, subject: str) -> None:
        """Two writers hold one ChangeKey: the first writes with it, the second sends with it."""
        (item,) = self._chosen([place])
        key = item.key(first=False)
        self._update([item], [Asked(item.item_id, key, subject)], "NeverOverwrite")
        self._record(self.ews.send_item(Asked(item.item_id, key)))

    @precondition(lambda self: self.items)
    @rule(place=PLACES, how=st.sampled_from(DISPOSALS))
    def read_delete_read(self, place: int, how: str) -> None:
        """A reader that looks before and after."""
        (item,) = self._chosen([place])
        entries = [Asked(item.item_id)]
        self._record(self.ews.get_items(entries))
        self._record(self.ews.delete_items(entries, how))
        self._record(self.ews.get_items(entries))

    @precondition(lambda self: self.items)
    @rule(places=SEVERAL_PLACES, how=st.sampled_from(DISPOSALS), bad=BAD_PLACE)
    def delete(self, places: list[int], how: str, bad: int | None) -> None:
        """Items, for good or into Deleted Items, deleted ones among them."""
        entries = [Asked(item.item_id) for item in self._chosen(places)]
        self._record(self.ews.delete_items(self._with_bad(entries, bad), how))

    @precondition(lambda self: self.items and self.kind is MESSAGE and Feature.SENDING in self.target.features)
    @rule(place=PLACES, first_key=st.booleans())
    def send(self, place: int, first_key: bool) -> None:
        """A draft, with the newest ChangeKey or with the first."""
        (item,) = self._chosen([place])
        self._record(self.ews.send_item(Asked(item.item_id, item.key(first_key))))

    @precondition(lambda self: Feature.SYNC_FOLDER_ITEMS in self.target.features)
    @rule(size=PAGE_SIZES)
    def sync_one_page(self, size: int) -> None:
        """One page from where the last one ended."""
        self._sync(self.sync_state, size)

    @precondition(lambda self: Feature.SYNC_FOLDER_ITEMS in self.target.features)
    @rule(size=PAGE_SIZES, from_start=st.booleans())
    def sync_to_the_end(self, size: int, from_start: bool) -> None:
        """Pages until the server says that there are no more."""
        self._sync_to_the_end("" if from_start else self.sync_state, size)

    @precondition(lambda self: self.items and Feature.SYNC_FOLDER_ITEMS in self.target.features)
    @rule(place=PLACES, subject=SUBJECTS, how=st.sampled_from(("", *DISPOSALS)), size=PAGE_SIZES)
    def sync_change_sync(self, place: int, subject: str, how: str, size: int) -> None:
        """A client that is up to date, one item changed or deleted, and what the client is told then."""
        self._sync_to_the_end(self.sync_state, 512)
        (item,) = self._chosen([place])
        if how:
            self._record(self.ews.delete_items([Asked(item.item_id)], how))
        else:
            self._update([item], [Asked(item.item_id, item.key(first=False), subject)], "AlwaysOverwrite")
        self._sync_to_the_end(self.sync_state, size)

    @invariant()
    def watched(self) -> None:
        """Show the conversation so far."""
        self.watch(self.history)

    def teardown(self) -> None:
        """Remove the folder."""
        if self.folder_id:
            self.ews.delete_folder(self.folder_id)

    def _sync_to_the_end(self, state: str, size: int) -> None:
        """Pages until the server says that there are no more (or far more than there can be)."""
        for _ in range(MOST_PAGES):
            step = self._sync(state, size)
            if step.page is None or step.page.includes_last:
                return
            state = step.page.state

    def _sync(self, state: str, size: int) -> Step:
        step = self.ews.sync_folder_items(self.folder_id, state, size)
        self._record(step)
        if step.page is not None:
            self.sync_state = step.page.state
        return step

    def _create(self, texts: list[tuple[str, str]]) -> None:
        entries = [Asked(subject=subject, body=body) for subject, body in texts]
        step = self.ews.create_items(self.folder_id, self.kind, entries)
        self._record(step)
        for answered in step.answered:
            if answered.code == NO_ERROR:
                self.items.append(Item(answered.item_id, [answered.change_key]))

    def _update(self, items: list[Item], entries: list[Asked], resolution: str) -> None:
        step = self.ews.update_items(self.kind, entries, resolution)
        self._record(step)
        for asked, answered in step.pairs():
            for item in items:
                if item.item_id == asked.item_id and answered.code == NO_ERROR and answered.change_key:
                    item.change_keys.append(answered.change_key)

    def _record(self, step: Step) -> None:
        self.history = self.history.then(step)

    def _chosen(self, places: list[int]) -> list[Item]:
        return [self.items[-1 - place] for place in dict.fromkeys(place % len(self.items) for place in places)]

    def _with_bad(self, entries: list[Asked], bad: int | None, subject: str | None = None) -> list[Asked]:
        if bad is None or Feature.BATCHES not in self.target.features:
            return entries
        return [*entries[:bad], Asked(NOWHERE, "AAAA" if subject is not None else "", subject), *entries[bad:]]
