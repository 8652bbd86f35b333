"""A question nobody may ask yet: it waits for a grant, so that the one who applies need not."""

from datetime import datetime

from zhengtong.kernel import clock
from zhengtong.kernel import retry as schedule
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.events import api as events
from zhengtong.kernel.transactions import atomic
from zhengtong.sharing.gateway import _actions, _policy
from zhengtong.sharing.gateway.data import Authorisation, Subject, Wanted
from zhengtong.sharing.gateway.events import ProviderFailing
from zhengtong.sharing.gateway.models import Question
from zhengtong.trust.audit import api as audit


def hold(
    wanted: Wanted,
    subject: Subject,
    *,
    party: str,
    actor: Actor,
    at: datetime,
    authorisation: Authorisation | None = None,
) -> str:
    """Write a lapsed question into the caller's transaction and return its id: it is asked once a grant allows it.

    For a check that `purpose` refused with NotGranted, or `request` with NotAuthorised. `authorisation` is the paper
    the person signed, if they have. Announced as lapsed, so that somebody sees to the grant.
    Forbidden to all but the system.
    """
    _policy.may_hold(actor)
    with atomic():
        question = Question.objects.create(
            reference=wanted.reference,
            step=wanted.step,
            party=party,
            resource_id=wanted.resource,
            organisation=wanted.organisation,
            service=wanted.service,
            use=wanted.use,
            fields=list(wanted.fields),
            expires=at,
            operator_id=actor.id,
            operator_name=actor.name,
            operator_post=actor.post,
            subject_name=subject.name,
            subject_number=subject.id_number,
            person=subject.person,
            authorisation=authorisation.number if authorisation else "",
            authorisation_digest=authorisation.digest if authorisation else "",
            state="lapsed",
            failures=1,
            asked_at=at,
            next_at=schedule.next_attempt(1, clock.real_now()),
        )
        audit.record(
            actor=actor,
            at=at,
            action=_actions.HELD,
            on=("question", question.pk),
            subjects=[subject.person] if subject.person else [],
            detail={"resource": wanted.resource, "reference": wanted.reference, "organisation": wanted.organisation},
        )
        events.announce(ProviderFailing(question.pk, wanted.reference, "lapsed"))
    return question.pk
