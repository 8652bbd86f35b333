"""Mail by SMTP."""

from zhengtong.adapters.mail_smtp._driver import SmtpDriver, SmtpSettings

__all__ = ["SmtpDriver", "SmtpSettings"]
