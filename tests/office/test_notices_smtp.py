"""The SMTP driver: settings, encryption, never inside a transaction."""

import ssl
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.db import transaction
from smtp_server import Server, driver_to, free_port

from zhengtong.adapters.mail_smtp.api import SmtpDriver, SmtpSettings
from zhengtong.kernel import clock
from zhengtong.kernel.transactions import SlowInsideTransactionError
from zhengtong.office.notices import api
from zhengtong.office.notices.ports import Mail, NotSent


@pytest.mark.django_db(transaction=True)
def test_no_mail_inside_a_transaction() -> None:
    mail = Mail(to="a@b.cn", subject="x", body="y", message_id="<1@x>")
    for send in (api.deliver_due, lambda: driver_to(1).send(mail)):
        with pytest.raises(SlowInsideTransactionError), transaction.atomic():
            send()


@pytest.mark.parametrize(
    ("value", "named"),
    [
        ({"host": "a", "port": 25}, "sender"),
        ({"host": "a", "port": 25, "sender": "s", "tls": True}, "tls"),
        ({"host": "a", "port": 25, "sender": "s", "user": "u", "password": "p"}, "starttls"),
    ],
)
def test_settings_that_cannot_work_are_named(value: dict[str, object], named: str) -> None:
    with pytest.raises(ValueError, match=named):
        SmtpSettings.read(value)


def test_settings_are_read() -> None:
    settings = SmtpSettings.read(
        {"host": "mail", "port": "587", "sender": "s@x", "starttls": True, "user": "u", "password": "p"}
    )
    assert (settings.port, settings.starttls, settings.timeout) == (587, True, 10.0)


@pytest.fixture
def certified(tmp_path: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for localhost of its own making, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = clock.real_now() - timedelta(minutes=5)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, start, start + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    form = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    pem.write_bytes(key.private_bytes(*form) + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return pem, context


@pytest.mark.parametrize("trusted", [True, False])
def test_starttls_needs_a_certificate_we_trust(
    trusted: bool, certified: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    pem, context = certified
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    handler, port = Server(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port, tls_context=context, require_starttls=True)
    controller.start()
    try:
        driver = SmtpDriver(SmtpSettings(host="localhost", port=port, sender="s@zt.example", timeout=2, starttls=True))
        mail = Mail(to="a@b.cn", subject="一", body="二", message_id="<1@x>")
        if trusted:
            driver.send(mail)
        else:
            with pytest.raises(NotSent, match="CERTIFICATE_VERIFY_FAILED"):
                driver.send(mail)
    finally:
        controller.stop()
    assert len(handler.taken) == (1 if trusted else 0)
