"""What nobody sees says nothing. Categories: Unicode Character Database, `UnicodeData.txt`."""

import pytest

from zhengtong.kernel.visible import is_unseen, says_something

NOTHING = ("", " \t\n", "\u3000", "\u200b\u200d", "\ufeff", "\u2060\u00ad", "\u3164", "\uffa0", "\u2800", "\u0301")


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_drawn_as_nothing_says_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize("text", ["字", ".", "\u200b好\u200b", "é", "😀", "0"])
def test_one_seen_character_is_enough(text: str) -> None:
    assert says_something(text)


def test_a_space_is_no_unseen_character() -> None:
    assert not is_unseen(" ") and not is_unseen("\u3000") and is_unseen("\u200b") and is_unseen("\u3164")
