"""Rule 2: foreign keys point to the own context or lower, hidden on the other side."""

from collections.abc import Iterable

import pytest
from django.apps import apps
from django.apps.registry import Apps
from django.db import models

from architecture.source import MAY_KNOW, TIERS, context_of

Model = type[models.Model]


def foreign_key_faults(every: Iterable[Model]) -> list[str]:
    """Every relation of our models that breaks rule 2."""
    ours = [model for model in every if model.__module__.startswith("zhengtong.")]
    fields = [(model, field) for model in ours for field in model._meta.get_fields() if not field.auto_created]
    return [
        f"{model.__name__}.{field.name}: {why}"
        for model, field in fields
        if isinstance(field.related_model, type) and (why := _fault(model, field))
    ]


def _context(model: Model) -> str:
    return context_of(model.__module__.removeprefix("zhengtong."))


def _fault(model: Model, field: models.Field) -> str:
    target = field.related_model
    if not target.__module__.startswith("zhengtong.") or _context(model) == _context(target):
        return ""
    mine, other = _context(model), _context(target)
    if not _is_below(other, mine):
        return f"points up, from {mine} to {other}"
    return "" if field.remote_field.hidden else f"needs related_name='+', since {other} is another context"


def _is_below(other: str, mine: str) -> bool:
    height, mine_height = TIERS.index(other.split(".")[0]), TIERS.index(mine.split(".")[0])
    return height < mine_height or (height == mine_height and other in MAY_KNOW.get(mine, ()))


def test_every_foreign_key_points_down() -> None:
    assert foreign_key_faults(apps.get_models()) == []


def test_no_generic_foreign_key() -> None:
    assert [m for m in apps.get_models() if m.__module__.startswith("zhengtong.") and m._meta.private_fields] == []


def _model(name: str, context: str, registry: Apps, **fields: models.Field) -> Model:
    meta = type("Meta", (), {"app_label": context.split(".")[1], "apps": registry})
    return type(name, (models.Model,), {"__module__": f"zhengtong.{context}.models", "Meta": meta, **fields})


@pytest.mark.parametrize(
    ("mine", "other", "related_name", "fault"),
    [
        ("trust.audit", "trust.identity", "+", "points up, from trust.audit to trust.identity"),
        ("trust.identity", "trust.audit", "rows", "needs related_name='+', since trust.audit is another context"),
        ("trust.identity", "trust.audit", "+", None),
        ("trust.audit", "trust.audit", "rows", None),
    ],
)
def test_a_planted_foreign_key_is_found(mine: str, other: str, related_name: str, fault: str | None) -> None:
    registry = Apps()  # the platform's own registry never hears of these
    target = _model("Target", other, registry)
    key = models.ForeignKey(target, on_delete=models.PROTECT, related_name=related_name)
    holder = _model("Holder", mine, registry, key=key)
    assert foreign_key_faults([target, holder]) == ([f"Holder.key: {fault}"] if fault else [])
