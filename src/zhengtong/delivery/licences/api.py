"""Electronic licences: decide, make, show, verify, revoke."""

from zhengtong.delivery.licences._await import await_number, awaited_by, awaited_question, number_came
from zhengtong.delivery.licences._layout import check_layout
from zhengtong.delivery.licences._make import failing, make_due
from zhengtong.delivery.licences._policy import REVOKE
from zhengtong.delivery.licences._queries import licence, licences_of_case, licences_of_person, look_up
from zhengtong.delivery.licences._request import request_licence
from zhengtong.delivery.licences._revoke import revoke
from zhengtong.delivery.licences._showing import show
from zhengtong.delivery.licences._verify import verify_file
from zhengtong.delivery.licences.data import NumberInUse

__all__ = [
    "REVOKE",
    "NumberInUse",
    "await_number",
    "awaited_by",
    "awaited_question",
    "check_layout",
    "failing",
    "licence",
    "licences_of_case",
    "licences_of_person",
    "look_up",
    "make_due",
    "number_came",
    "request_licence",
    "revoke",
    "show",
    "verify_file",
]
