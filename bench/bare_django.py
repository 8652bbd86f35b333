"""A bare Django view that inserts the rows of one submission by ORM: copies with fresh keys, in one transaction."""

import json
import os
import pickle
import secrets
from pathlib import Path
from typing import Any

import django
from django.apps import apps
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import models, transaction
from django.http import HttpRequest, JsonResponse
from django.urls import path

django.setup()
settings.MIDDLEWARE, settings.ROOT_URLCONF = [], "bare_django"
application = WSGIHandler()
_ROWS = pickle.loads((Path(os.environ["ZHENGTONG_HOME"]) / "rows.pickle").read_bytes())


def _order(row: tuple[str, dict[str, Any]]) -> int:
    """Models as they were installed, lowest tier first: a key exists before it is pointed at."""
    return [model._meta.label for model in apps.get_models()].index(row[0])


def submit(request: HttpRequest) -> JsonResponse:
    """As many rows as ours, nothing else."""
    json.loads(request.body or b"{}")
    fresh: dict[Any, Any] = {}
    with transaction.atomic():
        for label, values in _ROWS:
            _insert(apps.get_model(label), values, fresh)
    return _told({"case": "bare"}, 201)


def _told(body: dict[str, str], status: int) -> JsonResponse:
    response = JsonResponse(body, status=status)
    response["Content-Length"] = str(len(response.content))
    return response


def _insert(model: type[models.Model], values: dict[str, Any], fresh: dict[Any, Any]) -> None:
    own = {name: _renewed(model, name, value, fresh) for name, value in values.items()}
    key = model._meta.pk
    assert key is not None
    if isinstance(key, models.AutoField):
        del own[key.attname]
    row = model._default_manager.create(**own)
    fresh[model, values[key.attname]] = row.pk


def _renewed(model: type[models.Model], name: str, value: Any, fresh: dict[Any, Any]) -> Any:
    """Unique names are made anew, and what points at a row copied before points at its copy."""
    field = model._meta.get_field(name)
    if isinstance(field, models.ForeignKey):
        return fresh.get((field.related_model, value), value)
    if isinstance(value, str) and value in fresh:
        return fresh[value]
    if isinstance(value, str) and (field.unique or name == "idempotency_key"):
        return fresh.setdefault(value, secrets.token_hex(24)[: len(value)])
    return value


_ROWS.sort(key=_order)
urlpatterns = [path("api/v1/applications", submit), path("", lambda request: _told({}, 200))]
