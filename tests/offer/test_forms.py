"""Forms: what is asked, what was typed made clean, nothing lost, no resident ID in a page."""

from datetime import date
from typing import Any

import pytest

from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms._form import build
from zhengtong.offer.forms.data import Form, PageInvalid

HOUSEHOLD = {
    "name": "李敏",
    "id_number": "990101197008120027",
    "address": "清和市东桥区柳荫路 7 号",
    "members": [
        {"name": "王桂兰", "id_number": "990101194405010020", "relation": "母亲"},
        {"name": "李敏", "id_number": "990101197008120027", "relation": "本人"},
    ],
}


def facts(answers: dict[str, Any] | None = None, **known: Any) -> dict[str, Any]:
    return {
        "answers": answers or {},
        "known": known or {"household-register": HOUSEHOLD},
        "applicant": {"name": "李敏", "id_number": "990101197008120027"},
        "today": date(2026, 11, 23),
    }


@pytest.fixture
def form(allowance: ServiceVersion) -> Form:
    return forms.form_of(allowance)


def read(form: Form, page: str, raw: dict[str, str], given: dict[str, Any] | None = None) -> dict[str, Any]:
    return forms.read_page(form, page, raw, given or facts())


def problems(form: Form, page: str, raw: dict[str, str]) -> dict[str, str]:
    with pytest.raises(PageInvalid) as invalid:
        read(form, page, raw)
    assert all(problem.text.zh and problem.text.en for problem in invalid.value.problems)
    return {problem.field: problem.code for problem in invalid.value.problems}


def test_three_pages_ask_what_government_does_not_know(form: Form) -> None:
    asked = [(page.id, [q.id for q in forms.questions_for(page, facts())]) for page in forms.pages_for(form, facts())]
    assert asked == [("whom", ["for_whom"]), ("money", ["pay_to"]), ("contact", ["phone"])]


def test_what_the_form_would_like_to_know_beforehand(form: Form) -> None:
    assert forms.prefills_of(form) == {"household-register": ("name", "id_number", "address", "members")}


def test_a_condition_opens_questions(form: Form) -> None:
    bank = facts({"pay_to": "bank"})
    assert [q.id for q in forms.questions_for(form.page("money"), bank)] == ["pay_to", "account_name", "account"]


def test_known_values_are_shown_with_their_source(form: Form) -> None:
    items = forms.known_for(form.page("whom"), facts())
    assert [(item.known.resource, item.known.field, item.value, item.problem) for item in items] == [
        ("household-register", "name", "李敏", None),
        ("household-register", "id_number", "990101197008120027", None),
        ("household-register", "address", "清和市东桥区柳荫路 7 号", None),
    ]
    assert items[1].known.sensitive


def test_a_known_value_that_cannot_be_right_is_marked(form: Form) -> None:
    wrong = {**HOUSEHOLD, "id_number": "990101197008120028"}  # last digit 7 → 8
    items = forms.known_for(form.page("whom"), facts(**{"household-register": wrong}))
    assert items[1].problem is not None
    assert "对不上" in items[1].problem.zh
    assert items[0].problem is None


def test_nothing_is_shown_for_a_department_that_has_not_answered(form: Form) -> None:
    assert forms.known_for(form.page("whom"), facts(other={})) == ()


def test_family_is_offered_by_name_and_posted_by_an_opaque_key(form: Form) -> None:
    options = forms.options_for(form.page("whom").questions[0], facts())
    assert [option.label.zh for option in options] == ["我自己", "王桂兰（母亲）", "别人"]
    assert not any("9901" in option.key for option in options)
    assert read(form, "whom", {"for_whom": options[1].key}) == {
        "for_whom": {"kind": "member", "name": "王桂兰", "id_number": "990101194405010020", "relation": "母亲"}
    }


