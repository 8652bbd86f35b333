"""Somebody objects: on the page, or before a clerk who writes it down."""

from datetime import datetime, timedelta

from zhengtong.delivery.publicity import _actions
from zhengtong.delivery.publicity._codes import receipt_for, receipt_lookup
from zhengtong.delivery.publicity._policy import may_object, require_clerk
from zhengtong.delivery.publicity._queries import by_code, latest, require_up
from zhengtong.delivery.publicity.data import Said, TakenWay, TooManyObjections, Way
from zhengtong.delivery.publicity.events import Objected
from zhengtong.delivery.publicity.models import Objection, Posting, SentObjection
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Conflict, FieldProblem, Invalid, NotFound
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.kernel.visible import says_something
from zhengtong.trust.audit import api as audit
from zhengtong.trust.keys import api as keys

MOST_AN_HOUR, MOST_OF_ALL = 20, 200
"""To one notice: from one address, behind which a whole village may be, and from all addresses together. An hour that
is full is full for that notice alone."""
WINDOW = timedelta(hours=1)
LONGEST_REASON, LONGEST_NAME, LONGEST_PHONE = 1000, 50, 30
SAY_WHY = Text("写一句您的看法，比如哪里和您知道的不一样", "Write a sentence: what differs from what you know")
GIVE_NAME = Text("写上您的姓名，我们好回您", "Give your name, so that we can answer you")
GIVE_PHONE = Text("写上能找到您的电话", "Give a number where we can reach you")
TOO_LONG = Text("最多 {most} 个字", "At most {most} characters")


def object_on_page(code: str, said: Said, sender: str, *, actor: Actor, at: datetime) -> str:
    """Keep what somebody says to the posting of an address; returns the receipt number. `sender` is where it comes from
    (a network address), for counting alone. Sent again from the same drawing of a form, the receipt number it has.

    NotFound when nothing is up at the address; Invalid names what is missing; TooManyObjections.
    """
    may_object(actor)
    with atomic():
        posting = by_code(code)
        require_up(posting, at)
        _require_whole(posting, said)
        receipt = _receipt(posting, said)
        if not _is_kept(receipt):
            _count(posting, sender, at)
            _keep(posting, said, receipt, "page", "", actor, at)
    return receipt


def take_objection(case: str, way: TakenWay, said: Said, *, actor: Actor, at: datetime) -> str:
    """A clerk of the case writes down what somebody says in person, by telephone or on paper; returns the receipt
    number to hand to them. NotFound for who is no clerk of it; Conflict when nothing is up; Invalid."""
    require_clerk(case, actor)
    with atomic():
        posting = latest(case)
        if posting is None:
            raise Conflict()
        try:
            require_up(posting, at)
        except NotFound as over:
            raise Conflict() from over
        _require_whole(posting, said)
        receipt = _receipt(posting, said)
        _keep(posting, said, receipt, way, f"{actor.post} {actor.name}", actor, at)
    return receipt


def _receipt(posting: Posting, said: Said) -> str:
    words = "\n".join((said.reason.strip(), said.name.strip(), said.phone.strip()))
    return receipt_for(posting.pk, said.once, words)


def _is_kept(receipt: str) -> bool:
    return Objection.objects.filter(receipt_lookup=receipt_lookup(receipt)).exists()


def _keep(posting: Posting, said: Said, receipt: str, way: Way, taken_by: str, actor: Actor, at: datetime) -> None:
    """Two clicks a blink apart meet in the unique receipt number: the second finds the row of the first."""
    row, is_new = Objection.objects.get_or_create(
        receipt_lookup=receipt_lookup(receipt),
        defaults={
            "posting": posting,
            "way": way,
            "reason": said.reason.strip(),
            "name": said.name.strip(),
            "phone": said.phone.strip(),
            "made_at": at,
            "taken_by": taken_by,
        },
    )
    if is_new:
        detail = {"case": posting.case, "objection": row.pk, "way": way}
        audit.record(actor=actor, at=at, action=_actions.OBJECTED, on=("posting", posting.pk), detail=detail)
        events.announce(Objected(posting.case, posting.step))


def _count(posting: Posting, sender: str, at: datetime) -> None:
    """Of whom the hour has taken enough about this notice, no more. A sender is counted in real time: it is about a
    flood, not about law."""
    now = clock.real_now()
    known = keys.lookup("objection_sender", f"{clock.china_date(now)} {posting.pk} {sender}")
    SentObjection.objects.filter(at__lte=now - WINDOW).delete()
    written = posting.objections.filter(way="page", made_at__gt=at - WINDOW)
    if SentObjection.objects.filter(sender=known).count() >= MOST_AN_HOUR or written.count() >= MOST_OF_ALL:
        raise TooManyObjections(phone=posting.phone)
    SentObjection.objects.create(sender=known, at=now)


def _require_whole(posting: Posting, said: Said) -> None:
    wanted = [("reason", said.reason, SAY_WHY)]
    if not posting.may_be_anonymous:
        wanted += [("name", said.name, GIVE_NAME), ("phone", said.phone, GIVE_PHONE)]
    problems = [FieldProblem(name, "required", why) for name, written, why in wanted if not says_something(written)]
    lengths = (
        ("reason", said.reason, LONGEST_REASON),
        ("name", said.name, LONGEST_NAME),
        ("phone", said.phone, LONGEST_PHONE),
    )
    problems += [
        FieldProblem(name, "too_long", TOO_LONG.format(most=most))
        for name, written, most in lengths
        if len(written.strip()) > most
    ]
    if problems:
        raise Invalid(problems)
