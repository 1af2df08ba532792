"""The syncer as a service: `once` looks at every mailbox once, `run` works until it is stopped.

A pass: scheduled tests, then the cycles of the mailboxes that are due, then new alerts onto CRM's alert wall. Truth is
in CRM, in Exchange and in the state database; a pass that is killed anywhere is made good by the next one.
"""

from __future__ import annotations

import signal
import threading
import uuid
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, partial
from pathlib import Path
from types import FrameType

from syncer import log, metrics
from syncer.administration.command import CommandError, ExitCode, Output
from syncer.administration.mailboxes import chosen
from syncer.administration.status import opened_store
from syncer.alert_log import WallChanges, publish_alerts
from syncer.configuration import Configuration, read_configuration
from syncer.crm_side.connect import connect_crm
from syncer.crm_side.errors import CrmError
from syncer.crm_side.records import MAILBOX_COLUMNS, EmailServerProfile, MailboxRecord, mailbox_from_row
from syncer.crm_side.side import CrmSide
from syncer.exchange_side.connect import ExchangeConnections
from syncer.exchange_side.side import ExchangeSide
from syncer.outcome import Outcome
from syncer.ownership import judge_mailbox
from syncer.settings import Settings, load_settings
from syncer.state.errors import LeaseLost, StateUnusable
from syncer.state.holder import owner_name
from syncer.state.store import Store
from syncer.test_and_enable import ChannelResult, ScheduledTest, run_test
from syncer.worker import Worker

_LOG = log.logger("service")


@dataclass(frozen=True, slots=True)
class Service:
    """What a pass works with."""

    settings: Settings
    crm: CrmSide
    store: Store
    connections: ExchangeConnections
    worker: Worker


@dataclass(frozen=True, slots=True)
class TestedMailbox:
    """One Test & Enable that was carried out."""

    address: str
    results: tuple[ChannelResult, ...]
    busy: bool = False
    """Another worker holds the mailbox: the test stays scheduled."""

    __test__ = False

    @property
    def success(self) -> bool:
        """Every channel passed."""
        return not self.busy and all(result.success for result in self.results)


@dataclass(frozen=True, slots=True)
class Pass:
    """What one pass did."""

    tests: tuple[TestedMailbox, ...]
    outcomes: tuple[Outcome, ...]
    wall: WallChanges

    @property
    def fine(self) -> bool:
        """No test failed and no mailbox had a problem. One that another worker holds is no problem: it is worked."""
        cycles = not any(outcome.problem or outcome.held or outcome.lost for outcome in self.outcomes)
        return cycles and all(test.success or test.busy for test in self.tests)

    @property
    def busy(self) -> tuple[str, ...]:
        """The addresses that another worker holds."""
        held = {test.address for test in self.tests if test.busy} | {one.address for one in self.outcomes if one.busy}
        return tuple(sorted(held))


def run_once(settings_file: Path | None, output: Output, wanted: Sequence[str] = ()) -> ExitCode:
    """Look at these mailboxes (all for none named) once, due or not.

    A mailbox that another worker holds is told; only one that was asked for by name makes it exit code 1 (our choice:
    several workers share the work, so among all mailboxes that is nothing unusual).
    Raises `SettingsError`, `CrmError`, `CommandError`.
    """
    with opened_service(settings_file, quiet=True) as service:
        done = one_pass(service, force=True, wanted=wanted)
    if output.as_json:
        output.document(pass_document(done))
    else:
        for line in pass_lines(done):
            output.line(line)
    return ExitCode.FINE if done.fine and not (wanted and done.busy) else ExitCode.FOUND_SOMETHING


def run_until_stopped(settings_file: Path | None) -> ExitCode:
    """Work until SIGTERM or Ctrl-C; the step that is under way is finished first. Raises `SettingsError`."""
    stop = threading.Event()
    with _stopping_by_signal(stop), opened_service(settings_file) as service, _served_metrics(service.settings):
        _LOG.info("started", organization_service=service.settings.crm.organization_service_url)
        while not stop.is_set():
            _pass_that_survives(service, stop)
            stop.wait(min(service.settings.poll_seconds, _LONGEST_WAIT_SECONDS))
        _LOG.info("stopped")
    return ExitCode.FINE


