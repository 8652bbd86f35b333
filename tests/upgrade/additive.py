"""What a release may change while the one before still works beside it, looked for in migrations and events.

`contract.json` is what the release before relies on: where its migrations end, the fields of its events, the names of
its handlers. Written anew when a release is made, and only then:

    PYTHONPATH=src:tests .venv/bin/python -m upgrade.additive > tests/upgrade/contract.json
"""

import dataclasses
import importlib.util
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from zhengtong.kernel.beside import AddIndexBeside
from zhengtong.kernel.text import Text

ROOT = Path(__file__).parents[2]
_NO_DEFAULT = (
    "the version before writes rows without this column, and PostgreSQL refuses them: add db_default=… or null=True"
)
_WITH_INDEX = "everybody waits while its index is made: db_index=False here, then AddIndexBeside in a later migration"
_INDEX = "everybody waits while it is made: AddIndexBeside, with atomic = False"
_ALONE = (
    "outside a transaction nothing limits how long it waits for a table, with everybody behind it: with atomic = False "
    "AddIndexBeside alone, whatever else in a migration before"
)
_NARROWED = "the version before writes what does not fit any more: only wider, or a new column beside it"
_JUDGED = "nothing shows that the version before can live with it: say in goes_beside why it can, or in needs_stop"
_GONE = (
    "the version before still uses it: this release stops using it (SeparateDatabaseAndState, the column nullable or "
    "with db_default), a later one removes it from the database"
)
_HARMLESS = (ops.CreateModel, ops.AlterModelOptions, ops.AlterModelManagers, ops.RemoveIndex, AddIndexBeside)
_JUDGED_BY_PEOPLE = (ops.RunPython, ops.RunSQL, ops.AddConstraint, ops.RemoveConstraint)


def contract() -> dict[str, Any]:
    """What this version would leave to the next as its contract."""
    from zhengtong.kernel.events import _registry

    load_events()
    heads = {app: name for app, name in MigrationLoader(None).graph.leaf_nodes() if _is_ours(app)}
    events = {name: sorted(field.name for field in dataclasses.fields(cls)) for name, cls in _registry._classes.items()}
    handlers = {name: sorted(one.name for one in _registry._handlers[name]) for name in events}
    return {"migrations": heads, "events": dict(sorted(events.items())), "handlers": dict(sorted(handlers.items()))}


def load_events() -> None:
    """An event nobody hears is loaded by whoever announces it, else not."""
    from django.apps import apps

    for app in apps.get_app_configs():
        if app.name.startswith("zhengtong.") and importlib.util.find_spec(f"{app.name}.events"):
            importlib.import_module(f"{app.name}.events")


def _is_ours(app: str) -> bool:
    from django.apps import apps

    return apps.get_app_config(app).name.startswith("zhengtong.")


def since(heads: Mapping[str, str]) -> Iterator[tuple[Migration, ProjectState]]:
    """Migrations of ours after these heads, in order, each with the form of the data before it."""
    loader = MigrationLoader(None)
    before = {node for app, name in heads.items() for node in loader.graph.forwards_plan((app, name))}
    seen = set(before)
    for leaf in loader.graph.leaf_nodes():
        for node in loader.graph.forwards_plan(leaf):
            if node not in seen and _is_ours(node[0]):
                yield loader.get_migration(*node), loader.project_state([node], at_end=False)
            seen.add(node)


def faults(migrations: Iterator[tuple[Migration, ProjectState]]) -> list[str]:
    """Operation, file and mend of whatever the version before could not live with.

    What was made after the release before, that release does not know: it may be changed at will.
    """
    found: list[str] = []
    new: set[tuple[str, ...]] = set()
    for migration, state in migrations:
        state = state.clone()
        if not (migration.atomic or all(isinstance(one, AddIndexBeside) for one in migration.operations)):
            found.append(f"{_file(migration)}: {_ALONE}")
        for operation in migration.operations:
            why = _fault(operation, migration, state, new)
            if why:
                found.append(f"{_file(migration)}: {operation.describe()}: {why}")
            operation.state_forwards(migration.app_label, state)
    return found


def _file(migration: Migration) -> str:
    path = Path(str(sys.modules[type(migration).__module__].__file__))
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else path.name


