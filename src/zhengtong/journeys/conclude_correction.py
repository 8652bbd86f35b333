"""A department has checked what was said to be wrong: the case hears of it, and so does the person."""

from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseSummary
from zhengtong.journeys._asking import ask_corrected
from zhengtong.journeys.ask_correction import ABOUT, HANDLE
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.office.duties import api as duties
from zhengtong.office.notices import api as notices
from zhengtong.office.notices.data import Outside
from zhengtong.sharing.corrections import api as corrections
from zhengtong.sharing.corrections.data import CorrectionState
from zhengtong.sharing.corrections.events import CorrectionConcluded
from zhengtong.trust.identity import api as identity

ACTOR = system("correction_concluded")
LOOK_KIND, LOOK_WORKING_DAYS = "corrected_after", 5  # no rule was found; as long as for a late answer
# desk only
LOOK = Text(
    "{service}：定了以后，{provider}改了“{label}”，请看要不要改决定",
    "{service}: after the decision {provider} corrected “{label}”; please see whether it changes anything",
)
SUBJECT = Text("您的一项信息核对好了", "An item about you was checked")
CORRECTED = Text("{provider}把您的{label}改过来了。{then}", "{provider} has corrected your {label}. {then}")
ASKED_ANEW = Text(
    "我们请他们按改好的再答一次，不用您做什么。",
    "We have asked them to answer again from the corrected record. There is nothing for you to do.",
)
LOOKED_AGAIN = Text(
    "这件事已经有结果了，办事的单位会再看一遍，要改会找您。",
    "Your case was decided before; the office looks at it again and comes to you if anything changes.",
)
NOTHING_TO_DO = Text("不用您做什么。", "There is nothing for you to do.")
UPHELD = Text(
    "{provider}核对过，您的{label}没有错：{words}。不同意，可以带上证明去找{provider}，也可以打办事单位的电话。",
    "{provider} has checked: your {label} is right as it stands: {words}. If you disagree, take your proof to"
    " {provider}, or call the office that handles your case.",
)


def conclude_correction(correction: str, outcome: str, words: str, *, actor: Actor, at: datetime) -> CorrectionState:
    """Note what came of checking a datum and close its duty. Refusals as of `corrections.conclude`."""
    with atomic():
        concluded = corrections.conclude(correction, outcome, words, actor=actor, at=at)
        for duty in duties.open_about((ABOUT, correction)):
            duties.close_duty(duty.id, actor=actor, at=at)
    return concluded


def when_concluded(event: CorrectionConcluded) -> None:
    """Ask the source anew for a case that is open, have a decided one looked at again; tell the person."""
    at = clock.now()
    found = corrections.state(event.correction)
    case = cases.case(event.reference, actor=ACTOR, at=at)
    with atomic():
        if found.state == "upheld":
            words = UPHELD.format(words=found.words.rstrip("。."), provider=found.provider, label=found.label)
        elif case.decided_at:
            _look_again(found, case.summary, at)
            words = _corrected(found, LOOKED_AGAIN)
        else:
            is_asked = ask_corrected(case, found.resource, found.person, at=at)
            words = _corrected(found, ASKED_ANEW if is_asked else NOTHING_TO_DO)
        _tell(found, case.summary, words, at)


def _corrected(found: CorrectionState, then: Text) -> Text:
    return CORRECTED.format(provider=found.provider, label=found.label, then=then)


def _look_again(found: CorrectionState, summary: CaseSummary, at: datetime) -> None:
    """Nothing that was decided changes by itself."""
    duties.open_duty(
        kind=LOOK_KIND,
        organisation=summary.organisation,
        permission=HANDLE,
        title=LOOK.format(service=summary.service_name, provider=found.provider, label=found.label),
        about=("case", summary.number),
        due=calendar.add_working_days(clock.china_date(at), LOOK_WORKING_DAYS).date,
        actor=ACTOR,
        at=at,
    )


def _tell(found: CorrectionState, summary: CaseSummary, words: Text, at: datetime) -> None:
    """The person the data are about; who has no part in the case is led to what was told about them."""
    is_party = found.person in (summary.operator, summary.applicant)
    reach = identity.reach_of(found.person)
    notices.tell(
        person=found.person,
        subject=SUBJECT,
        body=words,
        link=f"/cases/{summary.number}/" if is_party else "/mine/evidence",
        about=("case", summary.number),
        outside=Outside(SUBJECT, reach.email, reach.phone),
        actor=ACTOR,
        at=at,
    )
