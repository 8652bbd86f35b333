"""Sessions as Django keeps them, except that the database knows no key: it keeps the hash of each.

Who reads the database, a backup or a replica can enter no session with what stands there. Django's `SESSION_ENGINE`.
"""

import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession

from zhengtong.kernel import clock

_LENGTH = 40  # of Django's column: 160 bits, as many as an attacker would have to guess of the key itself


def kept_under(session_key: str) -> str:
    """Under what a session stands in the database. Keys are random, so no salt and no slow hash is needed."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:_LENGTH]


class SessionStore(db.SessionStore):
    """A session known in full to its browser alone."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        if self.session_key is None:
            return None
        found = self.model.objects.filter(
            session_key=kept_under(self.session_key), expire_date__gt=clock.real_now()
        ).first()
        if found is None:
            self._session_key = None
        return found

    def exists(self, session_key: str) -> bool:
        """Whether a session with this key is kept."""
        return super().exists(kept_under(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> AbstractBaseSession:
        """The row to keep."""
        row = super().create_model_instance(data)
        row.session_key = kept_under(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one unless a key is given."""
        key = session_key or self.session_key
        if key:
            super().delete(kept_under(key))
