"""The sheet that is put up in public: its lines, and the page that shows the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from zhengtong.delivery.cases.data import CaseData
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.data import NewPosting, Shown
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.offer.rules.data import WorkedOut
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import ShownLine, Step

ACTOR = system("publicity")
SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper of a case that is put up in public: its title, the office that issues it, what the rules work out."""

    use: str
    title: Text
    issuer: Text
    worked_out: Mapping[str, WorkedOut]


def posted(case: CaseData, version: ServiceVersion, sheet: Sheet, *, at: datetime) -> dict[str, Any]:
    """Put a sheet's words on its page, in the caller's transaction; what the sheet itself says of them: its lines and
    its address. Empty for a paper that is no such sheet."""
    step = _step_of(version, sheet.use)
    if step is None or step.objections is None:
        return {}
    lines = tuple(_lines(case, step.objections.shows, sheet.worked_out))
    new = NewPosting(
        case=case.summary.number,
        step=step.id,
        title=_named(version.service.name, sheet.title),
        issuer=sheet.issuer,
        phone=version.service.phone,
        shown=lines,
        may_be_anonymous=step.objections.anonymous,
    )
    code = publicity.put_up(new, actor=ACTOR, at=at)
    return {
        "shown": [{"label": one.label.zh, "value": one.value.zh} for one in lines],
        "verify": f"{settings.ZHENGTONG_PUBLIC_URL}/n/{code}",
    }


def _named(service: Text, title: Text) -> Text:
    """What is put up, by the name of its service as on the sheet: publicity is public by law, so that a service that
    messages may not name is named here too."""
    return Text(f"{service.zh}：{title.zh}", f"{service.in_('en')}: {title.in_('en')}")


def _step_of(version: ServiceVersion, use: str) -> Step | None:
    process = workflow.process_of(version)
    steps = process.steps.values() if process else ()
    return next((one for one in steps if one.objections and one.objections.sheet == use), None)


def _lines(case: CaseData, shows: tuple[ShownLine, ...], worked_out: Mapping[str, WorkedOut]) -> list[Shown]:
    """What can be said; a line whose value nobody can work out is left out of sheet and page alike."""
    subject = Text(case.summary.applicant_name, case.summary.applicant_name)
    found = [(one, subject if one.value == SUBJECT else _value(worked_out.get(one.value))) for one in shows]
    return [Shown(one.label, _with_unit(value, one.unit)) for one, value in found if value]


def _value(one: WorkedOut | None) -> Text | None:
    return None if one is None or one.value is None else rules.shown(one.kind, one.value)


def _with_unit(value: Text, unit: Text) -> Text:
    if not unit.zh:
        return value
    return Text(f"{value.zh} {unit.zh}", f"{value.in_('en')} {unit.in_('en')}")
