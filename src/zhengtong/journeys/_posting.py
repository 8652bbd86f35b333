"""The sheet that is put up in public: its lines, and the page that shows the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from zhengtong.delivery.cases.data import CaseData, ProcessStepData
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.data import NewPosting, Shown
from zhengtong.journeys._judgement import Judgement
from zhengtong.journeys._pressed import pressed
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.rules import api as rules
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import Outcome, ShownLine, Step

ACTOR = system("publicity")
SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper of a case that is put up in public: its title, the office that issues it, what the rules say so far and
    which steps are done."""

    use: str
    title: Text
    issuer: Text
    judged: Judgement
    done: Sequence[ProcessStepData]


def posted(case: CaseData, version: ServiceVersion, sheet: Sheet, *, at: datetime) -> dict[str, Any]:
    """Put a sheet's words on its page, in the caller's transaction; what the sheet itself says of them: its lines and
    its address. Empty for a paper that is no such sheet."""
    step = _step_of(version, sheet.use)
    if step is None or step.objections is None:
        return {}
    lines = tuple(_lines(case, step.objections.shows, sheet, pressed(version, sheet.done)))
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


def _lines(
    case: CaseData, shows: tuple[ShownLine, ...], sheet: Sheet, buttons: Mapping[str, Outcome]
) -> Iterator[Shown]:
    """What can be said; a line whose value nobody can work out is left out of sheet and page alike."""
    for one in shows:
        against = buttons.get(one.unless_bad)
        value = None if against and against.bad else _value(case, one, sheet.judged, buttons)
        if value:
            yield Shown(one.label, value)


def _value(case: CaseData, one: ShownLine, judged: Judgement, buttons: Mapping[str, Outcome]) -> Text | None:
    """What stands on a line. A sum the rules do not plainly give is not announced as if it were settled."""
    if one.value == SUBJECT:
        return Text(case.summary.applicant_name, case.summary.applicant_name)
    if one.of_step:
        return buttons[one.of_step].label if one.of_step in buttons else None
    if one.unsettled and judged.outcome != "approve":
        return one.unsettled
    found = judged.worked_out.get(one.value)
    return None if found is None or found.value is None else _with_unit(rules.shown(found.kind, found.value), one.unit)


def _with_unit(value: Text, unit: Text) -> Text:
    if not unit.zh:
        return value
    return Text(f"{value.zh} {unit.zh}", f"{value.in_('en')} {unit.in_('en')}")
