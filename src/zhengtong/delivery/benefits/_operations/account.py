"""Another account: kept while it is written, given when it was looked through."""

from collections.abc import Mapping
from datetime import datetime

from zhengtong.delivery.benefits import _actions
from zhengtong.delivery.benefits._definition import definition_of
from zhengtong.delivery.benefits._policy import require_party
from zhengtong.delivery.benefits.data import Account
from zhengtong.delivery.benefits.events import AccountGiven
from zhengtong.delivery.benefits.models import AccountDraft, Entitlement
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.events import api as events
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.trust.audit import api as audit

FIELDS = ("account_name", "account")
LONGEST = 50
WRITE_NAME = Text("写上户名，和卡上的一样", "Write the name on the account")
WRITE_NUMBER = Text("写上卡号，12 到 19 位数字", "Write the card number, 12 to 19 digits")
_EMPTY = {"account_name": WRITE_NAME, "account": WRITE_NUMBER}
_KINDS = {"account_name": "text", "account": "bank_account"}


def save_account(entitlement: str, typed: Mapping[str, str], *, actor: Actor, at: datetime) -> None:
    """Keep what a person has written of another account, right or wrong; nothing is changed by it yet."""
    with atomic():
        row = require_party(actor, Entitlement.objects.filter(pk=entitlement).first())
        answers = {field: typed.get(field, "")[:LONGEST] for field in FIELDS}
        AccountDraft.objects.update_or_create(entitlement=row, defaults={"answers": answers, "saved_at": at})
        audit.record(
            actor=actor, at=at, action=_actions.ACCOUNT_SAVED, on=("benefit", row.pk), subjects=(row.person_id,)
        )


def account_draft(entitlement: str, *, actor: Actor) -> Mapping[str, str]:
    """What was written so far; empty when nothing was. NotFound for anyone else's. Two statements."""
    row = require_party(actor, Entitlement.objects.filter(pk=entitlement).first())
    draft = AccountDraft.objects.filter(entitlement=row).first()
    return draft.answers if draft else {}


def read_account(entitlement: str, typed: Mapping[str, str], *, actor: Actor) -> Account:
    """The account that was written, in the name of somebody the form allows. Invalid with a problem per field.

    NotFound for anyone else's. One statement.
    """
    return _read(require_party(actor, Entitlement.objects.filter(pk=entitlement).first()), typed)


def _read(row: Entitlement, typed: Mapping[str, str]) -> Account:
    clean, problems = {}, []
    for field in FIELDS:
        words = typed.get(field, "").strip()
        if not words:
            problems.append(FieldProblem(field, "required", _EMPTY[field]))
            continue
        try:
            clean[field] = str(forms.read_answer(_KINDS[field], words, LONGEST))
            _require_named(row, field, words)
        except forms.AnswerError as error:
            problems.append(FieldProblem(field, error.code, error.text))
    if problems:
        raise Invalid(problems)
    return Account(clean["account_name"], clean["account"])


def _require_named(row: Entitlement, field: str, name: str) -> None:
    """The name on the account is of those the form takes, on the facts of the decision. AnswerError."""
    version = catalogue.version(row.service_hash)
    definition = definition_of(version)
    if definition is not None and field == "account_name":
        forms.require_named(forms.form_of(version).question(definition.account_name), name, row.facts)


def give_account(entitlement: str, *, actor: Actor, at: datetime) -> None:
    """Pay into the account of the draft from now on; what came back goes there with the next list. Invalid."""
    with atomic():
        found = Entitlement.objects.select_for_update().filter(pk=entitlement).first()
        row = require_party(actor, found)
        account = _read(row, account_draft(entitlement, actor=actor))
        row.account = {"name": account.name, "number": account.number}
        row.account_fails = False
        row.save(update_fields=["account", "account_fails"])
        AccountDraft.objects.filter(entitlement=row).delete()
        audit.record(
            actor=actor, at=at, action=_actions.ACCOUNT_GIVEN, on=("benefit", row.pk), subjects=(row.person_id,)
        )
        events.announce(AccountGiven(row.pk))
