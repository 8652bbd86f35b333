"""Model fields whose column holds only ciphertext."""

import json
from typing import Any

from django.db import models

from zhengtong.trust.keys import _cipher


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # generic only for the type checker
    """Text encrypted at rest; the empty string stays empty. It cannot be filtered on: keep a `lookup` beside it."""

    @property
    def _context(self) -> str:
        return f"{self.model._meta.db_table}.{self.column}"

    def from_db_value(self, value: str | None, _expression: object, _connection: object) -> Any:
        return self._open(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        return self._seal(value) if value not in (None, "") else value

    def _open(self, value: str) -> Any:
        return _cipher.decrypt(value, self._context)

    def _seal(self, value: Any) -> str:
        return _cipher.encrypt(str(value), self._context)


class EncryptedJSONField(EncryptedTextField):
    """A JSON value encrypted at rest as a whole."""

    # What the type checker may expect in and out (django-stubs).
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def _open(self, value: str) -> Any:
        return json.loads(_cipher.decrypt(value, self._context))

    def _seal(self, value: Any) -> str:
        return _cipher.encrypt(json.dumps(value, ensure_ascii=False), self._context)

    def get_prep_value(self, value: Any) -> Any:
        return None if value is None else self._seal(value)
