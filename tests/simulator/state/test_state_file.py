"""A state file: what it keeps besides mailboxes, what it refuses, and that it is one transaction behind at most."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from simulator.crm.values import EntityReference, OptionSetValue
from simulator.errors import SimulatorMisuse
from simulator.exchange import delivery
from simulator.exchange.item import Item
from simulator.exchange.submission import send
from simulator.exchange.values import Body, EmailAddress
from simulator.simulation import Simulation, simulate
from simulator.state.database import FORMAT, StateNotWritten
from simulator.state.state_file import StateFile
from simulator.topologies.single_site import TOPOLOGY
from tests.simulator.state.keeping import described

ANA = "ana.silva@contoso.test"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "s.db"


def opened(path: Path) -> Simulation:
    return simulate(TOPOLOGY, state=StateFile(path))


def close(simulation: Simulation) -> None:
    assert simulation.state is not None
    simulation.state.close()


def draft(simulation: Simulation, subject: str, to: str = ANA, file: bytes = b"") -> Item:
    mailbox = simulation.exchange.mailbox_at(ANA)
    item = Item("Message", "IPM.Note", {"item:Subject": subject, "item:Body": Body("x"), "item:Blob": file})
    item.properties["message:ToRecipients"] = (EmailAddress("", to),)
    return mailbox.add_item(item, mailbox.distinguished("drafts"))


def test_rows_are_kept_with_their_order_and_versions(path: Path) -> None:
    first = opened(path)
    crm = first.crm
    user = crm.user_of(TOPOLOGY.accounts[0])
    assert user is not None
    contact = crm.create("contact", {"lastname": "Reis"}, user_id=user)
    crm.create("contact", {"lastname": "Costa"}, user_id=user)
    first.keep()
    crm.update("contact", contact, {"firstname": "Rui"})
    task = crm.create("task", {"subject": "Call", "regardingobjectid": EntityReference("contact", contact)})
    email = crm.create("email", {"subject": "Tide"})
    before = {one: crm.all(one) for one in ("contact", "task", "email", "mailbox", "systemuser", "activityparty")}
    parties, version, identity = crm.rows.parties(task), crm.rows.version, crm.identity
    close(first)
    second = opened(path)
    again = second.crm
    assert {one: again.all(one) for one in before} == before
    assert [name for name, _row in again.all("contact")] == [name for name, _row in before["contact"]]
    assert (again.rows.parties(task), again.rows.version, again.identity) == (parties, version, identity)
    assert again.user_of(TOPOLOGY.accounts[0]) == user
    new = again.create("contact", {"lastname": "Silva"})
    assert again.rows.version > version and new not in {contact, task, email}
    again.update("email", email, {"subject": "Ebb"})
    close(second)


def test_rows_that_were_undone_are_not_kept(path: Path) -> None:
    first = opened(path)
    rows = first.crm.rows
    kept = first.crm.create("contact", {"lastname": "Kept"})
    first.keep()
    with pytest.raises(ValueError, match="undone"), rows.transaction():
        rows.remove("contact", kept)
        rows.put("contact", UUID(int=5), {"lastname": "Undone", "statecode": OptionSetValue(0)})
        raise ValueError("undone")
    first.keep()
    before = first.crm.all("contact")
    close(first)
    second = opened(path)
    assert second.crm.all("contact") == before
    close(second)


def test_rights_and_the_clock_are_kept(path: Path) -> None:
    first = opened(path)
    first.directory.assign("CRM", "ApplicationImpersonation", "crm13.service")
    first.clock.stop(datetime(2027, 3, 1, 9, tzinfo=UTC))
    assignments = first.directory.assignments
    close(first)
    second = opened(path)
    assert second.directory.assignments == assignments
    assert second.clock.stopped and second.clock.now() == datetime(2027, 3, 1, 9, tzinfo=UTC)
    second.clock.resume()
    second.clock.advance(3600)
    offset = second.clock.setting[0]
    close(second)
    third = opened(path)
    assert third.clock.setting == (offset, None)
    close(third)


def test_mail_for_a_site_that_is_down_waits_over_restarts_in_its_order(path: Path) -> None:
    first = opened(path)
    first.directory.set_up("lisbon", False)
    for number in range(3):
        send(first.exchange, first.exchange.mailbox_at(ANA), draft(first, f"Mail {number}"))
        first.keep()
    send(first.exchange, first.exchange.mailbox_at(ANA), draft(first, "Out", "someone@elsewhere.test"))
    close(first)
    second = opened(path)
    assert not second.directory.is_up("lisbon")
    assert [one.address for one in second.exchange.transport.outbound] == ["someone@elsewhere.test"]
    second.directory.set_up("lisbon", True)
    taken = second.exchange.transport.take("lisbon")
    second.keep()
    assert taken is not None
    close(second)
    third = opened(path)
    delivery.site_up(third.exchange, "lisbon")
    inbox = third.exchange.mailbox_at(ANA).distinguished("inbox").items.values()
    assert [item.text("item:Subject") for item in inbox] == ["Mail 1", "Mail 2"]
    close(third)
    fourth = opened(path)
    assert not any(fourth.exchange.transport.queues.values())
    close(fourth)


def test_a_reset_resets_the_file(path: Path) -> None:
    first = opened(path)
    draft(first, "Gone")
    first.crm.create("contact", {"lastname": "Gone"})
    first.keep()
    first.reset()
    first.keep()
    guids = [mailbox.guid for mailbox in first.exchange.mailboxes]
    stayed = draft(first, "Stays").key
    close(first)
    second = opened(path)
    assert [mailbox.guid for mailbox in second.exchange.mailboxes] == guids
    assert list(second.exchange.mailbox_at(ANA).distinguished("drafts").items) == [stayed]
    assert second.crm.all("contact") == []
    second.reset()
    close(second)
    third = opened(path)
    assert not third.exchange.mailbox_at(ANA).distinguished("drafts").items
    assert third.exchange.mailbox_at(ANA).guid not in guids
    close(third)


def test_nothing_is_read_before_it_is_asked_for(path: Path) -> None:
    first = opened(path)
    item = draft(first, "There")
    guid = first.exchange.mailbox_at(ANA).guid
    close(first)
    second = opened(path)
    assert second.exchange.mailboxes_in_memory == ()
    found = second.exchange.mailbox_with(guid)
    assert found is not None and found.item(item.key).text("item:Subject") == "There"
    assert second.exchange.mailboxes_in_memory == (found,)
    close(second)


def test_a_mailbox_gets_folders_that_this_version_adds(path: Path) -> None:
    first = opened(path)
    close(first)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("""DELETE FROM folders WHERE value LIKE '%"distinguished":"journal"%'""")
        raw.execute("""UPDATE mailboxes SET value = replace(value, '"journal",', '')""")
    second = opened(path)
    mailbox = second.exchange.mailbox_at(ANA)
    journal = mailbox.distinguished("journal")
    assert journal.display_name == "Journal" and journal.parent == mailbox.distinguished("msgfolderroot").key
    state = described(mailbox)
    close(second)
    third = opened(path)
    assert described(third.exchange.mailbox_at(ANA)) == state
    close(third)


def test_long_contents_go_when_nothing_holds_them(path: Path) -> None:
    first = opened(path)
    kept, gone = draft(first, "Kept", file=b"k" * 9000), draft(first, "Gone", file=b"g" * 9000)
    draft(first, "Twin", file=b"k" * 9000)
    first.keep()
    first.exchange.mailbox_at(ANA).remove_item(gone)
    close(first)
    second = opened(path)
    assert second.exchange.mailbox_at(ANA).item(kept.key).get("item:Blob", bytes) == b"k" * 9000
    close(second)
    with closing(sqlite3.connect(path)) as raw:
        assert [bytes(one) for (one,) in raw.execute("SELECT content FROM contents")] == [b"k" * 9000]


def test_identifiers_are_not_given_out_twice(path: Path) -> None:
    seen: set[UUID] = set()
    for _ in range(3):
        simulation = opened(path)
        new = {simulation.exchange.ids.guid() for _ in range(50)} | {simulation.crm.ids.guid() for _ in range(50)}
        assert not new & seen and len(new) == 100
        seen |= new
        close(simulation)


def test_a_file_of_another_topology_is_refused(path: Path) -> None:
    close(opened(path))
    for other in (replace(TOPOLOGY, name="other"), replace(TOPOLOGY, mail_domain="other.test")):
        state = StateFile(path)
        with pytest.raises(SimulatorMisuse, match=r"keeps the topology 'single_site'.*leave --topology out"):
            simulate(other, state=state)
        state.close()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to look like one" * 20, None])
def test_what_is_no_state_file_is_refused_and_left_alone(path: Path, content: bytes | None) -> None:
    if content is None:
        with closing(sqlite3.connect(path)) as raw, raw:
            raw.execute("CREATE TABLE somebody_elses (a)")
    else:
        path.write_bytes(content)
    before = path.read_bytes()
    with pytest.raises(SimulatorMisuse, match=r"is no state file of the simulator.*name another file"):
        StateFile(path)
    assert path.read_bytes() == before


def test_another_format_is_refused(path: Path) -> None:
    close(opened(path))
    with closing(sqlite3.connect(path)) as raw:
        raw.execute(f"PRAGMA user_version = {FORMAT + 1}")
    with pytest.raises(SimulatorMisuse, match=f"has format {FORMAT + 1}, this simulator reads format {FORMAT};"):
        StateFile(path)


def test_a_damaged_head_is_one_error(path: Path) -> None:
    close(opened(path))
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE head SET value = '{' WHERE name = 'topology'")
    with pytest.raises(SimulatorMisuse, match="cannot be read"):
        StateFile(path)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("DELETE FROM head WHERE name = 'topology'")
    with pytest.raises(SimulatorMisuse, match="cannot be read"):
        StateFile(path)


def test_a_file_is_open_once(path: Path) -> None:
    first = opened(path)
    with pytest.raises(SimulatorMisuse, match="it is in use"):
        StateFile(path)
    close(first)


@pytest.mark.parametrize("name", ["", "missing/s.db"])
def test_a_path_that_cannot_be_written_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SimulatorMisuse, match="cannot be written"):
        StateFile(tmp_path / name)


def test_after_a_failure_nothing_is_acknowledged(path: Path) -> None:
    """A value that cannot be written stops the file, loudly; what was kept before stays."""
    first = opened(path)
    kept = draft(first, "Kept").key
    first.keep()
    draft(first, "Lost").properties["item:Odd"] = object()
    with pytest.raises(TypeError, match=r"value_types\.py"):
        first.keep()
    draft(first, "After")
    for _ in range(2):
        with pytest.raises(StateNotWritten):
            first.keep()
    with pytest.raises(StateNotWritten):
        close(first)
    second = opened(path)
    assert list(second.exchange.mailbox_at(ANA).distinguished("drafts").items) == [kept]
    close(second)
