"""Sessions stand under the hash of their key from here on; those that are open stay open."""

import hashlib
from typing import Any

from django.db import migrations


def hash_keys(apps: Any, schema_editor: Any) -> None:
    sessions = apps.get_model("sessions", "Session").objects
    for key in list(sessions.values_list("session_key", flat=True)):
        sessions.filter(session_key=key).update(session_key=hashlib.sha256(key.encode()).hexdigest()[:40])


def end_all(apps: Any, schema_editor: Any) -> None:
    """Back: no key can be had from its hash, so everybody signs in again."""
    apps.get_model("sessions", "Session").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("identity", "0002_leaving"),
        ("sessions", "0001_initial"),
    ]
    operations = [migrations.RunPython(hash_keys, end_all)]
