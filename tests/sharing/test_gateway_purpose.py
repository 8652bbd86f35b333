"""A purpose is good while its grant is: nothing is asked with one whose grant was ended since. No department runs."""

import pytest
from sharing_world import CLERK, DAUGHTER, MOTHER, RESIDENT, purpose_of

from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.models import Question
from zhengtong.sharing.resources import api as resources

pytestmark = pytest.mark.django_db


def test_a_purpose_whose_grant_was_ended_asks_nothing(catalogue: None) -> None:
    prefill, check = purpose_of(RESIDENT, "prefill"), purpose_of(CLERK)
    for purpose in (prefill, check):
        resources.end_grant(purpose.grant, reason="用途不符", actor=system("test"), at=clock.now())
    with pytest.raises(resources.NotGranted):
        gateway.ask(prefill, DAUGHTER, actor=RESIDENT, at=clock.now())
    with pytest.raises(resources.NotGranted):
        gateway.request(check, MOTHER, party="for_whom", actor=CLERK, at=clock.now())
    assert not Question.objects.exists()
