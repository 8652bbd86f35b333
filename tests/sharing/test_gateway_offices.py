"""The gateway over every department of the demo city: the granted fields and no others, for each kind of interface."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from sharing_world import WORKER, make_due

from departments import Department, wait_until
from offices import DROPS, Office
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import QuestionData, Subject, Wanted
from zhengtong.sharing.gateway.models import Attempt, ReceivedAnswer
from zhengtong.sharing.resources import api as resources
from zhengtong.sharing.resources.data import GrantData

pytestmark = [pytest.mark.django_db, pytest.mark.server]

COUNTY, SERVICE = "11990102MB0000010M", "minimum-living-allowance"
TRADER = Subject("陈国富", "990102197409300156", "P-CHEN")
AT_ONCE = ["social-insurance", "tax-records", "vehicles", "real-estate", "business-register", "housing-fund"]
EACH = pytest.mark.parametrize("resource", AT_ONCE)


def _connect(resource: str, department: Department) -> None:
    """The demo's connection to this very process, which lives on the legal day of the test."""
    address = department.address
    department.come_to(clock.today())
    if resource in DROPS:
        wait_until(lambda: department.log()[-1]["day"] == clock.today().isoformat())
        path = "/real_estate.sqlite3" if resource == "real-estate" else "/"
        address = f"file://{department.drop}{path}"
    known = resources.connection(resource)
    resources.connect(replace(known, address=address), actor=system("demo"), at=clock.now())


def _granted(resource: str) -> GrantData:
    """The grant of the allowance to check with a resource."""
    [grant] = [one for one in resources.grants_of(resource) if (one.service, one.use) == (SERVICE, "check")]
    return grant


def _ask(resource: str, who: Subject = TRADER) -> QuestionData:
    fields = tuple(field.name for field in resources.resource(resource).fields)
    wanted = Wanted(
        resource=resource,
        fields=fields,
        reference="case-1",
        step="check",
        organisation=COUNTY,
        service=SERVICE,
        use="check",
    )
    purpose = gateway.purpose(wanted, operator=WORKER, at=clock.now())
    gateway.request(purpose, who, party="member-1", actor=WORKER, at=clock.now())
    make_due()
    assert gateway.ask_due() == 1
    return gateway.questions("case-1")[-1]


@EACH
def test_the_granted_fields_and_no_others(catalogue: None, office: Office, resource: str) -> None:
    _connect(resource, office(resource))
    question = _ask(resource)
    assert question.state == "answered"
    values = gateway.answer(question.id, actor=WORKER, at=clock.now()).values
    grant = _granted(resource)
    assert set(values) <= set(grant.fields)
    assert "name" not in values  # no grant of the allowance asks for what is known
    assert values["id_number"] == TRADER.id_number


@EACH
def test_a_narrower_grant_leaves_the_rest_behind(
    catalogue: None, office: Office, resource: str, tmp_path: Path
) -> None:
    _connect(resource, office(resource))
    grant = _granted(resource)
    wanted = grant.fields[1]
    file = tmp_path / "narrow.yaml"
    entry = {
        "id": grant.id,
        "resource": resource,
        "requester": COUNTY,
        "service": grant.service,
        "fields": [wanted],
        "basis_kind": grant.basis_kind,
        "basis": grant.basis,
        "unverified": True,
        "use": "check",
        "since": "2026-01-01",
        "until": "2028-12-31",
    }
    file.write_text(json.dumps({"format": 1, "grants": [entry]}), "utf-8")
    resources.load(file, actor=WORKER, at=clock.now())
    question = _ask(resource)
    assert set(gateway.answer(question.id, actor=WORKER, at=clock.now()).values) == {wanted}


@pytest.mark.parametrize("resource", ["social-insurance", "tax-records", "vehicles", "business-register"])
def test_somebody_elses_record_is_thrown_away(catalogue: None, office: Office, resource: str) -> None:
    department = office(resource)
    _connect(resource, department)
    department.behave("other_person")
    assert _ask(resource).state == "another_person"
    assert not ReceivedAnswer.objects.exists()


def test_an_old_file_has_its_own_words(catalogue: None, office: Office) -> None:
    department = office("housing-fund")
    _connect("housing-fund", department)
    department.drops("stale")
    question = _ask("housing-fund")
    assert question.state == "stale"
    assert question.text.zh.startswith("公积金中心还没有送来新的数据，旧的不能用，我们 ")


def test_wrong_settings_stop_nobody(catalogue: None, office: Office) -> None:
    known = resources.connection("social-insurance")
    resources.connect(replace(known, settings={"fields": {}}), actor=system("demo"), at=clock.now())
    assert _ask("social-insurance").state == "down"
    assert Attempt.objects.get().detail == "the connection's settings lack ask"
