"""Accounts as the rest of the platform sees them."""

from datetime import date, datetime

from zhengtong.kernel import clock
from zhengtong.kernel.errors import NotFound
from zhengtong.trust.identity._errors import NoSuchLogin
from zhengtong.trust.identity.data import AccountData, Level, Reach
from zhengtong.trust.identity.models import Person, User
from zhengtong.trust.keys import api as keys


def data(user: User) -> AccountData:
    """The account of a row."""
    return AccountData(
        id=f"user:{user.pk}",
        username=user.username,
        kind=user.kind,
        name=user.display_name,
        level=Level(user.real_name_level),
        person=user.person_id or "",
    )


def row(account: str) -> User:
    """The row of `user:7`; NotFound when there is none."""
    number = account.removeprefix("user:")
    user = User.objects.filter(pk=int(number)).first() if number.isdigit() else None
    if user is None:
        raise NotFound()
    return user


def account(account_id: str) -> AccountData:
    """An account by its id (`user:7`); NotFound when there is none. One statement."""
    return data(row(account_id))


def account_named(username: str) -> AccountData:
    """The account of a user name, as it is signed in with; NoSuchLogin when there is none. One statement."""
    user = User.objects.filter(username=username.lower()).first()
    if user is None:
        raise NoSuchLogin(username=username)
    return data(user)


def account_of(user: object) -> AccountData | None:
    """The account of Django's `request.user`; None for nobody. No statement."""
    return data(user) if isinstance(user, User) else None


def username_for(login: str) -> str:
    """The user name behind what was typed to sign in: a phone or a user name.

    Where nobody has the phone, a keyed hash comes back: it belongs to no account, takes as long to check, and keeps
    the phone out of counters and sessions. One statement.
    """
    typed = login.strip().lower()
    if not typed.isdigit():
        return typed
    lookup = keys.lookup("phone", typed)
    return User.objects.filter(phone_lookup=lookup).values_list("username", flat=True).first() or lookup


def reach_of(person: str) -> Reach:
    """The mail address and phone a person gave with their own proven account; else the phone on their papers.

    Both empty for who gave none. One statement, and another for a person without an account.
    """
    user = User.objects.filter(person=person, kind="resident").order_by("pk").first()
    if user:
        return Reach(user.email, user.phone)
    known = Person.objects.filter(pk=person).first()
    return Reach("", known.phone if known else "")


def is_demo_password_account(user: object) -> bool:
    """Whether an account still has the password the demo made for it; such an account works on loopback only."""
    return isinstance(user, User) and user.has_demo_password


def day(at: datetime) -> date:
    """The legal date of an instant."""
    return clock.china_date(at)
