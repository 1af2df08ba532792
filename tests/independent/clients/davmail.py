"""DavMail as a process: a gateway that speaks EWS to the simulator and IMAP, SMTP, CalDAV and CardDAV to others."""

import hashlib
import imaplib
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import requests
from lxml import etree

from tests.free_ports import free_ports
from tests.independent.clients.conditions import eventually
from tests.independent.clients.exchange import Person

HOST = "127.0.0.1"
STOP_SECONDS = 10.0


@dataclass(frozen=True)
class Davmail:
    """A gateway that listens: one port for each protocol, in a row from `port`."""

    port: int

    def imap(self, person: Person) -> imaplib.IMAP4:
        """Logged in over IMAP."""
        connection = imaplib.IMAP4(HOST, self.port)
        connection.login(person.smtp, person.password)
        return connection

    def smtp(self, person: Person) -> smtplib.SMTP:
        """Logged in over SMTP."""
        connection = smtplib.SMTP(HOST, self.port + 1)
        connection.login(person.smtp, person.password)
        return connection

    @contextmanager
    def dav(self, person: Person) -> Iterator["Dav"]:
        """The person's collections over CalDAV and CardDAV."""
        with requests.Session() as session:
            session.trust_env = False
            session.auth = (person.smtp, person.password)
            yield Dav(session, f"http://{HOST}:{self.port + 2}/users/{person.smtp}")


@dataclass(frozen=True)
class Dav:
    """Requests of WebDAV below one person's address. Each raises `requests.HTTPError` when it is refused."""

    session: requests.Session
    url: str

    def put(self, path: str, text: str, kind: str) -> int:
        """Write a resource, lines ended by CRLF; the status."""
        content = "".join(f"{line}\r\n" for line in text.strip().splitlines()).encode()
        return self._asked("PUT", path, content, {"Content-Type": f"{kind}; charset=utf-8"}).status_code

    def get(self, path: str) -> list[str]:
        """The unfolded lines of a resource."""
        text = self._asked("GET", path).content.decode()
        return text.replace("\r\n ", "").replace("\r\n", "\n").splitlines()

    def delete(self, path: str) -> None:
        """Remove a resource."""
        self._asked("DELETE", path)

    def members(self, path: str) -> list[str]:
        """The paths of what is in a collection, as the server writes them."""
        wanted = b'<propfind xmlns="DAV:"><prop><getetag/><resourcetype/></prop></propfind>'
        answer = etree.fromstring(self._asked("PROPFIND", path, wanted, {"Depth": "1"}).content)
        names = [str(href.text).rpartition("/")[2] for href in answer.iter("{DAV:}href")]
        return [path + name for name in names if name]

    def _asked(
        self, method: str, path: str, content: bytes | None = None, headers: dict[str, str] | None = None
    ) -> requests.Response:
        answer = self.session.request(method, self.url + path, data=content, headers=headers, timeout=60)
        answer.raise_for_status()
        return answer


@contextmanager
def started(folder: Path, ews_url: str) -> Iterator[Davmail]:
    """DavMail before this EWS address, from start to stop; its home and its log are in `folder`."""
    imap, smtp, caldav, ldap, pop = range(port := free_ports(5), port + 5)
    settings = folder / "davmail.properties"
    settings.write_text(
        "davmail.server=true\ndavmail.mode=EWS\ndavmail.enableEws=true\n"
        f"davmail.url={ews_url}\ndavmail.server.certificate.hash={_fingerprint(ews_url)}\n"
        f"davmail.bindAddress={HOST}\ndavmail.allowRemote=false\n"
        f"davmail.imapPort={imap}\ndavmail.smtpPort={smtp}\ndavmail.caldavPort={caldav}\n"
        f"davmail.ldapPort={ldap}\ndavmail.popPort={pop}\ndavmail.disableUpdateCheck=true\n"
        f"davmail.logFilePath={folder / 'davmail.log'}\nlog4j.logger.davmail=DEBUG\n",
        encoding="utf-8",
    )
    environment = {"HOME": str(folder), "PATH": "/usr/bin:/bin", "_JAVA_OPTIONS": f"-Duser.home={folder}"}
    with (folder / "davmail.out").open("wb") as said:
        process = subprocess.Popen(
            ["davmail", "-server", str(settings)],
            env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=said,
        )  # fmt: skip

    def answers() -> bool:
        assert process.poll() is None, f"DavMail ended: {(folder / 'davmail.out').read_text(encoding='utf-8')}"
        with socket.socket() as probe:
            return probe.connect_ex((HOST, caldav)) == 0

    try:
        eventually(answers, "DavMail does not listen")
        yield Davmail(port)
    finally:
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _fingerprint(url: str) -> str:
    """The SHA-1 of the server's certificate, as DavMail writes it in its settings."""
    server = urlsplit(url)
    certificate = ssl.get_server_certificate((str(server.hostname), int(server.port or 443)))
    digest = hashlib.sha1(ssl.PEM_cert_to_DER_cert(certificate)).digest()
    return digest.hex(":").upper()
