"""Tell the people of a case, once each."""

from datetime import datetime

from zhengtong.delivery.cases.data import CaseData
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.notices import api as notices
from zhengtong.office.notices.data import Outside
from zhengtong.trust.identity import api as identity

UNNAMED = Text("您办的事", "Your application")


def tell_parties(case: CaseData, subject: Text, body: Text, *, actor: Actor, at: datetime) -> None:
    """Write to the applicant and to the one who applied for them; `{service}` in the subject is filled.

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
            body=body,
            link=f"/cases/{summary.number}/",
            about=("case", summary.number),
            outside=Outside(_about(subject, name if is_open else UNNAMED), reach.email, reach.phone),
            actor=actor,
            at=at,
        )


def _about(subject: Text, name: Text) -> Text:
    return Text(subject.zh.format(service=name.zh), subject.en.format(service=name.in_("en")))
