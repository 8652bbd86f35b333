"""A month's list, a review and a file of the bank become duties of the office, and are closed when they are done."""

from datetime import date, timedelta

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.events import (
    ListConfirmed,
    ListDrafted,
    ResultsTaken,
    ReturnFileRefused,
    ReviewDue,
    Reviewed,
)
from zhengtong.journeys._benefit_words import HANDLE, filled, tell_people
from zhengtong.kernel import calendar, clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.duties import api as duties

ACTOR = system("watch_lists")
LIST, FILE, REVIEW = "benefit_list", "benefit_file", "benefit_review"
BANK_DAYS = 5  # a bank needs some days; no rule was found
CONFIRM = Text("{benefit} {month} 月的名册，请核对确认", "{benefit}: confirm the list of month {month}")
SPOILT = Text("银行的结果文件收不下：{why}", "A file of the bank was refused: {why}")
LOOK = Text("{benefit}该复核了", "{benefit}: a review is due")
LOOK_SUBJECT = Text("{benefit}要复核了", "{benefit}: a review is due")
LOOK_BODY = Text("{day}前复核一次。{asks}", "There is a review by {day}. {asks}")


def list_drafted(event: ListDrafted) -> None:
    """The list must be confirmed in time for the bank."""
    at = clock.now()
    found = benefits.month_list(event.list, actor=ACTOR)
    title = CONFIRM.zh.format(benefit=found.name.zh, month=found.month.month)
    english = CONFIRM.en.format(benefit=found.name.in_("en"), month=found.month.month)
    tomorrow = clock.china_date(at) + timedelta(days=1)
    duties.open_duty(
        kind=LIST,
        organisation=found.organisation,
        permission=HANDLE,
        title=Text(title, english),
        about=("benefit_list", found.id),
        due=max(found.arrives_by - timedelta(days=BANK_DAYS), tomorrow),
        actor=ACTOR,
        at=at,
    )


def list_confirmed(event: ListConfirmed) -> None:
    _close(("benefit_list", event.list), LIST)


def file_refused(event: ReturnFileRefused) -> None:
    """The bank must send a file again; a file that names no list of ours is shown to everybody who keeps a roll."""
    at = clock.now()
    organisation, why = benefits.list_of_return(event.file)
    if organisation:
        duties.open_duty(
            kind=FILE,
            organisation=organisation,
            permission=HANDLE,
            title=filled(SPOILT, why=why),
            about=("benefit_list", event.list),
            due=calendar.add_working_days(clock.china_date(at), 1).date,
            actor=ACTOR,
            at=at,
        )


def results_taken(event: ResultsTaken) -> None:
    """The bank has sent it again, right."""
    _close(("benefit_list", event.list), FILE)


def review_due(event: ReviewDue) -> None:
    """The office looks, and the people know beforehand what will be asked of them."""
    at = clock.now()
    benefit = benefits.benefit(event.entitlement, actor=ACTOR, at=at).entitlement
    definition = benefits.definition_of(catalogue.version(benefit.service_hash))
    due = date.fromisoformat(event.due)
    if definition is None or definition.review is None:
        return
    with atomic():
        tell_people(benefit, LOOK_SUBJECT, filled(LOOK_BODY, day=due, asks=definition.review.asks), actor=ACTOR, at=at)
        duties.open_duty(
            kind=REVIEW,
            organisation=benefit.organisation,
            permission=HANDLE,
            title=Text(LOOK.zh.format(benefit=benefit.name.zh), LOOK.en.format(benefit=benefit.name.in_("en"))),
            about=("benefit", benefit.id),
            due=due,
            actor=ACTOR,
            at=at,
        )


def reviewed(event: Reviewed) -> None:
    _close(("benefit", event.entitlement), REVIEW)


def _close(about: tuple[str, str], kind: str) -> None:
    at = clock.now()
    for duty in duties.open_about(about):
        if duty.kind == kind:
            duties.close_duty(duty.id, actor=ACTOR, at=at)
