"""Sends an application as a person does: begun, departments asked, page after page answered, handed in."""

from dataclasses import dataclass

from zhengtong.channels.console.synthesis._answers import Filler
from zhengtong.delivery.applications import api as applications
from zhengtong.journeys.answer_entry import add_member, answer_entry, remove_entry
from zhengtong.journeys.answer_page import answer_page
from zhengtong.journeys.begin import begin
from zhengtong.journeys.form_facts import form_facts
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.idempotency import RequestKey
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Entry, Facts, Form, Page, Question


def send(service: str, filler: Filler, *, request: RequestKey, actor: Actor) -> str:
    """The case number; the same `request` again gives the same one and sends nothing.

    Refusals of the journeys, and CannotFillError where the form takes nothing that is drawn.
    """
    if sent := applications.case_sent_as(request, actor=actor):
        return sent
    draft = begin(service, actor=actor, at=clock.now())
    form = forms.form_of(catalogue.version(draft.service_hash))
    filling = _Filling(draft.id, form, filler, actor)
    for page in form.pages:
        if page in forms.pages_for(form, filling.facts()):
            filling.fill(page)
    return submit(draft.id, request=request, actor=actor, at=clock.now())


@dataclass(frozen=True, slots=True)
class _Filling:
    """One draft on its way through the form. What an earlier run left in its lists is taken out first."""

    draft: str
    form: Form
    filler: Filler
    actor: Actor

    def facts(self) -> Facts:
        return form_facts(applications.application(self.draft, actor=self.actor), clock.today())

    def fill(self, page: Page) -> None:
        question = forms.repeated_on(self.form, page.id)
        typed = self.filler.page(self.form, page, self.facts()) if question is None else {}
        if question is not None:
            self._entries(page, question)
        answer_page(self.draft, page.id, typed, actor=self.actor, at=clock.now())

    def _entries(self, page: Page, question: Question) -> None:
        for entry in forms.entries_of(question, self.facts()):
            if not entry.fixed:
                remove_entry(self.draft, page.id, entry.key, actor=self.actor, at=clock.now())
        for member in forms.members_to_add(question, self.facts()):
            add_member(self.draft, page.id, member.key, actor=self.actor, at=clock.now())
        for entry in forms.entries_of(question, self.facts()):
            self._entry(page, question, entry.key)
        for _ in range(self.filler.how_many(question)):
            self._entry(page, question, forms.next_key(question, self.form, self.facts()))

    def _entry(self, page: Page, question: Question, key: str) -> None:
        """Every page of one entry, as long as one is asked."""
        while (entry := self._kept(question, key)).missing:
            part = question.repeat.page(entry.missing[0]) if question.repeat else page
            typed = self.filler.part(question, part, entry, self.facts())
            answer_entry(self.draft, page.id, key, part.id, typed, actor=self.actor, at=clock.now())

    def _kept(self, question: Question, key: str) -> Entry:
        facts = self.facts()
        return forms.entry_of(question, forms.kept_entry(question, key, self.form, facts), facts)
