"""The rows that pages.py asks for: a draft, a case in each state, its papers, letters, duties. No department runs."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from django.urls import reverse

import actors
import care
import catalogued
import posted
import rent
import town as city
from departments import Department
from zhengtong.delivery.applications import api as applications
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import SignedInPerson
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.models import Entitlement, MonthList
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import NewCompanion, NewProof, StepKey
from zhengtong.delivery.licences import api as licences
from zhengtong.delivery.publicity import api as publicity
from zhengtong.journeys.ask_correction import ask_about_self
from zhengtong.journeys.rate import rate
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.appointments import api as appointments
from zhengtong.office.appointments.data import NewVisit, Timetable
from zhengtong.office.duties import api as duties
from zhengtong.office.notices import api as notices
from zhengtong.sharing.corrections import api as corrections
from zhengtong.sharing.gateway import api as gateway
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.models import User
from zhengtong.trust.organisations.models import Post

#: For oneself: the result is then the one's who looks at it.
ANSWERS = {**city.ANSWERS, "whom": {"for_whom": "self"}}
TOLD = {
    "name": "王桂兰",
    "id_number": city.MOTHER[1],
    "birth_date": "1944-03-15",
    "region": "990101001",
    "address": "清和市东桥区",
}


def published() -> None:
    """The service, with its departments known and out of reach."""
    city.load_city(Department("household_register", Path("/nonexistent")))


def resident() -> Actor:
    """The one of actors.cast() who applies."""
    person = identity.find_person(actors.LI_MIN)
    assert person is not None
    everybody = (identity.actor_for(user) for user in User.objects.order_by("pk"))
    return next(actor for actor in everybody if actor.person == person.id)


def draft() -> str:
    """A draft with every answer."""
    published()
    version = catalogue.published(city.SERVICE)
    begun = applications.begin(city.SERVICE, version.hash, actor=resident(), at=clock.now())
    return city.fill(begun, resident(), ANSWERS).id


def household() -> str:
    """A draft with two people beside the one who applies."""
    published()
    version = catalogued.publish(city.HEATING, at=clock.now())
    begun = applications.begin(version.service.id, version.hash, actor=resident(), at=clock.now())
    return city.fill(begun, resident(), {"home": city.AT_HOME}).id


def waiting_case() -> str:
    """A case whose department cannot be reached."""
    number = submit(draft(), actor=resident(), at=clock.now())
    city.settle()
    return number


def closed_case() -> str:
    """An approved case with its licence."""
    number = waiting_case()
    [question] = gateway.questions(number)
    cases.add_evidence(
        question.id, TOLD, provider="公安局", basis="依据", answered_at=clock.now(), actor=city.SYSTEM, at=clock.now()
    )
    city.settle()
    assert cases.case(number, actor=city.SYSTEM, at=clock.now()).summary.state == "closed"
    return number


def clerks_case() -> str:
    """A case that waits for a clerk."""
    number = waiting_case()
    cases.hand_to_person(number, Text("多日连不上", "Away for days"), actor=city.SYSTEM, at=clock.now())
    return number


def first(make: Callable[[], object], name: str, *args: str) -> str:
    """The address of a page that takes no row, once there are rows for it to show."""
    make()
    return reverse(name, args=args)


def licence_code() -> str:
    [licence] = licences.licences_of_case(closed_case())
    return licence.code


def letter() -> str:
    closed_case()
    return notices.inbox(resident().person, "zh-Hans")[0].id


def asked_correction() -> str:
    """An item the resident says is wrong, for the office that decides to check."""
    number = closed_case()
    Post.objects.filter(organisation_id=actors.POLICE).update(permissions=[])
    [question] = gateway.questions(number)
    return ask_about_self(number, question.id, "address", "桥头街 9 号", actor=resident(), at=clock.now()).id


def disputed_case() -> str:
    return corrections.state(asked_correction()).reference


def bad_rating_duty() -> str:
    number = closed_case()
    rate(number, 5, "等了很久", channel="web", actor=resident(), at=clock.now())
    [duty] = duties.open_about(("case", number))
    return duty.id


def late_answer_duty() -> str:
    """A duty to look at an answer that came after a case was closed."""
    number = closed_case()
    duty = duties.open_duty(
        kind="late_answer",
        organisation=actors.CIVIL_AFFAIRS,
        permission="cases.handle",
        title=Text("看看迟到的答复", "See the late answer"),
        about=("case", number),
        due=clock.today(),
        actor=city.SYSTEM,
        at=clock.now(),
    )
    return duty.id


def question() -> tuple[str, str]:
    number = waiting_case()
    return number, gateway.questions(number)[0].id


def care_case() -> str:
    """A case under a process, in the hands of the clerks of the office that decides."""
    published()
    care.load()
    return care.send(resident())


def posted_case() -> str:
    """Such a case that is put up in public, and to which somebody has objected."""
    number = care_case()
    publicity.object_on_page(posted.is_up(number), posted.SAID, "192.0.2.1", actor=ANONYMOUS, at=clock.now())
    return number


def posting() -> str:
    """The code of its address."""
    return posted.is_up(care_case())


def receipt() -> str:
    """The receipt number of who objects to it."""
    return publicity.object_on_page(posting(), posted.SAID, "192.0.2.1", actor=ANONYMOUS, at=clock.now())


def visited_case() -> str:
    """Such a case for which a visit is booked."""
    number = care_case()
    timetable = Timetable(actors.CIVIL_AFFAIRS, "cases.handle", frozenset(range(1, 6)), ("09:00-11:30",), 9, 1, 5)
    [slot, *_] = appointments.free_slots(timetable, clock.today())
    people = (resident().person,)
    new = NewVisit(("case", number), Text("居家照护", "Care at home"), people, "桥头街 1 号")
    appointments.book(new, timetable, slot, actor=city.SYSTEM, at=clock.now())
    return number


def rent_case() -> str:
    """A case for which four adults must sign, and nobody has."""
    published()
    rent.load()
    return rent.send(resident())


def sign_code() -> str:
    """The code of the link of one of them."""
    return rent.code(rent_case(), rent.FANG[0], resident())


def signature() -> tuple[str, str]:
    """A case and the signature of one of them, as the desk's addresses name them."""
    number = rent_case()
    return number, rent.signer(number, rent.FANG[0]).id


