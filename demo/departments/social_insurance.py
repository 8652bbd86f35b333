"""The social insurance of the demo city (人社), a REST service: POST /api/v2/insured/query, JSON, an API key.

How it is started and made to misbehave: counter.py. Somebody it does not know is an HTTP 404, a request without purpose
an HTTP 403. Amounts are yuan with two decimals, statuses are codes of its own.
"""

import json

from counter import Asked, Office, Said, arguments, masked, open_counter, yuan

PATH = "/api/v2/insured/query"
STATUS = {"在职": "A1", "个体经营": "A2", "失业": "B1", "未就业": "B2"}
STATUS |= {"在校": "C1", "领取养老金": "D1", "未成年": "E1"}
INSURED = {"职工": 1, "城乡居民": 2}


class SocialInsurance(Office):
    TOKEN_HEADER = "X-Api-Key"

    def answer(self, asked: Asked) -> Said:
        if (asked.method, asked.path) != ("POST", PATH):
            return Said(404)
        try:
            request = json.loads(asked.body)
            person, purpose, serial = request["person"], request["purpose"], request["requestId"]
            name, number = person["name"], person["idNumber"]
        except (ValueError, KeyError, TypeError):
            return Said(400)
        row = self.find(name, number, asked.mode)
        is_allowed = asked.mode != "refuse" and all(purpose.get(key) for key in ("caseNumber", "basis", "grant"))
        status = 403 if not is_allowed else 404 if row is None else 200
        entry = {"requestId": serial, **purpose, "person": masked(number), "items": request["items"], "status": status}
        body = self.document(serial, row, request["items"], asked.mode) if row and status == 200 else b""
        return Said(status, body, entry=entry)

    def document(self, serial: str, row: dict, items: list[str], mode: str) -> bytes:
        known = describe(row)
        wanted = set(items) | {"idNumber"}
        data = {key: value for key, value in known.items() if key in wanted or mode == "talkative"}
        document = {"requestId": "0" if mode == "stale" else serial, "code": 0, "data": data}
        text = json.dumps(document, ensure_ascii=False)
        if mode == "bad_value":
            text = text.replace('"employmentStatus": "', '"employmentStatus": "Z')
        return (text * (2 if mode == "twice" else 1)).encode()


def describe(row: dict) -> dict:
    known = {
        "idNumber": row["number"],
        "name": row["name"],
        "employmentStatus": STATUS[row["status"]],
        "insuranceType": INSURED[row["insured"]],
        "employer": row.get("employer"),
        "contributionBase": yuan(row.get("wage", 0)),
        "employedSince": row["since"].replace("-", "") if "since" in row else None,
        "monthlyPension": yuan(row.get("pension", 0)),
        "unemploymentBenefit": yuan(row.get("benefit", 0)),
    }
    return {key: value for key, value in known.items() if value is not None}


if __name__ == "__main__":
    options = arguments("The demo city's social insurance.", "demo-qinghe-renshe").parse_args()
    open_counter(SocialInsurance(options))
