"""Electronic licences: decide, make, show, verify, revoke."""

from zhengtong.delivery.licences._layout import check_layout
from zhengtong.delivery.licences._make import failing, make_due
from zhengtong.delivery.licences._policy import REVOKE
from zhengtong.delivery.licences._queries import licence, licences_of_case, licences_of_person, look_up
from zhengtong.delivery.licences._request import request_licence
from zhengtong.delivery.licences._revoke import revoke
from zhengtong.delivery.licences._showing import show
from zhengtong.delivery.licences._verify import verify_file

__all__ = [
    "REVOKE",
    "check_layout",
    "failing",
    "licence",
    "licences_of_case",
    "licences_of_person",
    "look_up",
    "make_due",
    "request_licence",
    "revoke",
    "show",
    "verify_file",
]
