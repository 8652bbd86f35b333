"""Where a case is at home, learnt after it was opened: noted once, and open steps go to the office of that place."""

from collections.abc import Mapping
from datetime import datetime

from zhengtong.delivery.cases import _actions
from zhengtong.delivery.cases._operations._moves import note
from zhengtong.delivery.cases._operations._step_rows import locked, named, record
from zhengtong.delivery.cases._policy import require_system
from zhengtong.delivery.cases.data import StepKey
from zhengtong.delivery.cases.models import Case, ProcessStep
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic

ROUTED = Text("{step}：转给家所在地的单位办", "{step}: passed to the office of the place they live in")


def settle_region(number: str, region: str, *, actor: Actor, at: datetime) -> bool:
    """Note the region of an open case, where none is known yet; whether that was so. What is known stays.

    The case is held until the caller's transaction ends: no step opens between this and `route_steps`.
    """
    require_system(actor)
    with atomic():
        case = Case.objects.select_for_update().defer("decision").filter(number=number).first()
        if case is None:
            raise NotFound()
        if case.fields.get("region") or case.closed_at:
            return False
        case.fields = {**case.fields, "region": region}
        case.save(update_fields=["fields"])
        record(case, _actions.REGION_SETTLED, actor, at)
    return True


def route_steps(number: str, offices: Mapping[StepKey, tuple[str, str]], *, actor: Actor, at: datetime) -> None:
    """Give open steps of offices to another office and permission. Whoever has taken a step keeps it."""
    require_system(actor)
    with atomic():
        case = locked(number)
        free = ProcessStep.objects.filter(case=case, state="open", held_by="", organisation__isnull=False)
        for row in free.order_by("id"):
            before = (row.organisation_id, row.permission)
            office, permission = offices.get(StepKey(row.step, row.occurrence), before)
            if (office, permission) == before:
                continue
            row.organisation_id, row.permission = office, permission
            row.save(update_fields=["organisation", "permission"])
            if row.kind != "wait":  # what waits for word from outside is no work to pass on: people are not told
                note(case, "step_routed", ROUTED.format(step=Text.read(row.name)), actor=actor, at=at)
            moved = {**named(row), "from": before[0], "to": office}
            record(case, _actions.STEP_ROUTED, actor, at, detail=moved)
