"""The XML driver against servers that lie, stall and attack, over real sockets."""

import contextlib
import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import yaml
from lxml import etree

from departments import REPOSITORY
from zhengtong.adapters.xml_http import _message, _settings
from zhengtong.adapters.xml_http.api import XmlHttpDriver
from zhengtong.kernel import clock
from zhengtong.sharing.gateway import ports
from zhengtong.sharing.gateway.ports import BadSettings, ConnectionData, Query

NS = "urn:qinghe:hukou:1"
DEMO = yaml.safe_load((REPOSITORY / "demo" / "connections.yaml").read_text("utf-8"))["connections"][0]["settings"]
WANTED = ("id_number", "name", "birth_date", "members")
NUMBER = "990101194403150046"

RECORD = (
    f"<人员信息><公民身份号码>{NUMBER}</公民身份号码><姓名>王桂兰</姓名><出生日期>19440315</出生日期>"
    "<家庭成员><成员><姓名>李敏</姓名><公民身份号码>990101197003120028</公民身份号码>"
    "<与本人关系>女儿</与本人关系></成员></家庭成员></人员信息>"
)


def _query(*, name: str = "王桂兰", timeout: float = 1.0) -> Query:
    return Query(
        question="Q1",
        nonce="N1",
        asked_at=datetime(2026, 11, 23, 2, 0, tzinfo=UTC),
        resource="household-register",
        fields=WANTED,
        name=name,
        id_number=NUMBER,
        reference="case-1",
        step="intake",
        operator="周敏",
        organisation="11990100MB0000001T",
        post="救助科经办",
        service="old-age-allowance",
        use="check",
        basis_kind="statutory_duty",
        basis="某办法第二条",
        grant="g1",
        timeout=timeout,
    )


def _answer(record: str = RECORD, *, code: str = "00", nonce: str = "N1", before: str = "") -> bytes:
    head = f"<应答头><流水号>{nonce}</流水号><结果代码>{code}</结果代码></应答头>"
    return f'{before}<户籍查询应答 xmlns="{NS}">{head}{record}</户籍查询应答>'.encode()


