"""Every driver against the department it is for, as a process of its own: what is said, and every way to fail."""

import socket
import threading
from collections.abc import Callable
from typing import Any

import pytest
from office_queries import FATHER, SON, TRADER, connection_of, query_about

from departments import Department
from offices import Office
from zhengtong.adapters.json_http.api import JsonHttpDriver
from zhengtong.adapters.soap_http.api import SoapHttpDriver
from zhengtong.adapters.xml_http.api import XmlHttpDriver
from zhengtong.kernel import clock
from zhengtong.sharing.gateway import ports
from zhengtong.sharing.gateway.ports import BadSettings

pytestmark = [pytest.mark.django_db, pytest.mark.server]

DRIVERS: dict[str, ports.ProviderDriver] = {
    "social-insurance": JsonHttpDriver(),
    "tax-records": SoapHttpDriver(),
    "vehicles": XmlHttpDriver(),
    "business-register": JsonHttpDriver(),
}
EACH = pytest.mark.parametrize("resource", DRIVERS)


def _fetch(
    office: Department, resource: str, who: tuple[str, str] = TRADER, timeout: float = 10, **settings: Any
) -> Any:
    query = query_about(who, resource, timeout=timeout)
    return DRIVERS[resource].fetch(connection_of(resource, office.address, **settings), query)


def test_a_wage_is_told(office: Office) -> None:
    # demo/city/households.yaml: 3,200.00 yuan a month since 2025-03-01, insured as a worker.
    assert _fetch(office("social-insurance"), "social-insurance", SON) == {
        "id_number": SON[1],
        "name": "王强",
        "employment": "在职",
        "insurance": "职工",
        "employer": "澄江市江北电子装配厂",
        "employed_since": "2025-03-01",
        "wage_base": 320000,
        "pension": 0,
        "unemployment_benefit": 0,
    }


def test_only_the_wanted_items_are_asked_for(office: Office) -> None:
    department = office("social-insurance")
    query = query_about(SON, "social-insurance", fields=("id_number", "employment"))
    record: Any = DRIVERS["social-insurance"].fetch(connection_of("social-insurance", department.address), query)
    assert (record["employment"], record["employer"]) == ("在职", None)
    assert department.log()[0]["items"] == ["idNumber", "employmentStatus"]


def test_income_is_added_up(office: Office) -> None:
    # 12 × 3,200.00 = 38,400.00 yuan, in fen.
    record = _fetch(office("tax-records"), "tax-records", SON)
    assert record["income_year"] == 3_840_000
    assert record["incomes"] == [{"kind": "工资薪金所得", "payer": "澄江市江北电子装配厂", "amount": 3_840_000}]
    assert _fetch(office("tax-records"), "tax-records", FATHER)["income_year"] == 0


def test_a_car_is_found(office: Office) -> None:
    record = _fetch(office("vehicles"), "vehicles")
    assert record["vehicle_count"] == "1"
    assert record["vehicles"] == [{"plate": "安A·D8F21", "kind": "小型轿车", "registered_on": "2023-08-09"}]


def test_businesses_come_page_by_page(office: Office) -> None:
    department = office("business-register")
    record = _fetch(department, "business-register")
    assert [each["capital"] for each in record["businesses"]] == [20_000_000, 100_000_000, 5_000_000]
    assert (record["id_number"], record["business_count"]) == (TRADER[1], 3)
    assert [entry["cursor"] for entry in department.log()] == ["p0", "p2"]  # two a page
    assert _fetch(department, "business-register", FATHER)["businesses"] == []


@EACH
def test_each_writes_down_who_asked_why(office: Office, resource: str) -> None:
    department = office(resource)
    _fetch(department, resource)
    entry = department.log()[0]
    for said in ("case-1", "民发〔2021〕57号第十七条", "g1", "990102********0156"):
        assert said in entry.values()
    assert TRADER[1] not in str(entry)


@pytest.mark.parametrize("resource", ["social-insurance", "tax-records", "vehicles"])
def test_nobody_of_that_name(office: Office, resource: str) -> None:
    assert _fetch(office(resource), resource, ("陈国贵", TRADER[1])) is None
    assert _fetch(office(resource), resource, ("谁", "990102199001010038")) is None


@EACH
def test_down(office: Office, resource: str) -> None:
    department = office(resource)
    department.behave("down")
    with pytest.raises(ports.ProviderDown):
        _fetch(department, resource)
    department.kill()
    with pytest.raises(ports.ProviderDown):
        _fetch(department, resource)


@EACH
@pytest.mark.parametrize("mode", ["hang", "drip"])
def test_hung(office: Office, resource: str, mode: str) -> None:
    department = office(resource)
    _fetch(department, resource)  # what is described is known before it hangs
    department.behave(mode, seconds=3)
    started = clock.monotonic()
    with pytest.raises(ports.ProviderSlow):
        _fetch(department, resource, timeout=0.5)
    assert clock.monotonic() - started < 3


def test_hung_while_it_describes_itself(office: Office) -> None:
    department = office("tax-records")
    department.behave("hang", seconds=3)
    with pytest.raises(ports.ProviderSlow):
        _fetch(department, "tax-records", timeout=0.5, wsdl="?wsdl&fresh=1")


