"""The second factor (TOTP), kept by allauth with its secret sealed."""

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt

from zhengtong.trust.identity.models import User


def enrol(user: User, secret: str) -> None:
    """Turn the second factor on with a given base32 secret: for the demo's staff, who must sign in over HTTP."""
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": encrypt(secret)}}
    )


def remove(user: User) -> None:
    """Take the second factor and the spare codes away: the holder has lost them and has been seen in person."""
    Authenticator.objects.filter(user=user).delete()
