"""Logging in over TLS: Basic, NTLM and Negotiate, every form of a login, and what is refused."""

import base64
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
import spnego
from requests_ntlm import HttpNtlmAuth

import simulator
from simulator.md4 import md4
from simulator.running import Running
from tests.simulator.server.ews_client import GET_INBOX, envelope, login, session

BODY = envelope(GET_INBOX)
FORMS = ("ana.silva", "CONTOSO\\ana.silva", "contoso\\ANA.silva", "ana.silva@contoso.test", "\\ana.silva@contoso.test")

ODD = """
service_account = "svc"
[[sites]]
name = "porto"
version = "SE"
[[accounts]]
name = "svc"
password = "a:b:c@d\\\\e f\\"g"
[[accounts]]
name = "zé"
password = "pässwörd:ß"
[[accounts]]
name = "日本"
smtp = "nihon@contoso.test"
password = "パスワード"
"""


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    path = tmp_path_factory.mktemp("odd") / "odd.toml"
    path.write_text(ODD, encoding="utf-8")
    with simulator.start(path) as running:
        yield running


def status(running: Running, auth: Any, site: str = "lisbon") -> int:
    with session(running, auth) as client:
        return client.post(running.ready["sites"][site]["ews_url"], data=BODY, timeout=30).status_code


def basic(running: Running, credentials: bytes, site: str = "lisbon") -> int:
    with session(running) as client:
        client.headers["Authorization"] = "Basic " + base64.b64encode(credentials).decode()
        return client.post(running.ready["sites"][site]["ews_url"], data=BODY, timeout=30).status_code


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_login(running: Running, form: str) -> None:
    assert status(running, (form, "Tagus-ana.silva-1")) == 200
    assert status(running, HttpNtlmAuth(form, "Tagus-ana.silva-1")) == 200


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ana.silva", "wrong"),
        ("ana.silva", ""),
        ("nobody", "x"),
        ("room.alfama", ""),
        ("FABRIKAM\\ana.silva", "Tagus-ana.silva-1"),
    ],
)
def test_refused(running: Running, name: str, password: str) -> None:
    assert status(running, (name, password)) == 401
    assert status(running, HttpNtlmAuth(name, password)) == 401


@pytest.mark.parametrize(
    ("name", "password"), [("svc", 'a:b:c@d\\e f"g'), ("zé", "pässwörd:ß"), ("日本", "パスワード")]
)
def test_passwords_with_any_character(odd: Running, name: str, password: str) -> None:
    assert basic(odd, f"{name}:{password}".encode(), "porto") == 200
    assert basic(odd, f"{name}:{password}x".encode(), "porto") == 401
    assert status(odd, HttpNtlmAuth(f"CONTOSO\\{name}", password), "porto") == 200
    assert status(odd, HttpNtlmAuth(f"CONTOSO\\{name}", password + "x"), "porto") == 401


def test_basic_in_latin_1(odd: Running) -> None:
    assert basic(odd, "zé:pässwörd:ß".encode("latin-1"), "porto") == 200


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic !!!",
        "Basic YW5h",
        "Bearer abc",
        "NTLM",
        "NTLM AAAA",
        "Negotiate AAAA",
        "NTLM TlRMTVNTUAABAAAA",
        "x",
    ],
)
def test_nonsense_in_the_header(running: Running, header: str) -> None:
    with session(running) as client:
        client.headers["Authorization"] = header
        answer = client.post(running.ready["sites"]["lisbon"]["ews_url"], data=BODY, timeout=30)
    assert answer.status_code == 401


def test_what_is_offered(running: Running) -> None:
    with session(running) as client:
        for method in ("GET", "POST"):
            answer = client.request(method, running.ready["sites"]["lisbon"]["ews_url"], timeout=30)
            assert (answer.status_code, answer.content) == (401, b"")
            offered = answer.raw.headers.getlist("WWW-Authenticate")
            assert offered == ["Negotiate", "NTLM", 'Basic realm="localhost"']


