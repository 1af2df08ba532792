"""Certificates of a simulator: a CA for the Exchange sites and a self-signed one for CRM, as in the article."""

import ssl
import tempfile
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import trustme
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

_HOSTS = ("localhost", "127.0.0.1")


class Certificates:
    """Server contexts for TLS, and `bundle`: the PEM that a client needs to trust every endpoint."""

    def __init__(self, hosts: tuple[str, ...] = ()) -> None:
        """Make everything anew, valid for localhost, 127.0.0.1 and `hosts`."""
        names = tuple(dict.fromkeys((*_HOSTS, *hosts)))
        authority = trustme.CA(organization_name="Tagus simulator", organization_unit_name="Contoso")
        self.exchange = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*names).configure_cert(self.exchange)
        certificate, key = _self_signed(names)
        self.crm = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        with tempfile.NamedTemporaryFile(prefix="tagus-crm-", suffix=".pem") as file:
            file.write(key + certificate)
            file.flush()
            self.crm.load_cert_chain(file.name)
        self.bundle = authority.cert_pem.bytes() + certificate


def write_bundle(certificates: Certificates, folder: Path) -> Path:
    """Write the bundle into `folder` and return its path."""
    path = folder / "tagus-ca-bundle.pem"
    path.write_bytes(certificates.bundle)
    return path


def _self_signed(names: tuple[str, ...]) -> tuple[bytes, bytes]:
    """A certificate and its key, PEM, of which issuer and subject are the same."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "crm.contoso.test")])
    now = datetime.now(UTC)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=365))
        .add_extension(x509.SubjectAlternativeName([_general_name(host) for host in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(), critical=True)
        .add_extension(identifier, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return certificate.public_bytes(serialization.Encoding.PEM), private


def _general_name(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _key_usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=True,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
