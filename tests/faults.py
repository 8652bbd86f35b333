"""The ways in which a department of the county fails, done to the real one: begun, and how the case says it."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from county_people import FILES
from departments import Department
from offices import DROPS

NEEDS = {
    "household-register": "registered",
    "social-insurance": "work",
    "tax-records": "taxes",
    "vehicles": "vehicles",
    "real-estate": "homes",
    "business-register": "businesses",
    "housing-fund": "fund",
    "financial-assets": "assets",
}
"""What the rules of the allowance call what each department tells."""

CALLED = {
    "household-register": "公安局",
    "social-insurance": "人社局",
    "tax-records": "税务局",
    "vehicles": "公安局",
    "real-estate": "自然资源局",
    "business-register": "市场监管局",
    "housing-fund": "公积金中心",
    "financial-assets": "省核对中心",
}
SAYS: Mapping[str, str] = {
    "down": r"{who}现在连不上，我们 \d\d:\d\d 再问。不用您做什么。",
    "slow": r"{who}迟迟没有回话，我们 \d\d:\d\d 再问。不用您做什么。",
    "garbled": r"{who}的回话读不懂，我们 \d\d:\d\d 再问。不用您做什么。",
    "stale": r"{who}还没有送来新的数据，旧的不能用，我们 \d\d:\d\d 再看。不用您做什么。",
    "another_person": r"{who}给错了人的资料，我们没有留下，\d\d:\d\d 再问。不用您做什么。",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """`mode` is how the department is told to fail, empty when its process is killed; `state` what the question is in
    then. Where `all_of_it` is False the fault shows only in what is told of people who own something."""

    name: str
    mode: str
    state: str
    all_of_it: bool = True

    def begin(self, department: Department) -> None:
        """What is dropped lies on the department's own machine and is gone with it."""
        if not self.mode:
            department.kill()
            shutil.rmtree(department.drop, ignore_errors=True)
        elif department.script in dict(DROPS.values()):
            department.drops(self.mode)
        else:
            department.behave(self.mode, seconds=2)


def heal(department: Department) -> None:
    """It is well again; what it drops is there."""
    is_dropping = department.script in dict(DROPS.values())
    if department.process is None:
        department.behave()
        department.start()
    elif is_dropping:
        department.drops()
    else:
        department.behave()


KILLED = Fault("killed", "", "down")
_HTTP = (
    KILLED,
    Fault("hung", "hang", "slow"),
    Fault("garbled", "garble", "garbled"),
    Fault("another person", "other_person", "another_person"),
    Fault("twice in one answer", "twice", "garbled"),
)
_PAGES = (*_HTTP[:-1], Fault("twice in one answer", "twice", "garbled", all_of_it=False))
_VIEW = (
    KILLED,
    Fault("hung", "hang", "slow"),
    Fault("garbled", "garble", "garbled"),
    Fault("another person", "other_person", "garbled"),
    Fault("twice in one answer", "twice", "garbled", all_of_it=False),
)
_FILE = (
    KILLED,
    Fault("hung: no new file", "stale", "stale"),
    Fault("garbled", "garble", "garbled"),
    Fault("another person", "other_person", "garbled"),
    Fault("twice in one answer", "twice", "garbled", all_of_it=False),
)
FAULTS: Mapping[str, tuple[Fault, ...]] = {
    **dict.fromkeys(FILES, _HTTP),
    "business-register": _PAGES,
    "real-estate": _VIEW,
    "housing-fund": _FILE,
}