def test_put_is_not_allowed_and_other_paths_are_not_there(running: Running) -> None:
    url = running.ready["sites"]["lisbon"]["ews_url"]
    with session(running, login("ana.silva")) as client:
        assert client.put(url, timeout=30).status_code == 405
        assert client.post(url.lower(), data=BODY, timeout=30).status_code == 200
        assert client.post(url + "x", data=BODY, timeout=30).status_code == 404


def test_ntlm_authenticates_the_connection_and_no_other(running: Running) -> None:
    url = running.ready["sites"]["lisbon"]["ews_url"]
    with session(running, HttpNtlmAuth("CONTOSO\\ana.silva", "Tagus-ana.silva-1")) as client:
        assert client.post(url, data=BODY, timeout=30).status_code == 200
        client.auth = None
        assert client.post(url, data=BODY, timeout=30).status_code == 200
    assert requests.post(url, data=BODY, verify=running.ready["ca_bundle"], timeout=30).status_code == 401


def test_negotiate(running: Running) -> None:
    url = running.ready["sites"]["lisbon"]["ews_url"]
    context = spnego.client("CONTOSO\\ana.silva", "Tagus-ana.silva-1", hostname="localhost", protocol="negotiate")
    with session(running) as client:
        token = context.step()
        for _round in range(4):
            client.headers["Authorization"] = "Negotiate " + base64.b64encode(token or b"").decode()
            answer = client.post(url, data=BODY, timeout=30)
            if answer.status_code == 200:
                return
            scheme, _, challenge = answer.headers["WWW-Authenticate"].partition(" ")
            assert scheme == "Negotiate"
            token = context.step(base64.b64decode(challenge))
    pytest.fail("the handshake did not end")


def test_a_client_that_waits_for_100_continue(running: Running) -> None:
    parts = urlsplit(running.ready["sites"]["lisbon"]["ews_url"])
    trust = ssl.create_default_context(cafile=running.ready["ca_bundle"])
    credentials = base64.b64encode(b"ana.silva:Tagus-ana.silva-1").decode()
    head = (
        f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Basic {credentials}\r\n"
        f"Content-Type: text/xml\r\nContent-Length: {len(BODY)}\r\nExpect: 100-continue\r\n\r\n"
    )
    with (
        socket.create_connection(("127.0.0.1", parts.port or 0), timeout=30) as plain,
        trust.wrap_socket(plain, server_hostname="localhost") as tls,
    ):
        tls.sendall(head.encode())
        assert tls.recv(4096).startswith(b"HTTP/1.1 100 ")
        tls.sendall(BODY)
        assert tls.recv(4096).startswith(b"HTTP/1.1 200 ")


def test_the_crm_has_a_self_signed_certificate_and_the_sites_do_not_vouch_for_it(
    running: Running, tmp_path: Path
) -> None:
    url = running.ready["crm"]["organization_service_url"]
    bundle = Path(running.ready["ca_bundle"]).read_text(encoding="ascii")
    only_ca = tmp_path / "ca.pem"
    only_ca.write_text(bundle.split("-----END CERTIFICATE-----")[0] + "-----END CERTIFICATE-----\n", encoding="ascii")
    with session(running) as client:
        assert client.post(url, data=BODY, timeout=30).status_code == 401
        client.verify = str(only_ca)
        with pytest.raises(requests.exceptions.SSLError):
            client.post(url, data=BODY, timeout=30)


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"", "31d6cfe0d16ae931b73c59d7e0c089c0"),
        (b"message digest", "d9130a8164549fe818874806e1c7014b"),
        (b"1234567890" * 8, "e33b4ddc9c38f2199c3e7b164fcc0536"),
    ],
)
def test_md4_of_rfc_1320(message: bytes, digest: str) -> None:
    assert md4(message).hex() == digest
