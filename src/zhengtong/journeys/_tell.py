"""Tell the people of a case, once each."""

from datetime import datetime

from zhengtong.delivery.cases.data import CaseData
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.office.notices import api as notices
from zhengtong.office.notices.data import Outside
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import PersonData

UNNAMED = Text("您办的事", "Your application")
APPLIED_FOR = Text("{service}：有人替您申请了", "{service}: somebody has applied for you")
APPLIED_FOR_BODY = Text(
    "是{helper}替您交的，我们收到了。写了什么，打开就看得到。不是您的意思，打 {phone} 告诉我们。",
    "{helper} applied for you, and we have received it. Open it to see what was written. If you did not want this, "
    "call {phone}.",
)


def tell_parties(
    case: CaseData, subject: Text, body: Text, *, apart: Text | None = None, actor: Actor, at: datetime
) -> None:
    """Write to the applicant and to the one who applied for them; `{service}` in the subject is filled. `apart` is for
    who applied for another household, where the body tells of what they do not see.

    What others may read on the way, a mail's subject and a text message, names the service only where its folder
    allows that: most of what people get help for is nobody's business.
    """
    summary = case.summary
    name = summary.service_name
    is_open = catalogue.version(case.service_hash).service.named_in_messages
    for person in dict.fromkeys((summary.operator, summary.applicant)):
        reach = identity.reach_of(person)
        notices.tell(
            person=person,
            subject=_about(subject, name),
            body=body if apart is None or summary.in_household or person == summary.applicant else apart,
            link=f"/cases/{summary.number}/",
            about=("case", summary.number),
            outside=Outside(_about(subject, name if is_open else UNNAMED), reach.email, reach.phone),
            actor=actor,
            at=at,
        )


def tell_applied_for(
    number: str, version: ServiceVersion, applicant: PersonData, operator: PersonData, *, actor: Actor, at: datetime
) -> None:
    """Write to somebody for whom another person has applied just now: who did, and what to do if they did not want
    it. In the caller's transaction."""
    service, reach = version.service, identity.reach_of(applicant.id)
    outside = _about(APPLIED_FOR, service.name if service.named_in_messages else UNNAMED)
    notices.tell(
        person=applicant.id,
        subject=_about(APPLIED_FOR, service.name),
        body=APPLIED_FOR_BODY.format(helper=operator.name, phone=service.phone),
        link=f"/cases/{number}/",
        about=("case", number),
        outside=Outside(outside, reach.email, reach.phone),
        actor=actor,
        at=at,
    )


def _about(subject: Text, name: Text) -> Text:
    return Text(subject.zh.format(service=name.zh), subject.en.format(service=name.in_("en")))
