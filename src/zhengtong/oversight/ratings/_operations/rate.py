"""Judge a case once."""

from datetime import date, datetime

from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.oversight.ratings import _actions
from zhengtong.oversight.ratings._policy import require_party
from zhengtong.oversight.ratings.data import BAD, GRADES, AlreadyRated, NotYetClosed, RatedCase, RatingData
from zhengtong.oversight.ratings.events import CaseRated
from zhengtong.oversight.ratings.models import Rating
from zhengtong.trust.audit import api as audit

ANSWER_WORKING_DAYS = 5  # no national figure was found; cities use 5 to 15 (standards.md §3)
LONGEST_COMMENT = 500

CHOOSE = Text("选一项：您满意吗", "Choose how satisfied you are")
TOO_LONG = Text("最多 {most} 个字，您写了 {written} 个", "At most {most} characters; you wrote {written}")


def rate(case: RatedCase, grade: int, comment: str, *, channel: str, actor: Actor, at: datetime) -> RatingData:
    """Keep a party's judgement of a closed case.

    Grades 1–5 of GB/T 39046; 4 and 5 get a date by which the organisation answers. Raises AlreadyRated,
    NotYetClosed, Invalid.
    """
    require_party(actor, case)
    _check(case, grade, comment)
    with atomic():
        row, is_new = Rating.objects.get_or_create(
            case=case.number,
            defaults={
                "service": case.service,
                "organisation_id": case.organisation,
                "person_id": actor.person,
                "grade": grade,
                "comment": comment.strip(),
                "channel": channel,
                "at": at,
                "answer_due": _answer_due(grade, at),
            },
        )
        if not is_new:
            raise AlreadyRated()
        audit.record(
            actor=actor,
            at=at,
            action=_actions.RATED,
            on=("case", case.number),
            subjects=(case.applicant,),
            detail={"grade": grade},
        )
        events.announce(CaseRated(case.number, grade))
    return data(row)


def _check(case: RatedCase, grade: int, comment: str) -> None:
    if not case.is_closed:
        raise NotYetClosed()
    problems = []
    if grade not in GRADES:
        problems.append(FieldProblem("grade", "required", CHOOSE))
    if len(comment) > LONGEST_COMMENT:
        text = TOO_LONG.format(most=LONGEST_COMMENT, written=len(comment))
        problems.append(FieldProblem("comment", "too_long", text))
    if problems:
        raise Invalid(problems)


def _answer_due(grade: int, at: datetime) -> date | None:
    if grade not in BAD:
        return None
    return calendar.add_working_days(clock.china_date(at), ANSWER_WORKING_DAYS).date


def data(row: Rating) -> RatingData:
    return RatingData(
        row.case, row.grade, row.comment, row.at, row.answer_due, row.answer, row.answered_at, row.answered_by
    )
