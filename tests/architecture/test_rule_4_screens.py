"""Rule 4: a screen makes one writing call per request and holds no rows; nothing only passes on its arguments."""

from pathlib import Path

import pytest

from architecture.planting import plant, writers
from architecture.screens import pass_through_faults, screen_faults
from architecture.source import Source

HEAD = """
from zhengtong.office.files import api as files
from zhengtong.journeys.submit import submit
"""
JOURNEY = "def submit(*, actor, at):\n    pass\n"


def test_screens_write_once_and_hold_no_rows(source: Source) -> None:
    assert screen_faults(source) == []


def test_nothing_only_passes_on_its_arguments(source: Source) -> None:
    assert pass_through_faults(source) == []


def _screen(folder: Path, body: str) -> list[str]:
    view = HEAD + body
    return screen_faults(
        plant(folder, **writers("office.files"), journeys__submit=JOURNEY, channels__portal__views=view)
    )


TWICE = {
    "two in a row": """
def send(request, actor, at):
    files.keep(actor=actor, at=at)
    return submit(actor=actor, at=at)
""",
    "one in a helper": """
def send(request, actor, at):
    _store(actor, at)
    submit(actor=actor, at=at)

def _store(actor, at):
    files.keep(actor=actor, at=at)
""",
    "in a loop": """
def send(request, actor, at):
    for each in request.FILES:
        files.keep(actor=actor, at=at)
""",
    "after a branch that goes on": """
def send(request, actor, at):
    if request.FILES:
        files.keep(actor=actor, at=at)
    submit(actor=actor, at=at)
""",
}
ONCE = {
    "either or": """
def send(request, actor, at):
    if request.FILES:
        files.keep(actor=actor, at=at)
    else:
        submit(actor=actor, at=at)
""",
    "return first": """
def send(request, actor, at):
    if request.FILES:
        return files.keep(actor=actor, at=at)
    return submit(actor=actor, at=at)
""",
    "again after a refusal": """
def send(request, actor, at):
    try:
        submit(actor=actor, at=at)
    except ValueError:
        files.keep(actor=actor, at=at)
""",
}


@pytest.mark.parametrize("body", TWICE.values(), ids=TWICE)
def test_two_planted_writes_are_found(body: str, tmp_path: Path) -> None:
    assert _screen(tmp_path, body) == ["zhengtong/channels/portal/views.py:5 send makes 2 writing calls"]


@pytest.mark.parametrize("body", ONCE.values(), ids=ONCE)
def test_one_write_on_each_way_is_free(body: str, tmp_path: Path) -> None:
    assert _screen(tmp_path, body) == []


def test_planted_rows_in_a_screen_are_found(tmp_path: Path) -> None:
    body = """
from django.db import transaction
from zhengtong.office.files.models import File

from allauth.mfa.models import Authenticator

def show(request):
    return Authenticator.objects.exists() or File.objects.all()
"""
    at = "zhengtong/channels/portal/views.py"
    assert _screen(tmp_path, body) == [
        f"{at}:5 imports django.db",
        f"{at}:6 imports models",
        f"{at}:11 asks the database itself",
    ]


def test_a_planted_pass_through_is_found(tmp_path: Path) -> None:
    tree = plant(
        tmp_path,
        office__files__api="""
            from zhengtong.office.files import _queries

            def read(file_id, *, actor):
                "Says nothing new."
                return _queries.read(file_id, actor=actor)

            def newest(file_id, *, actor):
                return _queries.read(file_id, actor=actor, limit=1)
        """,
    )
    assert pass_through_faults(tree) == ["zhengtong/office/files/api.py:4 read only passes on its arguments"]
