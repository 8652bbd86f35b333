"""The provincial platform that checks the means of households (核对平台): it asks banks, securities and insurers.

A request needs the number and digest of the person's signed authorisation (授权书) and gets a ticket; what each
institution answered is in after its own number of working days, the slowest bank's on the ninth. POST /requests, then
POST /tickets until all are in. The same request comes to the same ticket. Tickets outlive a restart (`--state FILE`).

How it is started and made to misbehave: counter.py. Modes of its own: never (one bank stays silent), late (a later day
at every poll), other_ticket, forgetful (it does not know its tickets).
"""

import json
import secrets
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
from counter import Asked, Office, Said, arguments, masked, open_counter, yuan

DAYS = {"清和农商银行": 2, "证券登记平台": 3, "江北储蓄银行": 4, "保险信息平台": 5, "安澜银行": 9}
"""Working days until an institution answers."""

KINDS = {"存款": "deposit", "证券": "security", "商业保险": "policy"}


class CheckingPlatform(Office):
    TOKEN_HEADER = "X-Platform-Key"

    def __init__(self, options) -> None:
        super().__init__(options)
        state: Path = options.state
        self.tickets: dict[str, dict] = json.loads(state.read_text("utf-8")) if state.exists() else {}

    def answer(self, asked: Asked) -> Said:
        try:
            request = json.loads(asked.body)
            return {"/requests": self.take, "/tickets": self.look}[asked.path](request, asked.mode)
        except (ValueError, KeyError, TypeError):
            return Said(400)

    def take(self, request: dict, mode: str) -> Said:
        person, signed, purpose = request["person"], request["authorisation"], request["purpose"]
        known = next((key for key, held in self.tickets.items() if held["request"] == request["request"]), "")
        entry = {
            "request": request["request"],
            "serial": request["serial"],
            **purpose,
            "authorisation": signed["number"],
            "digest": signed["digest"],
        }
        entry |= {"person": masked(person["idNumber"]), "ticket": known, "again": bool(known)}
        if mode == "refuse" or not (signed["number"] and signed["digest"] and all(purpose.values())):
            return Said(200, json.dumps({"serial": request["serial"], "state": "REFUSED"}).encode(), entry=entry)
        if self.find(person["name"], person["idNumber"], "") is None:
            return Said(200, json.dumps({"serial": request["serial"], "state": "UNKNOWN"}).encode(), entry=entry)
        if not known:
            known = secrets.token_hex(8)
            self.tickets[known] = {
                "request": request["request"],
                "number": person["idNumber"],
                "name": person["name"],
                "since": self.today().isoformat(),
            }
            self.keep()
        return self.said(known, request["serial"], mode, {**entry, "ticket": known})

    def look(self, request: dict, mode: str) -> Said:
        ticket = request["ticket"]
        entry = {"serial": request["serial"], "ticket": ticket, "looked": True}
        if mode == "forgetful" or ticket not in self.tickets:
            return Said(200, json.dumps({"serial": request["serial"], "state": "NO_SUCH_TICKET"}).encode(), entry=entry)
        return self.said(ticket, request["serial"], mode, entry)

    def said(self, ticket: str, serial: str, mode: str, entry: dict) -> Said:
        held = self.tickets[ticket]
        since = date.fromisoformat(held["since"])
        in_time = [name for name, days in DAYS.items() if self.today() >= working_day(since, days)]
        answered = [name for name in in_time if not (mode == "never" and name == "安澜银行")]
        expected = working_day(since if mode != "late" else self.today(), max(DAYS.values()))
        document = {
            "serial": "0" if mode == "stale" else serial,
            "state": "DONE" if len(answered) == len(DAYS) else "WORKING",
            "ticket": "another" if mode == "other_ticket" else ticket,
            "answered": len(answered) + (len(DAYS) + 1 if mode == "twice" else 0),
            "asked": len(DAYS),
            "expected": expected.isoformat(),
        }
        if document["state"] == "DONE":
            document["result"] = self.result(held, mode)
        return Said(200, json.dumps(document, ensure_ascii=False).encode(), entry={**entry, "state": document["state"]})

    def result(self, held: dict, mode: str) -> dict:
        row = self.find(held["name"], held["number"], mode) or {}
        accounts = [
            {
                "institution": each["at"],
                "kind": KINDS[each["kind"]],
                "balance": yuan(each["fen"]),
                "asOf": held["since"],
            }
            for each in row["accounts"]
        ]
        return {
            "idNumber": row["number"],
            "name": row["name"],
            "accounts": accounts,
            **{kind: [each for each in accounts if each["kind"] == kind] for kind in KINDS.values()},
        }

    def keep(self) -> None:
        temporary = self.options.state.with_suffix(".new")
        temporary.write_text(json.dumps(self.tickets, ensure_ascii=False), "utf-8")
        temporary.replace(self.options.state)


def working_day(since: date, days: int) -> date:
    """The day on which so many working days after `since` are over; beyond the published years, weekdays count."""
    while days:
        since += timedelta(days=1)
        days -= is_working(since)
    return since


def is_working(day: date) -> bool:
    try:
        return chinese_calendar.is_workday(day)
    except NotImplementedError:
        return day.weekday() < 5


if __name__ == "__main__":
    parser = arguments("The demo province's means checking platform.", "demo-anlan-hedui")
    parser.add_argument("--state", type=Path, required=True)
    open_counter(CheckingPlatform(parser.parse_args()))
