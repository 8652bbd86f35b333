from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import pre_migrate


class KeysConfig(AppConfig):
    name = "zhengtong.trust.keys"

    def ready(self) -> None:
        pre_migrate.connect(_before_migrating, dispatch_uid="keys.before_migrating")


def _before_migrating(using: str, **_: Any) -> None:
    """A database that was never migrated holds nothing yet: its keys are made now, or never."""
    from zhengtong.trust.keys import api as keys

    if MigrationRecorder(connections[using]).has_table():
        keys.require()
    else:
        keys.make()
