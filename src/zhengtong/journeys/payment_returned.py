"""Money came back: the person is told what to do and when it comes again, the office sees to it."""

from datetime import date

from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.events import PaymentReturned
from zhengtong.journeys._benefit_words import HANDLE, filled, month_words, tell_people
from zhengtong.journeys.tell_benefit import RETURNED_KIND
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.office.duties import api as duties

ACTOR = system("payment_returned")
BACK = Text("{benefit}的钱退回来了，请换一个账户", "{benefit}: the money came back; please name another account")
BACK_BODY = Text(
    "{month}的 {amount}没打进去：{why}。换一个账户，{day}前一起补给您。",
    "{amount} for {month} could not be paid: {why}. Name another account and you have it by {day}.",
)
BANK = Text("{benefit}的钱晚一点到", "{benefit}: the money comes later")
BANK_BODY = Text(
    "{month}的 {amount}没打进去：{why}。我们{day}前再打一次，您不用做什么。",
    "{amount} for {month} could not be paid: {why}. We pay again by {day}; there is nothing for you to do.",
)
CALL = Text("{benefit}退回了，请联系他换账户", "{benefit} came back; please help them name another account")


def payment_returned(event: PaymentReturned) -> None:
    """Tell the people of the benefit; where the account is to blame, open a duty due when the next list is drawn up."""
    at = clock.now()
    today = clock.china_date(at)
    whole = benefits.benefit(event.entitlement, actor=ACTOR, at=at)
    benefit = whole.entitlement
    payment = next(one for one in whole.payments if one.id == event.payment)
    definition = benefits.definition_of(catalogue.version(benefit.service_hash))
    if definition is None:
        return
    again = benefits.next_arrival(definition, today)
    words: dict[str, Text | date | int] = {
        "month": month_words(payment.month),
        "amount": payment.amount_fen,
        "why": payment.reason,
        "day": again,
    }
    with atomic():
        if payment.cause != "account":
            tell_people(benefit, BANK, filled(BANK_BODY, **words), actor=ACTOR, at=at)
            return
        tell_people(benefit, BACK, filled(BACK_BODY, **words), actor=ACTOR, at=at)
        duties.open_duty(
            kind=RETURNED_KIND,
            organisation=benefit.organisation,
            permission=HANDLE,
            title=Text(CALL.zh.format(benefit=benefit.name.zh), CALL.en.format(benefit=benefit.name.in_("en"))),
            about=("benefit", benefit.id),
            due=again.replace(day=definition.list_day),
            actor=ACTOR,
            at=at,
        )
