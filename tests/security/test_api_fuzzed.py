"""schemathesis asks every operation of the interface, as every role, what no program would: never a 5xx, and never
anything but what OpenAPI says.

What is allowed and yet refused (an application without answers, a mark no list gave) is no violation: a schema cannot
say what a form asks. That check is left out; everything else schemathesis knows is looked for.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from served import Served, served_city
from sign_in import code

pytestmark = [pytest.mark.server, pytest.mark.slow]
SERVICE = "old-age-allowance"
ANSWERS = {"for_whom": "self", "pay_to": "social_card", "phone": "19900000028"}
_FORM_SECRET = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served_city(tmp_path_factory.mktemp("fuzzed")) as city:
        yield city


def _signed_in(city: Served, name: str) -> requests.Session:
    """Somebody of the demo, with the second factor where they have one."""
    login, password, secret = _account(city, name)
    session = requests.Session()
    answer = _post(session, session.get(f"{city.base}/account/login"), login=login, password=password)
    if secret:
        answer = _post(session, answer, code=code(secret))
    assert answer.url.startswith(city.base) and "sessionid" in session.cookies, answer.text
    return session


def _account(city: Served, name: str) -> tuple[str, str, str]:
    rows = (line.split("\t") for line in (city.home / "demo-accounts.txt").read_text("utf-8").splitlines())
    return next((row[2], row[3], row[4]) for row in rows if row[0] == name)


def _post(session: requests.Session, page: requests.Response, **typed: str) -> requests.Response:
    found = _FORM_SECRET.search(page.text)
    assert found, page.text
    return session.post(page.url, data={**typed, "csrfmiddlewaretoken": found[1]}, headers={"Referer": page.url})


def _apply(city: Served, session: requests.Session) -> str:
    headers = {"X-CSRFToken": session.cookies["csrftoken"], "Idempotency-Key": "fuzzed-city-1"}
    body = {"service": SERVICE, "answers": ANSWERS}
    answer = session.post(f"{city.base}/api/v1/applications", json=body, headers=headers)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["case"])


def _openapi(city: Served, number: str, folder: Path) -> Path:
    """What is published, with numbers that exist; without how to sign in, since each role brings its own session."""
    schema = requests.get(f"{city.base}/api/v1/openapi.json", timeout=30).json()
    del schema["components"]["securitySchemes"]
    known: dict[str, Any] = {"service": SERVICE, "number": number, "code": "not_found"}
    for path in schema["paths"].values():
        for operation in path.values():
            operation.pop("security", None)
            for parameter in operation["parameters"]:
                if parameter["in"] == "path":
                    parameter["examples"] = {"one": {"value": known[parameter["name"]]}}
    found = folder / "openapi.json"
    found.write_text(json.dumps(schema), "utf-8")
    return found


@pytest.mark.xdist_group("fuzzed")
@pytest.mark.parametrize("name", ["", "李敏", "周敏", "何建"], ids=["anybody", "resident", "clerk", "administrator"])
def test_nothing_breaks_and_nothing_is_undocumented(city: Served, name: str, tmp_path: Path) -> None:
    session = _signed_in(city, name) if name else requests.Session()
    number = _apply(city, session) if name == "李敏" else "11990100MB0000001T39905110010012026112600000001"
    run = [str(Path(sys.executable).with_name("st")), "run", str(_openapi(city, number, tmp_path)), "--url", city.base]
    run += ["--max-examples", "15", "--seed", "1", "--no-color", "--continue-on-failure"]
    run += ["--exclude-checks", "positive_data_acceptance"]
    for header, value in _headers(session).items():
        run += ["--header", f"{header}: {value}"]
    done = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, timeout=400, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Tested: 9" in done.stdout


def _headers(session: requests.Session) -> dict[str, str]:
    cookies = "; ".join(f"{one.name}={one.value}" for one in session.cookies)
    return {"Cookie": cookies, "X-CSRFToken": session.cookies["csrftoken"]} if cookies else {}
