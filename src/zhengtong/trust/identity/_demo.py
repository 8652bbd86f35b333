"""The demo city's accounts: made once, with passwords and second factors made here and written where only we read."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import cast

import yaml
from django.conf import settings

from zhengtong.kernel.actor import Actor, system
from zhengtong.trust.identity import _policy, _second_factor
from zhengtong.trust.identity._accounts import username_for
from zhengtong.trust.identity._operations.appoint import appoint, appointments_of
from zhengtong.trust.identity._operations.prove import set_real_name_level
from zhengtong.trust.identity._operations.register import create_staff, register_resident
from zhengtong.trust.identity._random import new_password, new_secret
from zhengtong.trust.identity.data import AT_WINDOW
from zhengtong.trust.identity.models import User

FILE = "demo-accounts.txt"
_SECRET_BYTES = 20


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """How to sign in as somebody of the demo: `login` is a phone or a user name, `totp` a base32 secret or empty."""

    name: str
    who: str
    login: str
    password: str
    totp: str

    def line(self) -> str:
        """Its line in the file."""
        return "\t".join((self.name, self.who, self.login, self.password, self.totp))


def load_demo_accounts(path: Path, *, actor: Actor, at: datetime) -> tuple[DemoAccount, ...]:
    """Make the accounts of a YAML file that are not there yet, and tell how to sign in as all of them.

    Passwords and secrets are random, made at the first call, and stand in ZHENGTONG_HOME/demo-accounts.txt, mode 600.
    Forbidden outside a home made by the demo, and to anyone but the platform itself.
    """
    _policy.may_load_demo(actor)
    listed = yaml.safe_load(path.read_text(encoding="utf-8"))
    known = {account.login: account for account in read_accounts()}
    for entry in (*listed["residents"], *listed["staff"]):
        known.setdefault(_login(entry), _invented(entry))
    _write(known.values())
    for entry in listed["residents"]:
        _resident(entry, known[_login(entry)], at)
    for entry in listed["staff"]:
        _staff(entry, known[_login(entry)], at)
    return tuple(known.values())


def read_accounts() -> tuple[DemoAccount, ...]:
    """The accounts of this home's file; none when there is no file."""
    path = _file()
    if not path.exists():
        return ()
    lines = path.read_text(encoding="utf-8").splitlines()
    return tuple(DemoAccount(*line.split("\t")) for line in lines if not line.startswith("#"))


def _file() -> Path:
    return Path(settings.ZHENGTONG_HOME) / FILE


def _write(accounts: Iterable[DemoAccount]) -> None:
    heading = "# name\twho\tlogin\tpassword\tTOTP secret (base32). These accounts work on this machine only.\n"
    temporary = _file().with_suffix(".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(heading + "".join(account.line() + "\n" for account in accounts))
    temporary.replace(_file())


def _login(entry: Mapping[str, object]) -> str:
    return str(entry.get("phone") or entry["username"])


def _invented(entry: Mapping[str, object]) -> DemoAccount:
    secret = new_secret(_SECRET_BYTES) if "post" in entry else ""
    return DemoAccount(str(entry["name"]), str(entry["who"]), _login(entry), new_password(), secret)


def _resident(entry: Mapping[str, object], given: DemoAccount, at: datetime) -> None:
    actor = system("demo")
    user = _user(given.login)
    if user is None:
        register_resident(
            name=given.name,
            id_number=str(entry["id_number"]),
            phone=given.login,
            password=given.password,
            email=str(entry.get("email", "")),
            actor=actor,
            at=at,
        )
        user = _marked(given.login)
    set_real_name_level(f"user:{user.pk}", [AT_WINDOW], actor=actor, at=at)


def _staff(entry: Mapping[str, object], given: DemoAccount, at: datetime) -> None:
    actor = system("demo")
    user = _user(given.login)
    if user is None:
        create_staff(
            username=given.login,
            name=given.name,
            password=given.password,
            administrator=bool(entry.get("administrator")),
            id_number=str(entry.get("id_number", "")),
            actor=actor,
            at=at,
        )
        user = _marked(given.login)
        _second_factor.enrol(user, given.totp)
    account = f"user:{user.pk}"
    if not appointments_of(account):
        organisation, post, since = str(entry["organisation"]), str(entry["post"]), cast(date, entry["since"])
        appoint(account, organisation, post, since=since, actor=actor, at=at)


def _user(login: str) -> User | None:
    return User.objects.filter(username=username_for(login)).first()


def _marked(login: str) -> User:
    user = User.objects.get(username=username_for(login))
    user.has_demo_password = True
    user.save(update_fields=["has_demo_password"])
    return user
