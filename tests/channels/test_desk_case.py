"""A case on the desk: the rules cannot decide on stale law, so a clerk does, on the evidence shown, once."""

import re
from datetime import date
from typing import Any

import pytest
from desk_world import MOTHER_NUMBER, OPINION, STALE, Roles, apply, let_it_work
from django.test import Client

import actors
from departments import Department
from sign_in import SECRET, code, enter
from zhengtong.delivery.cases import api as cases
from zhengtong.delivery.licences import api as licences
from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.office.duties import api as duties
from zhengtong.office.files import api as files
from zhengtong.trust.audit import api as audit
from zhengtong.trust.identity import api as identity
from zhengtong.trust.identity.data import AccountData
from zhengtong.trust.seals import api as seals

pytestmark = [pytest.mark.django_db, pytest.mark.server]
WORKER = system("test")


def page(client: Client, number: str) -> str:
    answer = client.get(f"/desk/cases/{number}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def seen(html: str) -> str:
    """The hash of the evidence the page showed."""
    found = re.search(r'name="_evidence" value="([0-9a-f]{64})"', html)
    assert found is not None
    return found[1]


def decide(client: Client, number: str, evidence: str, **fields: str) -> Any:
    given = {"outcome": "approve", "opinion": OPINION, "_evidence": evidence, "value_monthly": "120", **fields}
    return client.post(f"/desk/cases/{number}/decision", given)


def state_of(number: str) -> str:
    return cases.case(number, actor=WORKER, at=clock.now()).summary.state


def test_stale_law_is_decided_by_a_clerk_and_sealed(city: Roles, number: str) -> None:
    clerk = city["staff"].client
    assert state_of(number) == "with_person"
    html = page(clerk, number)
    assert "等您来定。说好 1月5日 告诉申请人，规定最晚 2月2日。" in html  # 20 working days
    assert "您在这里：经办人来定" in html
    assert "“80 至 89 岁每月标准”没有 2027年1月5日 这天的规定，由工作人员来定。" in html
    # worked out from the evidence, with its source; only the amount is left to type
    assert re.search(r"<dt>出生日期</dt><dd>1944年3月15日<span class=\"src\">清和市公安局 2027年1月5日", html)
    assert re.findall(r'name="(value_\w+)"', html) == ["value_monthly"]
    assert decide(clerk, number, seen(html)).status_code == 302
    let_it_work()
    assert state_of(number) == "closed"
    (licence,) = licences.licences_of_case(number)
    assert {field.label.zh: field.value for field in licence.fields} == {
        "出生日期": "1944年3月15日",
        "户口地址": "安澜省清和市东桥区东桥街道桥头街 18 号 2 单元 301 室",
        "每月金额": "120 元",
    }
    assert seals.verify(files.read(licence.file)).good
    assert duties.open_about(("case", number)) == ()
    assert "救助科经办定" in page(clerk, number)


def test_the_applicant_reads_who_decided_and_why(city: Roles, number: str) -> None:
    decide(city["staff"].client, number, seen(page(city["staff"].client, number)))
    let_it_work()
    html = city["resident"].client.get(f"/cases/{number}/").content.decode()
    assert OPINION in html
    assert "救助科经办 周敏" in html
    looks = [look.reason for look in audit.looks_at(cases.case(number, actor=WORKER, at=STALE).summary.applicant)]
    assert "在工作台打开办件" in looks


def test_a_refusal_needs_no_values_and_is_told(city: Roles, number: str) -> None:
    evidence = seen(page(city["staff"].client, number))
    assert decide(city["staff"].client, number, evidence, outcome="refuse", value_monthly="").status_code == 302
    let_it_work()
    case = cases.case(number, actor=WORKER, at=STALE)
    assert (case.summary.state, case.summary.outcome) == ("closed", "refuse")
    assert [paper.kind for paper in case.papers if paper.state == "made"] == ["receipt", "decision"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"outcome": ""}, "选一项：批还是不批"),
        ({"opinion": "同意"}, "写明理由，至少 10 个字，申请人看得到"),
        ({"value_monthly": ""}, "批准要写明“每月金额”"),
        ({"value_monthly": "0"}, "每月金额：要大于 0"),
        ({"value_monthly": "一百二"}, "每月金额：您写的是“一百二”。写成数字，比如 1200"),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_lost(
    city: Roles, number: str, fields: dict[str, str], said: str
) -> None:
    answer = decide(city["staff"].client, number, seen(page(city["staff"].client, number)), **fields)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f"{said}</a></li>" in html
    assert "<title>要改：" in html
    assert fields.get("opinion", OPINION) in html
    assert state_of(number) == "with_person"


def test_what_the_rules_worked_out_cannot_be_typed_over(city: Roles, number: str) -> None:
    evidence = seen(page(city["staff"].client, number))
    decide(city["staff"].client, number, evidence, value_birth_date="1920-01-01")
    decision = cases.case(number, actor=WORKER, at=STALE).decision
    assert decision is not None
    assert decision.values["birth_date"] == {"kind": "date", "value": "1944-03-15"}
    assert decision.values["monthly"] == {"kind": "money", "value": 12000}


