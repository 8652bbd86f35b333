"""A household of the test's benefit: 李敏 applies with 刘芳, a child, and a grown son who does not count."""

from collections.abc import Mapping
from typing import Any

import catalogued
import town as city
from story_fill import Written
from zhengtong.delivery.cases import api as cases
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.sharing.gateway.models import Question
from zhengtong.sharing.resources import api as resources

FANG, RAIN, LEI = "990101198607300024", "99010120150909003X", "99010120010401005X"
ANSWERS: Mapping[str, Mapping[str, Written]] = {
    "home": {
        "people": [
            {"relation": "spouse", "name": "刘芳", "id_number": FANG, "away": "no"},
            {"relation": "child", "name": "王小雨", "id_number": RAIN},
            {"relation": "child", "name": "王磊", "id_number": LEI, "own_home": "yes"},
        ]
    },
    "money": {
        "income": [{"person": "刘芳", "source": "given", "every": "season", "times": "4", "amount": "600"}],
    },
}


def load_household() -> None:
    """The benefit, and what it may ask for; its bank cannot be reached."""
    resources.load(city.REPOSITORY / "tests/services/resources.yaml", actor=city.SYSTEM, at=clock.now())
    catalogued.publish(city.HEATING, at=clock.now())


def apply(actor: Actor) -> str:
    """Send the household's application; returns the number of the case."""
    draft = city.fill(city.begin(actor, "winter-heating"), actor, ANSWERS)
    return submit(draft.id, actor=actor, at=clock.now())


def bank_says(number: str, party: str, total: int | None, **more: Any) -> None:
    """The bank answers about one person, or knows nobody of the name; then the worker does its part."""
    need = next(one for one in city.case(number).needs if one.party == party)
    values = {} if total is None else {"total": total, **more}
    at = clock.now()
    Question.objects.filter(pk=need.question).update(state="answered", answered_at=at, next_at=None)
    cases.add_evidence(need.question, values, provider="核对中心", basis="", answered_at=at, actor=city.SYSTEM, at=at)
    city.settle()
