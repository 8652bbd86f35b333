"""Proofs of who holds an account, and the level of assurance they add up to."""

from collections.abc import Collection, Iterable
from datetime import datetime

from zhengtong.kernel.actor import Actor
from zhengtong.kernel.errors import NotFound
from zhengtong.kernel.events import api as events
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import _accounts, _policy, ports
from zhengtong.trust.identity._actions import PROVEN
from zhengtong.trust.identity._errors import AccountExists
from zhengtong.trust.identity._persons import correct_person, meet_person
from zhengtong.trust.identity.data import AT_WINDOW, ID_MATCHED, PROOFS, AccountData, Level
from zhengtong.trust.identity.events import PersonProven
from zhengtong.trust.identity.models import Proof, User

_FURTHER_PROOFS = 2


def level_of(proofs: Iterable[str]) -> Level:
    """REAL_NAME at a window, or with a matching resident ID and two further proofs; CHECKED with the match alone."""
    seen = set(proofs)
    if AT_WINDOW in seen:
        return Level.REAL_NAME
    if ID_MATCHED not in seen:
        return Level.STATED
    return Level.REAL_NAME if len(seen - {ID_MATCHED}) >= _FURTHER_PROOFS else Level.CHECKED


def set_real_name_level(account: str, proofs: Collection[str], *, actor: Actor, at: datetime) -> AccountData:
    """A window has seen proofs of who holds a resident's account; returns it at its new level.

    Forbidden without "identity.verify" or for one's own account; NotFound for one that is no resident's; AccountExists
    when another account of the same person is already proven; ValueError for a proof nobody knows.
    """
    _policy.may_verify(actor, account)
    with atomic():
        user = _accounts.row(account)
        if user.kind != "resident":
            raise NotFound()
        add_proofs(user, proofs, actor=actor, at=at)
    return _accounts.data(user)


def ask_sources(*, name: str, id_number: str, phone: str) -> set[str]:
    """What the registered sources vouch for. Goes over a network: never inside a transaction."""
    found = (source.proofs(name=name, id_number=id_number, phone=phone) for source in ports.sources())
    return {proof for proofs in found for proof in proofs}


def add_proofs(user: User, proofs: Collection[str], *, actor: Actor, at: datetime) -> None:
    """Keep proofs in the caller's transaction; the account is linked to its person once the resident ID is proven.

    The name and phone of a proven account are the person's, whatever somebody else had written.
    """
    if unknown := set(proofs) - PROOFS.keys():
        raise ValueError(f"unknown proofs: {', '.join(sorted(unknown))}")
    for kind in sorted(proofs):
        Proof.objects.get_or_create(user=user, kind=kind, defaults={"seen_at": at, "seen_by": actor.id})
    level = level_of(Proof.objects.filter(user=user).values_list("kind", flat=True).order_by("kind"))
    if level > user.real_name_level:
        _raise(user, level, actor=actor, at=at)
    if proofs and user.person_id:
        correct_person(user.person_id, name=user.display_name, phone=user.phone, actor=actor, at=at)


def _raise(user: User, level: Level, *, actor: Actor, at: datetime) -> None:
    if not user.person_id:
        user.person_id = _person_of(user, actor, at)
    user.real_name_level = level
    user.save(update_fields=["person", "real_name_level"])
    account, person = f"user:{user.pk}", user.person_id
    audit.record(
        actor=actor, at=at, action=PROVEN, on=("account", account), subjects=[person], detail={"level": int(level)}
    )
    events.announce(PersonProven(account=account, person=person, level=int(level)))


def _person_of(user: User, actor: Actor, at: datetime) -> str:
    met = meet_person(id_number=user.stated_id_number, actor=actor, at=at)
    if User.objects.filter(person=met.id, kind=user.kind).exclude(pk=user.pk).exists():
        raise AccountExists()
    return met.id
