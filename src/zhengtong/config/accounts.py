"""Settings of accounts: signing in, sessions, second factor, counters of failed tries."""

_ACCOUNTS = "zhengtong.channels.portal.accounts"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal.mine"
LOGOUT_REDIRECT_URL = "portal.home"
# scrypt is as hard on an attacker's memory as on ours: 16 MB for 50 ms.
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
# In the order in which people are told what is wrong.
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "display_name", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

SESSION_ENGINE = "zhengtong.trust.identity.sessions"
# A session ends with the browser, and after eight hours at the latest. Secure is set per answer over TLS.
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Counters of failed tries must be one for all processes and nodes, so they stand in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "identity_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

ACCOUNT_ADAPTER = f"{_ACCOUNTS}.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_FORMS = {
    "login": f"{_ACCOUNTS}.forms.LoginForm",
    "reauthenticate": f"{_ACCOUNTS}.forms.ReauthenticateForm",
    "change_password": f"{_ACCOUNTS}.forms.ChangePasswordForm",
}
# A hall's visitors share one address, so an address may fail more often than an account.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/15m/key",
    "login": "60/m/ip",
    "signup": "30/m/ip",
    "change_password": "10/m/user",
}

MFA_ADAPTER = f"{_ACCOUNTS}.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = {
    "authenticate": f"{_ACCOUNTS}.forms.AuthenticateForm",
    "reauthenticate": f"{_ACCOUNTS}.forms.ReauthenticateByCodeForm",
    "activate_totp": f"{_ACCOUNTS}.forms.ActivateForm",
    "deactivate_totp": f"{_ACCOUNTS}.forms.DeactivateForm",
    "generate_recovery_codes": f"{_ACCOUNTS}.forms.GenerateCodesForm",
}
