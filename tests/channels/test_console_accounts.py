"""`zhengtong accounts add`: the first accounts of a node."""

import argparse
import re
from datetime import date

import pytest
from django.test import Client

import actors
from clocks import LegalTime
from sign_in import LOGIN
from town import Town
from zhengtong.channels.console.commands import accounts as command
from zhengtong.channels.console.registry import BAD, GOOD, Node
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.models import User

pytestmark = pytest.mark.django_db
NODE = Node(home=None, port=8000, language="zh-Hans", wsgi="")  # type: ignore[arg-type]
SERVICES_BUREAU = "11990100MB00000031"


def wanted(**changes: str) -> argparse.Namespace:
    # 990101 19850612 002, check digit by GB 11643:
    # weighted sum 305; 305 mod 11 = 8, which stands for 4
    values = {"username": "first", "name": "林清", "id_number": "990101198506120024"}
    return argparse.Namespace(**{**values, "organisation": actors.CIVIL_AFFAIRS, "post": "救助科经办", **changes})


def test_a_clerk_gets_an_account_and_a_post(
    town: Town, legal_time: LegalTime, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.add(wanted(), NODE) == GOOD
    password = re.search(r"密码：(\S+)", capsys.readouterr().out)
    assert password
    user = User.objects.get(username="first")
    assert (user.kind, identity.actor_for(user).post) == ("staff", "救助科经办")
    assert identity.actor_for(user).may("cases.handle")
    [appointment] = identity.appointments_of(f"user:{user.pk}")
    assert appointment.since == date(2026, 11, 23)
    answer = Client().post(LOGIN, {"login": "first", "password": password[1]})
    assert answer.status_code == 302


def test_the_post_of_an_administrator_makes_an_administrator(town: Town) -> None:
    assert command.add(wanted(organisation=SERVICES_BUREAU, post="系统管理员"), NODE) == GOOD
    assert User.objects.get(username="first").kind == "administrator"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"post": "没有的岗位"}, "没有找到"),
        ({"id_number": "990101198506120025"}, "身份证号"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_kept(
    town: Town, changes: dict[str, str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = User.objects.count()
    assert command.add(wanted(**changes), NODE) == BAD
    assert said in capsys.readouterr().err
    assert User.objects.count() == before
