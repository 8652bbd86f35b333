"""Run as processes of one home by test_appointments.py: many people choose one slot at the same moment.

    python many_visits.py prepare       the offices of the demo city
    python many_visits.py book 3 GO     person 3 tries to book MORE visits in the one slot, once the file GO is there

The last line printed is JSON: how many visits they got.
"""

import json
import sys
import time
from pathlib import Path

import django

django.setup()
sys.path.insert(0, str(Path(__file__).parents[1]))

from departments import REPOSITORY
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.text import Text
from zhengtong.office.appointments import api as appointments
from zhengtong.office.appointments.data import NewVisit, SlotTaken, Timetable
from zhengtong.trust.organisations import api as organisations

PLACES, MORE = 5, 4
TIMETABLE = Timetable(
    "11990100MB0000018H", "food.inspect", frozenset(range(1, 6)), ("09:00-11:30", "14:00-17:00"), PLACES, 1, 30
)


def book(who: str) -> int:
    slot, got = appointments.free_slots(TIMETABLE, clock.today())[0], 0
    for n in range(MORE):
        new = NewVisit(("thing", f"{who}-{n}"), Text("看店", "Visit"), (who,), "桥头街 20 号")
        try:
            appointments.book(new, TIMETABLE, slot, actor=system("test"), at=clock.now())
            got += 1
        except SlotTaken:
            pass
    return got


def main(words: list[str]) -> None:
    if words[0] == "prepare":
        organisations.load(REPOSITORY / "demo/organisations.yaml", actor=system("test"), at=clock.now())
        print(json.dumps("prepared"))
        return
    go = Path(words[2])
    print("ready", flush=True)
    while not go.exists():
        time.sleep(0.01)
    print(json.dumps(book(words[1])))


if __name__ == "__main__":
    main(sys.argv[1:])
