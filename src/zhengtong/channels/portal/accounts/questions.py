"""Forms of account pages, drawn by the components of channels.ui."""

from dataclasses import replace
from typing import ClassVar, cast

from django import forms

from zhengtong.channels.portal.accounts import problems
from zhengtong.channels.ui.data import FieldView
from zhengtong.kernel.text import Text

PASSWORD = Text("密码", "Password")
PASSWORD_HINT = Text("至少 10 个字符，不能全是数字。", "At least 10 characters, not only digits.")
CODE_HINT = Text(
    "手机验证器上的 6 位数，每 30 秒换一次。", "Six digits from the app on your phone; they change every 30 s."
)


def current_password(name: str = "password", label: Text = PASSWORD) -> FieldView:
    """Asks for the password in use."""
    return FieldView(name=name, label=label, kind="password", autocomplete="current-password")


def new_password(name: str, label: Text) -> FieldView:
    """Asks for a password to be."""
    return FieldView(name=name, label=label, kind="password", hint=PASSWORD_HINT, autocomplete="new-password")


def one_time_code(hint: Text = CODE_HINT) -> FieldView:
    """Asks for a code of the second factor."""
    label = Text("动态验证码", "Code from the authenticator")
    return FieldView(name="code", label=label, hint=hint, autocomplete="one-time-code", inputmode="numeric", width="s")


class Questions:
    """Mixed into a Django form: its fields as FieldViews, with what was typed and what is wrong."""

    asks: ClassVar[tuple[FieldView, ...]] = ()

    def views(self) -> list[FieldView]:
        """Every question; an error of the form as a whole stands at the first one."""
        form = cast(forms.Form, self)
        whole = form.errors.as_data().get("__all__", [])
        return [self._view(form, ask, [] if place else whole) for place, ask in enumerate(self.asks)]

    def whole_problem(self) -> Text | None:
        """What is wrong with a form that asks nothing."""
        errors = cast(forms.Form, self).errors.as_data().get("__all__", [])
        return problems.words(errors[0]) if errors else None

    @staticmethod
    def _view(form: forms.Form, ask: FieldView, whole: list[forms.ValidationError]) -> FieldView:
        errors = [*form.errors.as_data().get(ask.name, []), *whole]
        typed = "" if ask.kind == "password" else str(form[ask.name].value() or "")
        return replace(ask, value=typed, error=problems.all_words(errors) if errors else "")
