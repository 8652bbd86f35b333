"""Django's settings. What an operator may set is in `environment.py`; everything else is decided here."""

import os
import secrets
from typing import Any

import yaml
from csp.constants import NONE, SELF

from zhengtong.channels.ui.assets import HASHED_NAME
from zhengtong.channels.ui.environment import template_folders
from zhengtong.config import environment, limits
from zhengtong.config.accounts import *  # noqa: F403 settings are names of this module
from zhengtong.config.rooms import ROOMS
from zhengtong.kernel import calendar, clock

ZHENGTONG_HOME = environment.HOME
ZHENGTONG_DEMO = environment.is_demo()
calendar.use_folder(ZHENGTONG_HOME / "calendar")
if ZHENGTONG_DEMO:
    clock.allow_advance(ZHENGTONG_HOME / "clock.json")


def _secret_key() -> str:
    """Django's secret, kept beside the other keys once they are made (trust.keys); until then a passing one."""
    path = ZHENGTONG_HOME / "keys" / "django.secret"
    return path.read_text() if path.exists() else secrets.token_urlsafe(48)


SECRET_KEY = _secret_key()
DEBUG = False
ALLOWED_HOSTS = environment.hosts()
if environment.PUBLIC_URL.startswith("https://"):
    # A proxy of ours ends TLS and says so; from anybody else `proxies.asker` does not believe it.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS, SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 24 * 3600, True
    # A browser takes a name like this over TLS alone, for this very host: no neighbour of ours can plant one.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
ROOT_URLCONF = "zhengtong.config.urls"
WSGI_APPLICATION = "zhengtong.config.wsgi.application"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth.account",
    "allauth.mfa",
    *ROOMS,
]
MIDDLEWARE = [
    "zhengtong.channels.ui.proxies.asker",
    "django.middleware.security.SecurityMiddleware",
    "zhengtong.channels.ui.served.Bundles",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "zhengtong.channels.portal.accounts.middleware.secure_cookies",
    "zhengtong.channels.ui.middleware.preferences",
    "zhengtong.channels.api.middleware.problems",
    "zhengtong.channels.ui.methods.KnownMethods",
    "zhengtong.channels.ui.readable.readable_only",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhengtong.channels.portal.accounts.middleware.sign_in_guard",
    "zhengtong.channels.ui.refused.refused_are_noted",
    "zhengtong.channels.ui.middleware.Refusals",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": template_folders(),
        "OPTIONS": {
            "environment": "zhengtong.channels.ui.environment.environment",
            "context_processors": ["zhengtong.channels.ui.context.page"],
        },
    }
]
DATABASES = {"default": environment.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.User"
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
LANGUAGE_CODE = "zh-hans"
USE_I18N = True
# Files people send stay in memory until they are encrypted: nothing of them lies in a folder for temporary files. What
# is larger than this in all is not taken in, and the page says so.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 48 * 1024 * 1024
STATIC_URL = "/static/"
# Made at start by channels.ui under names holding their hash; WhiteNoise serves them, nothing is collected.
STATIC_ROOT = ZHENGTONG_HOME / "static"
WHITENOISE_IMMUTABLE_FILE_TEST = HASHED_NAME
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
CSRF_FAILURE_VIEW = "zhengtong.channels.ui.views.csrf_failure"
CSRF_COOKIE_HTTPONLY = True

# What went wrong, to stderr. Of a request its path alone: never its query, its body or who asked.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"style": "{", "format": "{asctime} {levelname} {name} {message}"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING"},
        "django.request": {"level": "ERROR"},
        # Somebody knocked under another name and got their 400: nothing of ours is broken.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "zhengtong": {"handlers": ["stderr"], "level": "WARNING"},
    },
}

ZHENGTONG_LANG = environment.LANG
ZHENGTONG_PUBLIC_URL = environment.PUBLIC_URL
ZHENGTONG_TRUSTED_PROXIES = environment.trusted_proxies()
ZHENGTONG_SMTP = environment.smtp()
ZHENGTONG_SMS = environment.SMS
ZHENGTONG_BANK = ZHENGTONG_HOME / "bank.yaml"
ZHENGTONG_LIMITS = limits.read(ZHENGTONG_HOME / "limits.yaml")
# A text of a template without English is an error in tests, and falls back to Chinese elsewhere.
ZHENGTONG_STRICT_TEXTS = bool(os.environ.get("ZHENGTONG_STRICT_TEXTS"))


def _site() -> dict[str, Any]:
    """Who answers for this site: `site.yaml` of the home, with the keys of channels.ui.data.Site."""
    path = ZHENGTONG_HOME / "site.yaml"
    return (yaml.safe_load(path.read_text(encoding="utf-8")) or {}) if path.exists() else {}


ZHENGTONG_SITE = _site()
