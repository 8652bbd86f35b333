"""What the departments of the demo city hold of the people of a story: a file a department, each in its own words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

Row = dict[str, Any]
REGISTER = "household-register"
FILES = {
    REGISTER: "household_register",
    "social-insurance": "social_insurance",
    "tax-records": "taxes",
    "vehicles": "vehicles",
    "real-estate": "real_estate",
    "business-register": "businesses",
    "housing-fund": "housing_fund",
    "financial-assets": "assets",
}
TOWN = "990101001"
_ACCOUNTS = {"deposits_total": "存款", "securities_total": "证券", "policies_total": "商业保险"}
_SPOUSES, _MEN = ("妻", "夫"), "13579"


def write(story: Mapping[str, Any], folder: Path, others: Mapping[str, Sequence[Row]]) -> None:
    """Put the people of a story into the departments' files, and `others` beside them; each file appears whole."""
    for resource, name in FILES.items():
        temporary = folder / f"{name}.new"
        rows = [*rows_of(story, resource), *others.get(resource, ())]
        temporary.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
        temporary.replace(folder / f"{name}.json")


def rows_of(story: Mapping[str, Any], resource: str) -> list[Row]:
    """What a department holds: nobody whom the story does not give it."""
    known = story["given"]["people"].get(resource, {})
    if resource == REGISTER:
        return [row for household in known.values() for row in _household(household)]
    names = names_of(story)
    rows = ((number, {"number": number, "name": names[number]}, values) for number, values in known.items())
    return [row for number, who, values in rows for row in _MAKERS[resource](who, values)]


def names_of(story: Mapping[str, Any]) -> dict[str, str]:
    """Everybody whom the story names together with a number."""
    return {one["id_number"]: one["name"] for one in _named(story) if "name" in one}


def _named(node: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(node, Mapping):
        if "id_number" in node:
            yield node
        if "for_whom.id_number" in node:
            yield {"id_number": node["for_whom.id_number"], "name": node["for_whom.name"]}
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from _named(each)


def _household(known: Mapping[str, Any]) -> Iterator[Row]:
    """The person the story tells of is the householder; of the others it says what they are to them."""
    yield _registered(known, known, "户主")
    for member in known.get("members", ()):
        yield _registered(member, known, member["relation"])


def _registered(person: Mapping[str, str], home: Mapping[str, Any], relation: str) -> Row:
    number = person["id_number"]
    return {
        "number": number,
        "name": person["name"],
        "sex": "男" if number[16] in _MEN else "女",
        "birth_date": f"{number[6:10]}-{number[10:12]}-{number[12:14]}",
        "address": home["address"],
        "household": f"{home['region']}-{home['id_number']}",
        "region": home["region"],
        "marital": "已婚" if relation in ("户主", *_SPOUSES) else "未婚",
        "relation": relation,
    }


def _insured(who: Row, values: Mapping[str, int]) -> Iterator[Row]:
    pension = values["pension"]
    yield {**who, "status": "领取养老金" if pension else "未就业", "insured": "城乡居民", "pension": pension}


def _taxed(who: Row, values: Mapping[str, int]) -> Iterator[Row]:
    fen = values["income_year"]
    income = {"kind": "工资薪金所得", "payer": "澄江市江北电子装配厂", "fen": fen}
    yield {**who, "incomes": [income] if fen else []}


def _vehicles(who: Row, values: Mapping[str, int]) -> Iterator[Row]:
    kinds = {"kind": "小型轿车", "registered": "2019-05-06"}
    yield {**who, "vehicles": [{"plate": f"安A·{nth:05d}", **kinds} for nth in range(values["vehicle_count"])]}


def _titles(who: Row, values: Mapping[str, int]) -> Iterator[Row]:
    for nth in range(values["title_count"]):
        number = f"安(2020)清和市不动产权第{who['number'][-6:]}{nth}号"
        kind = {"title": "宅基地使用权", "hundredths": 9600, "address": "石门乡", "share": "单独所有"}
        yield {**who, "title_number": number, **kind}


def _businesses(who: Row, values: Mapping[str, int]) -> Iterator[Row]:
    for nth in range(values["business_count"]):
        kind = {"kind": "个体工商户", "role": "经营者", "capital": 1000000, "since": "2019-05-16"}
        yield {**who, "code": f"{who['number'][:17]}{nth}", "name_of_business": f"{who['name']}的店", **kind}


def _funds(who: Row, values: Mapping[str, int]) -> Iterator[Row]:
    if values["monthly"]:
        yield {**who, "employer": "澄江市江北电子装配厂", "monthly": values["monthly"], "balance": 0}


def _assets(who: Row, values: Mapping[str, int]) -> Iterator[Row]:
    held = [(kind, values[field]) for field, kind in _ACCOUNTS.items()]
    yield {**who, "accounts": [{"at": "清和农商银行", "kind": kind, "fen": fen} for kind, fen in held if fen]}


_MAKERS = {
    "social-insurance": _insured,
    "tax-records": _taxed,
    "vehicles": _vehicles,
    "real-estate": _titles,
    "business-register": _businesses,
    "housing-fund": _funds,
    "financial-assets": _assets,
}
