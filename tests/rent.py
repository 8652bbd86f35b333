"""Help with the rent: a fictional service in which every adult signs before their savings are asked for."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import catalogued
import town as city
from story_fill import Written
from zhengtong.delivery.authorisations import api as authorisations
from zhengtong.delivery.authorisations.data import Signer
from zhengtong.journeys.begin import begin
from zhengtong.journeys.submit import submit
from zhengtong.kernel import clock
from zhengtong.kernel.actor import ANONYMOUS, Actor
from zhengtong.sharing.resources import api as resources

SERVICE = "rent-help"
FOLDER = Path(__file__).parent / "journeys" / "services" / SERVICE
FANG, LEI, QIANG, RAIN = (
    ("刘芳", "990101198607300024"),
    ("王磊", "99010120010401005X"),
    ("王强", "990102200006180131"),
    ("王小雨", "99010120150909003X"),
)
"""The wife, two grown sons and a child, beside 李敏, who applies. The register of the city knows the second son."""
PEOPLE: Mapping[str, Mapping[str, Written]] = {
    "home": {
        "people": [
            {"relation": "spouse", "name": FANG[0], "id_number": FANG[1]},
            {"relation": "child", "name": LEI[0], "id_number": LEI[1]},
            {"relation": "child", "name": QIANG[0], "id_number": QIANG[1]},
            {"relation": "child", "name": RAIN[0], "id_number": RAIN[1]},
        ]
    }
}
GRANTS = """format: 1
grants:
  - id: rent-help/household-register/check
    resource: household-register
    requester: 11990100MB0000001T
    service: rent-help
    fields: [id_number, name, birth_date]
    basis_kind: statutory_duty
    basis: 租房补助办法第二条（测试用，虚构）
    unverified: true
    use: check
    since: 2026-01-01
    until: 2028-12-31
  - id: rent-help/financial-assets/check
    resource: financial-assets
    requester: 11990100MB0000001T
    service: rent-help
    fields: [id_number, name, deposits_total]
    basis_kind: authorisation
    basis: 租房补助办法第五条（测试用，虚构）
    unverified: true
    use: check
    since: 2026-01-01
    until: 2028-12-31
"""


def load() -> None:
    """The service and its grants, into a city that is loaded already."""
    with tempfile.TemporaryDirectory() as folder:
        written = Path(folder) / "resources.yaml"
        written.write_text(GRANTS, encoding="utf-8")
        resources.load(written, actor=city.SYSTEM, at=clock.now())
    catalogued.publish(FOLDER, at=clock.now())


def send(actor: Actor) -> str:
    """Apply for the household of five; returns the number of the case."""
    draft = city.fill(begin(SERVICE, actor=actor, at=clock.now()), actor, PEOPLE)
    return submit(draft.id, actor=actor, at=clock.now())


def signer(number: str, name: str) -> Signer:
    return next(one for one in authorisations.signers(number) if one.name == name)


def code(number: str, name: str, applicant: Actor) -> str:
    """The code of a signer's link, as who applies is shown it."""
    return authorisations.links(number, actor=applicant)[signer(number, name).id]


def by_link(code: str, who: tuple[str, str], *, agrees: bool = True) -> None:
    """Open a link as its signer and answer."""
    shown = authorisations.show_by_link(code, *who, actor=ANONYMOUS, at=clock.now())
    authorisations.answer_by_link(code, shown.proof, agrees=agrees, promised=agrees, actor=ANONYMOUS, at=clock.now())
