"""What somebody types into a form, by kind of question, as the folder defines it: nothing here knows a service."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from zhengtong.channels.console.synthesis._people import Resident, invent
from zhengtong.kernel.codes import bank_card
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Entry, Facts, Form, Option, Page, PageInvalid, Question

_TRIES = 20
_LIKELY, _LEFT_EMPTY, _FIRST_CHOICE = 0.1, 0.5, 0.7
_MOST_OF_A_LIST = 2
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
    applicant: Resident | None = None

    def step(self, form: Form) -> dict[str, str]:
        """What is typed into a form of one page, as a step asks it. CannotFillError."""
        if not form.pages[0].questions:
            return {}
        return self.page(form, form.pages[0], {"answers": {}, "known": {}, "applicant": {}, "today": self.today})

    def page(self, form: Form, page: Page, facts: Facts) -> dict[str, str]:
        """What is typed into a page that asks for no entries. CannotFillError."""

        def drawn() -> dict[str, str]:
            return {one.id: self._one(one, forms.options_for(one, facts), "") for one in page.questions}

        return self._taken(page, drawn, lambda typed: forms.read_page(form, page.id, typed, facts))

    def part(self, question: Question, part: Page, entry: Entry, facts: Facts) -> dict[str, str]:
        """What is typed into one page of an entry. CannotFillError."""
        told = str(entry.values.get("told_relation", ""))

        def drawn() -> dict[str, str]:
            return {one.id: self._one(one, forms.options_of(question, one, facts), told) for one in part.questions}

        kept = {"key": entry.key, **entry.values}
        return self._taken(part, drawn, lambda typed: forms.read_part(question, kept, part.id, typed, facts))

    def how_many(self, question: Question) -> int:
        """How many entries are written besides those that are known: none of people, a few of a list."""
        assert question.repeat is not None
        if question.kind == "people":
            return 0
        least = question.repeat.least
        return self.draw.randint(least, min(question.repeat.most, least + _MOST_OF_A_LIST))

    def _taken(
        self, page: Page, drawn: Callable[[], dict[str, str]], read: Callable[[dict[str, str]], Any]
    ) -> dict[str, str]:
        wanted = ""
        for _ in range(_TRIES):
            typed = drawn()
            try:
                read(typed)
            except PageInvalid as invalid:
                wanted = ", ".join(f"{problem.field} {problem.code}" for problem in invalid.problems)
            else:
                return typed
        raise CannotFillError(page.id, wanted)

    def _one(self, question: Question, options: Sequence[Option], told: str) -> str:
        if question.kind == "yes_no":
            return "yes" if self.draw.random() < _LIKELY else "no"
        if not question.required and self.draw.random() < _LEFT_EMPTY:
            return ""
        if question.kind == "party":
            return "self"
        if options:
            return self._choice(options, told)
        if question.name_of and self.applicant:
            return self.applicant.name
        return self._written()[question.kind]()

    def _choice(self, options: Sequence[Option], told: str) -> str:
        """What the register tells somebody is, where an option says so; else mostly the first."""
        for option in options if told else ():
            if told in option.label.zh + (option.hint.zh if option.hint else ""):
                return option.key
        return options[0].key if self.draw.random() < _FIRST_CHOICE else self.draw.choice(options).key

    def _written(self) -> Mapping[str, Callable[[], str]]:
        draw = self.draw
        who = invent(draw, self.regions[0], self.today, youngest=1, oldest=80)
        return {
            "text": lambda: "照实写的",
            "person_name": lambda: who.name,
            "resident_id": lambda: who.id_number,
            "date": lambda: (self.today - timedelta(days=draw.randrange(_OLDEST_DATE_DAYS))).isoformat(),
            "money": lambda: str(draw.randrange(100, 3000, 50)),
            "count": lambda: str(draw.randint(1, 12)),
            "phone": lambda: f"199{draw.randrange(10**8):08d}",
            "bank_account": lambda: _card(draw),
            "region": lambda: draw.choice(self.regions),
        }


def _card(draw: Random) -> str:
    """A card number whose check digit fits."""
    body = f"62{draw.randrange(10**16):016d}"
    return next(number for digit in range(10) if bank_card.check_holds(number := f"{body}{digit}"))
