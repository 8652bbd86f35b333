"""Save one page of a form: what is right is kept, what is wrong is named."""

from collections.abc import Mapping
from datetime import datetime

from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.journeys._facts import facts_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import PageInvalid
from zhengtong.trust.identity import api as identity


def answer_page(
    application_id: str, page: str, raw: Mapping[str, str], *, actor: Actor, at: datetime
) -> ApplicationData:
    """Keep the answers of a page of the actor's draft.

    Raises PageInvalid after keeping the answers that are right; KeyError for a page the form does not have.
    """
    application = applications.application(application_id, actor=actor)
    form = forms.form_of(catalogue.version(application.service_hash))
    facts = facts_of(application, identity.person(actor.person), clock.china_date(at))
    try:
        answers = forms.read_page(form, page, raw, facts)
    except PageInvalid as invalid:
        if invalid.accepted:
            applications.save_answers(application_id, invalid.accepted, actor=actor, at=at)
        raise
    return applications.save_answers(application_id, answers, actor=actor, at=at)
