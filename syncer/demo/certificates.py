"""Step 1: HTTPS everywhere, and no credentials without it."""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

from cryptography import x509

from syncer.demo.processes import run_module
from syncer.demo.stage import Stage
from syncer.demo.step import Step, expect

TIMEOUT_SECONDS = 10.0


def play(stage: Stage) -> str:
    """CRM shows its self-signed certificate, each site one of the CA; who does not trust them refuses them."""
    crm = _certificate(stage.ready["crm"]["url"], str(stage.ready["ca_bundle"]))
    expect(crm.issuer == crm.subject, f"the CRM's certificate is from {crm.issuer.rfc4514_string()}, not self-signed")
    expect(_is_refused(stage.ready["crm"]["url"]), "the CRM's certificate is accepted without being trusted")
    for name, site in stage.ready["sites"].items():
        certificate = _certificate(site["ews_url"], str(stage.ready["ca_bundle"]))
        expect(certificate.issuer != certificate.subject, f"the certificate of {name} is self-signed")
        expect(_is_refused(site["ews_url"]), f"the certificate of {name} is accepted without being trusted")
    plain = stage.ready["crm"]["organization_service_url"].replace("https://", "http://")
    answer = run_module(
        "syncer",
        "profile",
        "list",
        "--settings",
        str(stage.settings_file),
        environment={"TAGUS_SYNCER_CRM__ORGANIZATION_SERVICE_URL": plain},
    )
    expect(answer.code == 2, f"credentials were sent over HTTP (exit code {answer.code})")
    return f"CRM: self-signed; {', '.join(stage.ready['sites'])}: from the CA; over HTTP no credentials are sent"


def _certificate(url: str, ca_bundle: str) -> x509.Certificate:
    """The server's certificate, after a handshake that trusts the bundle."""
    return x509.load_der_x509_certificate(_shake_hands(url, ssl.create_default_context(cafile=ca_bundle)))


def _is_refused(url: str) -> bool:
    try:
        _shake_hands(url, ssl.create_default_context())
    except ssl.SSLCertVerificationError:
        return True
    return False


def _shake_hands(url: str, context: ssl.SSLContext) -> bytes:
    parts = urlsplit(url)
    host, port = str(parts.hostname), int(parts.port or 443)
    with (
        socket.create_connection((host, port), TIMEOUT_SECONDS) as plain,
        context.wrap_socket(plain, server_hostname=host) as secure,
    ):
        return secure.getpeercert(binary_form=True) or b""


CERTIFICATES = Step("1", "HTTPS on the CRM and on each site", play)
