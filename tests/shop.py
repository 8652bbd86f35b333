"""A milk-tea shop in the demo city: its owner, the four officials, and the market register as a process."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import catalogued
import town as city
from care import picture
from departments import REPOSITORY, Department
from story_fill import Written
from town import Somebody, Town
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

SERVICE, BUREAU = "food-business-licence", "11990100MB0000018H"
FOLDER = REPOSITORY / "demo/services/market-regulation" / SERVICE
OWNER = ("罗小满", "990101199206180265", "19900000103")
ITEMS = (
    *("clean_place", "separate_sinks", "disinfection", "pests", "raw_and_ready"),
    *("water", "health_certificates", "suppliers", "manager"),
)
ADDRESS = "东桥区桥头街 20 号"
ANSWERS: Mapping[str, Mapping[str, Written]] = {
    "shop": {"address": ADDRESS},
    "sells": {"sells": "drinks"},
    "seats": {"seats": "take_away"},
    "self_check": {
        **{f"check_{item}": "ready" for item in ITEMS},
        "check_separate_sinks": "not_yet",
        "check_raw_and_ready": "not_for_me",
    },
    "contact": {"phone": OWNER[2]},
}
ALL_PASS = {**dict.fromkeys(ITEMS, "pass"), "raw_and_ready": "not_applicable"}
ONE_SINK = {**ALL_PASS, "separate_sinks": "fail", "separate_sinks_mend": "加一个洗手池并贴上“洗手”"}


@dataclass(frozen=True, slots=True)
class Shop:
    """Who takes part."""

    owner: Somebody
    counter: Somebody
    inspector: Somebody
    partner: Somebody
    head: Somebody


def open_shop(town: Town, market: Department) -> Shop:
    """The service in the city, with its people; the market register answers."""
    for resource in ("sole-trader-licence", "food-licence-number"):
        known = resources.connection(resource)
        resources.connect(replace(known, address=market.address), actor=city.SYSTEM, at=clock.now())
    catalogued.publish(FOLDER, at=clock.now())
    return Shop(
        city.resident(*OWNER),
        town.staff("dengqian", "邓倩", BUREAU, "许可窗口"),
        town.staff("weigang", "魏刚", BUREAU, "现场核查员"),
        town.staff("gaolan", "高岚", BUREAU, "现场核查员"),
        town.staff("hemin", "贺敏", BUREAU, "许可科科长"),
    )


def send(actor: Actor, answers: Mapping[str, Mapping[str, Written]] = ANSWERS) -> str:
    """Apply for the shop; returns the number of the case."""
    draft = city.fill(begin(SERVICE, actor=actor, at=clock.now()), actor, answers)
    return submit(draft.id, actor=actor, at=clock.now())


def do(number: str, step: str, who: Somebody, occurrence: int = 1, **typed: str) -> None:
    """Do a step and let the worker do what follows."""
    do_step(number, StepKey(step, occurrence), typed, actor=who.actor, at=clock.now())
    city.settle()


def inspect(shop: Shop, number: str, occurrence: int = 1, **typed: str) -> None:
    """The inspector writes the visit down, the partner who was there confirms it, and the step is finished."""
    confirmed(shop, number, occurrence, **typed)
    do(number, "inspect", shop.inspector, occurrence, **typed)


def confirmed(shop: Shop, number: str, occurrence: int = 1, **typed: str) -> None:
    """What is typed of a visit, confirmed by the partner; the step stays open."""
    key, at = StepKey("inspect", occurrence), clock.now()
    photo = [Sent("photo", picture())]
    ask_companion(number, key, shop.partner.account.id, typed, photo, actor=shop.inspector.actor, at=at)
    asked = cases.asked_of(number, key, actor=shop.partner.actor, at=at)
    cases.confirm_companion(number, key, str(asked.step.draft["hash"]), actor=shop.partner.actor, at=at)


def opened(number: str) -> dict[str, ProcessStepData]:
    """The open steps of a case by their ids."""
    return {one.key.step: one for one in cases.process_steps(number) if one.state == "open"}
