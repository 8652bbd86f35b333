"""Publicity: what is put up in public about a case, what the public says to it, and that it was looked at."""

from zhengtong.delivery.publicity._operations.answer import answer_objections
from zhengtong.delivery.publicity._operations.objection import object_on_page, take_objection
from zhengtong.delivery.publicity._operations.put_up import put_up
from zhengtong.delivery.publicity._queries import (
    counted,
    followed,
    is_up,
    look_by,
    objected,
    objections,
    posted,
    posting,
)

__all__ = [
    "answer_objections",
    "counted",
    "followed",
    "is_up",
    "look_by",
    "object_on_page",
    "objected",
    "objections",
    "posted",
    "posting",
    "put_up",
    "take_objection",
]
