"""An eighth department, written down for this test alone: a catalogue entry, a grant and a connection, and no code.

It is the federation of disabled persons; its server is Python's own, which hands out a file a person.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sharing_world import WORKER, make_due

from zhengtong.kernel import clock
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway.data import Subject, Wanted
from zhengtong.sharing.resources import api as resources

pytestmark = [pytest.mark.django_db, pytest.mark.server]

MOTHER = Subject("赵秀英", "99010219710308012X", "P-ZHAO")
SON = Subject("王强", "990102200006180131", "P-WANG")
EIGHTH = """
format: 1
resources:
  - code: disabled-persons
    name: {zh: 残疾人证信息, en: Disability certificates}
    provider:
      code: 13990100MB00000215
      name: {zh: 清和市残疾人联合会, en: Qinghe Disabled Persons' Federation}
      short: {zh: 残联, en: "the Disabled Persons' Federation"}
    data_format: 结构化数据（JSON）
    update_cycle: daily
    share_kind: conditional
    method: interface
    conditions: {zh: 限社会救助家庭经济状况核对。, en: For checking the means of households.}
    grade: 个人敏感信息
    subject_field: id_number
    fields:
      - {name: id_number, label: {zh: 公民身份号码, en: Resident ID}, type: resident_id}
      - {name: kind, label: {zh: 残疾类别, en: Kind}, type: text}
      - {name: degree, label: {zh: 残疾等级, en: Degree}, type: int}
      - {name: since, label: {zh: 发证日期, en: Since}, type: date}
grants:
  - id: minimum-living-allowance/disabled-persons/check
    resource: disabled-persons
    requester: 11990102MB0000010M
    service: minimum-living-allowance
    fields: [id_number, kind, degree]
    basis_kind: statutory_duty
    basis: 演示
    unverified: true
    use: check
    since: 2026-01-01
    until: 2028-12-31
connections:
  - resource: disabled-persons
    driver: json_http
    address: http://127.0.0.1:{port}
    settings:
      ask: {method: GET, path: "/{id_number}.json"}
      statuses: {404: not_found}
      fields:
        id_number: number
        kind: kind
        degree: {path: degree, codes: {一级: 1, 二级: 2, 三级: 3, 四级: 4}}
        since: since
"""


@pytest.fixture
def port(city: Path, tmp_path: Path) -> Iterator[int]:
    for row in json.loads((city / "disabled_persons.json").read_text("utf-8")):
        (tmp_path / f"{row['number']}.json").write_text(json.dumps(row), "utf-8")
    words = [sys.executable, "-u", "-m", "http.server", "0", "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert process.stdout is not None
    yield int(process.stdout.readline().split(" port ")[1].split()[0])
    process.kill()
    process.communicate()


def _ask(who: Subject, party: str) -> str:
    fields = tuple(field.name for field in resources.resource("disabled-persons").fields)
    wanted = Wanted(
        resource="disabled-persons",
        fields=fields,
        reference="case-8",
        step="check",
        organisation="11990102MB0000010M",
        service="minimum-living-allowance",
        use="check",
    )
    purpose = gateway.purpose(wanted, operator=WORKER, at=clock.now())
    question = gateway.request(purpose, who, party=party, actor=WORKER, at=clock.now())
    make_due()
    assert gateway.ask_due() == 1
    return question


def test_an_eighth_department_is_only_written_down(legal_time: object, port: int, tmp_path: Path) -> None:
    file = tmp_path / "eighth.yaml"
    file.write_text(EIGHTH.replace("{port}", str(port)), "utf-8")
    loaded = resources.load(file, actor=WORKER, at=clock.now())
    assert loaded.connections == ("disabled-persons",)
    answer = gateway.answer(_ask(MOTHER, "member-1"), actor=WORKER, at=clock.now())
    # demo/city/households.yaml: 肢体, 三级; the day of the certificate is not granted.
    assert answer.values == {"id_number": MOTHER.id_number, "kind": "肢体", "degree": 3}
    assert answer.provider.zh == "清和市残疾人联合会"
    assert not gateway.answer(_ask(SON, "member-2"), actor=WORKER, at=clock.now()).found
