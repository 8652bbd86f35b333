"""The upgrade: a node as the first landed release left it is brought to this version, and everything in it goes on.

`first.tar.gz` was made on the code of that release by `make_first.py`; `first.json` names what it left in which state.
"""

import json
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import homes
import servers
from served import Served, served_home, wait_for

sys.path.insert(0, str(homes.ROOT / "demo"))
import browsing

pytestmark = [pytest.mark.server, pytest.mark.slow, pytest.mark.xdist_group("upgrade")]
HERE = Path(__file__).parent
LEFT = json.loads((HERE / "first.json").read_text("utf-8"))
DAUGHTER, YULAN, DEFU, CLERK = "李敏", "孙玉兰", "赵德福", "周敏"
JOURNEY = f"""
import pathlib, sys
sys.path.insert(0, {str(homes.ROOT / "demo")!r})
import journey
sys.exit(not journey.show(sys.argv[1], pathlib.Path(sys.argv[2]), is_first=True))
"""
ROWS = 121  # of the log, in the tree when it was left


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """It is migrated, looked at, given today's city and started; nobody has done anything yet."""
    folder = tmp_path_factory.mktemp("upgrade")
    with tarfile.open(HERE / "first.tar.gz") as file:
        file.extractall(folder, filter="data")
    port = servers.free_port()
    own = {
        "ZHENGTONG_PORT": str(port),
        "ZHENGTONG_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "ZHENGTONG_DATABASE_URL": "",
    }
    environ = {**servers._environ(str(folder / "home")), **own}
    homes.run(environ, "migrate")
    size = re.search(r"(\d+) 条都和写下时一样", homes.run(environ, "audit", "verify"))
    assert size is not None and int(size[1]) >= ROWS
    with served_home(folder, environ) as served:
        yield served


def person(served: Served, name: str, to: str = "/mine/") -> browsing.Person:
    browser = browsing.Person(served.base)
    browsing.sign_in(browser, served.home, name, to)
    return browser


def case(browser: browsing.Person, number: str) -> dict[str, Any]:
    found: dict[str, Any] = browser.client.get(f"/api/v1/cases/{number}").json()
    return found


def test_what_had_ended_is_as_it_was(upgraded: Served) -> None:
    yulan, daughter = person(upgraded, YULAN), person(upgraded, DAUGHTER)
    approved, refused = case(yulan, LEFT["approved"]), case(daughter, LEFT["refused"])
    assert (approved["state"], approved["outcome"]) == ("closed", "approve")
    assert (refused["state"], refused["outcome"]) == ("closed", "refuse")
    assert "没有批" in daughter.open(f"/cases/{LEFT['refused']}/")
    assert "批下来了" in yulan.open(f"/cases/{LEFT['approved']}/")


def test_a_licence_of_then_is_genuine(upgraded: Served) -> None:
    said = homes.run(upgraded.environ, "licence", "verify", str(upgraded.home / "demo-licence.pdf"))
    assert said.startswith("高龄津贴确认通知书，清和市民政局签发") and said.rstrip().endswith("有效。")


def test_what_waited_for_a_department_is_asked_and_decided(upgraded: Served) -> None:
    yulan = person(upgraded, YULAN)
    wait_for(lambda: case(yulan, LEFT["checking"])["state"] == "closed", 120)
    assert case(yulan, LEFT["checking"])["outcome"] == "approve"  # she is 91


def test_what_the_worker_had_not_seen_is_seen(upgraded: Served) -> None:
    defu = person(upgraded, DEFU)
    wait_for(lambda: case(defu, LEFT["sent"])["state"] == "with_person", 120)


def test_what_waited_for_a_person_is_decided_on_todays_desk(upgraded: Served) -> None:
    clerk, number = person(upgraded, CLERK, "/desk/"), LEFT["with_person"]
    clerk.open(f"/desk/cases/{number}")
    clerk.press("作出决定", {"outcome": "refuse", "opinion": "户籍里查不到这个人，请带户口本到窗口。"})
    defu = person(upgraded, DEFU)
    wait_for(lambda: case(defu, number)["state"] == "closed", 60)
    assert case(defu, number)["outcome"] == "refuse"


def test_a_draft_of_then_is_filled_in_and_sent(upgraded: Served) -> None:
    daughter = person(upgraded, DAUGHTER)
    assert "接着填" in daughter.page.text
    words = [sys.executable, "-c", JOURNEY, upgraded.base, str(upgraded.home)]
    done = subprocess.run(words, env=upgraded.environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr  # whoever begins goes on with the draft there is
    assert "接着填" not in daughter.open("/mine/")


def test_nothing_is_left_and_the_log_is_whole(upgraded: Served) -> None:
    wait_for(lambda: "待传的消息 0 条" in doctor(upgraded), 60)
    assert "✓ 没有一直办不成的事" in doctor(upgraded)
    assert "都和写下时一样" in homes.run(upgraded.environ, "audit", "verify")


def doctor(served: Served) -> str:
    """What it says; that no backup was made yet is no fault here."""
    words = [*homes.CONSOLE, "doctor"]
    return subprocess.run(words, env=served.environ, capture_output=True, text=True, check=False).stdout