def test_the_second_clerk_learns_who_decided(city: Roles, number: str) -> None:
    colleague = actors.signed_in(actors.staff("wuhong", "吴红", actors.CIVIL_AFFAIRS, "救助科科长"))
    evidence = seen(page(colleague, number))
    decide(city["staff"].client, number, evidence)
    late = decide(colleague, number, evidence, outcome="refuse", opinion="我看材料不够，先不批这一件。")
    html = late.content.decode()
    assert late.status_code == 409
    assert "救助科经办 周敏已经定了：批准。" in html
    assert "我看材料不够，先不批这一件。" in html
    assert cases.case(number, actor=WORKER, at=STALE).summary.outcome == "approve"


def test_other_evidence_than_was_seen_is_shown_first(city: Roles, number: str) -> None:
    answer = decide(city["staff"].client, number, "0" * 64)
    assert answer.status_code == 409
    assert "您看的时候，证据变了。" in answer.content.decode()
    assert "王桂兰" in answer.content.decode()
    assert state_of(number) == "with_person"


def test_a_clerk_who_is_a_party_may_not_decide(city: Roles, number: str) -> None:
    own = actors.signed_in(daughter_at_the_desk())
    html = page(own, number)
    assert "这件事和您有关，不能由您来定。" in html
    assert 'name="_evidence"' not in html
    evidence = seen(page(city["staff"].client, number))
    assert decide(own, number, evidence).status_code == 403
    assert state_of(number) == "with_person"


def daughter_at_the_desk() -> AccountData:
    """The daughter works in the very office that decides."""
    account = identity.create_staff(
        username="limin", name="李敏", password=actors.PASSWORD, id_number=actors.LI_MIN, actor=WORKER, at=STALE
    )
    since = date(2024, 1, 1)
    identity.appoint(account.id, actors.CIVIL_AFFAIRS, "救助科经办", since=since, actor=WORKER, at=STALE)
    return account


def test_whole_numbers_need_a_reason_and_leave_a_trace(city: Roles, number: str) -> None:
    clerk = city["staff"].client
    html = page(clerk, number)
    assert MOTHER_NUMBER not in html
    assert "9901 **** **** **46" in html
    refused = clerk.post(f"/desk/cases/{number}/numbers", {"reason": ""})
    assert refused.status_code == 422
    assert MOTHER_NUMBER not in refused.content.decode()
    long = clerk.post(f"/desk/cases/{number}/numbers", {"reason": "", "other": "核" * 301})
    assert long.status_code == 422
    assert "写得太长了，最多 300 个字" in long.content.decode()
    shown = clerk.post(f"/desk/cases/{number}/numbers", {"reason": "打电话核实"})
    assert MOTHER_NUMBER in shown.content.decode()
    person = cases.case(number, actor=WORKER, at=STALE).summary.applicant
    assert ("cases.numbers_looked", "打电话核实") in [(a.action.name, a.reason) for a in audit.looks_at(person)]


def test_said_and_found_stand_side_by_side(city: Roles, number: str) -> None:
    html = page(city["staff"].client, number)
    row = re.search(r"姓名</th>.*?</tr>", html, re.DOTALL)
    assert row is not None
    assert re.findall(r">王桂兰<", row[0])
    assert "一致" in row[0]


def test_a_failing_department_is_asked_again_now(city: Roles, register: Department) -> None:
    number = apply_behind(city, register)
    clerk = city["staff"].client
    html = page(clerk, number)
    assert "清和市公安局回话读不懂，问了 1 次。" in html
    register.behave()
    again = re.search(r'action="(/desk/cases/\w+/ask/\w+)"', html)
    assert again is not None
    assert clerk.post(again[1]).status_code == 302
    let_it_work()
    assert state_of(number) == "with_person"
    assert clerk.post(again[1]).status_code == 409


def apply_behind(city: Roles, register: Department) -> str:
    """Applied while the department behaved, asked for the case while it does not."""
    register.behave()
    number = apply(city["resident"].actor)
    register.behave("garble")
    let_it_work()
    return number


def test_a_clerk_need_not_wait_for_a_department_for_ever(city: Roles, register: Department) -> None:
    number = apply_behind(city, register)
    clerk = city["staff"].client
    html = page(clerk, number)
    assert "现在定，就按手上的证据定" in html
    # nothing has come, so nothing is worked out: an approval would state all of it by hand
    assert set(re.findall(r'name="(value_\w+?)(?:\.\w+)?"', html)) == {
        "value_birth_date",
        "value_address",
        "value_monthly",
    }
    assert decide(clerk, number, seen(html), outcome="refuse").status_code == 302
    register.behave()
    let_it_work()
    # decided: data may not be asked for any more, by the worker or by hand
    assert "/ask/" not in page(clerk, number)
    assert duties.open_about(("case", number)) == ()