def _http(body: bytes, *, status: str = "200 OK", headers: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body


class Server:
    """Takes one connection after the other, reads a request and lets a script answer on the raw socket."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.socket.getsockname()[1]}/x"
        self.requests: list[bytes] = []
        self.script: Callable[[socket.socket], None] = lambda connection: None
        threading.Thread(target=self._serve, daemon=True).start()

    def says(self, answer: bytes) -> None:
        self.script = lambda connection: connection.sendall(answer)

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            with connection:
                self.requests.append(_received(connection))
                with contextlib.suppress(OSError):  # the driver hangs up on us, as it should
                    self.script(connection)


def _received(connection: socket.socket) -> bytes:
    data = b""
    while b"</" not in data or not data.rstrip().endswith("</户籍查询请求>".encode()):
        chunk = connection.recv(65536)
        if not chunk:
            break
        data += chunk
    return data


@pytest.fixture
def server() -> Iterator[Server]:
    running = Server()
    yield running
    running.socket.close()


def _fetch(server: Server, *, timeout: float = 5.0, **settings: object) -> Any:
    connection = ConnectionData("household-register", "xml_http", server.address, {**DEMO, **settings})
    return XmlHttpDriver().fetch(connection, _query(timeout=timeout))


pytestmark = pytest.mark.django_db


def test_a_record_is_read_by_the_settings(server: Server) -> None:
    server.says(_http(_answer()))
    record = _fetch(server)
    assert record["birth_date"] == "1944-03-15"
    assert record["members"] == [{"name": "李敏", "id_number": "990101197003120028", "relation": "女儿"}]
    assert record["sex"] is None


def test_the_request_says_who_asks_and_why(server: Server) -> None:
    server.says(_http(_answer()))
    _fetch(server)
    head, body = server.requests[0].split(b"\r\n\r\n", 1)
    assert b"x-access-token: demo-qinghe-hukou" in head.lower()
    root = etree.fromstring(body)
    texts = {etree.QName(node).localname: node.text for node in root.iter() if node.text}
    assert texts["请求时间"] == "2026-11-23T10:00:00+0800"  # 02:00 UTC is 10:00 in China
    assert (texts["业务编号"], texts["使用依据"], texts["请求岗位"]) == ("case-1", "某办法第二条", "救助科经办")
    items = [node.text for node in root.iter(f"{{{NS}}}项")]
    assert items == ["公民身份号码", "姓名", "出生日期", "家庭成员"]


def test_a_name_cannot_become_markup() -> None:
    settings = _settings.read(DEMO)
    body = _message.write(settings, _query(name="王</姓名><项>婚姻状况</项>\x00\x1b&amp;"))
    root = etree.fromstring(body)
    assert root.findtext(f".//{{{NS}}}姓名") == "王</姓名><项>婚姻状况</项>&amp;"
    assert "婚姻状况" not in [node.text for node in root.iter(f"{{{NS}}}项")]


def test_a_department_may_speak_gb18030(server: Server) -> None:
    document = '<?xml version="1.0" encoding="GB18030"?>' + _answer().decode()
    server.says(_http(document.encode("gb18030")))
    assert _fetch(server)["name"] == "王桂兰"


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {here} '{'&' + before + ';'}{('&' + before + ';') * 9}'>"
        for before, here in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
EXTERNAL = '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(_answer("<人员信息><姓名>&i;</姓名></人员信息>", before=LAUGHS), id="billion laughs"),
        pytest.param(_answer("<人员信息><姓名>&file;</姓名></人员信息>", before=EXTERNAL), id="external entity"),
        pytest.param(_answer(before='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), id="remote DTD"),
        pytest.param(_answer(before="<!doctype x>"), id="lower-case doctype"),
        pytest.param((EXTERNAL + "<x>&file;</x>").encode("utf-16"), id="doctype hidden in UTF-16"),
        pytest.param(_answer("<人员信息><姓名>&i;</姓名></人员信息>"), id="undeclared entity"),
        pytest.param(_answer("<人员信息><姓名>王<b>桂</b>兰</姓名></人员信息>"), id="markup in a text"),
        pytest.param(_answer(RECORD + RECORD), id="two records"),
        pytest.param(_answer(""), id="no record"),
        pytest.param(_answer(RECORD.replace("19440315", "1944-3-15")), id="another date format"),
        pytest.param(_answer(RECORD.replace("<姓名>王", "<性别>7</性别><姓名>王")), id="unknown code of a field"),
        pytest.param(_answer(code="77"), id="unknown result code"),
        pytest.param(_answer(nonce="N0"), id="an old answer"),
        pytest.param(b"<html><body>login</body></html>", id="a login page"),
        pytest.param(b"<a>" * 100_000, id="too deep"),
        pytest.param(b"", id="nothing"),
    ],
)
def test_what_cannot_be_trusted_is_garbled(server: Server, body: bytes) -> None:
    server.says(_http(body))
    started = clock.monotonic()
    with pytest.raises(ports.ProviderGarbled) as caught:
        _fetch(server)
    assert clock.monotonic() - started < 5.0
    assert "root:" not in str(caught.value)  # nothing of /etc/passwd


def test_a_document_type_is_not_even_parsed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(_message.etree, "fromstring")
    with pytest.raises(ports.ProviderGarbled, match="a document type or another encoding"):
        _message.parse(_answer(before=LAUGHS))


def test_a_document_type_in_disguise_is_found_after_parsing() -> None:
    # UTF-7 spells "<!" with other bytes, so that looking for a document type in the bytes finds nothing.
    disguised = b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE x [+ADwAIQ-ENTITY e "y">]><x>&e;</x>'
    assert b"<!DOCTYPE" not in disguised
    with pytest.raises(ports.ProviderGarbled, match="a document type in the answer"):
        _message.parse(disguised)


def test_codes_of_the_provider_have_their_meaning(server: Server) -> None:
    server.says(_http(_answer("", code="01")))
    assert _fetch(server) is None
    server.says(_http(_answer("", code="02")))
    with pytest.raises(ports.ProviderRefused):
        _fetch(server)


@pytest.mark.parametrize(
    ("status", "error"),
    [
        ("401 Unauthorized", ports.ProviderRefused),
        ("403 Forbidden", ports.ProviderRefused),
        ("404 Not Found", ports.ProviderGarbled),
        ("429 Too Many Requests", ports.ProviderDown),
        ("500 Internal Server Error", ports.ProviderDown),
        ("503 Service Unavailable", ports.ProviderDown),
    ],
)
def test_statuses(server: Server, status: str, error: type[Exception]) -> None:
    server.says(_http(_answer(), status=status))
    with pytest.raises(error):
        _fetch(server)


def test_a_redirect_is_not_followed(server: Server) -> None:
    other = Server()
    other.says(_http(_answer()))
    server.says(_http(b"", status="307 Temporary Redirect", headers=f"Location: {other.address}\r\n"))
    with pytest.raises(ports.ProviderGarbled):
        _fetch(server)
    assert other.requests == []
    other.socket.close()


def test_an_answer_too_large_is_cut_off(server: Server) -> None:
    server.says(_http(_answer() + b" " * 200_000))
    with pytest.raises(ports.ProviderGarbled, match="more than 100000 bytes"):
        _fetch(server, most_bytes=100_000)


def test_a_compression_bomb_is_not_unpacked(server: Server) -> None:
    server.says(_http(gzip.compress(b" " * 10_000_000), headers="Content-Encoding: gzip\r\n"))
    with pytest.raises(ports.ProviderGarbled):
        _fetch(server)


def _drip(answer: bytes) -> Callable[[socket.socket], None]:
    """One byte every tenth of a second: no single read is ever slow."""

    def script(connection: socket.socket) -> None:
        for byte in answer:
            connection.sendall(bytes([byte]))
            time.sleep(0.1)

    return script


@pytest.mark.parametrize("headers_first", [True, False])
def test_a_dripping_server_does_not_hold_us(server: Server, headers_first: bool) -> None:
    answer = _http(_answer())
    if headers_first:  # the head at once and the body in drops; otherwise every header in drops
        head, body = answer.split(b"\r\n\r\n", 1)

        def script(connection: socket.socket) -> None:
            connection.sendall(head + b"\r\n\r\n")
            _drip(body)(connection)

        server.script = script
    else:
        server.script = _drip(answer)
    started = clock.monotonic()
    with pytest.raises(ports.ProviderSlow):
        _fetch(server, timeout=0.5)
    assert 0.45 < clock.monotonic() - started < 3.0


def test_the_shorter_patience_counts(server: Server) -> None:
    server.script = lambda connection: time.sleep(3)
    started = clock.monotonic()
    with pytest.raises(ports.ProviderSlow):
        _fetch(server, timeout=30, timeout_seconds=0.3)
    assert clock.monotonic() - started < 2.5


def test_nobody_listens(server: Server) -> None:
    server.socket.close()
    with pytest.raises(ports.ProviderDown):
        _fetch(server)


def test_nobody_of_that_name() -> None:
    connection = ConnectionData("household-register", "xml_http", "http://nobody.invalid/x", DEMO)
    with pytest.raises(ports.ProviderDown):
        XmlHttpDriver().fetch(connection, _query(timeout=30))


def test_hanging_up_is_down(server: Server) -> None:
    for fragment in (b"", b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n<half"):
        server.says(fragment)
        with pytest.raises(ports.ProviderDown):
            _fetch(server)


def test_bad_settings_name_the_key(server: Server) -> None:
    with pytest.raises(BadSettings, match="record"):
        connection = ConnectionData("r", "xml_http", server.address, {k: v for k, v in DEMO.items() if k != "record"})
        XmlHttpDriver().fetch(connection, _query())