def _fault(operation: Operation, migration: Migration, state: ProjectState, new: set[tuple[str, ...]]) -> str:
    app = migration.app_label
    if isinstance(getattr(migration, "needs_stop", None), Text):
        return ""
    if isinstance(operation, ops.SeparateDatabaseAndState):
        inside = [_fault(one, migration, state, new) for one in operation.database_operations]
        return next(filter(None, inside + [_forgotten(one, app, state) for one in operation.state_operations]), "")
    if isinstance(operation, ops.CreateModel):
        new.add((app, operation.name_lower))
    if isinstance(operation, _HARMLESS) or _is_new(operation, app, new):
        return ""
    if isinstance(operation, ops.AddField):
        new.add((app, operation.model_name_lower, operation.name_lower))
        return _of_new_column(operation.field)
    if isinstance(operation, ops.AlterField):
        before = state.models[app, operation.model_name_lower].fields[operation.name]
        return "" if is_wider(before, operation.field) else _NARROWED
    if isinstance(operation, ops.AddIndex):
        return _INDEX
    if isinstance(operation, _JUDGED_BY_PEOPLE):
        return "" if getattr(migration, "goes_beside", "") else _JUDGED
    return _GONE


def _is_new(operation: Operation, app: str, new: set[tuple[str, ...]]) -> bool:
    model = getattr(operation, "model_name_lower", getattr(operation, "name_lower", ""))
    field = getattr(operation, "name_lower", "")
    is_adding = isinstance(operation, ops.AddField)
    return (app, model) in new or (not is_adding and (app, model, field) in new)


def _of_new_column(field: "models.Field[Any, Any]") -> str:
    if isinstance(field, models.ManyToManyField):
        return ""
    if not (field.null or field.has_db_default()):
        return _NO_DEFAULT
    return _WITH_INDEX if field.unique or field.db_index else ""


def _forgotten(operation: Operation, app: str, state: ProjectState) -> str:
    """A column this release forgets while it stays in the database: its own rows are written without it."""
    if not isinstance(operation, ops.RemoveField):
        return _GONE
    field = state.models[app, operation.model_name_lower].fields[operation.name]
    return "" if field.null or field.has_db_default() else _NO_DEFAULT


def is_wider(before: "models.Field[Any, Any]", after: "models.Field[Any, Any]") -> bool:
    """Whether all that fitted into a column still does, and rows may be written as before."""
    if before.get_internal_type() != after.get_internal_type() or before.db_column != after.db_column:
        return False
    is_shorter = (after.max_length or sys.maxsize) < (before.max_length or sys.maxsize)
    is_stricter = (before.null and not after.null) or (not before.unique and after.unique)
    has_lost_default = before.has_db_default() and not (after.has_db_default() or after.null)
    return not (is_shorter or is_stricter or has_lost_default or before.db_index != after.db_index)


def broken_events(before: Mapping[str, Sequence[str]], now: Mapping[str, type]) -> list[str]:
    """Events and fields the version before announces and this one could not read, or the other way round."""
    found = [
        f"{name}: not declared any more; keep it until nothing announces it" for name in before.keys() - now.keys()
    ]
    for name in before.keys() & now.keys():
        fields = {field.name: field for field in dataclasses.fields(now[name])}
        found += [
            f"{name}.{field}: the version before cannot do without it" for field in set(before[name]) - set(fields)
        ]
        found += [
            f"{name}.{field.name}: what the version before announces has none; give it a default"
            for field in fields.values()
            if field.name not in before[name]
            and field.default is dataclasses.MISSING
            and field.default_factory is dataclasses.MISSING
        ]
    return sorted(found)


def lost_handlers(before: Mapping[str, Sequence[str]], now: Mapping[str, Sequence[str]]) -> list[str]:
    """Handlers the version before writes down and nobody would be, once it has gone."""
    return sorted(
        f"{event}: nobody hears as {name}; keep the name until no event waits for it"
        for event, names in before.items()
        for name in set(names) - set(now.get(event, ()))
    )


if __name__ == "__main__":
    import os

    os.environ["DJANGO_SETTINGS_MODULE"] = "zhengtong.config.settings"
    import django

    django.setup()
    print(json.dumps(contract(), indent=1))