_LONGEST_WAIT_SECONDS = 30.0
"""Scheduled tests and changed rows are noticed at least this often, however long the mailboxes rest."""


@contextmanager
def opened_service(settings_file: Path | None, *, quiet: bool = False) -> Iterator[Service]:
    """Everything a pass needs, closed at the end; `quiet` leaves the log to warnings and errors.

    Raises `SettingsError`, `CommandError`.
    """
    settings = load_settings(settings_file)
    level = "warning" if quiet and settings.log_level == "info" else settings.log_level
    log.configure(level=level, as_json=settings.log_json)
    with ExitStack() as stack:
        store = stack.enter_context(opened_store(settings))
        crm = connect_crm(settings)
        stack.callback(crm.close)
        connections = ExchangeConnections(settings)
        stack.callback(connections.close)
        yield Service(settings, crm, store, connections, Worker(settings, store, crm, connections))


def one_pass(service: Service, *, force: bool, stop: threading.Event | None = None, wanted: Sequence[str] = ()) -> Pass:
    """Tests, cycles, alerts; once `stop` is set no further mailbox is begun. `wanted`: only these mailboxes.

    Raises `CrmError` when CRM itself does not answer, `CommandError` for a name that is no mailbox.
    """
    configuration = read_configuration(service.crm)
    only = [mailbox.email for mailbox in chosen(configuration, wanted)] if wanted else ()
    tests = tuple(_scheduled_tests(service, configuration, only))
    service.worker.refresh()
    outcomes = tuple(service.worker.run_once(force=force, only=only, stop=stop))
    return Pass(tests, outcomes, publish_alerts(service.store, service.crm, cache(partial(_is_ours_now, service))))


def _is_ours_now(service: Service, mailbox_id: str) -> bool:
    """Whether something may be written about the mailbox: read again, since another hand may have come meanwhile."""
    row = service.crm.retrieve("mailbox", mailbox_id, MAILBOX_COLUMNS)
    if row is None:
        return False
    judgement = judge_mailbox(service.settings.ownership, mailbox_from_row(row), service.store.mailbox(mailbox_id))
    return judgement.ours and judgement.another_hand is None


def pass_document(done: Pass) -> Mapping[str, object]:
    """A pass as JSON."""
    tests = [
        {
            "mailbox": test.address,
            "success": test.success,
            "busy": test.busy,
            "channels": {
                result.channel.name.lower(): "Success" if result.success else "Failure" for result in test.results
            },
            "alerts": [result.alert.text for result in test.results],
        }
        for test in done.tests
    ]
    outcomes = [{**asdict(outcome), "quiet": outcome.quiet} for outcome in done.outcomes]
    writes = sum(outcome.writes for outcome in done.outcomes)
    wall = {"alerts_published": done.wall.published, "alerts_withdrawn": done.wall.withdrawn}
    return {"tests": tests, "outcomes": outcomes, "busy": list(done.busy), "writes": writes, **wall}


def pass_lines(done: Pass) -> Iterator[str]:
    """A pass for people: one line a test and a mailbox."""
    for test in done.tests:
        if not test.busy:
            yield f"{test.address}: tested, {'Success' if test.success else 'Failure'}"
    for address in done.busy:
        yield f"{address}: another worker is at it, nothing done here"
    for outcome in done.outcomes:
        if outcome.busy:
            continue
        counts = ", ".join(f"{name} {number}" for name, number in sorted(outcome.counts.items())) or "nothing to do"
        trouble = outcome.problem or outcome.held or ("taken over by another worker" if outcome.lost else "")
        yield f"{outcome.address}: {counts}" + (f"; {trouble}" if trouble else "")


def _pass_that_survives(service: Service, stop: threading.Event) -> None:
    """Whatever goes wrong with one pass, the next one begins anew from CRM's rows and the state database."""
    try:
        done = one_pass(service, force=False, stop=stop)
        _measure(service, done)
    except CrmError as error:
        _LOG.warning("CRM does not answer; trying again", problem=str(error.problem))
    except StateUnusable as error:
        _LOG.error("trying again", problem=str(error))
    except Exception:
        _LOG.exception("this pass ended by a mistake of the syncer's; trying again")
    else:
        for line in pass_lines(done):
            _LOG.info(line)


