"""A third service, unlike the two of the demo, and an eighth department: a folder and two YAML files put into a city
that runs, and people apply. Not a line of code knows of either."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import homes
from served import Served, served_city, wait_for

pytestmark = pytest.mark.server
THIRD = Path(__file__).parent / "third"
SERVICE = "dog-registration"
DEFU, YULAN = ("赵德福", "990101194702100110"), ("孙玉兰", "990101193501200428")
UNTIL = {DEFU[1]: "2099-06-30", YULAN[1]: "2020-06-30"}
sys.path.insert(0, str(homes.ROOT / "demo"))


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[int]:
    """The eighth department: Python's own server, which hands out a file a person; returns its port."""
    folder = tmp_path / "bureau"
    folder.mkdir()
    for number, until in UNTIL.items():
        (folder / f"{number}.json").write_text(json.dumps({"number": number, "until": until}), "utf-8")
    words = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(folder)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    yield int(process.stdout.readline().split(" port ")[1].split()[0])
    process.kill()
    process.communicate()


@pytest.fixture
def city(tmp_path: Path, bureau: int) -> Iterator[Served]:
    """The demo city at work, into which the folder is loaded while it serves."""
    with served_city(tmp_path / "city") as served:
        folder = Path(shutil.copytree(THIRD, tmp_path / "third"))
        connections = folder / "connections.yaml"
        connections.write_text(connections.read_text("utf-8").replace(":9199", f":{bureau}"), "utf-8")
        homes.run(served.environ, "load", str(folder))
        yield served


def apply(city: Served, who: str) -> str:
    """Somebody finds the service in everyday words, applies in the browser, and reads what came of it."""
    from browsing import Person, sign_in

    person = Person(city.base)
    wait_for(lambda: "养犬登记" in person.open("/search?q=给狗上户口"))  # the worker makes the new index
    sign_in(person, city.home, who, f"/services/{SERVICE}/apply")
    person.press("开始填")
    person.press("存下", {"called": "小黄", "size": "到膝盖"})
    person.press("交")
    wait_for(lambda: "<h2>为什么这样定</h2>" in person.open(person.address))
    return person.page.text


def test_a_folder_and_two_files_are_a_service_and_a_department(city: Served) -> None:
    approved = apply(city, DEFU[0])
    assert "疫苗管到 2099年6月30日" in approved
    refused = apply(city, YULAN[0])
    assert "疫苗到 2020年6月30日" in refused
