"""The market register of the demo city (市场监管), JSON. Three counters:

POST /v1/persons/businesses, page by page with a cursor; POST /v1/persons/sole-trader, the licence of a sole trader; and
POST /v1/food-licences, which gives a case its food licence number. A case that asks again gets the number it has.

How it is started and made to misbehave: counter.py. A page holds at most two businesses; a cursor leads to the next.
A person without any business is a natural person like others: an empty list, since the register knows businesses alone.
Modes of its own: loop (a page leads back), torn (a page about somebody else), short (fewer than it says).
"""

import hashlib
import json
from datetime import date

from counter import Asked, Office, Said, arguments, masked, open_counter, yuan

PATH = "/v1/persons/businesses"
SOLE_TRADER, FOOD_LICENCES = "/v1/persons/sole-trader", "/v1/food-licences"
PAGE = 2
VALID_YEARS = 5


class MarketRegister(Office):
    TOKEN_HEADER = "Authorization"

    def read(self, rows: list[dict]) -> dict:
        found: dict[str, list[dict]] = {}
        for row in rows:
            found.setdefault(row["number"], []).append(row)
        return found

    def answer(self, asked: Asked) -> Said:
        if asked.method == "POST" and asked.path in (SOLE_TRADER, FOOD_LICENCES):
            return self.answer_one(asked)
        if (asked.method, asked.path) != ("POST", PATH):
            return Said(404)
        try:
            request = json.loads(asked.body)
            number, cursor = request["subject"]["id"], request["cursor"]
            start = int(cursor.removeprefix("p") or 0)
        except (ValueError, KeyError, TypeError, AttributeError):
            return Said(400)
        is_allowed = asked.mode != "refuse" and all(request.get(key) for key in ("case", "basis", "grant"))
        entry = {key: request.get(key, "") for key in ("serial", "asker", "case", "basis", "grant")}
        entry |= {"subject": masked(number), "cursor": cursor, "ret": 0 if is_allowed else 7}
        if not is_allowed:
            return Said(200, json.dumps({"ret": 7, "serial": request.get("serial", "")}).encode(), entry=entry)
        found = [row for row in self.rows.get(number, []) if row["name"] == request["subject"]["name"]]
        return Said(200, self.page(request["serial"], number, found, start, asked.mode), entry=entry)

    def answer_one(self, asked: Asked) -> Said:
        """One record about one person, or that there is none."""
        try:
            request = json.loads(asked.body)
            number, name = request["subject"]["id"], request["subject"]["name"]
        except (ValueError, KeyError, TypeError):
            return Said(400)
        entry = {key: request.get(key, "") for key in ("serial", "asker", "case", "basis", "grant")}
        entry |= {"subject": masked(number), "path": asked.path}
        if asked.mode == "refuse" or not all(request.get(key) for key in ("case", "basis", "grant")):
            refused = json.dumps({"ret": 7, "serial": request.get("serial", "")}).encode()
            return Said(200, refused, entry=entry | {"ret": 7})
        record = self.trader(number, name, asked.mode)
        if record and asked.path == FOOD_LICENCES:
            record = {"id": record["id"], **licensed(str(request["case"]), self.today())}
        said = {"ret": 0 if record else 4, "serial": request["serial"], "data": record}
        return Said(200, json.dumps(said, ensure_ascii=False).encode(), entry=entry | {"ret": said["ret"]})

    def trader(self, number: str, name: str, mode: str) -> dict | None:
        """The sole trader's licence of a person; somebody else's when the office misbehaves so."""
        about = next(key for key in self.rows if key != number) if mode == "other_person" else number
        rows = [row for row in self.rows.get(about, []) if mode == "other_person" or row["name"] == name]
        row = next((row for row in rows if mode == "other_person" or row["kind"] == "个体工商户"), None)
        if row is None:
            return None
        return {
            "id": about,
            "owner": row["name"],
            "uscc": row["code"],
            "title": row["name_of_business"],
            "address": row.get("address", ""),
        }

    def page(self, serial: str, number: str, found: list[dict], start: int, mode: str) -> bytes:
        if mode == "twice":
            found = [*found, *found]
        end = start + PAGE
        following = "p0" if mode == "loop" else f"p{end}" if end < len(found) else None
        about_other = mode == "other_person" or (mode == "torn" and start > 0)
        document = {
            "ret": 0,
            "serial": serial,
            "subject": next(key for key in self.rows if key != number) if about_other else number,
            "page": {"next": following, "total": len(found) + (mode == "short")},
            "list": [describe(row) for row in found[start:end]],
        }
        return json.dumps(document, ensure_ascii=False).encode()


def describe(row: dict) -> dict:
    return {
        "uscc": row["code"],
        "title": row["name_of_business"],
        "type": row["kind"],
        "role": row["role"],
        "capital": yuan(row["capital"]),
        "founded": row["since"],
        "state": "存续",
    }


def licensed(case: str, today: date) -> dict:
    """The food licence of a case: the same number however often it is asked for (JY, 2 for catering, the district, a
    serial; the last digit is not worked out by the national rule, which nobody here has read)."""
    serial = int(hashlib.sha256(case.encode()).hexdigest(), 16) % 10**7
    until = date(today.year + VALID_YEARS, today.month, min(today.day, 28))
    return {"licence": f"JY2990101{serial:07d}", "from": today.isoformat(), "until": until.isoformat()}


if __name__ == "__main__":
    options = arguments("The demo city's market register.", "Bearer demo-qinghe-shijian").parse_args()
    open_counter(MarketRegister(options))
