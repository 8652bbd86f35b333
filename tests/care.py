"""Care at home: a fictional service under a process, for tests of cases, pages and the desk."""

import io
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

import catalogued
import town as city
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.cases.data import ProcessStepData, StepKey
from zhengtong.journeys.ask_companion import ask_companion
from zhengtong.journeys.begin import begin
from zhengtong.journeys.do_step import do_step
from zhengtong.journeys.send_files import Sent
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor
from zhengtong.sharing.resources import api as resources

VISIT = StepKey("visit", 1)
SERVICE = "home-care"
FOLDER = Path(__file__).parent / "journeys" / "services" / SERVICE
STREET, STREET_POST = "11990101MB0000006Q", "民政窗口经办"
REGION = "990101001"
GRANT = """format: 1
grants:
  - id: home-care/household-register/check
    resource: household-register
    requester: 11990100MB0000001T
    service: home-care
    fields: [id_number, name, birth_date]
    basis_kind: statutory_duty
    basis: 居家照护办法第二条（测试用，虚构）
    unverified: true
    use: check
    since: 2026-01-01
    until: 2028-12-31
"""


def load() -> None:
    """The service and its grant, into a city that is loaded already."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "resources.yaml"
        written.write_text(GRANT, encoding="utf-8")
        resources.load(written, actor=city.SYSTEM, at=clock.now())
    catalogued.publish(FOLDER, at=clock.now())


def send(actor: Actor, region: str = REGION) -> str:
    """Apply for oneself from a subdistrict; returns the number of the case."""
    draft = city.fill(begin(SERVICE, actor=actor, at=clock.now()), actor, {"where": {"home": region}})
    return submit(draft.id, actor=actor, at=clock.now())


def do(number: str, step: str, who: Actor, occurrence: int = 1, **typed: str) -> None:
    """Do a step and let the worker do what follows."""
    do_step(number, StepKey(step, occurrence), typed, actor=who, at=clock.now())
    city.settle()


def seen(number: str, who: Actor, there: Actor, alone: str = "no", found: str = "有女儿一起住") -> None:
    """The visit: written down, photographed, confirmed by the colleague who was there, and finished."""
    written = {"alone": alone, "found": found}
    photo = [Sent("photo", picture())]
    ask_companion(number, VISIT, there.id, written, photo, actor=who, at=clock.now())
    cases.confirm_companion(number, VISIT, asked_hash(number, there), actor=there, at=clock.now())
    do(number, "visit", who, **written)


def asked_hash(number: str, there: Actor) -> str:
    """What the page of the colleague who is asked hands back."""
    asked = cases.asked_of(number, VISIT, actor=there, at=clock.now())
    return str(asked.step.draft["hash"])


def picture(width: int = 40, height: int = 30, **written: Any) -> bytes:
    """A photograph; what the camera writes beside it is `written`."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(out, "JPEG", **written)
    return out.getvalue()


def opened(number: str) -> dict[str, ProcessStepData]:
    """The open steps of a case by their ids."""
    return {one.key.step: one for one in cases.process_steps(number) if one.state == "open"}
