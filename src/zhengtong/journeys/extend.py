"""A clerk puts the limit of a case off in a special case; the applicant is told why, by notice and by paper."""

from dataclasses import dataclass
from datetime import date, datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, Extending
from zhengtong.journeys import _step_papers
from zhengtong.journeys._doers import office_of
from zhengtong.journeys._judgement import cited
from zhengtong.journeys.look_at import look_at
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid, NotFound
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.kernel.visible import too_little
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.workflow import api as workflow

WHY_OPENED, WHY = "延长期限", "why"
SHORTEST, LONGEST = 10, 1000
SAY_WHY = Text(
    "写明为什么要延，{least} 到 {most} 个字，申请人看得到",
    "Say why in {least} to {most} characters; the applicant will read it",
)


@dataclass(frozen=True, slots=True)
class Extendable:
    """What can be put off: to how many working days from acceptance, by which article."""

    extending: Extending
    cite: Text
    papers: tuple[str, ...]


def extendable(case: CaseData, actor: Actor) -> Extendable | None:
    """What the actor may put off of a case now; None when nothing. At most four statements."""
    version = catalogue.version(case.service_hash)
    process = workflow.process_of(version)
    if process is None or process.extension is None or case.extended_at or case.summary.state != "in_process":
        return None
    extension = process.extension
    extending = Extending(extension.days.count, *office_of(case, version, extension.lane))
    if not cases.may_extend(actor, extending) or _over(case.legal_due):
        return None
    return Extendable(extending, cited(extension.days.cite), extension.papers)


def extend(number: str, why: str, *, actor: Actor, at: datetime) -> None:
    """Put the limit off, once and before it runs out. Invalid without a reason; NotFound for who may not."""
    _, found = look_at(number, lambda case: _to_extend(case, actor), actor=actor, at=at, reason=WHY_OPENED)
    why = why.strip()
    if too_little(why, SHORTEST) or len(why) > LONGEST:
        raise Invalid([FieldProblem(WHY, "length", SAY_WHY.format(least=SHORTEST, most=LONGEST))])
    with atomic():
        cases.extend(number, found.extending, why, actor=actor, at=at)
        _step_papers.request(number, found.papers, None, actor=actor, at=at)


def _to_extend(case: CaseData, actor: Actor) -> Extendable:
    found = extendable(case, actor)
    if found is None:
        raise NotFound()
    return found


def _over(due: date) -> bool:
    return clock.today() > due
