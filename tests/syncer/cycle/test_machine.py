"""Users edit both sides, the syncer stops anywhere and starts again: what holds in every order of events.

Invariants 1 to 20 of the list in the design's references, as far as appointments, contacts and tasks go: convergence,
quiescence, no loss, no invention, no duplicates, no echo, delete once, edit beats delete, invitations counted.
"""

from __future__ import annotations

import os
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from syncer.crm_side.errors import CrmError, CrmProblem, CrmProblemKind
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.exchange_side.side import Stamp
from tests.syncer.cycle.memory_exchange import NO_TICK
from tests.syncer.cycle.world import DAY, World

TITLES = st.sampled_from(["alpha", "beta", "gamma", "delta"])
POINTS = st.integers(min_value=1, max_value=60)
UNREADABLE = {
    True: EwsError(ExchangeProblem(ProblemKind.MALFORMED)),
    False: CrmError(CrmProblem(CrmProblemKind.MALFORMED)),
}
EXAMPLES = {"ci": 60, "nightly": 2000}.get(
    os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else ""), 20
)
STATUS = st.sampled_from([(0, 2), (0, 3), (1, 5)])
ITEM_STATUS = st.sampled_from(["NotStarted", "InProgress", "Completed"])


class TwoSides(RuleBasedStateMachine):
    """Ana's mailbox and CRM rows, Oliver as an attendee. Every task that a user makes has a name of its own."""

    @initialize()
    def begin(self) -> None:
        self.world = World()
        self.made = 0

    def _name(self) -> str:
        self.made += 1
        return f"thing {self.made}"

    def _tasks(self) -> list[str]:
        return sorted(self.world.crm.table("task"))

    def _items(self, folder: str) -> list[str]:
        return sorted(item.ref.item_id for item in self.world.items("ana", folder))

    @rule()
    def make_task_in_crm(self) -> None:
        name = self._name()
        self.world.task(100 + self.made, "ana", subject=name, category=name)

    @rule()
    def make_task_in_exchange(self) -> None:
        address = self.world.address("ana")
        self.world.exchange.put(address, "tasks", "Task", {"Subject": self._name()}, Stamp(link_state=1.0))

    @rule()
    def make_meeting_in_crm(self) -> None:
        self.world.meeting(100 + self.made + 1, "ana", "oliver", subject=self._name())

    @rule(title=TITLES, which=st.integers(0, 9))
    @precondition(lambda self: self._tasks())
    def edit_row(self, title: str, which: int) -> None:
        ids = self._tasks()
        self.world.crm.put("task", ids[which % len(ids)], {"description": title})

    @rule(status=STATUS, which=st.integers(0, 9))
    @precondition(lambda self: self._tasks())
    def set_status_of_row(self, status: tuple[int, int], which: int) -> None:
        ids = self._tasks()
        self.world.crm.put("task", ids[which % len(ids)], {"statecode": status[0], "statuscode": status[1]})

    @rule(title=TITLES, which=st.integers(0, 9))
    @precondition(lambda self: self._items("tasks"))
    def edit_item(self, title: str, which: int) -> None:
        ids = self._items("tasks")
        self.world.exchange.edit(self.world.address("ana"), ids[which % len(ids)], {"Body": title})

    @rule(status=ITEM_STATUS, which=st.integers(0, 9))
    @precondition(lambda self: self._items("tasks"))
    def set_status_of_item(self, status: str, which: int) -> None:
        ids = self._items("tasks")
        self.world.exchange.edit(self.world.address("ana"), ids[which % len(ids)], {"Status": status})

    @rule(which=st.integers(0, 9))
    @precondition(lambda self: self._items("tasks"))
    def touch_item(self, which: int) -> None:
        """The ChangeKey moves and nothing else."""
        ids = self._items("tasks")
        self.world.exchange.edit(self.world.address("ana"), ids[which % len(ids)], {})

    @rule(title=TITLES, which=st.integers(0, 9))
    @precondition(lambda self: self.world.crm.table("appointment"))
    def move_meeting_in_crm(self, title: str, which: int) -> None:
        ids = sorted(self.world.crm.table("appointment"))
        self.world.crm.put("appointment", ids[which % len(ids)], {"location": title})

    @rule(which=st.integers(0, 9))
    @precondition(lambda self: self._tasks())
    def delete_row(self, which: int) -> None:
        ids = self._tasks()
        self.world.crm.remove("task", ids[which % len(ids)])

    @rule(which=st.integers(0, 9))
    @precondition(lambda self: self._items("tasks"))
    def delete_item(self, which: int) -> None:
        ids = self._items("tasks")
        self.world.exchange.remove(self.world.address("ana"), ids[which % len(ids)])

    @rule()
    def cycle(self) -> None:
        assert self.world.cycle("ana").problem is None
        self._no_duplicates()

    @rule(point=POINTS)
    def stopped_cycle(self, point: int) -> None:
        self.world.stop_in_cycle("ana", point)

    @rule(point=POINTS, again=POINTS)
    def stopped_twice(self, point: int, again: int) -> None:
        self.world.stop_in_cycle("ana", point)
        self.world.stop_in_cycle("ana", again)

    @rule(point=st.integers(1, 12))
    def cycle_with_an_unreadable_answer(self, point: int) -> None:
        """The answer to one write is no answer; the write was made, or was not."""
        left = point

        def tick(where: str) -> None:
            nonlocal left
            name, _, when = where.partition(":")
            if when and name != "store":
                left -= 1
                if left == 0:
                    raise UNREADABLE[name in ("create_item", "update_item", "send_meeting", "delete_item")]

        self.world.tick = tick
        self.world.cycle("ana")
        self.world.tick = self.world.crm.tick = self.world.store.tick = NO_TICK
        self._no_duplicates()

    @rule()
    def sync_states_are_lost(self) -> None:
        """No deletion falls into the loss: that one is only found when the item is next written."""
        self.world.cycle("ana")
        self.world.cycle("ana")
        lease = self.world.store.acquire_lease(self.world.mailbox_id("ana"), "elsewhere/2/b", self.world.now, DAY)
        assert lease is not None
        with self.world.store.writing(lease) as writing:
            for folder in ("tasks", "calendar", "contacts"):
                writing.save_sync_state(folder, None)
        self.world.store.release_lease(lease)
        self.world.cycle("ana")

    @rule()
    def time_passes(self) -> None:
        self.world.now += timedelta(minutes=7)

    def _no_duplicates(self) -> None:
        for folder in ("tasks", "calendar"):
            marks = [item.stamp.crm_id for item in self.world.items("ana", folder) if item.stamp.crm_id]
            assert len(marks) == len(set(marks)), "two items of one row"

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        world = self.world
        world.settle(3)
        before = world.writes
        outcomes = world.settle(1)
        assert world.writes == before, "not quiet"
        assert all(outcome.quiet for outcome in outcomes)
        self._no_duplicates()
        assert world.store.intents(world.mailbox_id("ana")) == []
        held = any(outcome.held for outcome in outcomes)
        items = {item.stamp.crm_id: item for item in world.items("ana", "tasks")}
        rows = world.crm.table("task")
        if not held:
            self._tasks_agree(items, rows)
        self._meetings_agree()
        world.store.close()

    def _tasks_agree(self, items: dict[str | None, object], rows: dict[str, dict[str, object]]) -> None:
        open_rows = {id for id, row in rows.items() if row["statecode"] == 0}
        assert open_rows <= set(items), "an open task has no item"
        assert None not in items, "an item that was marked has no row"
        for id, row in rows.items():
            item = items.get(id)
            if item is None:
                continue
            fields = item.fields  # type: ignore[attr-defined]
            assert fields.get("Subject") == row["subject"]
            assert fields.get("Body") == row.get("description")
            assert (fields.get("Status", "NotStarted") == "Completed") == (row["statecode"] != 0)

    def _meetings_agree(self) -> None:
        world = self.world
        rows = world.crm.table("appointment")
        items = {item.stamp.crm_id: item for item in world.items("ana", "calendar")}
        assert set(items) == set(rows), "each meeting once, in the organizer's calendar"
        copies = world.items("oliver", "calendar")
        assert len(copies) == len(rows), "each meeting once, in the attendee's calendar"
        for id, row in rows.items():
            assert items[id].fields.get("Location") == row.get("location")
            copy = next(entry for entry in copies if entry.fields["Subject"] == row["subject"])
            assert copy.fields.get("Location") == row.get("location"), "the last update was sent"


TwoSides.TestCase.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)


class TestTwoSides(TwoSides.TestCase):  # type: ignore[misc]
    """Runs the machine."""
