"""The market register of the demo city (市场监管), page by page: POST /v1/persons/businesses with a cursor, JSON.

How it is started and made to misbehave: counter.py. A page holds at most two businesses; a cursor leads to the next.
A person without any business is a natural person like others: an empty list, since the register knows businesses alone.
Modes of its own: loop (a page leads back), torn (a page about somebody else), short (fewer than it says).
"""

import json

from counter import Asked, Office, Said, arguments, masked, open_counter, yuan

PATH = "/v1/persons/businesses"
PAGE = 2


class MarketRegister(Office):
    TOKEN_HEADER = "Authorization"

    def read(self, rows: list[dict]) -> dict:
        found: dict[str, list[dict]] = {}
        for row in rows:
            found.setdefault(row["number"], []).append(row)
        return found

    def answer(self, asked: Asked) -> Said:
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


if __name__ == "__main__":
    options = arguments("The demo city's market register.", "Bearer demo-qinghe-shijian").parse_args()
    open_counter(MarketRegister(options))
