"""Makes what the departments of the demo city hold: 20,000 people and their means, the same bytes at every run.

    python demo/make_city.py FOLDER

A file a department is written, household_register.json and so on. People of population.json and of city/households.yaml
are as they stand there; the others are drawn with a fixed seed.
"""

import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from city import files, people, places
from city.means import Means

HERE = Path(__file__).parent
SEED, SIZE = 990100, 20_000


def everybody() -> list[dict]:
    """Each person as `row` (of the household register) and `means`."""
    draw = random.Random(SEED)
    known = places.read(HERE / "organisations.yaml")
    means = Means(draw)
    made = [{"row": row, "means": {}} for row in json.loads((HERE / "population.json").read_text("utf-8"))]
    taken = {person["row"]["number"] for person in made} | _numbers_of_staff()
    register = people.Register(draw, taken)
    made += _by_hand({place.name: place for place in known}, register)
    taken |= {person["row"]["number"] for person in made}
    for number, (place, door, members) in enumerate(people.drawn(register, known), len(made)):
        for row in people.rows(place, door, number, members, register):
            made.append({"row": row, "means": means.of(row, place, row["relation"] == "户主")})
            if len(made) == SIZE:
                return made
    return made


def _numbers_of_staff() -> set[str]:
    accounts = yaml.safe_load((HERE / "accounts.yaml").read_text("utf-8"))
    return {str(person["id_number"]) for kind in ("residents", "staff") for person in accounts[kind]}


def _by_hand(known: dict[str, places.Place], register: people.Register) -> Iterator[dict]:
    for number, household in enumerate(
        yaml.safe_load((HERE / "city" / "households.yaml").read_text("utf-8"))["households"], 1
    ):
        place, members = known[household["place"]], household["members"]
        for row, member in zip(people.rows(place, household["door"], number, members, register), members, strict=True):
            yield {"row": row, "means": json.loads(json.dumps(member, default=str))}


def write(folder: Path) -> None:
    """A file a department, a row a line."""
    folder.mkdir(parents=True, exist_ok=True)
    made = everybody()
    for department in files.ALL:
        rows = (json.dumps(row, ensure_ascii=False) for row in department(made))
        (folder / f"{department.__name__}.json").write_text("[\n" + ",\n".join(rows) + "\n]\n", "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    write(Path(sys.argv[1]))
