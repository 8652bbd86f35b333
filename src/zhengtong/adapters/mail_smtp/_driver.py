import contextlib
import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from zhengtong.kernel import clock
from zhengtong.kernel.transactions import forbid_in_transaction
from zhengtong.office.notices.ports import Away, Mail, NotSent, Refused


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """Where and how mails are handed over. `timeout` in seconds for each exchange with the server."""

    host: str
    port: int
    sender: str
    timeout: float = 10.0
    starttls: bool = False
    user: str = ""
    password: str = ""

    @classmethod
    def read(cls, value: Mapping[str, object]) -> "SmtpSettings":
        """From the setting ZHENGTONG_SMTP. ValueError names what is missing, unknown or unsafe."""
        known = {"host", "port", "sender", "timeout", "starttls", "user", "password"}
        wrong = (value.keys() - known) | ({"host", "port", "sender"} - value.keys())
        if wrong:
            raise ValueError(f"ZHENGTONG_SMTP: missing or unknown: {', '.join(sorted(wrong))}")
        if value.get("user") and not value.get("starttls"):
            raise ValueError("ZHENGTONG_SMTP: user needs starttls, or the password would travel in clear")
        return cls(
            host=str(value["host"]),
            port=int(str(value["port"])),
            sender=str(value["sender"]),
            timeout=float(str(value.get("timeout", 10.0))),
            starttls=bool(value.get("starttls", False)),
            user=str(value.get("user", "")),
            password=str(value.get("password", "")),
        )


class SmtpDriver:
    """Hands each mail to one SMTP server."""

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings

    def send(self, mail: Mail) -> None:
        """Returns when the server has taken the mail. Away, NotSent (try again), Refused (never)."""
        forbid_in_transaction("sending mail")
        try:
            self._hand_over(_message(mail, self._settings.sender))
        except smtplib.SMTPRecipientsRefused as error:
            ((code, reason),) = error.recipients.values()
            raise _refusal(code, reason) from error
        except smtplib.SMTPResponseException as error:
            raise _refusal(error.smtp_code, error.smtp_error) from error
        except (OSError, smtplib.SMTPException) as error:  # a certificate's fault is an OSError and a ValueError
            raise Away(f"{type(error).__name__}: {error}") from error
        except ValueError as error:
            raise Refused(f"{type(error).__name__}: {error}") from error

    def _hand_over(self, message: EmailMessage) -> None:
        server = smtplib.SMTP(self._settings.host, self._settings.port, timeout=self._settings.timeout)
        try:
            self._secure(server)
            server.send_message(message)
            with contextlib.suppress(OSError, smtplib.SMTPException):
                server.quit()  # the mail is taken: a server that hangs now must not have it sent again
        finally:
            server.close()

    def _secure(self, server: smtplib.SMTP) -> None:
        if self._settings.starttls:
            server.starttls(context=ssl.create_default_context())
        if self._settings.user:
            server.login(self._settings.user, self._settings.password)


def _refusal(code: int, reason: bytes | str) -> NotSent | Refused:
    """5xx is for ever, anything else for now."""
    words = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    return Refused(f"{code} {words}") if code >= 500 else NotSent(f"{code} {words}")


def _message(mail: Mail, sender: str) -> EmailMessage:
    """The policy refuses line ends in a header, so nothing can be smuggled in."""
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(clock.real_now())
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.body)
    return message
