"""Opening accounts: residents by themselves; staff and companies' agents by the system administrator."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import make_password

from zhengtong.kernel import mail_address
from zhengtong.kernel.actor import Actor
from zhengtong.kernel.codes import CodeError, credit_code, names, resident_id
from zhengtong.kernel.errors import FieldProblem, Invalid
from zhengtong.kernel.identifiers import new_id
from zhengtong.kernel.text import Text
from zhengtong.kernel.transactions import atomic
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import _accounts, _policy
from zhengtong.trust.identity._actions import REGISTERED, STAFF_CREATED
from zhengtong.trust.identity._errors import AccountExists, PhoneTaken
from zhengtong.trust.identity._operations.prove import add_proofs, ask_sources
from zhengtong.trust.identity._persons import meet_person
from zhengtong.trust.identity.data import AccountData
from zhengtong.trust.identity.models import Agency, User
from zhengtong.trust.keys import api as keys

_PHONE_DIGITS = 11
_NAME_LIMIT = 60
_USERNAME = re.compile(r"[a-z][a-z0-9._-]{0,63}")
# desk only
_NO_USERNAME = Text(
    "登录名以字母开头，只用字母、数字、点、横线，最多 64 个",
    "A user name begins with a letter: letters, digits, . _ -, at most 64",
)
_NO_NAME = Text("写上身份证上的姓名", "Write the name on the ID card")
_NO_EMAIL = Text("邮箱写法不对，比如 wang@example.cn", "This is no mail address. Write it like wang@example.cn")
_NO_PHONE = Text("手机号是 11 位数字", "A mobile phone number has 11 digits")


def register_resident(
    *, name: str, id_number: str, phone: str, password: str, email: str = "", actor: Actor, at: datetime
) -> AccountData:
    """Open a resident's account. It is linked to the person only as far as the registered sources prove them.

    Invalid for a name, resident ID, phone or mail address that cannot be right; AccountExists when the person has a
    proven account; PhoneTaken when the phone belongs to another account. Signing in is by phone.
    """
    _policy.may_register(actor)
    problems = resident_problems(name=name, id_number=id_number, phone=phone)
    number = _number(id_number, (*problems, *_email_problems(email)))
    proofs, hashed = ask_sources(name=name, id_number=number, phone=phone), make_password(password)
    with atomic():
        _refuse_second_account(number)
        user = _new(
            kind="resident", name=name, phone=phone, password=hashed, at=at, stated_id_number=number, email=email
        )
        audit.record(actor=actor, at=at, action=REGISTERED, on=("account", f"user:{user.pk}"))
        add_proofs(user, proofs, actor=actor, at=at)
    return _accounts.data(user)


def register_company_agent(
    *,
    name: str,
    id_number: str,
    phone: str,
    password: str,
    company: tuple[str, str],
    actor: Actor,
    at: datetime,
) -> AccountData:
    """Open the account of one who acts for a company from today on; `company` is (credit code, name).

    For the system administrator, who has seen the company's letter. Errors as in `register_resident`.
    """
    _policy.may_create_accounts(actor)
    problems = resident_problems(name=name, id_number=id_number, phone=phone)
    number = _number(id_number, (*problems, *_company_problems(company[0])))
    hashed = make_password(password)
    with atomic():
        person = meet_person(name=name, id_number=number, phone=phone, actor=actor, at=at)
        user = _new(kind="company_agent", name=name, phone=phone, password=hashed, at=at, person_id=person.id)
        Agency.objects.create(user=user, company_code=company[0], company_name=company[1], since=_accounts.day(at))
        audit.record(
            actor=actor, at=at, action=REGISTERED, on=("account", f"user:{user.pk}"), detail={"company": company[0]}
        )
    return _accounts.data(user)


def create_staff(
    *,
    username: str,
    name: str,
    password: str,
    administrator: bool = False,
    id_number: str = "",
    actor: Actor,
    at: datetime,
) -> AccountData:
    """Open an account for a member of staff, or for an administrator. It can do nothing until appointed to a post.

    `id_number` makes the holder a known person, which an administrator must be. For the system administrator. Signing
    in takes letters of either case, so the user name is kept in small ones; Invalid for one that is no user name.
    """
    _policy.may_create_accounts(actor)
    username = username.lower()
    problems = (*_staff_problems(username, name), *(_number_problems(id_number) if id_number else ()))
    if problems:
        raise Invalid(problems)
    number = resident_id.parse(id_number).number if id_number else ""
    hashed = make_password(password)
    with atomic():
        if User.objects.filter(username=username).exists():
            raise AccountExists()
        person = meet_person(name=name, id_number=number, actor=actor, at=at).id if number else None
        kind = "administrator" if administrator else "staff"
        user = _new(kind=kind, name=name, phone="", password=hashed, at=at, username=username, person_id=person)
        audit.record(actor=actor, at=at, action=STAFF_CREATED, on=("account", f"user:{user.pk}"), detail={"kind": kind})
    return _accounts.data(user)


def _new(*, kind: str, name: str, phone: str, at: datetime, **columns: Any) -> User:
    phone_lookup = keys.lookup("phone", phone) if phone else None
    if phone_lookup and User.objects.filter(phone_lookup=phone_lookup).exists():
        raise PhoneTaken()
    columns.setdefault("username", f"u{new_id().lower()}")
    return User.objects.create(
        kind=kind, display_name=name, phone=phone, phone_lookup=phone_lookup, date_joined=at, **columns
    )


def _refuse_second_account(id_number: str) -> None:
    lookup = keys.lookup("resident_id", id_number)
    if User.objects.filter(person__id_lookup=lookup, kind="resident").exists():
        raise AccountExists()


def resident_problems(*, name: str, id_number: str, phone: str) -> tuple[FieldProblem, ...]:
    """What cannot be right in what somebody says about themself; nothing is looked up and nothing is kept."""
    problems = [] if name.strip() else [FieldProblem("name", "required", _NO_NAME)]
    problems += _name_problems(name) if name.strip() else []
    if not (phone.isascii() and phone.isdigit() and len(phone) == _PHONE_DIGITS):
        problems.append(FieldProblem("phone", "phone", _NO_PHONE))
    return (*problems, *_number_problems(id_number))


def _email_problems(email: str) -> tuple[FieldProblem, ...]:
    """None without an address: nobody needs one."""
    return (FieldProblem("email", "email", _NO_EMAIL),) if email and not mail_address.is_one(email) else ()


def _name_problems(name: str) -> list[FieldProblem]:
    try:
        names.parse(name)
    except CodeError as error:
        return [error.problem("name")]
    return []


def _staff_problems(username: str, name: str) -> Iterator[FieldProblem]:
    """Digits alone would be taken for a phone when signing in."""
    if not _USERNAME.fullmatch(username):
        yield FieldProblem("username", "username", _NO_USERNAME)
    if not name.strip() or len(name) > _NAME_LIMIT:
        yield FieldProblem("name", "required", _NO_NAME)


def _number_problems(id_number: str) -> tuple[FieldProblem, ...]:
    try:
        resident_id.parse(id_number)
    except CodeError as error:
        return (error.problem("id_number"),)
    return ()


def _company_problems(code: str) -> tuple[FieldProblem, ...]:
    try:
        credit_code.parse(code)
    except CodeError as error:
        return (error.problem("company_code"),)
    return ()


def _number(id_number: str, problems: tuple[FieldProblem, ...]) -> str:
    """The resident ID in its one right spelling; Invalid when there are problems."""
    if problems:
        raise Invalid(problems)
    return resident_id.parse(id_number).number
