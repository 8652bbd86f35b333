"""A case that is put up in public, and the address on its sheet."""

from datetime import timedelta

import care
import town as city
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import NewProcessStep, StepKey
from zhengtong.delivery.cases.models import Paper
from zhengtong.delivery.publicity import api as publicity
from zhengtong.delivery.publicity.data import NewPosting, Said, Shown
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text

SAID = Said("他家有人照顾，我见过", "钱多", "19900000099")
WORDS = Text("公示单", "Public notice")
STEP = "shown"


def put_up(applicant: Actor, clerk: Actor, visitor: Actor, colleague: Actor) -> str:
    """A case of the test's care at home whose publicity has begun; its number."""
    care.load()
    number = care.send(applicant)
    care.do(number, "accept", clerk, outcome="accept")
    care.seen(number, visitor, colleague)
    return number


def code(number: str) -> str:
    """The code in the address on the sheet of a case."""
    return str(Paper.objects.get(case__number=number, kind="publicity").data["verify"]).rsplit("/", 1)[1]


def is_up(number: str, by: Actor = city.SYSTEM) -> str:
    """Any case, put up for a week without its process having come to that; the code of its address."""
    until = clock.now() + timedelta(days=7)
    step = NewProcessStep(StepKey(STEP, 1), "wait", WORDS, wait_until=until)
    cases.place_steps(number, [step], (), actor=city.SYSTEM, at=clock.now())
    shown = (Shown(Text("申请人", "Applicant"), Text("李敏", "李敏")),)
    office = Text("清和市民政局", "Qinghe Civil Affairs Bureau")
    new = NewPosting(number, STEP, WORDS, office, "0990-5550101", shown, may_be_anonymous=True)
    return publicity.put_up(new, actor=by, at=clock.now())
