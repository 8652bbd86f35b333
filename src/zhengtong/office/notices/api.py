"""Notices: the inbox in the account, and mail."""

from zhengtong.office.notices._deliver import LAST_ATTEMPT, deliver_due, failing
from zhengtong.office.notices._queries import inbox, mail_of, notice, unread
from zhengtong.office.notices._tell import mark_read, tell

__all__ = ["LAST_ATTEMPT", "deliver_due", "failing", "inbox", "mail_of", "mark_read", "notice", "tell", "unread"]
