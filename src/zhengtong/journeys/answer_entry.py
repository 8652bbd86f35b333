"""One of several people, or one thing of a list: one page of it saved, somebody known added, an entry taken out."""

from collections.abc import Mapping
from datetime import datetime

from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.applications.data import ApplicationData
from zhengtong.journeys._facts import facts_of
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Form, PageInvalid, Question
from zhengtong.trust.identity import api as identity


def answer_entry(
    application_id: str, page: str, key: str, part: str, raw: Mapping[str, str], *, actor: Actor, at: datetime
) -> ApplicationData:
    """Keep the answers of one page of an entry; the next free key begins a new one.

    Raises PageInvalid after keeping the answers that are right; NotFound for no such entry or page.
    """
    form, question, facts = _read(application_id, page, actor, at)
    kept = forms.kept_entry(question, key, form, facts)
    try:
        answers = forms.read_part(question, kept, part, raw, facts)
    except PageInvalid as invalid:
        if invalid.accepted:
            applications.save_entry(application_id, question.id, key, invalid.accepted, actor=actor, at=at)
        raise
    return applications.save_entry(application_id, question.id, key, answers, actor=actor, at=at)


def add_member(application_id: str, page: str, member: str, *, actor: Actor, at: datetime) -> str:
    """Add somebody the register knows, by the opaque key the page offered; returns the key of their entry.

    NotFound for nobody of the household, or somebody who is there already.
    """
    form, question, facts = _read(application_id, page, actor, at)
    given = forms.known_member(question, member, facts)
    if given is None or all(option.key != member for option in forms.members_to_add(question, facts)):
        raise NotFound()
    key = forms.next_key(question, form, facts)
    applications.save_entry(application_id, question.id, key, given, actor=actor, at=at)
    return key


def remove_entry(application_id: str, page: str, key: str, *, actor: Actor, at: datetime) -> ApplicationData:
    """Take an entry out, and with a person what was written of theirs. NotFound for one that is always there."""
    form, question, facts = _read(application_id, page, actor, at)
    entry = next((one for one in forms.entries_of(question, facts) if one.key == key and not one.fixed), None)
    if entry is None:
        raise NotFound()
    gone = {question.id: [key], **forms.belongings(question, key, form, facts)}
    return applications.remove_entries(application_id, gone, actor=actor, at=at)


def _read(application_id: str, page: str, actor: Actor, at: datetime) -> tuple[Form, Question, Facts]:
    """The form, the question whose entries fill the page, and the facts. NotFound for a page that has none."""
    application = applications.application(application_id, actor=actor)
    form = forms.form_of(catalogue.version(application.service_hash))
    facts = facts_of(application, identity.person(actor.person), clock.china_date(at))
    question = forms.repeated_on(form, page)
    if question is None:
        raise NotFound()
    return form, question, facts
