"""Benefits: on the roll, on a month's list, at the bank, back, and again until it arrives."""

from zhengtong.delivery.benefits._calendar import awaited, next_amount, next_arrival, next_payment, overpaid
from zhengtong.delivery.benefits._definition import Definition, definition_of
from zhengtong.delivery.benefits._differences import differences
from zhengtong.delivery.benefits._operations.account import account_draft, give_account, read_account, save_account
from zhengtong.delivery.benefits._operations.change import Wanted, change
from zhengtong.delivery.benefits._operations.effects import ask_reviews_due, review, take_effect_due
from zhengtong.delivery.benefits._operations.enrol import enrol
from zhengtong.delivery.benefits._operations.lists import check, confirm, draft_due, redraft
from zhengtong.delivery.benefits._operations.returns import read_returns_due
from zhengtong.delivery.benefits._operations.send import send_due
from zhengtong.delivery.benefits._policy import HANDLE, works_roll
from zhengtong.delivery.benefits._queries import (
    benefit,
    benefits_of,
    draws,
    list_of_return,
    list_rows,
    lists,
    month_list,
    of_case,
    of_cases,
    own_benefit,
    return_files,
    roll,
    roll_counts,
)
from zhengtong.delivery.benefits._refusals import (
    AlreadyEntitled,
    ListChanged,
    ListClosed,
    NotChecked,
    NotPossible,
    Own,
    SamePerson,
)

__all__ = [
    "HANDLE",
    "AlreadyEntitled",
    "Definition",
    "ListChanged",
    "ListClosed",
    "NotChecked",
    "NotPossible",
    "Own",
    "SamePerson",
    "Wanted",
    "account_draft",
    "ask_reviews_due",
    "awaited",
    "benefit",
    "benefits_of",
    "change",
    "check",
    "confirm",
    "definition_of",
    "differences",
    "draft_due",
    "draws",
    "enrol",
    "give_account",
    "list_of_return",
    "list_rows",
    "lists",
    "month_list",
    "next_amount",
    "next_arrival",
    "next_payment",
    "of_case",
    "of_cases",
    "overpaid",
    "own_benefit",
    "read_account",
    "read_returns_due",
    "redraft",
    "return_files",
    "review",
    "roll",
    "roll_counts",
    "save_account",
    "send_due",
    "take_effect_due",
    "works_roll",
]
