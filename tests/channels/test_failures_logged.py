"""What goes wrong in a view is written to stderr with its traceback, and nothing of what was asked but the path."""

import io
import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from zhengtong.config.urls import handler500  # noqa: F401 what a broken view answers with


def _break(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("planted")


urlpatterns = [path("broken", _break)]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    stream = io.StringIO()
    monkeypatch.setattr(logging.getLogger("django").handlers[0], "stream", stream)
    return stream


@override_settings(ROOT_URLCONF=__name__)
def test_an_exception_in_a_view_is_written(written: io.StringIO) -> None:
    answer = Client(raise_request_exception=False).post("/broken?q=in-the-query", {"name": "in-the-body"})
    assert answer.status_code == 500
    lines = written.getvalue().splitlines()
    assert lines[0].endswith("ERROR django.request Internal Server Error: /broken")
    assert lines[1] == "Traceback (most recent call last):"
    assert lines[-1] == "RuntimeError: planted"
    assert "in-the" not in written.getvalue()


@pytest.mark.parametrize("name", ["django.security.csrf", "zhengtong.kernel.events.api"])
def test_warnings_of_security_and_of_our_own_are_written(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    monkeypatch.setattr(logging.getLogger(name.split(".")[0]).handlers[0], "stream", stream)
    logging.getLogger(name).warning("planted")
    assert stream.getvalue().endswith(f"WARNING {name} planted\n")
