"""Notices: the inbox in the account, mail, and text messages."""

from zhengtong.office.notices._deliver import LAST_ATTEMPT, deliver_due, deliver_texts_due, failing, failing_texts
from zhengtong.office.notices._queries import inbox, mail_of, notice, text_of, unread
from zhengtong.office.notices._tell import mark_read, tell

__all__ = [
    "LAST_ATTEMPT",
    "deliver_due",
    "deliver_texts_due",
    "failing",
    "failing_texts",
    "inbox",
    "mail_of",
    "mark_read",
    "notice",
    "tell",
    "text_of",
    "unread",
]
