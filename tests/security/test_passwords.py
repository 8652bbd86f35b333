"""Passwords as people need them: hidden in their box, pasted or filled in, kept as typed, hashed slowly."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password, make_password
from django.test import Client

import actors
from sign_in import LOGIN, SIGNUP, enter, is_in
from zhengtong.channels.ui import assets

PASSWORD_PAGE = "/account/password"


@pytest.mark.django_db
def test_every_box_hides_it_and_lets_managers_fill_it_in() -> None:
    resident = actors.signed_in(actors.resident("李敏", actors.LI_MIN, "19900000028"))
    pages = [(Client(), LOGIN), (Client(), SIGNUP), (resident, PASSWORD_PAGE)]
    found = [box for client, path in pages for box in _boxes(client.get(path, follow=True).content.decode())]
    assert {re.search(r'name="([^"]+)"', box)[1] for box in found} >= {"password", "password1"}  # type: ignore[index]
    for box in found:
        assert 'type="password"' in box
        assert re.search(r'autocomplete="(current|new)-password"', box), box
        assert not re.search(r"maxlength|readonly|onpaste", box), box


def test_nothing_stands_in_the_way_of_pasting() -> None:
    script = assets.content("ui.js").decode()
    assert not re.search(r"paste|beforeinput|keydown|keypress", script)


def _boxes(page: str) -> list[str]:
    return re.findall(r'<input\b[^>]*name="(?:old)?password\d?"[^>]*>', page)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("password", ["  lian hua 7 chi  ", "莲花池边 柳树下 第三家", "Q" * 40 + "w" * 40 + "e7" * 24])
def test_it_is_taken_as_typed_and_long(password: str, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    said = {"name": "李敏", "id_number": actors.LI_MIN, "phone": "19900000028", "password1": password}
    assert Client().post(SIGNUP, said).status_code == 302
    right, *wrong = (Client() for _ in range(4))
    others = (password.strip() + "x", password[:64] + "x", password.swapcase() + "x")
    enter(right, password=password)
    assert is_in(right)
    for client, typed in zip(wrong, others, strict=True):
        enter(client, password=typed)
        assert not is_in(client)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [str.strip, str.lower, lambda text: text[:64]], ids=["stripped", "lowered", "cut"])
def test_what_is_almost_it_is_not_it(change: Any, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    password = "  Lian Hua " + "chi 7 " * 15
    said = {"name": "李敏", "id_number": actors.LI_MIN, "phone": "19900000028", "password1": password}
    assert Client().post(SIGNUP, said).status_code == 302
    client = Client()
    enter(client, password=change(password))
    assert not is_in(client)


def test_the_real_settings_hash_slowly() -> None:
    """OWASP's cheat sheet names this among the settings for scrypt: N 2¹⁴, r 8, p 5."""
    kept = make_password("qinghe-2026-spring")
    name, work, _, block, parallel, _ = kept.split("$")
    assert (name, int(work), int(block), int(parallel)) == ("scrypt", 2**14, 8, 5)
    assert check_password("qinghe-2026-spring", kept)
    assert kept != make_password("qinghe-2026-spring")  # salted


@pytest.mark.django_db
def test_an_account_made_in_earnest_is_hashed_so() -> None:
    from zhengtong.kernel import clock
    from zhengtong.kernel.actor import system
    from zhengtong.trust.identity import api as identity

    account = identity.register_resident(
        name="李敏",
        id_number=actors.LI_MIN,
        phone="19900000028",
        password=actors.PASSWORD,
        actor=system("test"),
        at=clock.now(),
    )
    assert get_user_model().objects.get(pk=account.row).password.startswith("scrypt$16384$")
