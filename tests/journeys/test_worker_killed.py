"""A worker killed at every commit of a case's life: nothing is lost and nothing is doubled."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.transaction import Atomic

import town as city
from town import Town
from zhengtong.delivery.benefits.models import Entitlement
from zhengtong.delivery.cases.models import Case, Paper, Step
from zhengtong.delivery.licences.models import Licence
from zhengtong.kernel.events import api as events
from zhengtong.office.duties.models import Duty
from zhengtong.office.files import api as files
from zhengtong.office.files.models import StoredFile
from zhengtong.office.notices.models import Notice
from zhengtong.oversight.ratings.models import Rating
from zhengtong.sharing.gateway.models import ReceivedAnswer
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


MOST_LIVES, FEWEST_DEATHS = 80, 8  # a case's life after sending takes about 20 commits of the worker


class Killed(BaseException):
    """The process ends here."""


@contextmanager
def killed_at(number: int, *, after: bool) -> Iterator[list[int]]:
    """The process dies as it would commit for the n-th time, or when it just has; gives the commits it made."""
    leave, done = Atomic.__exit__, [0]

    def dying(self: Atomic, kind: Any, error: Any, trace: Any) -> None:
        is_commit = kind is None and sum(not getattr(b, "_from_testcase", False) for b in connection.atomic_blocks) == 1
        if is_commit and done[0] == number and not after:
            leave(self, Killed, Killed(), None)  # as the database does when the connection breaks: nothing is kept
            raise Killed
        leave(self, kind, error, trace)
        done[0] += is_commit
        if is_commit and done[0] == number + 1 and after:
            raise Killed

    Atomic.__exit__ = dying
    try:
        yield done
    finally:
        Atomic.__exit__ = leave


def all_is_there_once(town: Town, number: str) -> None:
    case = city.case(number)
    assert (case.summary.state, case.summary.outcome) == ("closed", "approve")
    assert list(Case.objects.order_by("id").values_list("number", flat=True)) == [number]
    assert number.endswith("2026112300000001")
    steps = list(Step.objects.order_by("id").values_list("code", flat=True))
    assert steps == ["received", "answered", "decided", "closed"]
    licence = Licence.objects.get()
    assert licence.making == "made"
    assert ".2026000001." in licence.identifier  # the first of this type, issuer and year
    assert ReceivedAnswer.objects.filter(question__reference=number).count() == 1
    told = [case.summary.applicant, case.summary.operator]
    for about in ("case", "benefit"):
        rows = Notice.objects.filter(about_type=about).order_by("id")
        first = [case.summary.applicant] if about == "case" else []  # that somebody applied for her
        assert sorted(rows.values_list("person", flat=True)) == sorted([*told, *first])
    assert Entitlement.objects.get().case == number
    assert [(p.kind, p.state) for p in Paper.objects.order_by("kind")] == [("receipt", "made")]
    for file in (licence.file, Paper.objects.get().file):
        assert files.read(file).startswith(b"%PDF")
        assert StoredFile.objects.filter(pk=file).count() == 1
    assert not Duty.objects.exists()
    assert not Rating.objects.exists()
    assert events.waiting() == 0
    assert audit.verify().good
    assert audit.verify().waiting == 0


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_every_commit(town: Town, after: bool) -> None:
    """One case through many deaths: lives of a few commits, each time one more, and again.

    Lives of one commit alone would all be spent on the audit log, which comes first.
    """
    number = city.send(town.daughter.actor)
    deaths = 0
    for life in range(MOST_LIVES):
        try:
            with killed_at(life % (3 if after else 5), after=after):
                city.settle()
            break
        except Killed:
            deaths += 1
            city.time_passes()
    assert deaths >= FEWEST_DEATHS
    all_is_there_once(town, number)


def test_killed_before_its_first_commit_it_has_done_nothing(town: Town) -> None:
    number = city.send(town.daughter.actor)
    for _ in range(3):
        with pytest.raises(Killed), killed_at(0, after=False):
            city.settle()
        city.time_passes()
    assert city.case(number).summary.state == "checking"
    city.settle()
    all_is_there_once(town, number)