@EACH
@pytest.mark.parametrize("mode", ["garble", "twice"])
def test_garbled_or_answering_twice(office: Office, resource: str, mode: str) -> None:
    department = office(resource)
    department.behave(mode)
    with pytest.raises(ports.ProviderGarbled):
        _fetch(department, resource)


@pytest.mark.parametrize(
    ("resource", "mode"),
    [
        ("social-insurance", "stale"),
        ("social-insurance", "bad_value"),
        ("tax-records", "stale"),
        ("tax-records", "bad_fault"),
        ("tax-records", "other_schema"),
        ("business-register", "loop"),
        ("business-register", "torn"),
        ("business-register", "short"),
    ],
)
def test_what_cannot_be_trusted_is_garbled(office: Office, resource: str, mode: str) -> None:
    department = office(resource)
    department.behave(mode)
    with pytest.raises(ports.ProviderGarbled) as caught:
        _fetch(department, resource)
    assert TRADER[0] not in str(caught.value)


@EACH
def test_about_another_person(office: Office, resource: str) -> None:
    """The driver says whom the record is about; the gateway throws it away (tests/sharing/test_gateway_offices.py)."""
    department = office(resource)
    department.behave("other_person")
    assert _fetch(department, resource)["id_number"] != TRADER[1]


@EACH
def test_too_big(office: Office, resource: str) -> None:
    department = office(resource)
    department.behave("huge")
    with pytest.raises(ports.ProviderGarbled, match="more than"):
        _fetch(department, resource)


@EACH
def test_refused(office: Office, resource: str) -> None:
    department = office(resource)
    department.behave("refuse")
    with pytest.raises(ports.ProviderRefused):
        _fetch(department, resource)
    department.behave()
    with pytest.raises(ports.ProviderRefused):  # HTTP 401
        _fetch(department, resource, headers={})


@pytest.mark.parametrize(
    ("resource", "without"),
    [
        ("social-insurance", "ask"),
        ("social-insurance", "fields"),
        ("tax-records", "operation"),
        ("tax-records", "record"),
        ("business-register", "result"),
    ],
)
def test_wrong_settings_are_named(office: Office, resource: str, without: str) -> None:
    entry = connection_of(resource, office(resource).address)
    settings = {key: value for key, value in entry.settings.items() if key != without}
    connection = ports.ConnectionData(resource, entry.driver, entry.address, settings)
    if (resource, without) == ("business-register", "result"):
        # Without a result every answer of status 200 is a finding: that is a choice, not a fault.
        assert DRIVERS[resource].fetch(connection, query_about(TRADER, resource)) is not None
        return
    with pytest.raises(BadSettings, match=without):
        DRIVERS[resource].fetch(connection, query_about(TRADER, resource))


def test_a_mark_nobody_knows_is_named(office: Office) -> None:
    ask = {"path": "/api/v2/insured/query", "body": {"requestId": "{nonsense}"}}
    with pytest.raises(BadSettings, match="nonsense"):
        _fetch(office("social-insurance"), "social-insurance", ask=ask)


def test_an_operation_that_is_not_described_is_garbled(office: Office) -> None:
    with pytest.raises(ports.ProviderGarbled, match="described otherwise"):
        _fetch(office("tax-records"), "tax-records", operation="QueryNothing")


def test_a_call_goes_to_the_connection_not_where_the_description_says(office: Office) -> None:
    # tax_office.wsdl names http://tax.invalid/taxpayer, which is nowhere.
    assert _fetch(office("tax-records"), "tax-records", SON)["income_year"] == 3_840_000


def _raw(answer: bytes) -> tuple[str, Callable[[], None]]:
    """A socket that answers every request with these bytes."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            with connection:
                connection.recv(65536)
                connection.sendall(answer)

    threading.Thread(target=serve, daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}", listening.close


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b'{"requestId": "N1", "code": 0, "code": 0, "data": {}}', id="a key twice"),
        pytest.param(b'{"requestId": "N1", "code": 0, "data": {"contributionBase": NaN}}', id="no number"),
        pytest.param(b'{"requestId": "N1", "code": 0, "data": []}', id="no record"),
        pytest.param(b'{"requestId": "N1", "code": 0, "data": {"name": {"deep": 1}}}', id="a record in a field"),
        pytest.param(b'{"requestId": "N1", "code": 0, "data": {"contributionBase": "1.005"}}', id="half a fen"),
        pytest.param(b'{"requestId": "N1", "code": 0, "data": {"employedSince": "2025-13-01"}}', id="no date"),
        pytest.param(b'{"requestId": "N0", "code": 0, "data": {}}', id="an old answer"),
        pytest.param(b'{"requestId": "N1", "code": 5, "data": {}}', id="an unknown code"),
        pytest.param(b"[" * 100_000, id="too deep"),
        pytest.param(b"[1]", id="no object"),
        pytest.param('{"姓名": 1}'.encode("gb18030"), id="another encoding"),
        pytest.param(b"<html>login</html>", id="a login page"),
    ],
)
def test_json_that_cannot_be_trusted_is_garbled(body: bytes) -> None:
    head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode()
    address, close = _raw(head + body)
    with pytest.raises(ports.ProviderGarbled):
        DRIVERS["social-insurance"].fetch(
            connection_of("social-insurance", address), query_about(SON, "social-insurance")
        )
    close()
