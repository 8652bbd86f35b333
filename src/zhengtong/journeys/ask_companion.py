"""Two go together: whoever does a step asks a colleague who was there to say so."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, NewCompanion, ProcessStepData, StepKey
from zhengtong.journeys._process import step_of
from zhengtong.journeys._step_form import read_result, typed_alone
from zhengtong.journeys._step_needs import COMPANION, written_hash
from zhengtong.journeys.send_files import Sent, keep_with_page
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.text import Text
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import StaffData
from zhengtong.trust.organisations import api as organisations

WHY = "请同事确认一起办了"
CHOOSE = Text("选一位一起去的同事", "Choose the colleague who was there")
HANDLE = "cases.handle"


def ask_companion(
    number: str,
    key: StepKey,
    who: str,
    typed: Mapping[str, str],
    sent: Sequence[Sent] = (),
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Ask the colleague `who` to confirm a step as it is written now; files `sent` with it are kept.

    Invalid names the questions that are not answered yet, and COMPANION when `who` is nobody who can be asked.
    """
    row = cases.own_step(number, key, actor=actor)
    case = cases.case(number, actor=actor, at=at, reason=WHY)
    unkept = keep_with_page(number, key, sent, actor=actor, at=at)
    result, problems = read_result(step_of(case, key), typed)
    chosen = next((one for one in colleagues_for(case, row, actor) if one.account == who), None)
    if chosen is None:
        raise Invalid([*unkept, *problems, FieldProblem(COMPANION, "required", CHOOSE)])
    if unkept or problems:
        raise Invalid([*unkept, *problems])
    new = NewCompanion(chosen.account, chosen.name, chosen.post, written_hash(result))
    cases.ask_companion(number, key, new, typed_alone(typed), actor=actor, at=at)


def colleagues_for(case: CaseData, row: ProcessStepData, actor: Actor) -> tuple[StaffData, ...]:
    """Who can have been there: clerks of the step's office and of the place the applicant lives in, but for the actor
    and the parties to the case; each once. Two statements."""
    home = str(case.fields["region"])
    offices = {one.code for one in organisations.organisations() if home and one.region == home} | {row.organisation}
    parties = (case.summary.applicant, case.summary.operator)
    found = (one for one in identity.staff_of(offices) if HANDLE in one.permissions and one.person not in parties)
    return tuple({one.account: one for one in found if one.account != actor.id}.values())
