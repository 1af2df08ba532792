"""Step 1: HTTPS everywhere, and no credentials without it."""

from __future__ import annotations

import socket
import ssl
from urllib.parse import urlsplit

from cryptography import x509

from syncer.administration.command import ExitCode
from syncer.administration.profiles import IN_THE_PROFILE
from syncer.crm_side.connection import CrmConnection, CrmEndpoint
from syncer.crm_side.errors import CrmError
from syncer.crm_side.organization_service import OrganizationService
from syncer.crm_side.side import OptionSet
from syncer.demo import crm_acts
from syncer.demo.processes import Simulator, run_module
from syncer.demo.stage import Stage
from syncer.demo.step import Step, expect

TIMEOUT_SECONDS = 10.0
ANSWER_BYTES = 1_000_000
ADMINISTRATOR = "crm.admin"
BASIC_WITHOUT_SSL = "0x8005E23D"
"""EmailServerProfileBasicAuthenticationProtocolNotAllowed: credentials need a secure channel."""


def play(stage: Stage) -> str:
    """CRM shows its self-signed certificate, each site one of the CA; who does not trust them refuses them."""
    crm = _certificate(stage.ready["crm"]["url"], str(stage.ready["ca_bundle"]))
    expect(crm.issuer == crm.subject, f"the CRM's certificate is from {crm.issuer.rfc4514_string()}, not self-signed")
    expect(_is_refused(stage.ready["crm"]["url"]), "the CRM's certificate is accepted without being trusted")
    for name, site in stage.ready["sites"].items():
        certificate = _certificate(site["ews_url"], str(stage.ready["ca_bundle"]))
        expect(certificate.issuer != certificate.subject, f"the certificate of {name} is self-signed")
        expect(_is_refused(site["ews_url"]), f"the certificate of {name} is accepted without being trusted")
    expect(_syncer_keeps_to_https(stage), "the syncer sent its credentials over HTTP")
    code = _refused_over_http(stage)
    expect(code == BASIC_WITHOUT_SSL, f"CRM took a profile's credentials over HTTP ({code})")
    return (
        f"CRM: self-signed; {', '.join(stage.ready['sites'])}: from the CA; over HTTP credentials are refused ({code})"
    )


def _syncer_keeps_to_https(stage: Stage) -> bool:
    plain = stage.ready["crm"]["organization_service_url"].replace("https://", "http://")
    elsewhere = {"TAGUS_SYNCER_CRM__ORGANIZATION_SERVICE_URL": plain}
    arguments = ("syncer", "profile", "list", "--settings", str(stage.settings_file))
    return run_module(*arguments, environment=elsewhere).code == ExitCode.COULD_NOT_RUN


def _refused_over_http(stage: Stage) -> str:
    """What a CRM without HTTPS says when somebody types a password into the profile form; empty: it took it."""
    folder = stage.folder / "without-https"
    folder.mkdir()
    simulator = Simulator(folder, "--http", "--topology", "single_site")
    try:
        ready = simulator.wait_until_ready()
        who = next(account for account in ready["accounts"] if account["name"] == ADMINISTRATOR)
        endpoint = CrmEndpoint(
            url=ready["crm"]["organization_service_url"],
            user=who["domain_user"],
            auth="ntlm",
            timeout=TIMEOUT_SECONDS,
            max_answer_bytes=ANSWER_BYTES,
            ca_bundle=None,
        )
        crm = OrganizationService(CrmConnection(endpoint, who["password"]))
        try:
            crm_acts.create(
                crm,
                "emailserverprofile",
                name="Without HTTPS",
                incomingcredentialretrieval=OptionSet(IN_THE_PROFILE),
                incomingusername=who["domain_user"],
                incomingpassword="typed over HTTP",
            )
        except CrmError as error:
            return error.problem.code
        finally:
            crm.close()
        return ""
    finally:
        simulator.stop()


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