def signed_on_paper() -> tuple[str, str]:
    """The same, signed on paper before the clerk, and photographed."""
    number, id = signature()
    signed = SignedInPerson("paper", "赵德福", photo=care.picture())
    authorisations.record_signed(id, signed, actor=clerk(), at=clock.now())
    return number, id


def care_step(step: str) -> list[object]:
    """The address of an open step of such a case."""
    return [care_case(), step, 1]


def care_correction() -> list[object]:
    """The applicant's step of such a case that is to be completed."""
    number = care_case()
    care.do(number, "accept", clerk(), outcome="correct", reason="近三个月的病历\n银行卡")
    return [number, "corrected", 1]


def care_visit() -> list[object]:
    """The visit of such a case, in the hands of the clerks of another office."""
    number = care_case()
    care.do(number, "accept", clerk(), outcome="accept")
    return [number, "visit", 1]


def care_together() -> list[object]:
    """The same, as the clerk of the office that decides is asked to confirm it."""
    number, step, occurrence = care_visit()
    who = clerk()
    new = NewCompanion(who.id, who.name, who.post, "hash")
    written = {"alone": "no", "found": "有女儿一起住"}
    cases.ask_companion(str(number), care.VISIT, new, written, actor=other_clerk(), at=clock.now())
    return [number, step, occurrence]


def care_file() -> list[object]:
    """A photograph of such a case that is in the hands of the clerks of the office that decides."""
    number = care_case()
    key = StepKey("accept", 1)
    return [number, cases.add_proof(number, key, NewProof("photo", care.picture()), actor=clerk(), at=clock.now())]


def clerk() -> Actor:
    """The one of actors.cast() who handles cases of the office that decides."""
    return _of(actors.CIVIL_AFFAIRS)


def other_clerk() -> Actor:
    """The one of actors.cast() who handles cases of another office."""
    return _of(care.STREET)


def _of(organisation: str) -> Actor:
    everybody = (identity.actor_for(user) for user in User.objects.order_by("pk"))
    return next(one for one in everybody if one.organisation == organisation and one.may("cases.handle"))


def benefit() -> str:
    """An entitlement of the resident's own, with an account written down and not given yet."""
    closed_case()
    [one] = benefits.benefits_of(resident())
    typed = {"account_name": "李敏", "account": "6200000000000013"}
    benefits.save_account(one.id, typed, actor=resident(), at=clock.now())
    return one.id


def benefit_list() -> str:
    """A list drawn up, with one person new on it."""
    benefit()
    month = Entitlement.objects.get().since
    day_of_list = datetime(month.year, month.month, 10, 10, tzinfo=clock.CHINA)
    clock.fix(lambda: day_of_list)
    benefits.draft_due()
    clock.fix(None)
    return MonthList.objects.get().pk
