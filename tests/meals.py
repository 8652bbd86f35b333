"""Warm meals: a fictional service under a process whose approval is paid every month, for journeys and pages."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import care
import catalogued
import town as city
from story_fill import Written
from zhengtong.adapters.bank_file.api import BankFileDriver
from zhengtong.delivery.benefits import ports
from zhengtong.journeys.begin import begin
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import Actor

SERVICE = "warm-meals"
FOLDER = Path(__file__).parent / "journeys" / "services" / SERVICE
FANG, CARD, NEW_CARD = "刘芳", "6200000000000054", "6200000000000062"
PEOPLE: Sequence[Mapping[str, str]] = [{"relation": "spouse", "name": FANG, "id_number": "990101198607300024"}]
# 刘芳 earns 7,205 yuan a year: 600.41 a month, the rest of a fen dropped. 800 × 2 − 600.41 = 999.59
ANSWERS: Mapping[str, Mapping[str, Written]] = {
    "household": {"people": PEOPLE},
    "income": {"income": [{"person": FANG, "source": "wage", "amount": "7205"}]},
    "bank": {"account_name": FANG, "account": CARD},
}
MONTHLY = 99_959


def load() -> None:
    """The service, and the one it offers to the refused, in a city that is loaded already."""
    care.load()
    catalogued.publish(FOLDER, at=clock.now())


def send(actor: Actor, answers: Mapping[str, Mapping[str, Written]] = ANSWERS) -> str:
    """Apply for one's household; returns the number of the case."""
    draft = city.fill(begin(SERVICE, actor=actor, at=clock.now()), actor, answers)
    return submit(draft.id, actor=actor, at=clock.now())


def open_bank(home: Path) -> None:
    """Payment files go where the demo city's bank looks for them."""
    settings = home / "bank.yaml"
    settings.write_bytes((city.REPOSITORY / "demo/bank.yaml").read_bytes())
    ports.use_driver(BankFileDriver(settings))


def bank_works(home: Path, *closed: str) -> None:
    """The demo city's bank, a process of its own, deals with all that lies there."""
    bank = city.REPOSITORY / "demo/departments/bank.py"
    folders = ["--outgoing", str(home / "bank/outgoing"), "--incoming", str(home / "bank/incoming")]
    words = [*folders, "--ledger", str(home / "ledger.json"), *(word for card in closed for word in ("--closed", card))]
    subprocess.run([sys.executable, str(bank), *words, "--once"], check=True, capture_output=True, timeout=120)
