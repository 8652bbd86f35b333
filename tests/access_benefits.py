"""Who gets what from every operation of benefits; a part of access_table.py."""

from dataclasses import replace
from datetime import date, datetime

import actors
import town as city
from access import NOBODY, NOTHING, RESIDENT, STAFF, SYSTEM, Operation, World
from zhengtong.delivery.benefits import api as benefits
from zhengtong.delivery.benefits.api import Own
from zhengtong.delivery.benefits.data import Account, ListData, NewEntitlement
from zhengtong.delivery.benefits.models import Entitlement, MonthList
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import Forbidden
from zhengtong.offer.catalogue import api as catalogue

ACCOUNT = {"account_name": "李敏", "account": "6200000000000013"}


def _list(w: World) -> ListData:
    """The list of December, drawn up on its day."""
    at, day = w.at, datetime(2026, 12, 10, 10, tzinfo=clock.CHINA)
    clock.fix(lambda: day)
    benefits.draft_due()
    clock.fix(lambda: at)
    return benefits.month_list(MonthList.objects.get().pk, actor=w.actors["system"])


def _confirm(w: World, a: Actor) -> None:
    found = _list(w)
    benefits.check(found.id, found.content, actor=replace(w.actors["staff"], id="user:first"), at=w.at)
    benefits.confirm(found.id, found.content, actor=a, at=w.at)


def _check(w: World, a: Actor) -> None:
    found = _list(w)
    benefits.check(found.id, found.content, actor=a, at=w.at)


def _lists(w: World, a: Actor) -> object:
    _list(w)
    return benefits.lists(a)


def _change_benefit(w: World, a: Actor) -> None:
    benefits.change(w.benefit, benefits.Wanted("stop", "asked", date(2026, 12, 1)), actor=a, at=w.at)


def _review(w: World, a: Actor) -> None:
    Entitlement.objects.filter(pk=w.benefit).update(review_asked=True)
    benefits.review(w.benefit, "户籍在", actor=a, at=w.at)


def _save_account(w: World, a: Actor) -> None:
    benefits.save_account(w.benefit, ACCOUNT, actor=a, at=w.at)


def _give_account(w: World, a: Actor) -> None:
    _save_account(w, w.actors["resident"])
    benefits.give_account(w.benefit, actor=a, at=w.at)


def _account_draft(w: World, a: Actor) -> object:
    _save_account(w, w.actors["resident"])
    return benefits.account_draft(w.benefit, actor=a)


def _enrol(w: World, a: Actor) -> object:
    version = catalogue.published(city.SERVICE)
    definition = benefits.definition_of(version)
    assert definition is not None
    new = NewEntitlement(
        case="C-2",
        service=city.SERVICE,
        service_hash=version.hash,
        organisation=actors.CIVIL_AFFAIRS,
        person=w.actors["other_resident"].person,
        person_name="汪云生",
        id_number=actors.WANG_YUNSHENG,
        helper="",
        amount_fen=12_000,
        decided_on=date(2026, 11, 23),
        review_months=12,
        account=Account("汪云生", ""),
        facts={},
    )
    return benefits.enrol(new, definition, actor=a, at=w.at)


BENEFITS = [
    Operation("account_draft", _account_draft, RESIDENT),
    Operation("benefit", lambda w, a: benefits.benefit(w.benefit, actor=a, at=w.at), RESIDENT | STAFF | SYSTEM),
    Operation("benefits_of", lambda w, a: benefits.benefits_of(a), RESIDENT, NOTHING),
    Operation("change", _change_benefit, STAFF | SYSTEM, other={"resident": Own}),
    Operation("check", _check, STAFF, other={"system": Forbidden}),
    Operation("confirm", _confirm, STAFF, other={"system": Forbidden}),
    Operation("differences", lambda w, a: benefits.differences(_list(w).id, actor=a), STAFF | SYSTEM),
    Operation("enrol", _enrol, SYSTEM, Forbidden),
    Operation("give_account", _give_account, RESIDENT),
    Operation("list_rows", lambda w, a: benefits.list_rows(_list(w).id, actor=a, at=w.at), STAFF | SYSTEM),
    Operation("lists", _lists, STAFF),
    Operation("month_list", lambda w, a: benefits.month_list(_list(w).id, actor=a), STAFF | SYSTEM),
    Operation("own_benefit", lambda w, a: benefits.own_benefit(w.benefit, actor=a), RESIDENT),
    Operation("read_account", lambda w, a: benefits.read_account(w.benefit, ACCOUNT, actor=a), RESIDENT),
    Operation("redraft", lambda w, a: benefits.redraft(_list(w).id, actor=a, at=w.at), STAFF | SYSTEM),
    Operation("return_files", lambda w, a: benefits.return_files(actor=a), NOBODY, other={"staff": NOTHING}),
    Operation("review", _review, STAFF | SYSTEM, other={"resident": Own}),
    Operation("roll", lambda w, a: benefits.roll(a, at=w.at).entitlements, STAFF),
    Operation("roll_counts", lambda w, a: benefits.roll_counts(a)[""], STAFF),
    Operation("save_account", _save_account, RESIDENT),
    Operation("works_roll", lambda w, a: benefits.works_roll(a), STAFF, NOTHING),
]