def test_an_option_that_is_not_offered_is_refused(form: Form) -> None:
    key = forms.options_for(form.page("whom").questions[0], facts())[1].key
    alone = facts(**{"household-register": {**HOUSEHOLD, "members": []}})
    with pytest.raises(PageInvalid):
        read(form, "whom", {"for_whom": key}, alone)
    assert problems(form, "whom", {"for_whom": "990101194405010020"}) == {"for_whom": "choice"}


def test_for_oneself_and_for_another(form: Form) -> None:
    assert read(form, "whom", {"for_whom": "self"})["for_whom"]["id_number"] == "990101197008120027"
    other = {"for_whom": "other", "for_whom.name": "陈玉珍", "for_whom.id_number": "9901 0119 2610 0100 47"}
    answers = read(form, "whom", other)
    party = forms.party_of(facts(answers), "for_whom")
    assert (party.kind, party.name, party.id_number) == ("other", "陈玉珍", "990101192610010047")
    assert forms.party_of(facts(), "applicant").name == "李敏"


def test_each_wrong_field_of_another_person_is_named(form: Form) -> None:
    assert problems(form, "whom", {"for_whom": "other"}) == {
        "for_whom.name": "required",
        "for_whom.id_number": "required",
    }
    wrong = {"for_whom": "other", "for_whom.name": "陈玉珍", "for_whom.id_number": "990101192610010048"}
    assert problems(form, "whom", wrong) == {"for_whom.id_number": "check_digit"}


@pytest.mark.parametrize("name", ["陈玉珍", "阿依古丽·买买提", "𠮷田三郎", "Mary-Ann O'Brien", "יצחק"])
def test_names_of_any_script_are_taken(form: Form, name: str) -> None:
    other = {"for_whom": "other", "for_whom.name": name, "for_whom.id_number": "990101192610010047"}
    assert read(form, "whom", other)["for_whom"]["name"] == name


@pytest.mark.parametrize("name", ["陈玉珍😀", "<b>陈</b>", "陈1", "···", "陈\u202e玉珍", "陈\n玉珍"])
def test_what_is_no_name_is_not(form: Form, name: str) -> None:
    other = {"for_whom": "other", "for_whom.name": name, "for_whom.id_number": "990101192610010047"}
    assert problems(form, "whom", other) == {"for_whom.name": "character"}


def test_one_problem_a_field_and_the_rest_is_kept(form: Form) -> None:
    raw = {"pay_to": "bank", "account_name": "李敏", "account": "6200 0000"}
    with pytest.raises(PageInvalid) as invalid:
        read(form, "money", raw)
    (problem,) = invalid.value.problems
    assert (problem.field, problem.code) == ("account", "bank_account")
    assert problem.text.zh == "卡号是 12 到 19 位数字，您写了 8 位。对着卡再看一遍。"
    assert invalid.value.accepted == {"pay_to": "bank", "account_name": "李敏"}


def test_what_is_not_asked_is_not_taken(form: Form) -> None:
    raw = {"pay_to": "social_card", "account": "6200000000000013", "sneaked": "in"}
    assert read(form, "money", raw) == {"pay_to": "social_card"}


def test_changing_an_answer_leaves_the_old_follow_up_behind(form: Form) -> None:
    before = facts({"pay_to": "bank", "account_name": "李敏", "account": "6200000000000013"})
    answers = {**before["answers"], **read(form, "money", {"pay_to": "social_card"}, before)}
    assert forms.asked_answers(form, facts(answers)) == {"pay_to": "social_card"}


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("13800002206", "13800002206"),
        ("138 0000 2206", "13800002206"),
        ("１３８００００２２０６", "13800002206"),
        ("0000-8812345", "00008812345"),
        ("+86 138 0000 2206", "13800002206"),  # as a phone fills it in by itself
        ("0086-138-0000-2206", "13800002206"),
    ],
)
def test_phones_are_taken_as_people_write_them(form: Form, typed: str, clean: str) -> None:
    assert read(form, "contact", {"phone": typed}) == {"phone": clean}


