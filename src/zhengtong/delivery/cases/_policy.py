"""Who may see and decide a case: its applicant, who applied for them, and the organisation's clerks."""

from zhengtong.delivery.cases.data import CaseSummary, Extending, NeedData, NewCase
from zhengtong.delivery.cases.models import Case, ProcessStep, StepCompanion, StepProof
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, Forbidden, NotFound

HANDLE = "cases.handle"


def is_party(actor: Actor, case: Case) -> bool:
    """The applicant, or the person who applied for them."""
    return bool(actor.person) and actor.person in (case.applicant_id, case.operator_id)


def is_clerk(actor: Actor, case: Case) -> bool:
    """Staff whose post handles cases of the case's organisation, or was given a step of this case."""
    return works_desk(actor) and (actor.organisation == case.organisation_id or _has_step(actor, case))


def _has_step(actor: Actor, case: Case) -> bool:
    """Whether a step of the case is or was for the actor's post. One statement."""
    given = ProcessStep.objects.filter(case=case, organisation=actor.organisation)
    return given.exclude(state="dropped").filter(permission__in=sorted(actor.permissions)).exists()


def papers_alone(actor: Actor, case: Case) -> frozenset[str] | None:
    """The kinds of papers a clerk of another office reads of a case, because their steps there weigh nothing and so
    need nothing else (个人信息保护法 art. 6); None for who reads it whole. At most one statement."""
    if actor.kind != "staff" or actor.organisation == case.organisation_id or is_party(actor, case):
        return None
    given = ProcessStep.objects.filter(case=case, organisation=actor.organisation).exclude(state="dropped")
    rows = list(given.filter(permission__in=sorted(actor.permissions)).values_list("weighs", "papers"))
    return None if any(weighs for weighs, _ in rows) else frozenset(kind for _, kinds in rows for kind in kinds)


def require_step(actor: Actor, case: Case, row: ProcessStep | None) -> ProcessStep:
    """The step, for whom it is given to: posts, whose holder must not be a party to the case; the applicant's side; or
    the platform. Whoever may not read the case does not learn that it exists."""
    require_read(actor, case)
    if row is None:
        raise NotFound()
    if row.by_applicant:
        require_party(actor, case)
    elif not row.organisation_id:
        require_system(actor)
    elif not _may_do(actor, row) or is_party(actor, case):
        raise Forbidden()
    return row


def _may_do(actor: Actor, row: ProcessStep) -> bool:
    """The post it is given to; a wait for word from outside also the platform, where the word came to it."""
    if actor.kind == "system":
        return row.kind == "wait"
    return actor.kind == "staff" and actor.organisation == row.organisation_id and actor.may(row.permission)


def require_open_step(actor: Actor, case: Case | None, row: ProcessStep | None) -> ProcessStep:
    """As `require_step`, and the step is not over yet (Conflict)."""
    found = require_step(actor, require_read(actor, case), row)
    if found.state != "open":
        raise Conflict()
    return found


def require_proof(actor: Actor, case: Case | None, row: StepProof | None) -> StepProof:
    """A file of a step, for who reads the case whole or is asked to confirm that very step; else NotFound."""
    if row is not None and _was_asked(actor, row.step):
        return row
    found = require_read(actor, case)
    if row is None or not (sees_whole(actor, found) or row.added_by == actor.id):
        raise NotFound()
    if papers_alone(actor, found) is not None and not _may_do(actor, row.step):
        raise NotFound()
    return row


def _was_asked(actor: Actor, step: ProcessStep) -> bool:
    return actor.kind == "staff" and StepCompanion.objects.filter(step=step, who=actor.id).exists()


def require_companion(actor: Actor, row: StepCompanion | None) -> StepCompanion:
    """What a colleague is asked to confirm, for that colleague while they are of staff; else NotFound."""
    if row is None or actor.kind != "staff" or row.who != actor.id:
        raise NotFound()
    return row


def may_extend(actor: Actor, extending: Extending) -> bool:
    """Whether the actor holds a post that may put the limit off."""
    is_theirs = actor.kind == "staff" and actor.organisation == extending.organisation
    return is_theirs and actor.may(extending.permission)


def require_extend(actor: Actor, case: Case, extending: Extending) -> None:
    """The posts the process names, and none of them a party to the case."""
    require_read(actor, case)
    if not may_extend(actor, extending) or is_party(actor, case):
        raise Forbidden()


def sees_whole(actor: Actor, case: Case) -> bool:
    """Everyone who may read a case sees it whole, but for who applied for somebody outside their household."""
    return case.in_household or actor.person != case.operator_id or actor.person == case.applicant_id


def may_read(actor: Actor, need: NeedData) -> bool:
    """Whether a party to the case may read what a department said: about one of several people only that person.

    个人信息保护法 art. 28: 金融账户 is sensitive. Who applies hears what was decided and why, not what another has.
    """
    return "." not in need.party or (bool(actor.person) and actor.person == need.person)


def require_open(actor: Actor, new: NewCase) -> None:
    """Only the person who applies opens a case, for themselves or for the applicant they name."""
    if not actor.person or actor.person != new.operator:
        raise Forbidden()


def leaves_trace(actor: Actor, case: Case) -> bool:
    """Whether a look is recorded: not the platform's, nor a party's own; staff leave one at their own case too."""
    return actor.kind == "staff" or (actor.kind != "system" and not is_party(actor, case))


def require_party(actor: Actor, case: Case | None) -> Case:
    """The case, for its parties only."""
    if case and is_party(actor, case):
        return case
    raise NotFound()


def require_await(actor: Actor, case: Case | None) -> Case:
    """The case, for who applies, and for the platform, which asks departments when a step opens."""
    return case if case and actor.kind == "system" else require_party(actor, case)


def require_read(actor: Actor, case: Case | None) -> Case:
    """The case, or NotFound: whoever may not see it does not learn that it exists."""
    if case and (actor.kind == "system" or is_party(actor, case) or is_clerk(actor, case)):
        return case
    raise NotFound()


def require_decide(actor: Actor, case: Case | None) -> Case:
    """The case, if the actor may decide it: the rules (system) or a clerk, who must not be a party to it."""
    found = require_read(actor, case)
    if actor.kind == "system" or (is_clerk(actor, found) and not is_party(actor, found)):
        return found
    raise Forbidden()


def works_desk(actor: Actor) -> bool:
    """Whether the actor's post handles cases of its organisation."""
    return actor.kind == "staff" and bool(actor.organisation) and actor.may(HANDLE)


def require_desk(actor: Actor) -> None:
    """Clerks only; for all others there is no desk."""
    if not works_desk(actor):
        raise NotFound()


def is_own(actor: Actor, case: CaseSummary) -> bool:
    """Whether a clerk is a party to a case, and so may not decide it."""
    return bool(actor.person) and actor.person in (case.applicant, case.operator)


def require_system(actor: Actor) -> None:
    """Only the platform itself does this, on a fact it has checked."""
    if actor.kind != "system":
        raise Forbidden()
