"""The demo city's certificate authority: root, issuing, and one seal certificate an organisation."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from zhengtong.kernel import clock
from zhengtong.trust.keys import api as keys

DEMO_NOTE = "演示 无法律效力"

_ROOT_DAYS = 3650
_ISSUING_DAYS = 3650 - 1
_SEAL_DAYS = 3 * 365
_CODE = re.compile(r"[0-9A-Z]{6,18}")
_BACKDATED = timedelta(days=1)
"""In force since yesterday: one made while the machine's clock was hours ahead holds once the clock is right again."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey


def root() -> Identity:
    """The root, made at first use."""
    return _make("root", _name("根证书"), None, _ROOT_DAYS, path_length=1)


def issuing() -> Identity:
    """The issuing authority below the root, made at first use."""
    return _make("issuing", _name("签发证书"), root(), _ISSUING_DAYS, path_length=0)


def seal_identity(organisation: str, name: str) -> Identity:
    """The seal of an organisation (credit code) under its name, made at first use; a new name has a new certificate."""
    if not _CODE.fullmatch(organisation):
        raise ValueError(f"not an organisation's code: {organisation!r}")
    attributes = [
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, name),
        x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, organisation),
    ]
    slug = f"seal-{organisation}-{hashlib.sha256(name.encode()).hexdigest()[:12]}"
    return _make(slug, _name(name, attributes), issuing(), _SEAL_DAYS)


@dataclass(frozen=True, slots=True)
class CertificateData:
    """A certificate of the authority or of a seal: whose, until when (UTC), and where it lies."""

    name: str
    until: datetime
    path: Path


def certificates() -> tuple[CertificateData, ...]:
    """Every certificate that was made, by its file. Nothing is made."""
    found = sorted(path for path in (keys.folder() / "seals").glob("*.pem") if not path.name.endswith(".key.pem"))
    return tuple(_certificate(path) for path in found)


def _certificate(path: Path) -> CertificateData:
    loaded = x509.load_pem_x509_certificate(path.read_bytes())
    (name,) = loaded.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return CertificateData(str(name.value), loaded.not_valid_after_utc, path)


def folder() -> Path:
    """Where the authority's keys and certificates are kept."""
    path = keys.folder() / "seals"
    path.mkdir(mode=0o700, exist_ok=True)
    return path


def _name(common_name: str, more: list[x509.NameAttribute[str]] | None = None) -> x509.Name:
    base = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, DEMO_NOTE),
        x509.NameAttribute(NameOID.COMMON_NAME, _within(f"演示 {common_name}")),
    ]
    return x509.Name(base + (more or []))


def _within(common_name: str) -> str:
    """Cut to the 64 bytes a common name may have (X.520 ub-common-name); the full name stands in the organisation."""
    return common_name.encode()[:64].decode(errors="ignore")


def _make(slug: str, name: x509.Name, issuer: Identity | None, days: int, path_length: int | None = None) -> Identity:
    """Key, then certificate, each written once: a crash or a race between the two leaves nothing wrong."""
    key = _key(folder() / f"{slug}.key.pem")
    path = folder() / f"{slug}.pem"
    if not path.exists():
        certificate = _certify(key, name, issuer, days, path_length)
        keys.write_new(path, certificate.public_bytes(serialization.Encoding.PEM))
    return Identity(x509.load_pem_x509_certificate(path.read_bytes()), key)


def _key(path: Path) -> ec.EllipticCurvePrivateKey:
    if not path.exists():
        fresh = ec.generate_private_key(ec.SECP256R1())
        form = serialization.PrivateFormat.PKCS8
        plain = serialization.NoEncryption()
        keys.write_new(path, fresh.private_bytes(serialization.Encoding.PEM, form, plain))
    loaded = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(loaded, ec.EllipticCurvePrivateKey)
    return loaded


def _certify(
    key: ec.EllipticCurvePrivateKey, name: x509.Name, issuer: Identity | None, days: int, path_length: int | None
) -> x509.Certificate:
    signing_key = issuer.key if issuer else key
    start = clock.real_now() - _BACKDATED
    builder = (
        x509.CertificateBuilder(
            subject_name=name,
            issuer_name=issuer.certificate.subject if issuer else name,
            public_key=key.public_key(),
            serial_number=x509.random_serial_number(),
            not_valid_before=start,
            not_valid_after=start + timedelta(days=days),
        )
        .add_extension(x509.BasicConstraints(ca=path_length is not None, path_length=path_length), critical=True)
        .add_extension(_usage(is_authority=path_length is not None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
    )
    return builder.sign(signing_key, hashes.SHA256())


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        content_commitment=not is_authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        encipher_only=False,
        decipher_only=False,
    )
