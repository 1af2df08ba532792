"""A site that is down refuses connections; the others do not notice; it returns at the same port."""

import contextlib
import socket
import ssl
from urllib.parse import urlsplit

import pytest
import requests

from simulator.errors import SimulatorMisuse
from simulator.running import Running
from tests.simulator.server.ews_client import GET_INBOX, envelope, login, post, response_codes, session


def port(running: Running, site: str) -> int:
    return urlsplit(running.ready["sites"][site]["ews_url"]).port or 0


def test_down_and_up(running: Running) -> None:
    url = running.ready["sites"]["london"]["ews_url"]
    with session(running, login("oliver.smith")) as client:
        assert client.post(url, data=envelope(GET_INBOX), timeout=30).status_code == 200
        running.control.site_down("london")
        with pytest.raises(requests.exceptions.ConnectionError):
            client.post(url, data=envelope(GET_INBOX), timeout=30)
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", port(running, "london")), timeout=5)
        assert response_codes(post(running, GET_INBOX)) == ["NoError"]
        running.control.site_down("london")
        running.control.site_up("london")
        running.control.site_up("london")
        assert client.post(url, data=envelope(GET_INBOX), timeout=30).status_code == 200


def test_open_connections_are_dropped(running: Running) -> None:
    trust = ssl.create_default_context(cafile=running.ready["ca_bundle"])
    with (
        socket.create_connection(("127.0.0.1", port(running, "lisbon")), timeout=20) as plain,
        trust.wrap_socket(plain, server_hostname="localhost") as client,
    ):
        client.sendall(b"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n")
        running.control.site_down("lisbon")
        with contextlib.suppress(ConnectionResetError, ssl.SSLEOFError):
            assert client.recv(1) == b""


def test_a_handshake_that_ends_too_late(running: Running) -> None:
    trust = ssl.create_default_context(cafile=running.ready["ca_bundle"])
    with socket.create_connection(("127.0.0.1", port(running, "lisbon")), timeout=20) as plain:
        running.control.site_down("lisbon")
        with pytest.raises(OSError), trust.wrap_socket(plain, server_hostname="localhost") as client:
            client.sendall(b"POST /EWS/Exchange.asmx HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n")
            if not client.recv(1):
                raise ConnectionResetError


def test_the_crm_too(running: Running) -> None:
    url = running.ready["crm"]["organization_service_url"]
    with session(running) as client:
        assert client.post(url, timeout=30).status_code == 401
        running.control.crm_down()
        with pytest.raises(requests.exceptions.ConnectionError):
            client.post(url, timeout=30)
        running.control.crm_up()
        assert client.post(url, timeout=30).status_code == 401


def test_reset_brings_everything_up(running: Running) -> None:
    running.control.site_down("lisbon")
    running.control.crm_down()
    running.control.reset()
    assert response_codes(post(running, GET_INBOX)) == ["NoError"]


def test_an_unknown_site(running: Running) -> None:
    with pytest.raises(SimulatorMisuse, match="there is no site 'rome'"):
        running.control.site_down("rome")
