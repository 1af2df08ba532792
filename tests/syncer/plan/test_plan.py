"""The plan as a table: what one side did x what the other side did x what we are there -> actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from syncer.actions import CreateItem, DeleteItem, RemoveLink, SaveLink, Step, UnlinkItem, UpdateItem
from syncer.conflict import merge
from syncer.crm_side.errors import CrmError, CrmProblem, CrmProblemKind
from syncer.entities import ENTITIES
from syncer.entities.appointment import Appointment
from syncer.entities.contact import Contact
from syncer.entities.task import Task
from syncer.entity import Entity, ItemView, Me, RowView
from syncer.entity_field import Field
from syncer.exchange_side.errors import EwsError, ExchangeProblem, ProblemKind
from syncer.matching import Gathered, Pair, match
from syncer.plan import Setting, plan, plan_pair, row_id
from syncer.policy import Policy
from syncer.retry import APART, BUSY, EXCHANGE, TRIES, decide, for_item
from syncer.safety import guard
from syncer.state.values import Json, Link

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
ORGANIZATION = "0f000000-0000-0000-0000-00000000000f"
ME = Me("u1", "ana@contoso.test")
FUTURE: dict[str, Json] = {"subject": "a", "start": "2026-11-24T09:00:00Z", "required": ["oliver@contoso.test"]}
PAST: dict[str, Json] = {**FUTURE, "start": "2026-11-22T09:00:00Z"}


def setting(entity: Entity, **policy: Any) -> Setting:
    return Setting(entity, ME, ORGANIZATION, NOW, replace(Policy(), **policy))


def link_of(entity: Entity, base: dict[str, Json], **more: Any) -> Link:
    extra = {"stamped": True, "published": True, "owner": "u1", **more.pop("extra", {})}
    return replace(Link(entity.name, "c1", "I1", "k1", 1, base, extra=extra), **more)


def row(values: dict[str, Json], **more: Any) -> RowView:
    return replace(RowView("c1", 2, values), **more)


def item(values: dict[str, Json], **more: Any) -> ItemView:
    return replace(ItemView("I1", "k2", values, stamp_crm_id="c1", link_state=2.0), **more)


def planned(entity: Entity, pair: Pair, **policy: Any) -> list[str]:
    step = plan_pair(pair, setting(entity, **policy))
    return [] if step is None else [type(action).__name__ for action in step.actions]


EDITED: dict[str, Json] = {**FUTURE, "subject": "b"}
CASES: list[tuple[str, Entity, dict[str, Any], list[str]]] = [
    ("nothing happened", Task(), {"link": link_of(Task(), FUTURE)}, []),
    ("new row of mine", Task(), {"row": row(FUTURE)}, ["CreateItem"]),
    ("new row, I only attend", Appointment(), {"row": row(FUTURE, role="attendee")}, ["SeeRow"]),
    ("row outside the filter", Task(), {"row": row(FUTURE, inside=False)}, ["SeeRow"]),
    ("no organizer", Appointment(), {"row": row(FUTURE, problem="no organizer")}, ["ReportMissingOrganizer", "SeeRow"]),
    ("belongs together", Task(), {"row": row(FUTURE), "item": item(FUTURE)}, ["SaveLink"]),
    ("belongs together, differs", Task(), {"row": row(EDITED), "item": item(FUTURE)}, ["UpdateItem"]),
    ("item found by id, no marks", Task(), {"row": row(FUTURE), "item": item(FUTURE, link_state=None)},
     ["SaveLink", "StampItem"]),
    ("only the version moved", Task(), {"link": link_of(Task(), FUTURE), "row": row(FUTURE)}, ["SaveLink"]),
    ("row edited", Task(), {"link": link_of(Task(), FUTURE), "row": row(EDITED)}, ["UpdateItem"]),
    ("item edited", Task(), {"link": link_of(Task(), FUTURE), "item": item(EDITED)}, ["UpdateRow"]),
    ("both edited alike", Task(), {"link": link_of(Task(), FUTURE), "row": row(EDITED), "item": item(EDITED)},
     ["SaveLink"]),
    ("both gone", Task(), {"link": link_of(Task(), FUTURE), "row_gone": True, "item_gone": True}, ["RemoveLink"]),
    ("row left the filter", Task(), {"link": link_of(Task(), FUTURE), "row": row(FUTURE, inside=False)}, ["SaveLink"]),
    ("tombstone, row edited", Task(), {"link": link_of(Task(), FUTURE, state="unlinked"), "row": row(EDITED)},
     ["SaveLink"]),
    ("attendee's item edited", Appointment(), {"link": link_of(Appointment(), {}, role="attendee"),
     "item": item(EDITED)}, ["SaveLink"]),
    ("attendee's row gone", Appointment(), {"link": link_of(Appointment(), {}, role="attendee"), "row_gone": True},
     ["RemoveLink"]),
    ("attendee's item gone", Appointment(), {"link": link_of(Appointment(), {}, role="attendee"), "item_gone": True},
     ["RemoveLink", "SeeRow"]),
    ("meeting gone in CRM", Appointment(), {"link": link_of(Appointment(), FUTURE), "row_gone": True}, ["DeleteItem"]),
    ("past meeting gone in CRM", Appointment(), {"link": link_of(Appointment(), PAST), "row_gone": True},
     ["UnlinkItem"]),
    ("meeting gone in Exchange", Appointment(), {"link": link_of(Appointment(), FUTURE), "item_gone": True},
     ["DeleteRow"]),
    ("past meeting gone in Exchange", Appointment(), {"link": link_of(Appointment(), PAST), "item_gone": True},
     ["SaveLink"]),
    ("closed meeting gone in Exchange", Appointment(),
     {"link": link_of(Appointment(), FUTURE, extra={"closed": True}), "item_gone": True}, ["SaveLink"]),
    ("own contact gone in CRM", Contact(), {"link": link_of(Contact(), FUTURE), "row_gone": True}, ["UnlinkItem"]),
    ("another's contact gone in CRM", Contact(),
     {"link": link_of(Contact(), FUTURE, extra={"owner": "u2"}), "row_gone": True}, ["DeleteItem"]),
    ("own contact gone in Exchange", Contact(), {"link": link_of(Contact(), FUTURE), "item_gone": True},
     ["DeleteRow"]),
    ("task gone in CRM", Task(), {"link": link_of(Task(), FUTURE), "row_gone": True}, ["DeleteItem"]),
    ("completed task gone in CRM", Task(),
     {"link": link_of(Task(), {**FUTURE, "status": "Completed"}), "row_gone": True}, ["UnlinkItem"]),
    ("task gone in Exchange", Task(), {"link": link_of(Task(), FUTURE), "item_gone": True}, ["DeleteRow"]),
    ("row edited, item gone", Task(), {"link": link_of(Task(), FUTURE), "row": row(EDITED), "item_gone": True},
     ["CreateItem"]),
    ("item edited, row gone", Task(), {"link": link_of(Task(), FUTURE), "item": item(EDITED), "row_gone": True},
     ["CreateRow"]),
]  # fmt: skip


@pytest.mark.parametrize(("pair", "entity", "expected"), [(c[2], c[1], c[3]) for c in CASES], ids=[c[0] for c in CASES])
def test_the_table(pair: dict[str, Any], entity: Entity, expected: list[str]) -> None:
    assert planned(entity, Pair("c1", **pair)) == expected


def test_the_other_reading_of_the_contact_rule() -> None:
    pair = Pair("c1", link=link_of(Contact(), FUTURE), row_gone=True)
    assert planned(Contact(), pair, contact_delete="always") == ["DeleteItem"]


@pytest.mark.parametrize(("base", "field", "value", "sends"), [
    (FUTURE, "location", "Room 2", True),
    (FUTURE, "subject", "b", True),
    (PAST, "location", "Room 2", False),
    ({**FUTURE, "required": []}, "location", "Room 2", False),
])  # fmt: skip
def test_an_update_is_sent_only_when_the_rule_says_so(
    base: dict[str, Json], field: str, value: str, sends: bool
) -> None:
    step = plan_pair(
        Pair("c1", link=link_of(Appointment(), base), row=row({**base, field: value})), setting(Appointment())
    )
    assert step is not None
    (action,) = step.actions
    assert isinstance(action, UpdateItem)
    assert action.send is sends


def test_cancellations_go_out_only_for_future_meetings_with_attendees() -> None:
    for base, cancel in ((FUTURE, True), ({**FUTURE, "required": []}, False)):
        step = plan_pair(Pair("c1", link=link_of(Appointment(), base), row_gone=True), setting(Appointment()))
        assert step is not None
        (action,) = step.actions
        assert isinstance(action, DeleteItem)
        assert action.cancel is cancel
        assert step.loss == "row"


def test_adopting_never_sends() -> None:
    step = plan_pair(Pair("c1", row=row(EDITED), item=item(FUTURE)), setting(Appointment()))
    assert step is not None
    assert not any(getattr(action, "send", False) for action in step.actions)


def test_a_conflict_is_logged_with_both_values_and_the_winner() -> None:
    pair = Pair("c1", link=link_of(Task(), FUTURE), row=row(EDITED), item=item({**FUTURE, "subject": "c"}))
    step = plan_pair(pair, setting(Task()))
    assert step is not None
    assert [(c.base, c.crm_value, c.exchange_value, c.winner) for c in step.conflicts] == [("a", "b", "c", "crm")]
    assert [type(action) for action in step.actions] == [UpdateItem]


FIELDS = (Field("x", "x", "X"), Field("y", "y", "Y"), Field("z", "z", "Z", direction="to_exchange"))
VALUES = st.fixed_dictionaries({name: st.sampled_from([None, "a", "b", "c"]) for name in "xyz"})


@given(VALUES, VALUES, VALUES, st.sampled_from(["crm", "exchange"]))
def test_merging_makes_both_sides_equal_to_the_base_and_loses_nothing_unlogged(
    base: dict[str, Json], crm: dict[str, Json], exchange: dict[str, Json], winner: Any
) -> None:
    merged = merge(FIELDS, base, crm, exchange, Policy(conflict_winner=winner))
    crm_after, exchange_after = {**crm, **merged.to_crm}, {**exchange, **merged.to_exchange}
    logged = {clash.field: clash for clash in merged.clashes}
    for name in "xy":
        assert crm_after[name] == exchange_after[name] == merged.base[name]
        for side in (crm, exchange):
            edited = side[name] != base[name]
            assert not edited or merged.base[name] == side[name] or name in logged
    assert "z" not in merged.to_crm
    assert crm_after["z"] == merged.base["z"] or crm["z"] == base["z"]
    again = merge(FIELDS, merged.base, crm_after, exchange_after, Policy(conflict_winner=winner))
    assert (again.to_crm, again.to_exchange, again.clashes) == ({}, {}, ())


def test_matching_prefers_the_link_then_the_stamp_then_the_meeting_id() -> None:
    stamped = item({}, item_id="S")
    by_id = item({}, item_id="G", stamp_crm_id=None, link_state=None, global_object_id="0400")
    marked = item({}, item_id="N", stamp_crm_id=None, link_state=1.0)
    foreign = item({}, item_id="F", stamp_org_id="another", link_state=2.0)
    rows = {"c1": row({}), "c2": replace(row({}), crm_id="c2", global_object_id="0400")}
    items = {view.item_id: view for view in (stamped, by_id, marked, foreign)}
    found = match(Gathered(rows=rows, items=items), ORGANIZATION)
    assert {pair.crm_id: pair.item.item_id for pair in found.pairs if pair.item} == {"c1": "S", "c2": "G"}
    assert [view.item_id for view in found.to_link] == ["N"]
    assert [view.item_id for view in found.unmatched] == ["F"]


def test_a_second_item_with_the_same_mark_never_steals_the_link() -> None:
    copy = item({}, item_id="I2", attempt="a1")
    late = item({}, item_id="I3", attempt="a0")
    linked = link_of(Task(), FUTURE, attempt="a1")
    found = match(Gathered(links=(linked,), items={"I2": copy, "I3": late}), ORGANIZATION)
    (step,) = plan(found, setting(Task()))
    assert [type(action).__name__ for action in step.actions] == ["DropDuplicate"]
    assert step.item_ids == ("I2", "I3")


def test_the_row_of_an_item_has_the_same_id_for_everyone() -> None:
    assert row_id(ORGANIZATION, "appointment", "0400") == row_id(ORGANIZATION, "appointment", "0400")
    assert row_id(ORGANIZATION, "appointment", "0400") != row_id(ORGANIZATION, "task", "0400")


@pytest.mark.parametrize(("lost", "links", "approved", "held"), [
    (1, 1, 0, False), (4, 4, 0, False), (5, 5, 0, True), (5, 5, 5, False), (10, 12, 0, False), (11, 12, 0, True),
    (11, 30, 0, False), (30, 30, 29, True), (30, 30, 30, False),
])  # fmt: skip
def test_the_guard(lost: int, links: int, approved: int, held: bool) -> None:
    steps = [Step(str(n), (RemoveLink(str(n)),), loss="row") for n in range(lost)]
    steps.append(Step("other", (SaveLink(link_of(Task(), {})),)))
    guarded = guard(steps, links, approved, Policy())
    assert (guarded.reason is not None) is held
    assert len(guarded.steps) == (1 if held else lost + 1)
    assert len(guarded.held_back) == (lost if held else 0)


def test_every_kind_of_failure_has_its_row() -> None:
    assert {kind for kind, _, _ in EXCHANGE} == set(ProblemKind)
    for kind in ProblemKind:
        assert decide(EwsError(ExchangeProblem(kind)), 0).wait > timedelta(0)
    for crm_kind in CrmProblemKind:
        assert not decide(CrmError(CrmProblem(crm_kind)), 99).permanent
        assert for_item(CrmError(CrmProblem(crm_kind))) in ("later", "set_aside", "stop")


def test_transient_failures_are_tried_ten_times_five_minutes_apart() -> None:
    error = EwsError(ExchangeProblem(ProblemKind.UNREACHABLE))
    decisions = [decide(error, failures) for failures in range(TRIES + 1)]
    assert [decision.permanent for decision in decisions] == [False] * TRIES + [True]
    assert {decision.wait for decision in decisions} == {APART}
    assert decide(EwsError(ExchangeProblem(ProblemKind.UNAUTHORIZED)), 0).permanent


def test_a_busy_server_rests_as_long_as_it_said() -> None:
    told = decide(EwsError(ExchangeProblem(ProblemKind.BUSY, back_off_seconds=42.0)), 3)
    assert (told.site_wait, told.permanent) == (timedelta(seconds=42), False)
    assert decide(EwsError(ExchangeProblem(ProblemKind.BUSY)), 3).site_wait == BUSY


def test_every_entity_names_each_field_once() -> None:
    for entity in ENTITIES:
        names = [field.name for field in entity.fields]
        assert len(names) == len(set(names))
        assert "versionnumber" in entity.columns


def test_only_a_new_row_of_the_organizer_is_sent() -> None:
    step = plan_pair(Pair("c1", row=row(FUTURE)), setting(Appointment()))
    assert step is not None
    assert isinstance(step.actions[0], CreateItem)
    assert step.actions[0].send
    past = plan_pair(Pair("c1", row=row(PAST)), setting(Appointment()))
    assert past is not None
    assert isinstance(past.actions[0], CreateItem)
    assert not past.actions[0].send
    unlinked = plan_pair(Pair("c1", link=link_of(Appointment(), PAST), row_gone=True), setting(Appointment()))
    assert unlinked is not None
    assert isinstance(unlinked.actions[0], UnlinkItem)