def test_a_date_typed_in_three_boxes_stands_on_the_licence(city: Roles, register: Department) -> None:
    number = apply_behind(city, register)
    clerk = city["staff"].client
    typed = {
        "value_birth_date.year": "1944",
        "value_birth_date.month": "3",
        "value_birth_date.day": "32",
        "value_address": "东桥街道桥头街 18 号",
    }
    evidence = seen(page(clerk, number))
    wrong = decide(clerk, number, evidence, **typed)
    assert wrong.status_code == 422
    assert "出生日期：" in wrong.content.decode()
    assert decide(clerk, number, evidence, **{**typed, "value_birth_date.day": "15"}).status_code == 302
    let_it_work()
    (licence,) = licences.licences_of_case(number)
    assert "1944年3月15日" in [field.value for field in licence.fields]


def test_somebody_no_department_knows_goes_to_a_person(city: Roles) -> None:
    whom = {"for_whom": "other", "for_whom.name": "王秀珍", "for_whom.id_number": "990101194405010020"}
    number = apply(city["resident"].actor, whom)
    let_it_work()
    html = page(city["staff"].client, number)
    assert state_of(number) == "with_person"
    assert "部门没有查到这个人，由人来核对。" in html
    assert "household-register" not in html
    assert decide(city["staff"].client, number, seen(html), outcome="refuse").status_code == 302


@pytest.mark.parametrize("role", ["resident", "other_staff", "admin_system", "company_agent"])
def test_for_all_others_there_is_no_desk(city: Roles, number: str, role: str) -> None:
    client = city[role].client
    addresses = ("/desk/cases", f"/desk/cases/{number}")
    assert [client.get(address).status_code for address in addresses] == [404, 404]
    assert client.post(f"/desk/cases/{number}/decision", {}).status_code == 404


def test_a_clerk_of_another_organisation_finds_nothing(city: Roles, number: str) -> None:
    street = city["other_clerk"].client
    evidence = seen(page(city["staff"].client, number))
    assert street.get(f"/desk/cases/{number}").status_code == 404
    assert decide(street, number, evidence).status_code == 404
    assert street.post(f"/desk/cases/{number}/numbers", {"reason": "核对证件"}).status_code == 404
    assert "没有在办的办件" in street.get("/desk/").content.decode()


def test_a_clerk_signs_in_with_a_code_and_decides(city: Roles, number: str, settings: Any) -> None:
    from django.contrib.auth import get_user_model

    from zhengtong.trust.identity import _second_factor

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    _second_factor.enrol(get_user_model().objects.get(username="zhoumin"), SECRET)
    client = Client()
    enter(client, "zhoumin", next="/desk/")
    assert client.get("/desk/").status_code == 302
    assert client.post("/account/code", {"code": code()})["Location"] == "/desk/"
    assert "要您做的" in client.get("/desk/").content.decode()
    assert decide(client, number, seen(page(client, number))).status_code == 302


def test_the_case_page_makes_a_fixed_number_of_statements(
    city: Roles, number: str, django_assert_num_queries: Any
) -> None:
    page(city["staff"].client, number)
    with django_assert_num_queries(19):
        page(city["staff"].client, number)


BIRTHS = {
    "1950-13-04": "月份写 1 到 12",
    "1950-13-40": "月份写 1 到 12，日写 1 到 31",
    "1950-12-40": "日写 1 到 31",
    "2023-2-29": "2023 年 2 月只有 28 天，日写 1 到 28",
    "46-11-": "年、月、日都用数字写，年写 4 位，比如 1946、11、23",
}
NOBODY = {"value_birth_date": "1944-03-15", "value_address": "清和市东桥区"}


def test_whom_no_department_knows_is_approved_on_a_second_word_only(city: Roles, register: Department) -> None:
    clerk = city["staff"].client
    unknown = {"for_whom": "other", "for_whom.name": "陈玉珍", "for_whom.id_number": "990101192610010047"}
    number = apply(city["resident"].actor, unknown)
    let_it_work()
    html = page(clerk, number)
    assert "我核实过，有这个人" in html
    answer = decide(clerk, number, seen(html), **NOBODY)
    assert "清和市公安局没有查到这个人。核实过这个人，勾上再批" in answer.content.decode()
    future = decide(clerk, number, seen(html), **{**NOBODY, "value_birth_date": "2030-01-01"}, person_confirmed="yes")
    assert future.content.decode().count("出生日期：这一天还没到") == 1  # in the summary; the field has its name above
    for typed, said in BIRTHS.items():
        boxes = dict(zip(("year", "month", "day"), typed.split("-"), strict=True))
        birth = {f"value_birth_date.{box}": written for box, written in boxes.items()}
        wrong = decide(clerk, number, seen(html), **NOBODY, **birth, person_confirmed="yes").content.decode()
        assert f"</span>{said}</span>" in wrong
        assert f"出生日期：{said}</a></li>" in wrong
    assert state_of(number) == "with_person"
    assert decide(clerk, number, seen(html), **NOBODY, person_confirmed="yes").status_code == 302
