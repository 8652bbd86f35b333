"""Every account page is ours, in both languages; allauth's other pages do not exist; nothing falls through."""

from typing import Any

import pytest
from allauth.account import forms as allauth_account
from allauth.mfa.base import forms as allauth_mfa
from allauth.mfa.recovery_codes import forms as allauth_codes
from allauth.mfa.totp import forms as allauth_totp
from django import forms as django_forms
from django.conf import settings as configured
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse

import actors
from zhengtong.channels.portal.accounts import problems
from zhengtong.channels.portal.accounts import urls as account_urls

pytestmark = pytest.mark.django_db
FRAME = '<main id="main"'
NEW_PASSWORD = "a-better-one-2026"
OPEN_TO_ALL = {"account_login", "account_signup", "account_inactive"}
WITH_SECOND_FACTOR = {
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
}
NAMES = [str(pattern.name) for pattern in account_urls.urlpatterns]


@pytest.fixture(autouse=True)
def _quick(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def signed_in_just_now(phone: str = "19900000028") -> Client:
    client = Client()
    assert client.post(reverse("account_login"), {"login": phone, "password": actors.PASSWORD}).status_code == 302
    return client


def test_only_our_templates_can_be_found() -> None:
    backends = [template["BACKEND"] for template in configured.TEMPLATES]
    assert backends == ["django.template.backends.jinja2.Jinja2"]
    assert not configured.TEMPLATES[0].get("APP_DIRS", False)


def shown(name: str) -> HttpResponse:
    """The page of a name, to somebody who may see it."""
    if name in OPEN_TO_ALL:
        return Client().get(reverse(name))
    account = actors.resident("李敏", actors.LI_MIN, "19900000028")
    if name in WITH_SECOND_FACTOR or name == "mfa_authenticate":
        from django.contrib.auth import get_user_model

        from zhengtong.trust.identity import _second_factor

        _second_factor.enrol(get_user_model().objects.get(pk=account.row), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    if name == "mfa_view_recovery_codes":
        from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
        from django.contrib.auth import get_user_model

        RecoveryCodes.activate(get_user_model().objects.get(pk=account.row))
    client = signed_in_just_now()
    if name in WITH_SECOND_FACTOR:
        from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

        from zhengtong.kernel import clock

        step = int(clock.real_now().timestamp()) // 30
        code = format_hotp_value(hotp_value("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", step))
        client.post(reverse("mfa_authenticate"), {"code": code})
    return client.get(reverse(name))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_account_page_has_our_frame(name: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Client, "get", _in(language))
    answer = shown(name)
    page = answer.content.decode()
    assert answer.status_code == 200, answer.get("Location")
    assert page.count(FRAME) == 1
    assert page.count("<h1") == 1
    assert f'lang="{"en" if language == "en" else "zh-Hans"}"' in page
    if language == "en":
        main = page[page.index(FRAME) :]
        main = main[: main.index("</main>")]
        chinese = [letter for letter in main if "\u4e00" <= letter <= "\u9fff"]
        assert "".join(chinese) in ("", "李敏"), "".join(chinese)


def _in(language: str) -> Any:
    original = Client.get

    def get(self: Client, *args: Any, **kwargs: Any) -> Any:
        self.cookies["zt_lang"] = language
        return original(self, *args, **kwargs)

    return get


def test_every_name_stands_in_the_site_once_and_allauths_others_nowhere() -> None:
    mounted = [
        name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith(("account_", "mfa_"))
    ]
    assert sorted(mounted) == sorted(NAMES)
    for other in ("account_email", "account_reset_password", "account_set_password", "mfa_list_webauthn"):
        with pytest.raises(NoReverseMatch):
            reverse(other)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in OPEN_TO_ALL])
def test_strangers_are_sent_to_sign_in(name: str) -> None:
    answer = Client().get(reverse(name))
    assert answer.status_code == 302
    home = reverse("portal.home")  # there is nobody to sign out
    expected = home if name == "account_logout" else reverse("account_login")
    assert answer["Location"].partition("?")[0] == expected


def test_every_error_a_form_can_raise_has_words() -> None:
    """Codes from the source of the forms we mount: allauth's validation_error(...) and Django's fields."""
    import inspect
    import re

    sources = (
        allauth_account.LoginForm,
        allauth_account.ReauthenticateForm,
        allauth_account.ChangePasswordForm,
        allauth_mfa.BaseAuthenticateForm,
        allauth_totp.ActivateTOTPForm,
        allauth_totp.DeactivateTOTPForm,
        allauth_codes.GenerateRecoveryCodesForm,
    )
    raised = {
        code for each in sources for code in re.findall(r'validation_error\("([a-z_]+)"', inspect.getsource(each))
    }
    raised |= {"username_password_mismatch", "too_many_login_attempts", "rate_limited", "required", "max_length"}
    raised |= {f"password_{fault}" for fault in ("too_short", "too_common", "entirely_numeric", "too_similar")}
    assert len(raised) > 10
    counts = {"show_value": 303, "limit_value": 60}
    for code in raised:
        words = problems.words(django_forms.ValidationError("", code=code, params=counts))
        assert words.zh
        assert words.en
    with pytest.raises(KeyError):
        problems.words(django_forms.ValidationError("", code="horoscope"))


def test_too_many_requests_get_a_page_of_ours() -> None:
    actors.resident("李敏", actors.LI_MIN, "19900000028")
    client = signed_in_just_now()
    answers = [client.post(reverse("account_change_password"), {"oldpassword": "x"}) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert FRAME in answers[-1].content.decode()


def test_counters_are_shared_through_the_database() -> None:
    from django.db import connection

    cache.set("probe", 1, 60)
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM identity_cache WHERE cache_key LIKE %s", ["%probe"])
        assert cursor.fetchone()[0] == 1
    assert cache.add("probe", 2, 60) is False
    assert cache.get("probe") == 1


def test_a_public_page_costs_strangers_no_statement(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        Client().get("/design")


def test_statements_of_a_signed_in_page_are_few(django_assert_num_queries: Any) -> None:
    client = actors.signed_in(actors.resident("李敏", actors.LI_MIN, "19900000028"))
    with django_assert_num_queries(3):  # session, account, second factor of the page itself
        assert client.get(reverse("mfa_index")).status_code == 200
