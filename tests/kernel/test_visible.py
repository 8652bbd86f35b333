"""What nobody sees says nothing. Categories: Unicode Character Database, `UnicodeData.txt`."""

import pytest

from zhengtong.kernel.visible import is_unseen, says_something, too_little

NOTHING = ("", " \t\n", "\u3000", "\u200b\u200d", "\ufeff", "\u2060\u00ad", "\u3164", "\uffa0", "\u2800", "\u0301")
PUNCTUATION = ("。。。", "……", "?!")


@pytest.mark.parametrize("text", [*NOTHING, *PUNCTUATION])
def test_what_is_drawn_as_nothing_says_nothing(text: str) -> None:
    assert not says_something(text)


@pytest.mark.parametrize("text", ["字", "。好", "\u200b好\u200b", "é", "😀", "0"])
def test_one_seen_character_is_enough(text: str) -> None:
    assert says_something(text)


def test_a_space_is_no_unseen_character() -> None:
    assert not is_unseen(" ") and not is_unseen("\u3000") and is_unseen("\u200b") and is_unseen("\u3164")


@pytest.mark.parametrize("text", ["", "应当给", "。。。。。。。。。。。。", "不行。。。。。。。。。。", "\u3164" * 10])
def test_too_little_is_no_reason(text: str) -> None:
    assert too_little(text, 10)


@pytest.mark.parametrize("text", ["学费已经交了，没有缺口", "Paid already, see the bill.", "“查过”，“没有”。补给"])
def test_a_short_sentence_is_a_reason(text: str) -> None:
    assert not too_little(text, 10)
