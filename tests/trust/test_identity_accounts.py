"""Accounts: opened, proven, found again; a person is linked only when proven."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model

import actors
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor, system
from zhengtong.kernel.errors import Forbidden, Invalid, NotFound
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import api, ports
from zhengtong.trust.identity._operations.prove import level_of
from zhengtong.trust.identity.data import AT_WINDOW, ID_MATCHED, AccountData, Level

AT = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
TEST = system("test")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fast_passwords(settings: object) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]


def register(
    name: str = "李敏", id_number: str = actors.LI_MIN, phone: str = "19900000028", password: str = actors.PASSWORD
) -> AccountData:
    return api.register_resident(name=name, id_number=id_number, phone=phone, password=password, actor=ANONYMOUS, at=AT)


def test_what_a_resident_states_links_no_person_until_a_window_has_seen_them() -> None:
    stated = register()
    assert (stated.level, stated.person) == (Level.STATED, "")
    assert api.find_person(actors.LI_MIN) is None
    window = Actor("staff", "user:999", "窗口", permissions=frozenset({"identity.verify"}))
    proven = api.set_real_name_level(stated.id, [AT_WINDOW], actor=window, at=AT)
    assert proven.level == Level.REAL_NAME
    found = api.find_person(actors.LI_MIN)
    assert found is not None
    assert (found.id, found.name, found.phone) == (proven.person, "李敏", "19900000028")
    assert actors.actor_of(proven).person == proven.person
    assert [entry.action.name for entry in audit.entries_about(proven.person)] == [
        "identity.person_named",
        "identity.proven",
        "identity.person_met",
    ]


def test_a_stranger_who_states_my_number_does_not_become_me() -> None:
    mine = actors.resident("李敏", actors.LI_MIN, "19900000028")
    with pytest.raises(api.AccountExists):
        register(name="冒名", phone="19900000099")
    assert api.person(mine.person).name == "李敏"


def test_a_squatter_does_not_keep_the_true_person_out() -> None:
    squatter = register(name="冒名", phone="19900000099")
    mine = actors.resident("李敏", actors.LI_MIN, "19900000028")
    assert api.person(mine.person).name == "李敏"
    with pytest.raises(api.AccountExists):
        api.set_real_name_level(squatter.id, [AT_WINDOW], actor=TEST, at=AT)
    assert api.account(squatter.id).person == ""


def test_a_wrong_name_beside_my_number_gives_way_to_what_a_window_has_seen() -> None:
    met = api.meet_person(id_number=actors.LI_MIN, actor=ANONYMOUS, at=AT)
    assert met.name == ""
    api.meet_person(name="别名", phone="19900000099", id_number=actors.LI_MIN, actor=TEST, at=AT)
    mine = actors.resident("李敏", actors.LI_MIN, "19900000028")
    found = api.person(mine.person)
    assert (found.id, found.name, found.phone) == (met.id, "李敏", "19900000028")
    assert [entry.action.name for entry in audit.entries_about(met.id)] == [
        "identity.person_named",
        "identity.proven",
        "identity.person_named",
        "identity.person_met",
    ]
    api.meet_person(name="别名", id_number=actors.LI_MIN, actor=TEST, at=AT)
    assert api.person(mine.person).name == "李敏"


@pytest.mark.parametrize("username", ["100861", "", "张三", "zhang san", "x" * 65])
def test_a_user_name_nobody_could_sign_in_with_is_refused(username: str) -> None:
    with pytest.raises(Invalid) as refused:
        api.create_staff(username=username, name="张三", password=actors.PASSWORD, actor=TEST, at=AT)
    assert [problem.field for problem in refused.value.problems] == ["username"]


def test_a_user_name_is_kept_as_signing_in_reads_it() -> None:
    made = api.create_staff(username="ZhangSan", name="张三", password=actors.PASSWORD, actor=TEST, at=AT)
    assert made.username == api.username_for("ZhangSan") == "zhangsan"


def test_a_window_proves_residents_only() -> None:
    clerk = api.create_staff(username="x", name="乙", password=actors.PASSWORD, actor=TEST, at=AT)
    with pytest.raises(NotFound):
        api.set_real_name_level(clerk.id, [AT_WINDOW], actor=TEST, at=AT)


@pytest.mark.parametrize(
    ("proofs", "level"),
    [  # standards.md §1: the ID card is a must, with any two of the other proofs; or a window
        ([], Level.STATED),
        (["phone", "bank_card", "social_security_card"], Level.STATED),
        ([ID_MATCHED], Level.CHECKED),
        ([ID_MATCHED, "phone"], Level.CHECKED),
        ([ID_MATCHED, "phone", "bank_card"], Level.REAL_NAME),
        ([AT_WINDOW], Level.REAL_NAME),
    ],
)
def test_levels(proofs: list[str], level: Level) -> None:
    assert level_of(proofs) == level


def test_a_source_that_vouches_online_raises_the_level_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    class Register:
        def proofs(self, *, name: str, id_number: str, phone: str) -> list[str]:
            return [ID_MATCHED] if (name, id_number) == ("李敏", actors.LI_MIN) else []

    monkeypatch.setattr(ports, "_sources", [Register()])
    assert register().level == Level.CHECKED
    assert register(name="高平", id_number=actors.GAO_PING, phone="19900000031").level == Level.STATED


def test_a_level_needs_permission_and_is_never_given_to_oneself() -> None:
    account = register()
    with pytest.raises(Forbidden):
        api.set_real_name_level(account.id, [AT_WINDOW], actor=actors.actor_of(account), at=AT)
    own = Actor("staff", account.id, "窗口", permissions=frozenset({"identity.verify"}))
    with pytest.raises(Forbidden):
        api.set_real_name_level(account.id, [AT_WINDOW], actor=own, at=AT)
    with pytest.raises(ValueError, match="horoscope"):
        api.set_real_name_level(account.id, ["horoscope"], actor=TEST, at=AT)


def test_every_answer_that_cannot_be_right_is_named() -> None:
    with pytest.raises(Invalid) as refused:
        register(name=" ", id_number="990101197003120027", phone="1990000002")
    assert [problem.field for problem in refused.value.problems] == ["name", "phone", "id_number"]
    assert not get_user_model().objects.exists()


def test_a_phone_opens_one_account() -> None:
    register()
    with pytest.raises(api.PhoneTaken):
        register(name="高平", id_number=actors.GAO_PING)


def test_the_login_is_a_phone_or_a_user_name() -> None:
    account = register()
    assert api.username_for(" 19900000028 ") == account.username
    assert api.username_for("ZhouMin") == "zhoumin"
    unknown = api.username_for("19911111111")
    assert "19911111111" not in unknown
    assert not get_user_model().objects.filter(username=unknown).exists()


def test_only_the_system_administrator_opens_accounts_for_others() -> None:
    clerk = Actor("staff", "user:5", "甲", permissions=frozenset({"cases.decide"}))
    with pytest.raises(Forbidden):
        api.create_staff(username="x", name="乙", password=actors.PASSWORD, actor=clerk, at=AT)
    with pytest.raises(Forbidden):
        api.register_company_agent(
            name="马东",
            id_number=actors.AGENT,
            phone="19900000426",
            password=actors.PASSWORD,
            company=("91990101MB0000007K", "清和面馆有限公司"),
            actor=ANONYMOUS,
            at=AT,
        )
    manager = Actor("administrator", "user:6", "丙", permissions=frozenset({"accounts.manage"}))
    made = api.create_staff(username="x", name="乙", password=actors.PASSWORD, actor=manager, at=AT)
    assert (made.kind, actors.actor_of(made).permissions) == ("staff", frozenset())
    with pytest.raises(api.AccountExists):
        api.create_staff(username="x", name="丁", password=actors.PASSWORD, actor=manager, at=AT)


def test_persons_come_in_one_statement(django_assert_num_queries: object) -> None:
    first = api.meet_person(name="王桂兰", id_number="990101194405060140", actor=system("test"), at=clock.now())
    second = api.meet_person(name="李敏", id_number=actors.LI_MIN, actor=system("test"), at=clock.now())
    assert api.meet_person(name="别名", id_number=actors.LI_MIN, actor=system("test"), at=clock.now()) == second
    with django_assert_num_queries(1):  # type: ignore[operator]
        found = api.persons([first.id, second.id, "nobody"])
    assert found == {first.id: first, second.id: second}
    with pytest.raises(NotFound):
        api.person("nobody")


def test_a_residents_name_is_masked_where_rows_are_open_and_staff_are_named() -> None:
    roles = actors.cast()
    assert roles["resident"].actor.name == "李*"
    assert roles["staff"].actor.name == "周敏"
    assert api.masked_name("欧阳明月") == "欧***"
    assert tuple(roles) == actors.ROLES
    assert roles["admin_audit"].actor.organisation == actors.AUDIT
    assert roles["staff"].actor.may("cases.handle")
    assert not roles["other_staff"].actor.may("cases.handle")


def test_an_account_that_is_switched_off_acts_as_nobody() -> None:
    account = register()
    get_user_model().objects.filter(pk=account.row).update(is_active=False)
    assert actors.actor_of(account) == ANONYMOUS
    assert api.account_of(object()) is None


@pytest.mark.parametrize("email", ["李敏@例子.中国", "nobody", "a@b.cn, c@d.cn"])
def test_a_mail_address_that_is_none_opens_no_account(email: str) -> None:
    with pytest.raises(Invalid) as wrong:
        api.register_resident(
            name="李敏",
            id_number="990101197003120028",
            phone="19900000028",
            password="clearing-reeds-2026",
            email=email,
            actor=ANONYMOUS,
            at=AT,
        )
    assert [problem.field for problem in wrong.value.problems] == ["email"]
