"""How fast the Exchange simulator is: ``python -m benchmarks.simulator [--quick] [--json]``.

Everything is measured in one run on one machine, so that the ratios mean something where the numbers do not. CPU time
is the server process's; the client is another process. ``--quick`` takes a hundredth of the large numbers.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import re
import resource
import statistics
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import timedelta
from pathlib import Path

import simulator
from benchmarks import soap
from benchmarks.floor import FloorServer, canned, floor
from benchmarks.load import Load, best, measure
from benchmarks.peer import parse_seconds
from simulator.ews.endpoint import EwsEndpoint
from simulator.ews.operations import OPERATIONS
from simulator.ews.sync_state import item_state
from simulator.exchange.item import Item
from simulator.exchange.item_changes import Position
from simulator.exchange.item_defaults import complete_new_item
from simulator.exchange.mailbox import Mailbox
from simulator.exchange.values import Body, EmailAddress
from simulator.exchange_site import EWS_PATH
from simulator.seeding.factories import BEGIN
from simulator.seeding.fill import fill

WHO = "ana.silva"
ONE_RESPONSE = re.compile(rb"<m:GetItemResponseMessage .*?</m:GetItemResponseMessage>", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """One line of the table: what, how much, and beside what that was measured."""

    name: str
    value: str
    ratio: str = ""


class Bench:
    """A simulator on plain HTTP in this process, and one account's way to it."""

    def __init__(self, running: simulator.Running) -> None:
        """Find the account and its mailbox."""
        self.running = running
        account = next(one for one in running.ready["accounts"] if one["name"] == WHO)
        self.headers = soap.headers(account["domain_user"], account["password"])
        self.url = running.ready["sites"][account["site"]]["ews_url"]
        self.port = int(self.url.rsplit(":", 1)[1].split("/")[0])
        self.account = account
        self.exchange = running.simulation.exchange
        self.mailbox: Mailbox = next(m for m in self.exchange.mailboxes if m.account.name == WHO)
        world = running.simulation
        self.endpoint = EwsEndpoint(
            world.topology.sites[0], world.exchange, OPERATIONS, faults=world.faults, wire_log=world.wire_log
        )

    def load(self, body: bytes, count: int) -> Load:
        """The request again and again, from another process; the best of three series."""
        return best(lambda: measure(self.port, EWS_PATH, self.headers, body, count))

    def ask(self, body: bytes) -> bytes:
        """The request once."""
        request = urllib.request.Request(self.url, body, self.headers)
        with urllib.request.urlopen(request) as answer:
            return bytes(answer.read())


@contextmanager
def a_bench() -> Iterator[Bench]:
    """A simulator of one site that is stopped at the end."""
    with simulator.start("single_site", http=True) as running:
        yield Bench(running)


def get_item_rows(quick: bool) -> list[Row]:
    """GetItem of 100 calendar items beside the floor, a canned answer, and exchangelib's reading of it."""
    count = 40 if quick else 300
    with a_bench() as bench:
        fill(bench.mailbox, 100)
        items = bench.mailbox.distinguished("calendar").items.values()
        ids = [bench.mailbox.item_id(item) for item in items]
        request = soap.get_items(ids)
        answer = bench.ask(request)
        mine = bench.load(request, count)
        parsed = parse_seconds(bench.account, bench.url, answer)
    pieces = ONE_RESPONSE.findall(answer)
    head, tail = answer[: answer.index(pieces[0])], answer[answer.rindex(pieces[-1]) + len(pieces[-1]) :]
    with FloorServer(floor(head, dict(zip(ids, pieces, strict=True)), tail)) as port:
        least = best(lambda: measure(port, EWS_PATH, bench.headers, request, count))
    with FloorServer(canned(answer)) as port:
        ready = best(lambda: measure(port, EWS_PATH, bench.headers, request, count))
    by_clock, by_cpu = mine.per_second / least.per_second, least.cpu_seconds / mine.cpu_seconds
    return [
        Row("GetItem of 100 calendar items, AllProperties", f"{shown(mine)}, {len(answer) / 1000:.0f} kB"),
        Row(
            "  floor: lxml parse, join of ready bytes",
            shown(least),
            f"{by_clock:.0%} of it reached, {by_cpu:.0%} by CPU",
        ),
        Row("  canned answer", shown(ready), f"{mine.per_second / ready.per_second:.0%} of it reached"),
        Row(
            "  exchangelib parses it",
            f"{parsed * 1000:.1f} ms CPU",
            f"our CPU is 1/{parsed / mine.cpu_seconds:.0f} of it",
        ),
    ]


def shown(load: Load) -> str:
    """Requests a second, and what each takes of the CPU."""
    return f"{load.per_second:.0f}/s, {load.cpu_seconds * 1000:.2f} ms CPU"


