"""What each department holds: its own file, in its own words, and nothing of the others."""

from city.codes import credit_code

WORKING_AGE = 16


def household_register(people: list[dict]) -> list[dict]:
    return [person["row"] for person in people]


def social_insurance(people: list[dict]) -> list[dict]:
    """人社: employment, wage base, pensions and benefits of everybody who has ever been insured."""
    return [_who(person) | person["means"]["work"] for person in people if "work" in person["means"]]


def taxes(people: list[dict]) -> list[dict]:
    """税务: what was declared for the last twelve months, of everybody of working age."""
    return [
        _who(person) | {"incomes": _incomes(person["means"])}
        for person in people
        if person["means"].get("work", {}).get("status") not in (None, "未成年")
    ]


def _incomes(means: dict) -> list[dict]:
    work, incomes = means["work"], []
    if "wage" in work:
        incomes.append({"kind": "工资薪金所得", "payer": work["employer"], "fen": work["wage"] * 12})
    if "trade_year" in means:
        incomes.append({"kind": "经营所得", "payer": means["businesses"][0]["name"], "fen": means["trade_year"]})
    return incomes


def vehicles(people: list[dict]) -> list[dict]:
    """公安车管: everybody of the register, with the vehicles registered on them."""
    return [_who(person) | {"vehicles": person["means"].get("vehicles", [])} for person in people]


def real_estate(people: list[dict]) -> list[dict]:
    """不动产登记: a row a title."""
    rows = [_who(person) | home for person in people for home in person["means"].get("homes", [])]
    return [row | {"title_number": f"安(2020)清和市不动产权第{serial:07d}号"} for serial, row in enumerate(rows, 1)]


def businesses(people: list[dict]) -> list[dict]:
    """市场监管: a row for every business of a person; those made by hand get their codes here."""
    return [
        _who(person)
        | {"code": credit_code("92", person["row"]["region"], 9_000_000 + serial)}
        | {"name_of_business" if key == "name" else key: value for key, value in business.items()}
        for person in people
        for serial, business in enumerate(person["means"].get("businesses", []))
    ]


def housing_fund(people: list[dict]) -> list[dict]:
    """公积金: a row an account."""
    return [
        _who(person) | {"employer": work["employer"], **work["fund"]}
        for person in people
        if "fund" in (work := person["means"].get("work", {}))
    ]


def assets(people: list[dict]) -> list[dict]:
    """核对平台: everybody, with what banks, securities and insurers hold for them."""
    return [_who(person) | {"accounts": person["means"].get("accounts", [])} for person in people]


def disabled_persons(people: list[dict]) -> list[dict]:
    """残联: a row a certificate."""
    return [_who(person) | person["means"]["disability"] for person in people if "disability" in person["means"]]


def _who(person: dict) -> dict:
    return {"number": person["row"]["number"], "name": person["row"]["name"]}


ALL = (
    *(household_register, social_insurance, taxes, vehicles, real_estate),
    *(businesses, housing_fund, assets, disabled_persons),
)
