"""Tell the people of a case, once each."""

from datetime import datetime

from zhengtong.delivery.cases.data import CaseData
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.text import Text
from zhengtong.office.notices import api as notices
from zhengtong.trust.identity import api as identity


def tell_parties(case: CaseData, subject: Text, body: Text, *, actor: Actor, at: datetime) -> None:
    """Write to the applicant and to the one who applied for them; `{service}` in the subject is filled."""
    summary = case.summary
    name = summary.service_name
    titled = Text(subject.zh.format(service=name.zh), subject.en.format(service=name.en))
    for person in dict.fromkeys((summary.operator, summary.applicant)):
        notices.tell(
            person=person,
            subject=titled,
            body=body,
            link=f"/cases/{summary.number}/",
            about=("case", summary.number),
            email=identity.email_of(person),
            actor=actor,
            at=at,
        )
