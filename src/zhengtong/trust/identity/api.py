"""Persons, accounts, appointments and the actors people act as."""

from zhengtong.trust.identity._accounts import (
    account,
    account_named,
    account_of,
    is_demo_password_account,
    reach_of,
    username_for,
)
from zhengtong.trust.identity._actors import actor_for, actor_of, colleagues
from zhengtong.trust.identity._demo import DemoAccount, load_demo_accounts
from zhengtong.trust.identity._errors import (
    AccountExists,
    AlreadyHolds,
    BadPeriod,
    OneAdministratorOnly,
    PhoneTaken,
    UnknownHolder,
)
from zhengtong.trust.identity._mask import masked_name
from zhengtong.trust.identity._operations.appoint import (
    appoint,
    appointments_of,
    end_appointment,
    end_posts_due,
    successor_of,
)
from zhengtong.trust.identity._operations.employ import employ
from zhengtong.trust.identity._operations.prove import set_real_name_level
from zhengtong.trust.identity._operations.refused import refused
from zhengtong.trust.identity._operations.register import (
    create_staff,
    register_company_agent,
    register_resident,
    resident_problems,
)
from zhengtong.trust.identity._operations.reset import reset_access
from zhengtong.trust.identity._operations.sign_in import (
    password_changed,
    second_factor_changed,
    sign_in_failed,
    signed_in,
    signed_out,
    spare_codes_renewed,
)
from zhengtong.trust.identity._persons import find_person, find_persons, meet_person, person, persons
from zhengtong.trust.identity._staff import staff_of

__all__ = [
    "AccountExists",
    "AlreadyHolds",
    "BadPeriod",
    "DemoAccount",
    "OneAdministratorOnly",
    "PhoneTaken",
    "UnknownHolder",
    "account",
    "account_named",
    "account_of",
    "actor_for",
    "actor_of",
    "appoint",
    "appointments_of",
    "colleagues",
    "create_staff",
    "employ",
    "end_appointment",
    "end_posts_due",
    "find_person",
    "find_persons",
    "is_demo_password_account",
    "load_demo_accounts",
    "masked_name",
    "meet_person",
    "password_changed",
    "person",
    "persons",
    "reach_of",
    "refused",
    "register_company_agent",
    "register_resident",
    "reset_access",
    "resident_problems",
    "second_factor_changed",
    "set_real_name_level",
    "sign_in_failed",
    "signed_in",
    "signed_out",
    "spare_codes_renewed",
    "staff_of",
    "successor_of",
    "username_for",
]
