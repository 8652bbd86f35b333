"""The result is made: the case is closed and the people are told."""

from collections.abc import Mapping
from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseData, Outcome
from zhengtong.delivery.cases.events import CaseDecided, PaperMade
from zhengtong.delivery.licences.events import LicenceIssued
from zhengtong.journeys._tell import tell_parties
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue

ACTOR = system("deliver_result")

APPROVED = Text("{service}批下来了", "{service}: approved")
APPROVED_BODY = Text(
    "结果可以下载了，不用来取。办得好不好，请您评一评。", "The result is ready to download. Please tell us how it went."
)
TOLD: Mapping[Outcome, tuple[Text, Text]] = {
    "approve": (APPROVED, APPROVED_BODY),
    "refuse": (
        Text("{service}没有批", "{service}: not approved"),
        Text(
            "为什么没批、不同意怎么办，都写在《{letter}》里。",
            "“{letter}” says why, and what you can do if you disagree.",
        ),
    ),
    "not_accepted": (
        Text("{service}没有受理", "{service}: not accepted"),
        Text("为什么、接下来怎么办，都写在《{letter}》里。", "“{letter}” says why, and what you can do now."),
    ),
    "withdrawn": (
        Text("{service}已经撤回", "{service}: withdrawn"),
        Text("按您说的撤回了。以后要办，随时再申请。", "Withdrawn as you wished. You can apply again at any time."),
    ),
    "terminated": (
        Text("{service}不再办下去了", "{service}: ended"),
        Text(
            "为什么停、不同意怎么办，都写在《{letter}》里。",
            "“{letter}” says why it ended, and what you can do if you disagree.",
        ),
    ),
}


APART = Text(
    "结果只告诉{name}本人，别的您看不到，也不用您做什么。谢谢您帮忙。",
    "The result is for {name} alone; there is nothing for you to do. Thank you for helping.",
)


def deliver_licence(event: LicenceIssued) -> None:
    """The licence of an approved case was made."""
    at = clock.now()
    _deliver(cases.case(event.case, actor=ACTOR, at=at), APPROVED, APPROVED_BODY, at)


def deliver_decision(event: PaperMade | CaseDecided) -> None:
    """A case that gives no licence was decided, or a paper of it made: it is told once both are so, whichever came
    first. A step may have had the decision written days before the case came to its end."""
    at = clock.now()
    case = cases.case(event.number, actor=ACTOR, at=at)
    version = catalogue.version(case.service_hash)
    letters = [paper for paper in case.papers if catalogue.decides(version, paper.kind)]
    gives_licence = case.summary.outcome == "approve" and catalogue.licence_of(version) is not None
    if not case.summary.outcome or gives_licence or not letters:
        return
    if all(paper.state == "made" for paper in letters):
        subject, body = TOLD[case.summary.outcome]
        _deliver(case, subject, _naming(body, letters[-1].title), at)


def _naming(body: Text, letter: Text) -> Text:
    return Text(body.zh.format(letter=letter.zh), body.en.format(letter=letter.in_("en")))


def _deliver(case: CaseData, subject: Text, body: Text, at: datetime) -> None:
    if case.summary.state != "making":
        return
    with atomic():
        cases.close(case.summary.number, actor=ACTOR, at=at)
        apart = APART.format(name=case.summary.applicant_name)
        tell_parties(case, subject, body, apart=apart, actor=ACTOR, at=at)
