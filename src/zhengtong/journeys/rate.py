"""Judge a case; a bad judgement becomes somebody's duty with a date."""

from datetime import datetime

from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import CaseSummary
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.office.duties import api as duties
from zhengtong.oversight.ratings import api as ratings
from zhengtong.oversight.ratings.data import RatedCase, RatingData

# desk only
CALL_BACK = Text("差评要回访：{service}", "Call back a bad rating: {service}")


def rate(number: str, grade: int, comment: str, *, channel: str, actor: Actor, at: datetime) -> RatingData:
    """Keep the rating of the actor's own closed case; grades 4 and 5 open a duty to call back by the due date."""
    summary = cases.case(number, actor=actor, at=at).summary
    rated = RatedCase(
        number=number,
        service=summary.service,
        organisation=summary.organisation,
        applicant=summary.applicant,
        operator=summary.operator,
        is_closed=summary.state == "closed",
    )
    with atomic():
        rating = ratings.rate(rated, grade, comment, channel=channel, actor=actor, at=at)
        if rating.answer_due:
            _open_duty(summary, rating, at)
    return rating


def _open_duty(summary: CaseSummary, rating: RatingData, at: datetime) -> None:
    assert rating.answer_due
    name = summary.service_name
    duties.open_duty(
        kind="bad_rating",
        organisation=summary.organisation,
        permission="cases.handle",
        title=Text(CALL_BACK.zh.format(service=name.zh), CALL_BACK.en.format(service=name.en)),
        about=("case", summary.number),
        due=rating.answer_due,
        actor=system("rate"),
        at=at,
    )