@contextmanager
def _served_metrics(settings: Settings) -> Iterator[None]:
    """The numbers for Prometheus on `metrics_port`, if it is set. Raises `CommandError` for a port in use."""
    if settings.metrics_port is None:
        yield
        return
    try:
        stop = metrics.serve(settings.metrics_port)
    except OSError as error:
        raise CommandError(f"metrics_port {settings.metrics_port} cannot be used: {error.strerror}") from None
    try:
        yield
    finally:
        stop()


def _measure(service: Service, done: Pass) -> None:
    for outcome in done.outcomes:
        if outcome.busy:
            continue
        state = service.store.mailbox(outcome.mailbox_id)
        if state is not None and state.last_started_at is not None:
            ended = max(state.last_finished_at or state.last_started_at, state.last_started_at)
            metrics.observe(outcome, (ended - state.last_started_at).total_seconds())
    metrics.observe_open(service.store.count_open())


def _scheduled_tests(service: Service, configuration: Configuration, only: Sequence[str] = ()) -> list[TestedMailbox]:
    """Carry out the scheduled tests of mailboxes that are ours, each under its lease, several at a time."""
    scheduled = [
        one
        for one in configuration.mailboxes
        if one.test_scheduled and (not only or one.email in only) and _may_test(service, one)
    ]
    if not scheduled:
        return []
    with ThreadPoolExecutor(max_workers=min(service.settings.workers, len(scheduled))) as pool:
        return list(pool.map(partial(_test_mailbox, service, configuration), scheduled))


def _may_test(service: Service, mailbox: MailboxRecord) -> bool:
    """Enabling is ours only on an organization that is declared as ours, and while nobody else works the mailbox."""
    ownership = service.settings.ownership
    judgement = judge_mailbox(ownership, mailbox, service.store.mailbox(mailbox.id))
    return ownership.mode == "all" and judgement.ours and judgement.another_hand is None


def _test_mailbox(service: Service, configuration: Configuration, mailbox: MailboxRecord) -> TestedMailbox:
    store, settings = service.store, service.settings
    profile = configuration.profile_of(mailbox)
    store.know_mailbox(mailbox.id, profile.name if profile else "", mailbox.email)
    owner = owner_name(f"test-{uuid.uuid4()}")
    duration = timedelta(seconds=settings.lease_seconds)
    lease = store.acquire_lease(mailbox.id, owner, _now(), duration)
    if lease is None:
        return TestedMailbox(mailbox.email, (), busy=True)

    def check_lease() -> None:
        store.check_lease(lease, _now(), timedelta(seconds=settings.http_timeout_seconds))

    test = ScheduledTest(
        mailbox,
        profile,
        configuration.organization,
        connect=cache(partial(_connect, service.connections, mailbox, profile)),
        ews_url=partial(_ews_url, service.connections, mailbox, profile),
        store=store,
        lease=lease,
        check_lease=check_lease,
    )
    try:
        with log.bound(mailbox=mailbox.email):
            results = run_test(service.crm, test, _now())
    except LeaseLost:
        return TestedMailbox(mailbox.email, (), busy=True)
    finally:
        store.release_lease(lease)
    store.enable(mailbox.id)
    return TestedMailbox(mailbox.email, results)


def _connect(
    connections: ExchangeConnections, mailbox: MailboxRecord, profile: EmailServerProfile | None
) -> ExchangeSide:
    if profile is None:
        raise CommandError(f"{mailbox.email} has no profile")
    if profile.use_autodiscover:
        connections.discover(mailbox, profile)
    return connections.side_for(mailbox, profile)


def _ews_url(connections: ExchangeConnections, mailbox: MailboxRecord, profile: EmailServerProfile | None) -> str:
    return connections.ews_url(mailbox, profile) if profile else ""


@contextmanager
def _stopping_by_signal(stop: threading.Event) -> Iterator[None]:
    def ask_to_stop(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, ask_to_stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _now() -> datetime:
    return datetime.now(UTC)
