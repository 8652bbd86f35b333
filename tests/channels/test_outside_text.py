"""Text from outside that is too long, or no text at all, is refused by name and breaks nothing."""

import json
from collections.abc import Iterator

import pytest

import actors

pytestmark = pytest.mark.django_db


@pytest.fixture
def roles() -> Iterator[dict[str, actors.Role]]:
    yield actors.cast()


DIGITS = "9" * 5000  # Python reads at most 4300 digits as a number


def test_a_number_longer_than_any_is_not_found(roles: dict[str, actors.Role]) -> None:
    for path in (f"/api/v1/cases/{DIGITS}", f"/api/v1/applications/{DIGITS}", f"/api/v1/cases/{DIGITS}/rating"):
        assert roles["resident"].client.get(path).status_code in (404, 405), path
    assert roles["staff"].client.get(f"/api/v1/cases/{DIGITS}").status_code == 404
    for path in (f"/desk/cases/{DIGITS}", f"/desk/duties/{DIGITS}"):
        assert roles["staff"].client.get(path).status_code == 404, path
    for query in (f"q={DIGITS}", f"chosen={DIGITS}"):
        assert roles["staff"].client.get(f"/desk/?{query}").status_code == 200, query
    for path in (f"/desk/?after=2026-11-23.{DIGITS}", f"/desk/cases?after=2026-11-23.{DIGITS}"):
        assert roles["staff"].client.get(path).status_code == 404, path


@pytest.mark.parametrize("text", ["\\ud800", "\\u0000"])
def test_what_is_no_text_is_not_readable(text: str, roles: dict[str, actors.Role]) -> None:
    body = f'{{"service": "{text}"}}'
    answer = roles["resident"].client.post(
        "/api/v1/applications", body, content_type="application/json", HTTP_IDEMPOTENCY_KEY="k" * 20
    )
    assert (answer.status_code, json.loads(answer.content)["code"]) == (400, "unreadable")
