"""One of each kind of person: an Actor and a signed-in client per role, for tests that walk roles.

roles = actors.cast()            # needs the database
roles["staff"].actor             # kernel.actor.Actor
roles["staff"].client.get(url)   # django.test.Client, signed in, second factor shown
"""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from django.contrib.auth import get_user_model
from django.test import Client, override_settings

import rows
from zhengtong.channels.portal.accounts import guard
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor, system
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import AT_WINDOW, AccountData
from zhengtong.trust.organisations import api as organisations

CIVIL_AFFAIRS, POLICE = "11990100MB0000001T", "11990100MB0000002X"
SERVICES, AUDIT, STREET = "11990100MB00000031", "11990100MB00000044", "11990101MB0000006Q"
ROLES = (
    "anonymous",
    "resident",
    "other_resident",
    "company_agent",
    "staff",
    "other_staff",
    "other_clerk",
    "admin_system",
    "admin_security",
    "admin_audit",
)
PASSWORD = "qinghe-2026-spring"
LI_MIN, WANG_YUNSHENG, HE_JIAN = "990101197003120028", "990101197911030116", "990101198501170161"
SUN_LI, GAO_PING, AGENT = "990101198206090230", "99010119680405031X", "990101197207300426"
_SINCE = date(2024, 1, 1)
_ORGANISATIONS = Path(__file__).parents[1] / "demo" / "organisations.yaml"
#: Passwords that are quick to hash, where none is typed into a server of its own.
FAST = override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])


@dataclass(frozen=True)
class Role:
    """Somebody: who they act as, and their browser."""

    name: str
    account: AccountData | None

    @cached_property
    def actor(self) -> Actor:
        """Who they act as, as it is when first asked."""
        return actor_of(self.account) if self.account else ANONYMOUS

    @cached_property
    def client(self) -> Client:
        """Their browser, signed in when it is first used."""
        return signed_in(self.account) if self.account else Client()


def cast() -> dict[str, Role]:
    """Everybody of ROLES, in the offices of the demo city."""
    accounts = rows.once("cast", _accounts)
    return {"anonymous": Role("anonymous", None), **{name: Role(name, account) for name, account in accounts.items()}}


def _accounts() -> dict[str, AccountData]:
    organisations.load(_ORGANISATIONS, actor=system("test"), at=clock.now())
    with FAST:
        return {
            "resident": resident("李敏", LI_MIN, "19900000028"),
            "other_resident": resident("汪云生", WANG_YUNSHENG, "19900000116"),
            "company_agent": _agent(),
            "staff": staff("zhoumin", "周敏", CIVIL_AFFAIRS, "救助科经办"),
            "other_staff": staff("liangwei", "梁伟", SERVICES, "督查"),
            "other_clerk": staff("heyulan", "何玉兰", STREET, "民政窗口经办"),
            "admin_system": staff("hejian", "何建", SERVICES, "系统管理员", HE_JIAN),
            "admin_security": staff("sunli", "孙丽", SERVICES, "安全管理员", SUN_LI),
            "admin_audit": staff("gaoping", "高平", AUDIT, "审计管理员", GAO_PING),
        }


def resident(name: str, id_number: str, phone: str) -> AccountData:
    """A resident whose identity a window has verified; PASSWORD is theirs."""
    actor, at = system("test"), clock.now()
    account = identity.register_resident(
        name=name, id_number=id_number, phone=phone, password=PASSWORD, actor=actor, at=at
    )
    return identity.set_real_name_level(account.id, [AT_WINDOW], actor=actor, at=at)


def staff(username: str, name: str, organisation: str, post: str, id_number: str = "") -> AccountData:
    """A member of staff in a post since 2024; with a resident ID, an administrator. PASSWORD is theirs."""
    actor, at = system("test"), clock.now()
    account = identity.create_staff(
        username=username,
        name=name,
        password=PASSWORD,
        administrator=bool(id_number),
        id_number=id_number,
        actor=actor,
        at=at,
    )
    identity.appoint(account.id, organisation, post, since=_SINCE, actor=actor, at=at)
    return account


def signed_in(account: AccountData) -> Client:
    """A browser signed in to an account, its second factor shown."""
    client = Client()
    client.force_login(get_user_model().objects.get(pk=account.row))
    session = client.session
    session[guard.SHOWN] = account.row
    session.save()
    return client


def actor_of(account: AccountData) -> Actor:
    """The actor of an account today."""
    return identity.actor_for(get_user_model().objects.get(pk=account.row))


def _agent() -> AccountData:
    return identity.register_company_agent(
        name="马东",
        id_number=AGENT,
        phone="19900000426",
        password=PASSWORD,
        company=("91990101MB0000007K", "清和面馆有限公司"),
        actor=system("test"),
        at=clock.now(),
    )
