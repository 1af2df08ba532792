"""Listening: one uvicorn server per port, all on one event loop in a thread; other threads answer."""

import asyncio
import errno
import socket
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVar

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from simulator.authentication import ConnectionIdentity
from simulator.errors import SimulatorMisuse
from simulator.soap.parsing import MAXIMUM_BYTES

KEEP_ALIVE_SECONDS = 900
THREADS = 512
"""Requests worked on at once; an answer that is held back occupies one."""

ResultT = TypeVar("ResultT")


@dataclass(frozen=True)
class HttpRequest:
    """One request, read to its end. Header names are in lower case, values decoded as latin-1."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes
    secure: bool
    identity: ConnectionIdentity


@dataclass(frozen=True)
class HttpAnswer:
    """One answer. `close`: nothing is sent; `send_only`: the connection is closed after so many bytes of body."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    close: bool = False
    send_only: int | None = None


Respond = Callable[[HttpRequest], HttpAnswer]


class _OneWrite:
    """A transport that holds what is written until told, so that headers and body leave together."""

    def __init__(self, transport: Any) -> None:
        self._transport = transport
        self._held: list[bytes] = []
        self.holding = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        if self.holding:
            self._held.append(data)
        else:
            self._transport.write(data)

    def flush(self) -> None:
        self.holding = False
        if self._held:
            held, self._held = b"".join(self._held), []
            self._transport.write(held)

    def close(self) -> None:
        self.flush()
        self._transport.close()


class _Connection(H11Protocol):
    """One client's connection: it knows who logged in on it, and lets an answer cut it."""

    def __init__(self, *, is_up: Callable[[], bool], **arguments: Any) -> None:
        super().__init__(**arguments)
        self._is_up = is_up

    def connection_made(self, transport: Any) -> None:
        """Give the application, which uvicorn shares between connections, this connection's own view.

        A client whose TLS handshake ends after its site went down is dropped here.
        """
        if not self._is_up():
            transport.abort()
        shared = self.app
        identity = ConnectionIdentity()
        one_write = _OneWrite(transport)

        async def application(scope: Any, receive: Any, send: Any) -> None:
            scope["tagus.identity"], scope["tagus.transport"] = identity, one_write
            await shared(scope, receive, send)

        self.app = application
        super().connection_made(one_write)  # type: ignore[arg-type]


class EventLoop:
    """The thread in which everything listens, and the threads that answer."""

    def __init__(self) -> None:
        """Start both."""
        self.loop = asyncio.new_event_loop()
        self.threads = ThreadPoolExecutor(THREADS, thread_name_prefix="tagus-answer")
        self._thread = threading.Thread(target=self.loop.run_forever, name="tagus-listen", daemon=True)
        self._thread.start()

    def run(self, work: Coroutine[Any, Any, ResultT]) -> ResultT:
        """Run a coroutine in the loop, from any other thread, and wait for it."""
        return self.begin(work).result()

    def begin(self, work: Coroutine[Any, Any, ResultT]) -> "Future[ResultT]":
        """Have a coroutine run in the loop, without waiting for it."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    def stop(self) -> None:
        """End the loop and the threads. Listeners must be down."""
        self.threads.shutdown(wait=True)
        self.run(_cancel_the_rest())
        self.run(self.loop.shutdown_default_executor())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


async def _cancel_the_rest() -> None:
    """End what still waits in the loop, such as TLS handshakes that nobody finishes."""
    waiting = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


@dataclass
class Listener:
    """One port. `down` closes the socket and drops every connection; `up` listens on the same port again."""

    events: EventLoop
    application: Any
    host: str
    port: int = 0
    tls: ssl.SSLContext | None = None
    _server: uvicorn.Server | None = field(default=None, repr=False)
    _serving: "asyncio.Task[None] | None" = field(default=None, repr=False)

    @property
    def is_up(self) -> bool:
        """Whether the port is open."""
        return self._server is not None

    def up(self) -> None:
        """Listen. Raises SimulatorMisuse if the port is taken."""
        if self._server is None:
            listening = _bind(self.host, self.port)
            self.port = listening.getsockname()[1]
            self.events.run(self._up(listening))

    def down(self) -> None:
        """Stop listening and drop every connection."""
        if self._server is not None:
            self.events.run(self.close())

    async def _up(self, listening: socket.socket) -> None:
        config = uvicorn.Config(
            self.application,
            http=partial(_Connection, is_up=lambda: self.is_up),  # type: ignore[arg-type]
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            server_header=False,
            proxy_headers=False,
            timeout_keep_alive=KEEP_ALIVE_SECONDS,
            h11_max_incomplete_event_size=256 * 1024,
        )
        config.load()
        config.ssl = self.tls
        self._server = uvicorn.Server(config)
        self._serving = self.events.loop.create_task(self._server.serve(sockets=[listening]))
        while not self._server.started and not self._serving.done():
            await asyncio.sleep(0.002)

    async def close(self) -> None:
        """What `down` does, in the loop."""
        server, serving = self._server, self._serving
        self._server = self._serving = None
        if server is None or serving is None:
            return
        for listening in server.servers:
            for each in listening.sockets:
                self.events.loop.remove_reader(each.fileno())
        for _turn in range(3):
            await asyncio.sleep(0)  # connections accepted already must join their server before it closes
        for listening in server.servers:
            listening.close()
        server.should_exit = server.force_exit = True
        for connection in list(server.server_state.connections):
            connection.transport.abort()
        await serving


def all_down(listeners: Iterable[Listener]) -> None:
    """Close several ports of one loop at the same time: each takes uvicorn a tenth of a second."""
    for each in [each.events.begin(each.close()) for each in listeners if each.is_up]:
        each.result()


def responder(respond: Respond, events: EventLoop) -> Any:
    """An ASGI application that reads the whole request and has `respond` answer it in a thread."""

    async def application(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        body = await _read(receive)
        if body is None:
            answer = HttpAnswer(413, b"", (("Connection", "close"),))
        else:
            request = HttpRequest(
                method=scope["method"],
                path=scope["path"],
                headers={name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]},
                body=body,
                secure=scope["scheme"] == "https",
                identity=scope["tagus.identity"],
            )
            answer = await events.loop.run_in_executor(events.threads, respond, request)
        await _send(answer, send, scope["tagus.transport"])

    return application


async def _read(receive: Any) -> bytes | None:
    """The whole body, or None if it is longer than we read."""
    parts, length = [], 0
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            return b""
        parts.append(event.get("body", b""))
        length += len(parts[-1])
        if length > MAXIMUM_BYTES:
            return None
        if not event.get("more_body"):
            return b"".join(parts)


async def _send(answer: HttpAnswer, send: Any, transport: _OneWrite) -> None:
    """Send headers and body in one write, or cut the connection where the answer says so."""
    if answer.close:
        transport.abort()
        return
    headers = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in answer.headers]
    headers.append((b"content-length", str(len(answer.body)).encode("ascii")))
    transport.holding = True
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    if answer.send_only is not None and answer.send_only < len(answer.body):
        await send({"type": "http.response.body", "body": answer.body[: answer.send_only], "more_body": True})
        transport.close()
        return
    await send({"type": "http.response.body", "body": answer.body, "more_body": False})
    transport.flush()


def _bind(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as problem:
        listening.close()
        taken = problem.errno in (errno.EADDRINUSE, errno.EACCES)
        cure = "choose another --base-port, or 0 for any free one" if taken else "choose another --host"
        raise SimulatorMisuse(f"cannot listen on {host}:{port}: {problem.strerror}; {cure}") from problem
    return listening
