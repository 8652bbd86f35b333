"""A question that may be answered in several sentences has a box of several lines."""

from types import SimpleNamespace
from typing import Any

import pytest

from zhengtong.channels.ui.fields import _kind


@pytest.mark.parametrize(("longest", "kind"), [(200, "text"), (201, "textarea"), (500, "textarea")])
def test_room_for_several_sentences(longest: int, kind: str) -> None:
    question: Any = SimpleNamespace(kind="text", longest=longest)
    assert _kind(question) == kind
