"""What account pages ask. allauth's forms do the checking; the questions and the words are ours."""

import re
from dataclasses import replace
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as account_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import get_adapter as second_factor_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal import flows
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.cache import cache
from django.http import HttpRequest

from zhengtong.channels.portal.accounts import problems
from zhengtong.channels.portal.accounts.questions import Questions, current_password, new_password, one_time_code
from zhengtong.channels.ui.data import FieldView
from zhengtong.kernel import clock
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text
from zhengtong.trust.identity import api as identity

_CODE_LIVES = 120  # seconds: longer than any step in which a code is taken
_CODE_DIGITS = 6


class LoginForm(Questions, account.LoginForm):
    asks = (
        FieldView(name="login", label=Text("手机号或用户名", "Phone or user name"), autocomplete="username"),
        current_password(),
    )

    def user_credentials(self) -> dict[str, str]:
        """Whatever was typed, only the user name behind it goes on: into counters, sessions and the log."""
        username = identity.username_for(self.cleaned_data["login"])
        return {"username": username, "password": self.cleaned_data["password"]}


class SignupForm(Questions, forms.Form):
    """A resident opens an account."""

    asks = (
        FieldView(
            name="name",
            label=Text("姓名", "Name"),
            hint=Text("和身份证上一样。", "As on the ID card."),
            autocomplete="name",
        ),
        FieldView(
            name="id_number",
            label=Text("身份证号", "Resident ID number"),
            hint=Text("用来确认是您本人，加密保存。", "To make sure it is you. It is kept encrypted."),
        ),
        FieldView(
            name="phone",
            label=Text("手机号", "Mobile phone"),
            hint=Text("以后用它登录。", "You will sign in with it."),
            autocomplete="tel",
            inputmode="tel",
        ),
        new_password("password1", Text("设一个密码", "Choose a password")),
    )
    by_passkey = False
    name = forms.CharField(max_length=60)
    id_number = forms.CharField(max_length=40)
    phone = forms.CharField(max_length=20)
    password1 = forms.CharField(max_length=128, strip=False)
    user: AbstractBaseUser

    def clean_phone(self) -> str:
        """As phones fill it in by themselves, with the code of the country."""
        return re.sub(r"^(\+|00)86|[\s-]", "", self.cleaned_data["phone"])

    def clean_password1(self) -> str:
        """Checked against the name and phone too."""
        phone, name = self.cleaned_data.get("phone", ""), self.cleaned_data.get("name", "")
        holder = get_user_model()(display_name=name, phone=phone)
        return str(account_adapter().clean_password(self.cleaned_data["password1"], user=holder))

    def clean(self) -> dict[str, str]:
        """Every answer that cannot be right is named at once, whatever else is missing."""
        said = {name: self.cleaned_data.get(name, "") for name in ("name", "id_number", "phone")}
        for problem in identity.resident_problems(**said):
            if said[problem.field]:
                self.add_error(problem.field, problems.of_field(problem))
        return self.cleaned_data

    def register(self, request: HttpRequest) -> bool:
        """Open the account; False, with the problems beside their questions, when it is refused."""
        data = self.cleaned_data
        try:
            opened = identity.register_resident(
                name=data["name"],
                id_number=data["id_number"],
                phone=data["phone"],
                password=data["password1"],
                actor=identity.actor_for(request.user),
                at=clock.now(),
            )
        except Refusal as refusal:
            self.add_error("phone" if refusal.code == "phone_taken" else "id_number", problems.of_refusal(refusal))
            return False
        self.user = AuthenticationBackend().get_user(opened.row)
        return True

    def try_save(self, request: HttpRequest) -> tuple[AbstractBaseUser, None]:
        """allauth asks for the account that `register` has opened."""
        return self.user, None


class ReauthenticateForm(Questions, account.ReauthenticateForm):
    asks = (current_password(),)


class ChangePasswordForm(Questions, account.ChangePasswordForm):
    asks = (
        current_password("oldpassword", Text("现在的密码", "Present password")),
        new_password("password1", Text("新密码", "New password")),
    )
    password2 = None


class OnceOnly:
    """A code that was taken is not taken again while it lives, even in a neighbouring time step."""

    user: AbstractBaseUser
    cleaned_data: dict[str, str]

    def clean_code(self) -> str:
        try:
            code = str(super().clean_code())  # type: ignore[misc]  # the form this is mixed into has it
        except forms.ValidationError as error:
            raise self._said_of(error) from None
        if not cache.add(f"second-factor:{self.user.pk}:{code}", "used", timeout=_CODE_LIVES):
            raise second_factor_adapter().validation_error("incorrect_code")
        return code

    def _said_of(self, error: forms.ValidationError) -> forms.ValidationError:
        """Who writes a spare code has no phone at hand to look at. What was typed alone tells which it was meant to
        be: whether such a code ever existed is nobody's business."""
        is_spare = error.code == "incorrect_code" and len("".join(self.cleaned_data["code"].split())) > _CODE_DIGITS
        return forms.ValidationError("", code="incorrect_spare_code") if is_spare else error


class AuthenticateForm(Questions, OnceOnly, second_factor.AuthenticateForm):
    asks = (one_time_code(),)


class ReauthenticateByCodeForm(Questions, OnceOnly, second_factor.ReauthenticateForm):
    asks = (one_time_code(),)


class ActivateForm(Questions, totp.ActivateTOTPForm):
    asks = (one_time_code(),)


class DeactivateForm(Questions, OnceOnly, second_factor.BaseAuthenticateForm):
    """Off with the password and a code: an open session, or one of the two, is not enough."""

    asks = (current_password(), one_time_code())
    password = forms.CharField(strip=False)

    def __init__(self, *args: Any, authenticator: Authenticator, **kwargs: Any) -> None:
        self._held = authenticator
        super().__init__(*args, user=authenticator.user, **kwargs)

    def views(self) -> list[FieldView]:
        """allauth hands over an empty form at the first look, to say at once who may not: nothing is missing yet."""
        found = super().views()
        return found if self.data else [replace(one, error="") for one in found]

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if not account_adapter().reauthenticate(self.user, password):
            raise account_adapter().validation_error("incorrect_password")
        return password

    def clean(self) -> dict[str, Any] | None:
        if not second_factor_adapter().can_delete_authenticator(self._held):
            raise second_factor_adapter().validation_error("cannot_delete_authenticator")
        return self.cleaned_data


class GenerateCodesForm(Questions, OnceOnly, second_factor.BaseAuthenticateForm):
    """New spare codes for a code: whoever only has the password and an open session would hold the factor by them."""

    asks = (one_time_code(),)

    def clean(self) -> dict[str, Any] | None:
        if not flows.can_generate_recovery_codes(self.user):
            raise second_factor_adapter().validation_error("cannot_generate_recovery_codes")
        return self.cleaned_data
