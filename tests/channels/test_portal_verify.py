"""The box for the code of a certificate takes what people paste into it."""

import pytest
from django.test import Client

CODE = "0123456789ABCDEFGHJKMNPQRS"


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        " 0123-4567-89AB-CDEF-GHJK-MNPQ-RS ",
        f"https://zt.example/verify/{CODE}",
        f"https://zt.example/verify/{CODE}/?lang=en#top",
        f"/{CODE}",
    ],
)
def test_the_code_is_found_in_what_was_typed(typed: str) -> None:
    answer = Client().get("/verify/", {"code": typed})
    assert (answer.status_code, answer["Location"]) == (302, f"/verify/{CODE}")


@pytest.mark.parametrize("typed", ["", "/", "///", "-", "证明", "\x00", "?code=", "<>"])
def test_without_a_code_the_box_comes_again(typed: str) -> None:
    answer = Client().get("/verify/", {"code": typed})
    assert answer.status_code == 200
    assert "这里面没有码" in answer.content.decode()


def test_the_box_says_nothing_at_first() -> None:
    assert "这里面没有码" not in Client().get("/verify/").content.decode()


def test_dashes_in_the_address_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    from zhengtong.channels.portal.views import verify
    from zhengtong.kernel.errors import NotFound

    asked: list[str] = []

    def look_up(code: str) -> None:
        asked.append(code)
        raise NotFound

    monkeypatch.setattr(verify.licences, "look_up", look_up)
    assert Client().get("/verify/0123-4567-89ab").status_code == 404
    assert asked == ["0123456789AB"]
