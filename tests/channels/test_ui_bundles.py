"""While an upgrade runs, a version serves the bundles another one has made in the same home."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.test import Client

NEW = Path(settings.STATIC_ROOT) / "zhengtong.0123456789ab.css"


@pytest.fixture
def client() -> Iterator[Client]:
    """A browser of a process that has started before the file was there."""
    client = Client()
    assert client.get(f"/static/{NEW.name}").status_code == 404
    yield client
    NEW.unlink(missing_ok=True)


def test_a_bundle_made_later_is_served_for_ever(client: Client) -> None:
    NEW.write_text("p {}")
    answer = client.get(f"/static/{NEW.name}")
    assert (answer.status_code, b"".join(answer.streaming_content)) == (200, b"p {}")
    assert "immutable" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("name", ["../bare.0123456789ab.css", "%2e%2e/bare.0123456789ab.css", "plain.css"])
def test_nothing_else_of_the_home_is(client: Client, name: str) -> None:
    beside = Path(settings.STATIC_ROOT) / unquote(name)
    beside.write_text("not for you")
    try:
        assert client.get(f"/static/{name}").status_code == 404
    finally:
        beside.unlink()
