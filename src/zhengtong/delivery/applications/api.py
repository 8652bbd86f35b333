"""Applications: begun, saved, prefilled, disputed, sent."""

from zhengtong.delivery.applications._operations.send import send
from zhengtong.delivery.applications._operations.write import (
    begin,
    begin_filled,
    discard,
    dispute,
    keep_known,
    remove_entries,
    save_answers,
    save_entry,
)
from zhengtong.delivery.applications._queries import application, case_sent_as, draft_to_send, drafts_of

__all__ = [
    "application",
    "begin",
    "begin_filled",
    "case_sent_as",
    "discard",
    "dispute",
    "draft_to_send",
    "drafts_of",
    "keep_known",
    "remove_entries",
    "save_answers",
    "save_entry",
    "send",
]
