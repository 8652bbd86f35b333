"""Who is who in the tests of sharing, and the steps they share."""

from dataclasses import replace
from datetime import timedelta

from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Purpose, Subject, Wanted
from zhengtong.sharing.gateway.models import Question
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.data import Use

CIVIL_AFFAIRS = "11990100MB0000001T"
OTHER_BUREAU = "11990100MB00000031"
RESIDENT = Actor("resident", "user:1", "李敏", person="P-LIMIN")
CLERK = Actor("staff", "user:2", "周敏", organisation=CIVIL_AFFAIRS, post="救助科经办")
STRANGER = Actor("staff", "user:3", "陈雪", organisation=OTHER_BUREAU, post="大厅窗口")
FIELDS = ("id_number", "name", "sex", "birth_date", "address", "household_number", "region", "members")
WORKER = system("intake")
DAUGHTER = Subject("李敏", "990101197003120028", "P-LIMIN")
MOTHER = Subject("王桂兰", "990101194403150046", "P-WANG")


def connect_to(address: str) -> None:
    known = resources.connection("household-register")
    resources.connect(replace(known, address=address), actor=system("demo"), at=clock.now())


def purpose_of(operator: Actor, use: Use = "check", *, reference: str = "case-1") -> Purpose:
    wanted = Wanted(
        resource="household-register",
        fields=FIELDS,
        reference=reference,
        step="intake",
        organisation=CIVIL_AFFAIRS,
        service="old-age-allowance",
        use=use,
    )
    return gateway.purpose(wanted, operator=operator, at=clock.now())


def ask_for_mother(reference: str = "case-1") -> str:
    return gateway.request(
        purpose_of(WORKER, reference=reference), MOTHER, party="for_whom", actor=WORKER, at=clock.now()
    )


def make_due() -> None:
    """Let the next time of every waiting question have come, without sleeping through the schedule."""
    Question.objects.filter(next_at__isnull=False).update(next_at=clock.real_now() - timedelta(seconds=1))
