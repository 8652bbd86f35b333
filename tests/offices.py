"""The departments of the demo city as processes of their own, one of each kind for a whole run of tests."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from departments import Department, wait_until
from zhengtong.kernel import clock

HTTP = {
    "social-insurance": ("social_insurance", "social_insurance", ""),
    "tax-records": ("tax_office", "taxes", "/taxpayer"),
    "vehicles": ("vehicle_register", "vehicles", "/cheguan/query"),
    "business-register": ("market_register", "businesses", ""),
    "financial-assets": ("checking_platform", "assets", ""),
}
DROPS = {"real-estate": ("real_estate_register", "real_estate"), "housing-fund": ("housing_fund", "housing_fund")}

Office = Callable[[str], Department]


@pytest.fixture(scope="session")
def _offices(city: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    running: dict[str, Department] = {}

    def office(resource: str) -> Department:
        if resource not in running:
            running[resource] = _office(resource, city, tmp_path_factory.mktemp(resource)).start()
        return running[resource]

    yield office
    for department in running.values():
        department.kill()


def _office(resource: str, city: Path, folder: Path) -> Department:
    script, data, path = (*DROPS[resource], "") if resource in DROPS else HTTP[resource]
    extra = ("--clock", str(folder / "clock.json"))
    if resource in DROPS:
        extra += ("--drop", str(folder / "drop"))
    if resource == "financial-assets":
        extra += ("--state", str(folder / "tickets.json"))
    return Department(script, folder, city / f"{data}.json", path=path, extra=extra)


@pytest.fixture
def office(_offices: Office) -> Iterator[Office]:
    """The department of a resource, running and well-behaved, with an empty log."""
    used: list[Department] = []

    def well_behaved(resource: str) -> Department:
        department = _offices(resource)
        if department.process is None:
            department.start()
        used.append(department)
        if resource not in DROPS:
            department.log_path.unlink(missing_ok=True)
        return department

    yield well_behaved
    for department in used:
        department.behave()
        department.clock_path.unlink(missing_ok=True)
        if department.script in dict(DROPS.values()):
            wait_until(partial(_is_todays, department))


def _is_todays(department: Department) -> bool:
    """Whether what lies there was dropped well-behaved and on the real day."""
    last, today = department.log()[-1], clock.china_date(clock.real_now())
    return bool(last["mode"] == "" and last["day"] == today.isoformat())
