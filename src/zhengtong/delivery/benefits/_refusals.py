"""What is not done, and why, in words a clerk understands."""

from zhengtong.kernel.errors import Conflict, Refusal
from zhengtong.kernel.text import Text


class Own(Refusal):
    """Nobody changes or confirms their own money."""

    code = "own_benefit"
    status = 403
    text = Text("这份待遇是您自己的，请别的同事来办。", "This benefit is your own; a colleague must do this.")


class SamePerson(Refusal):
    """Who drew a list up or checked it does not confirm it."""

    code = "same_person"
    status = 403
    text = Text(
        "名册是您做的或核对的，请另一位同事确认。", "You drew this list up or checked it; another colleague confirms."
    )


class NotChecked(Refusal):
    """A list goes to the bank after two people have looked at it."""

    code = "not_checked"
    status = 409
    text = Text("名册还没有人核对，核对过再确认。", "Nobody has checked this list yet; it is confirmed after that.")


class ListChanged(Conflict):
    """The roll, or the list, is not what the clerk has seen."""

    code = "list_changed"
    text = Text(
        "名册做好以后，有人的待遇变了。请重新做一遍，看过再确认。", "The roll has changed since. Draw it up again."
    )


class ListClosed(Refusal):
    """A confirmed list does not change any more."""

    code = "list_closed"
    status = 409
    text = Text("这份名册已经确认，不能再改。", "This list is confirmed and does not change any more.")


class NotPossible(Refusal):
    """The change does not fit the state the entitlement is in."""

    code = "change_not_possible"
    status = 409
    text = Text("现在的状态下不能这样变动。", "This change is not possible in the present state.")


class AlreadyEntitled(Refusal):
    """The person is on the roll for this kind of benefit already."""

    code = "already_entitled"
    status = 409
    text = Text("这个人已经在领这项待遇。", "This person is on the roll for this benefit already.")
