"""The least that an answer can cost: the simulator's own HTTP server with next to nothing behind it.

``floor`` parses the request with bare lxml, takes its ids, and joins ready bytes, one piece for each id. ``canned``
does not even look at the request.
"""

from __future__ import annotations

from lxml import etree

from simulator.server import EventLoop, HttpAnswer, HttpRequest, Listener, Respond, responder
from simulator.soap.namespaces import TYPES

_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": True}


def floor(head: bytes, pieces: dict[str, bytes], tail: bytes) -> Respond:
    """Answer a GetItem from ready bytes by ItemId."""

    def respond(request: HttpRequest) -> HttpAnswer:
        root = etree.fromstring(request.body, etree.XMLParser(**_PARSER))  # type: ignore[arg-type]
        ids = [element.get("Id", "") for element in root.iter(f"{{{TYPES}}}ItemId")]
        body = b"".join([head, *(pieces[identity] for identity in ids), tail])
        return HttpAnswer(200, body, (("Content-Type", "text/xml; charset=utf-8"),))

    return respond


def canned(body: bytes) -> Respond:
    """The same bytes for every request."""
    return lambda _request: HttpAnswer(200, body, (("Content-Type", "text/xml; charset=utf-8"),))


class FloorServer:
    """One port that answers by ``respond``; leave it as a context manager."""

    def __init__(self, respond: Respond) -> None:
        """Listen on any free port of the loopback."""
        self._events = EventLoop()
        self._listener = Listener(self._events, responder(respond, self._events), "127.0.0.1")

    def __enter__(self) -> int:
        """The port."""
        self._listener.up()
        return self._listener.port

    def __exit__(self, *_: object) -> None:
        """Close the port and end the threads."""
        self._listener.down()
        self._events.stop()