def a_message(number: int) -> Item:
    """A message of ordinary size; nothing of it is shared with another."""
    return Item("Message", "IPM.Note", {
        "item:Subject": f"Report {number} of the week about deliveries",
        "item:Body": Body(f"Dear all, number {number}. " + "The delivery of the week went as planned. " * 4),
        "message:From": EmailAddress(f"Person {number % 977}", f"person{number % 977}@example.test"),
        "message:ToRecipients": (EmailAddress(f"Reader {number}", f"reader{number}@example.test"),),
        "message:InternetMessageId": f"<bench-{number}@example.test>",
        "item:DateTimeReceived": BEGIN + timedelta(seconds=number),
        "item:DateTimeSent": BEGIN + timedelta(seconds=number),
    })  # fmt: skip


def fill_inbox(mailbox: Mailbox, count: int) -> None:
    """``count`` messages in the Inbox, straight into the store."""
    inbox = mailbox.distinguished("inbox")
    for number in range(count):
        item = a_message(number)
        complete_new_item(mailbox, item)
        mailbox.add_item(item, inbox)


def in_process(bench: Bench, body: bytes, repeat: int) -> float:
    """CPU seconds of one request, without HTTP: the median of ``repeat``."""
    taken = []
    for _ in range(repeat):
        begin = time.process_time()
        answer = bench.endpoint.answer(body, bench.mailbox.account, EWS_PATH, {})
        taken.append(time.process_time() - begin)
        assert b"NoError" in answer.document, answer.document[:1000]
    return statistics.median(taken)


def one_change(bench: Bench, repeat: int) -> float:
    """CPU seconds of SyncFolderItems that tells of one change."""
    inbox = bench.mailbox.distinguished("inbox")
    state = _state_at_the_end(bench)
    bench.mailbox.update_item(next(iter(inbox.items.values())), {"item:Subject": "changed"})
    body = soap.sync_items("inbox", state)
    answer = bench.endpoint.answer(body, bench.mailbox.account, EWS_PATH, {}).document
    assert answer.count(b"<t:Update>") == 1, answer[:2000]
    return in_process(bench, body, repeat)


def _state_at_the_end(bench: Bench) -> str:
    """The SyncState of somebody who has read everything, without reading a million items."""
    last = bench.mailbox.log.last
    return item_state(bench.mailbox, bench.mailbox.distinguished("inbox"), Position(last, last, last))


def resident() -> int:
    """Bytes of memory that this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def large_mailbox_rows(quick: bool) -> list[Row]:
    """SyncFolderItems, FindItem and memory in small and large mailboxes."""
    small, middle, large = (1_000, 1_000, 10_000) if quick else (1_000, 100_000, 1_000_000)
    with a_bench() as bench:
        fill_inbox(bench.mailbox, small)
        few = one_change(bench, 201)
    with a_bench() as bench:
        fill_inbox(bench.mailbox, middle)
        found = in_process(bench, soap.find_items("inbox", "report 77 "), 3)
    gc.collect()
    with a_bench() as bench:
        before = resident()
        begin = time.perf_counter()
        fill_inbox(bench.mailbox, large)
        filled = time.perf_counter() - begin
        weight = (resident() - before) / large
        many = one_change(bench, 201)
    return [
        Row(f"SyncFolderItems of one change among {large:,}", f"{many * 1000:.2f} ms CPU",
            f"{many / few:.2f} times that among {small:,} ({few * 1000:.2f} ms)"),
        Row(f"FindItem with a restriction over {middle:,}", f"{found * 1000:.0f} ms CPU",
            f"{middle / found / 1000:.0f} thousand items a second"),
        Row(f"memory of one message among {large:,}", f"{weight / 1024:.2f} KiB", f"filled in {filled:.0f} s"),
    ]  # fmt: skip


def create_rows(quick: bool) -> list[Row]:
    """CreateItem over HTTP, one at a time."""
    with a_bench() as bench:
        load = bench.load(soap.create_message("A draft"), 100 if quick else 1000)
    return [Row("CreateItem of one draft", shown(load))]


def start_rows(quick: bool) -> list[Row]:
    """Start of the default topology over TLS in this process, and a reset between tests."""
    times = 3 if quick else 7
    starts, resets = [], []
    for _ in range(times):
        begin = time.perf_counter()
        with simulator.start() as running:
            starts.append(time.perf_counter() - begin)
            begin = time.perf_counter()
            running.control.reset()
            resets.append(time.perf_counter() - begin)
    return [
        Row("start of lisbon_london_new_york, in process", f"{statistics.median(starts) * 1000:.0f} ms"),
        Row("reset between tests", f"{statistics.median(resets) * 1000:.1f} ms"),
    ]


SECTIONS: tuple[Callable[[bool], list[Row]], ...] = (get_item_rows, create_rows, start_rows, large_mailbox_rows)


def main() -> int:
    """Measure and print."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--quick", action="store_true", help="small numbers: does it work at all")
    cli.add_argument("--json", action="store_true")
    arguments = cli.parse_args()
    rows: list[Row] = []
    for section in SECTIONS:
        if sys.stderr.isatty():
            print(f"… {section.__doc__}", file=sys.stderr)
        rows.extend(section(arguments.quick))
    if arguments.json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        width = max(len(row.name) for row in rows)
        for row in rows:
            print(f"{row.name:{width}}  {row.value:34}  {row.ratio}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"\npeak memory of this run {peak:.0f} MiB, {os.cpu_count()} CPUs, Python {sys.version.split()[0]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
