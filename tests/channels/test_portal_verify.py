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


@pytest.mark.parametrize("typed", ["", "/", "///", "-", "证明", "?code=", "<>"])
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
    assert Client().get("/verify/0123-4567-89ab-cdef-ghjk-mnpq-rs").status_code == 404
    assert asked == [CODE]


def test_a_code_that_lost_characters_is_told_how_many() -> None:
    for answer in (Client().get("/verify/", {"code": "ABC"}), Client().get("/verify/ABC")):
        assert "写了 3 位，还差 23 位。" in answer.content.decode()
    assert "应该是 26 位" in Client().get("/verify/", {"code": CODE + "0"}).content.decode()


@pytest.mark.django_db
def test_a_stranger_does_not_learn_what_a_sensitive_licence_is() -> None:
    import actors
    import page_world

    actors.cast()
    address = f"/verify/{page_world.licence_code()}"
    for answer in (Client().get(address), Client().post(address, {"last_four": " "})):
        html = answer.content.decode()
        assert "这份证明是真的" in html
        assert "通知书" not in html
        assert "王" not in html.split("<main", 1)[1]
    assert "写上最后四位。" in html
    assert "高龄津贴确认通知书" in Client().post(address, {"last_four": "0028"}).content.decode()
