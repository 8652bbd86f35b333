"""Every account page that exists. allauth's other pages (mail, codes by mail, reset by mail, security keys) are not."""

from allauth.account import views as account
from allauth.mfa.base import views as second_factor
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from django.contrib.auth.decorators import login_required
from django.urls import path

from zhengtong.channels.portal.accounts import views

urlpatterns = [
    path("", views.overview, name="mfa_index"),
    path("login", account.login, name="account_login"),
    path("logout", account.logout, name="account_logout"),
    path("signup", views.SignupView.as_view(), name="account_signup"),
    path("inactive", account.account_inactive, name="account_inactive"),
    path("again", account.reauthenticate, name="account_reauthenticate"),
    path("password", account.password_change, name="account_change_password"),
    path("code", second_factor.authenticate, name="mfa_authenticate"),
    path("code/again", second_factor.reauthenticate, name="mfa_reauthenticate"),
    path("code/on", totp.activate_totp, name="mfa_activate_totp"),
    path("code/off", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("spare-codes", login_required(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("spare-codes/new", recovery_codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
]
