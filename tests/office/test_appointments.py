"""Slots lie on working days, hold no more than they may, and give a place back when a visit is not needed."""

import json
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import pytest

import homes
from clocks import LegalTime
from departments import REPOSITORY
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor, system
from zhengtong.kernel.errors import Forbidden
from zhengtong.kernel.text import Text
from zhengtong.office.appointments import api as appointments
from zhengtong.office.appointments.data import NewVisit, Slot, SlotNotOffered, SlotTaken, Timetable
from zhengtong.trust.organisations import api as organisations

SCRIPT = Path(__file__).parent / "many_visits.py"
PROCESSES, PLACES = 3, 5  # each tries four times: twelve for five places
TIMES = ("09:00-11:30", "14:00-17:00")
MONDAYS_AND_FRIDAYS = Timetable("11990100MB0000018H", "food.inspect", frozenset({1, 5}), TIMES, 1, 1, 10)
PERSON, ABOUT = "01PERSON", ("thing", "1")
OWNER = Actor(kind="resident", id="user:1", name="甲", person=PERSON)
SYSTEM = system("test")
NEW = NewVisit(ABOUT, Text("看店", "Visit"), (PERSON,), "桥头街 20 号")


@pytest.fixture
def offices(db: None, legal_time: LegalTime) -> None:
    organisations.load(REPOSITORY / "demo/organisations.yaml", actor=SYSTEM, at=clock.now())
    legal_time.move_to(datetime(2026, 11, 23, 10, tzinfo=clock.CHINA))


def keys() -> list[str]:
    return [slot.key for slot in appointments.free_slots(MONDAYS_AND_FRIDAYS, clock.today())]


@pytest.mark.usefixtures("offices")
def test_the_slots_of_a_timetable() -> None:
    # ten working days after Monday 23 November: until 7 December; of these the Mondays and Fridays
    days = ("2026-11-27", "2026-11-30", "2026-12-04", "2026-12-07")
    assert keys() == [f"{day}T{time}" for day in days for time in TIMES]


@pytest.mark.usefixtures("offices")
def test_no_slot_on_a_holiday(legal_time: LegalTime) -> None:
    # 1 October 2026 is a Thursday; the holiday is over on 7 October, and Friday 9 October is worked
    legal_time.move_to(datetime(2026, 9, 30, 10, tzinfo=clock.CHINA))
    assert not {"2026-10-02T09:00-11:30", "2026-10-05T09:00-11:30"} & set(keys())
    assert "2026-10-09T09:00-11:30" in keys()


@pytest.mark.usefixtures("offices")
def test_a_place_is_taken_and_given_back() -> None:
    slot = Slot(date(2026, 11, 27), TIMES[0])
    appointments.book(NEW, MONDAYS_AND_FRIDAYS, slot, actor=OWNER, at=clock.now())
    assert slot.key not in keys()
    other = NewVisit(("thing", "2"), Text("看店", "Visit"), ("02",), "别处")
    with pytest.raises(SlotTaken):
        appointments.book(other, MONDAYS_AND_FRIDAYS, slot, actor=SYSTEM, at=clock.now())
    with pytest.raises(Forbidden):
        appointments.book(other, MONDAYS_AND_FRIDAYS, slot, actor=OWNER, at=clock.now())
    appointments.close(ABOUT, "not_needed", actor=SYSTEM, at=clock.now())
    assert slot.key in keys()


@pytest.mark.usefixtures("offices")
def test_a_visit_called_off_gives_no_place_to_others() -> None:
    slot = Slot(date(2026, 11, 27), TIMES[0])
    appointments.book(NEW, MONDAYS_AND_FRIDAYS, slot, actor=OWNER, at=clock.now())
    appointments.close(ABOUT, "called_off", actor=SYSTEM, at=clock.now())
    assert slot.key not in keys()
    assert appointments.visit_about(ABOUT) is None


@pytest.mark.usefixtures("offices")
@pytest.mark.parametrize(
    "slot",
    [
        Slot(date(2026, 11, 25), TIMES[0]),  # a Wednesday
        Slot(date(2026, 11, 27), "23:00-23:30"),
        Slot(date(2026, 11, 23), TIMES[0]),  # today
        Slot(date(2020, 11, 27), TIMES[0]),
    ],
)
def test_what_the_timetable_has_not_is_not_given(slot: Slot) -> None:
    with pytest.raises(SlotNotOffered):
        appointments.book(NEW, MONDAYS_AND_FRIDAYS, slot, actor=OWNER, at=clock.now())


@pytest.mark.server
def test_many_at_once_never_overbook(tmp_path: Path) -> None:
    environ, go = homes.new_home(tmp_path / "home"), tmp_path / "go"
    words = [sys.executable, str(SCRIPT)]
    subprocess.run([*words, "prepare"], env=environ, check=True, capture_output=True)
    started = [
        subprocess.Popen([*words, "book", str(n), str(go)], env=environ, text=True, stdout=subprocess.PIPE)
        for n in range(PROCESSES)
    ]
    for process in started:
        assert process.stdout is not None
        process.stdout.readline()  # "ready"
    go.touch()
    got = [json.loads(process.communicate(timeout=120)[0].splitlines()[-1]) for process in started]
    assert [process.returncode for process in started] == [0] * PROCESSES
    assert sum(got) == PLACES
