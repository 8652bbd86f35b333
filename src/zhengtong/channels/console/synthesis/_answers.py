"""What somebody types into a form, by kind of question, as the folder defines it: nothing here knows a service."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from zhengtong.channels.console.synthesis._people import Resident, invent
from zhengtong.kernel.codes import bank_card
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Form, Page, PageInvalid, Question

_TRIES = 20
_LIKELY, _LEFT_EMPTY = 0.25, 0.5
_MOST_ENTRIES = 3
_OLDEST_DATE_DAYS = 3650


class CannotFillError(Exception):
    """However often answers were drawn, the form took none of them: `problems` says what it wanted last."""

    def __init__(self, page: str, problems: str) -> None:
        super().__init__(f"{page}: {problems}")


@dataclass(frozen=True, slots=True)
class Filler:
    """Draws answers for one applicant; the same draw fills the same form the same way."""

    draw: Random
    regions: tuple[str, ...]
    today: date

    def form(self, form: Form, applicant: Resident) -> dict[str, str]:
        """Everything typed on the way through a form, page after page as its conditions ask. CannotFillError."""
        typed: dict[str, str] = {}
        own = {"name": applicant.name, "id_number": applicant.id_number}
        facts: Facts = {"answers": {}, "known": {}, "applicant": own, "today": self.today}
        for page in form.pages:
            derived = forms.derived(form, facts)
            if page in forms.pages_for(form, derived):
                written, answers = self._page(form, page, derived)
                typed |= written
                facts = {**facts, "answers": {**facts["answers"], **answers}}
        return typed

    def page(self, form: Form) -> dict[str, str]:
        """What is typed into a form of one page, as a step asks it. CannotFillError."""
        if not form.pages[0].questions:
            return {}
        return self._page(form, form.pages[0], {"answers": {}, "known": {}, "applicant": {}, "today": self.today})[0]

    def _page(self, form: Form, page: Page, facts: Facts) -> tuple[dict[str, str], dict[str, Any]]:
        wanted = ""
        for _ in range(_TRIES):
            typed = {box: text for question in page.questions for box, text in self._boxes(question, facts).items()}
            try:
                answers = forms.read_page(form, page.id, typed, facts)
            except PageInvalid as invalid:
                wanted = ", ".join(f"{problem.field} {problem.code}" for problem in invalid.problems)
            else:
                return typed, {name: answer for name, answer in answers.items() if answer is not None}
        raise CannotFillError(page.id, wanted)

    def _boxes(self, question: Question, facts: Facts) -> dict[str, str]:
        if question.repeat is not None:
            return self._entries(question, facts)
        keys = [option.key for option in forms.options_for(question, facts)]
        if question.name_of:
            return {question.id: facts["applicant"]["name"]}
        return {question.id: self._one(question, keys)}

    def _entries(self, question: Question, facts: Facts) -> dict[str, str]:
        """Every box of each entry, the applicant's own too; the form reads those it asks for."""
        repeat = question.repeat
        assert repeat is not None
        typed = {}
        drawn = self.draw.randint(repeat.least, min(repeat.most, repeat.least + _MOST_ENTRIES))
        for number in (*([forms.FIRST] if repeat.party else []), *range(1, drawn + 1)):
            somebody = invent(self.draw, self.regions[0], self.today, youngest=1, oldest=80)
            for one in (one for page in repeat.pages for one in page.questions):
                keys = [option.key for option in forms.options_of(question, one, facts)]
                typed[f"{question.id}.{number}.{one.id}"] = self._one(one, keys, somebody)
        return typed

    def _one(self, question: Question, keys: list[str], somebody: Resident | None = None) -> str:
        if not question.required and self.draw.random() < _LEFT_EMPTY:
            return ""
        if question.kind == "yes_no":
            return "yes" if self.draw.random() < _LIKELY else "no"
        if question.kind == "party":
            return "self"
        if keys:
            return self.draw.choice(keys)
        return self._written(somebody)[question.kind]()

    def _written(self, somebody: Resident | None) -> Mapping[str, Callable[[], str]]:
        draw = self.draw
        who = somebody or invent(draw, self.regions[0], self.today, youngest=1, oldest=80)
        return {
            "text": lambda: "照实写的",
            "person_name": lambda: who.name,
            "resident_id": lambda: who.id_number,
            "date": lambda: (self.today - timedelta(days=draw.randrange(_OLDEST_DATE_DAYS))).isoformat(),
            "money": lambda: str(draw.randrange(100, 3000, 50)),
            "count": lambda: str(draw.randint(1, 12)),
            "phone": lambda: f"199{draw.randrange(10**8):08d}",
            "bank_account": lambda: _card(f"{bank_card.CARD_PREFIX}{draw.randrange(10**16):016d}"),
            "region": lambda: draw.choice(self.regions),
        }


def _card(digits: str) -> str:
    """A card's number with the check digit that fits."""
    return next(card for last in range(10) if bank_card.check_holds(card := f"{digits}{last}"))
