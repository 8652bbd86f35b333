import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, close_old_connections

from zhengtong.channels.ui import assets

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhengtong.config.settings")
os.umask(0o077)
assets.build(Path(settings.STATIC_ROOT or "static"))  # before WhiteNoise looks for them
_django = get_wsgi_application()

from zhengtong.channels.portal.page_cache import PageCache  # noqa: E402 Django must be set up before contexts are read
from zhengtong.offer.catalogue import api as catalogue  # noqa: E402 the same


def edition() -> int | None:
    """What is published, as a number that changes with it; None while the database is away."""
    try:
        close_old_connections()
        return catalogue.edition()
    except DatabaseError:
        return None


application = PageCache(_django, edition)