@pytest.mark.parametrize("typed", ["12345", "1380000220", "电话", "23800002206"])
def test_what_is_no_phone_is_quoted_back(form: Form, typed: str) -> None:
    with pytest.raises(PageInvalid) as invalid:
        read(form, "contact", {"phone": typed})
    assert f"您写的是“{typed}”" in invalid.value.problems[0].text.zh


def test_what_is_missing_is_listed_in_order(form: Form) -> None:
    assert [(m.page, m.question) for m in forms.missing(form, facts({"pay_to": "bank"}))] == [
        ("whom", "for_whom"),
        ("money", "account_name"),
        ("money", "account"),
        ("contact", "phone"),
    ]


EVERY_KIND = build(
    {
        "pages": [
            {
                "id": "all",
                "title": "各种题",
                "questions": [
                    {"id": "born", "kind": "date", "label": "生日"},
                    {"id": "income", "kind": "money", "label": "收入"},
                    {"id": "alone", "kind": "yes_no", "label": "一个人住？"},
                    {"id": "place", "kind": "region", "label": "哪里"},
                    {"id": "note", "kind": "text", "label": "还有什么", "required": False, "longest": 5},
                    {
                        "id": "why",
                        "kind": "text",
                        "label": "为什么",
                        "when": "answers.income >= 100000 && !answers.alone",
                    },
                ],
            }
        ]
    }
)
GOOD = {"born": "1946.11.23", "income": "1,200.5", "alone": "yes", "place": "990101", "note": "", "why": "x"}


def test_every_kind_has_its_clean_form() -> None:
    clean = {"born": "1946-11-23", "income": 120050, "alone": True, "place": "990101", "note": None}
    assert read(EVERY_KIND, "all", GOOD) == clean


def test_words_stay_as_written_and_numbers_are_taken_full_width() -> None:
    raw = {
        **GOOD,
        "born": "１９４６．１１．２３",
        "income": "１，２００．５",
        "alone": "no",
        "why": "　病了，走不动（腿）：等孩子！ ",
    }
    clean = read(EVERY_KIND, "all", raw)
    assert clean["why"] == "病了，走不动（腿）：等孩子！"
    assert (clean["born"], clean["income"]) == ("1946-11-23", 120050)
    decomposed = {**raw, "why": "Jose\u0301"}  # one letter, typed as two characters
    assert read(EVERY_KIND, "all", decomposed)["why"] == "Jos\u00e9"


def test_an_optional_answer_can_be_taken_back() -> None:
    kept = {"note": "旧的"}
    assert read(EVERY_KIND, "all", GOOD, facts(kept))["note"] is None
    unasked = {name: typed for name, typed in GOOD.items() if name != "note"}
    assert "note" not in read(EVERY_KIND, "all", unasked, facts(kept))  # not on the page: nothing is said of it


def test_a_condition_reads_the_answers_of_the_same_page() -> None:
    assert read(EVERY_KIND, "all", {**GOOD, "alone": "no"})["why"] == "x"
    assert problems(EVERY_KIND, "all", {**GOOD, "alone": "no", "why": ""}) == {"why": "required"}


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("born", "1946-02-30", "date"),
        ("born", "去年", "date"),
        ("born", "", "required"),
        ("income", "一千多", "not_a_number"),
        ("income", "-5", "negative"),
        ("alone", "maybe", "choice"),
        ("place", "99", "region"),
        ("note", "一二三四五六", "too_long"),
        ("note", "a\x00b", "character"),
        ("note", "a\u202eb", "character"),  # the other way round (Cf)
        ("note", "a\u200bb", "character"),  # nothing to see (Cf)
        ("note", "a\nb", "character"),  # a second line
        ("note", "a\ue000b", "character"),  # private use (Co)
    ],
)
def test_every_kind_says_what_is_wrong(field: str, typed: str, code: str) -> None:
    assert problems(EVERY_KIND, "all", {**GOOD, field: typed}) == {field: code}


def test_no_such_page(form: Form) -> None:
    with pytest.raises(KeyError):
        read(form, "nowhere", {})
