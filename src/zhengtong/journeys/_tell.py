"""Tell the people of a case, once each."""

from datetime import datetime

from zhengtong.delivery.cases.data import CaseData
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import Service
from zhengtong.office.notices import api as notices
from zhengtong.office.notices.data import Outside
from zhengtong.trust.identity import api as identity

UNNAMED = Text("您办的事", "Your application")
APPLIED_FOR = Text("{service}：有人替您申请了", "{service}: somebody has applied for you")
APPLIED_FOR_BODY = Text(
    "是{helper}替您交的，我们收到了。写了什么，打开就看得到。不是您的意思，打 {phone} 告诉我们。",
    "{helper} applied for you, and we have received it. Open it to see what was written. If you did not want this, "
    "call {phone}.",
)


def tell_parties(
    case: CaseData,
    subject: Text,
    body: Text,
    *,
    apart: Text | None = None,
    inbox: Text | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    """Write to the applicant and to the one who applied for them; `{service}` in the subject is filled. `apart` is for
    who applied for another household, where the body tells of what they do not see; `inbox` the subject in the inbox,
    where it says more than others may read.

    What others may read on the way, a mail's subject and a text message, names the service only where its folder
    allows that: most of what people get help for is nobody's business.
    """
    summary = case.summary
    service = catalogue.version(case.service_hash).service
    for person in dict.fromkeys((summary.operator, summary.applicant)):
        said = body if apart is None or summary.in_household or person == summary.applicant else apart
        _write(person, summary.number, service, subject, said, inbox=inbox, actor=actor, at=at)


def tell_applied_for(number: str, service: Service, applicant: str, helper: str, *, actor: Actor, at: datetime) -> None:
    """Write to somebody for whom `helper` has applied just now: who did, and what to do if they did not want it. In the
    caller's transaction."""
    body = APPLIED_FOR_BODY.format(helper=helper, phone=service.phone)
    _write(applicant, number, service, APPLIED_FOR, body, actor=actor, at=at)


def _write(
    person: str,
    number: str,
    service: Service,
    subject: Text,
    body: Text,
    *,
    inbox: Text | None = None,
    actor: Actor,
    at: datetime,
) -> None:
    reach = identity.reach_of(person)
    outside = _about(subject, service.name if service.named_in_messages else UNNAMED)
    notices.tell(
        person=person,
        subject=inbox or _about(subject, service.name),
        body=body,
        link=f"/cases/{number}/",
        about=("case", number),
        outside=Outside(outside, reach.email, reach.phone),
        actor=actor,
        at=at,
    )


def _about(subject: Text, name: Text) -> Text:
    return Text(subject.zh.format(service=name.zh), subject.en.format(service=name.in_("en")))
