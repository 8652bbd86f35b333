"""A department has checked what was said to be wrong: the case hears of it, and so does the person."""

from collections.abc import Iterable
from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseSummary, NeedData
from zhengtong.delivery.cases.events import EvidenceKept
from zhengtong.journeys._asking import ask_corrected
from zhengtong.journeys.ask_correction import ABOUT, HANDLE, in_words
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
CORRECTED = Text(
    "{provider}说，您的{label}已经改好了。{then}", "{provider} says that your {label} has been corrected. {then}"
)
ASKED_ANEW = Text(
    "我们请他们按改好的再答一次，不用您做什么。",
    "We have asked them to answer again from the corrected record. There is nothing for you to do.",
)
LOOKED_AGAIN = Text(
    "这件事已经有结果了，办事的单位会再看一遍，要改会找您。",
    "Your case was decided before; the office looks at it again and comes to you if anything changes.",
)
NOTHING_TO_DO = Text("不用您做什么。", "There is nothing for you to do.")
SAME = Text(
    "{provider}说您的{label}改好了，我们再查，还是原来那样。可以在这里再说一次，也可以带上证明去找{provider}。",
    "{provider} said that your {label} was corrected; asked again, it gives the same as before. Tell us once more here,"
    " or take your proof to {provider}.",
)
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


def when_answered(event: EvidenceKept) -> None:
    """A source that said it had corrected its record has answered again: the person hears if nothing changed."""
    at = clock.now()
    said = [one for one in corrections.corrections_of(event.number) if one.state == "corrected" and not one.anew]
    if not said:
        return
    case = cases.case(event.number, actor=ACTOR, at=at)
    for one in said:
        value = _told_since(one, case.needs)
        if value is None:
            continue
        with atomic():
            if corrections.note_anew(one.id, value, actor=ACTOR, at=at):
                _tell(one, case.summary, SAME.format(provider=one.provider, label=one.label), at)


def _told_since(one: CorrectionState, needs: Iterable[NeedData]) -> str | None:
    """The field in plain words, as it was told after the check was concluded; None while it was not."""
    since = [
        need.values
        for need in needs
        if (need.resource, need.person) == (one.resource, one.person)
        and need.values is not None
        and need.answered_at
        and one.concluded_at
        and need.answered_at >= one.concluded_at
    ]
    return in_words(since[0].get(one.field)) if since else None


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
