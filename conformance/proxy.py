"""A server between a client and an Exchange that spoils what passes through it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests
from lxml import etree

from conformance.spoiler import Conversation, Spoiler
from conformance.target import Target
from conformance.wire.post import TIMEOUT_SECONDS

PASSED_ON = ("Authorization", "Content-Type", "Accept")


@contextmanager
def in_front_of(target: Target, spoiler: Spoiler, name: str) -> Iterator[Target]:
    """The target as it looks through the spoiler, on a port of the loopback interface. The target must take Basic."""
    server = _Server(target, spoiler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name=name, daemon=True)
    thread.start()
    try:
        port = server.server_address[1]
        yield replace(target, name=name, ews_url=f"http://127.0.0.1:{port}/EWS/Exchange.asmx", ca_bundle=None)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        server.upstream.close()


class _Server(ThreadingHTTPServer):
    """One spoiled server; requests pass one at a time, since a spoiler remembers."""

    daemon_threads = True

    def __init__(self, target: Target, spoiler: Spoiler) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.lock = threading.Lock()
        self.spoiler = spoiler
        self.url = target.ews_url
        self.upstream = requests.Session()
        self.upstream.trust_env = False
        self.upstream.verify = str(target.ca_bundle) if target.ca_bundle else True

    def exchange(self, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        """Pass one request on, spoiled, and bring back status, content type and the spoiled answer."""
        request = _parse(body)
        operation = _operation(request)
        with self.lock:
            self.spoiler.spoil_request(operation, request)
            passed = self.upstream.post(
                self.url, data=etree.tostring(request), headers=headers, timeout=TIMEOUT_SECONDS
            )
            content = passed.content
            if passed.status_code == 200:
                answer = _parse(content)
                self.spoiler.spoil_answer(Conversation(operation, request, answer))
                content = etree.tostring(answer, xml_declaration=True, encoding="utf-8")
        return passed.status_code, passed.headers.get("Content-Type", "text/xml"), content


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server
    disable_nagle_algorithm = True
    wbufsize = -1

    def do_POST(self) -> None:
        """Spoil one conversation."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        headers = {name: self.headers[name] for name in PASSED_ON if name in self.headers}
        try:
            status, content_type, content = self.server.exchange(headers, body)
        except (requests.RequestException, etree.XMLSyntaxError) as error:
            status, content_type, content = 502, "text/plain; charset=utf-8", str(error).encode()
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def _parse(body: bytes) -> etree._Element:
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _operation(request: etree._Element) -> str:
    body = request.find("{*}Body")
    return etree.QName(body[0]).localname if body is not None and len(body) else ""
