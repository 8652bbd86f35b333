"""What of a notice others may read: the line of a mail's subject and a text message lights up on a locked screen."""

from zhengtong.kernel.text import Text

LONGEST = 70
"""Characters of one text message in Chinese (UCS-2, 3GPP TS 23.038); more would be cut in two. unverified: the
specification was not read, the number is common knowledge."""

NEWS = Text("您有一条新消息", "You have a new message")
_SMS = "{line}。登录后看“我的”，或者打电话问。"


def line_of(outside: Text) -> str:
    """The line others may read, in one piece; Chinese, as there is no knowing who reads a screen."""
    return one_line(outside.zh) or NEWS.zh


def text_message(line: str) -> str:
    """The words of the text message about a line; one that does not fit says only that there is something new."""
    words = _SMS.format(line=line)
    return words if len(words) <= LONGEST else _SMS.format(line=NEWS.zh)


def one_line(text: str) -> str:
    """Without line ends or control characters, so that a subject cannot carry header lines."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
