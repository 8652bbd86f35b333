"""People and lists of things: asked one thing a page, worked out entry by entry, nothing falls to somebody else."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from zhengtong.kernel import clock
from zhengtong.kernel.actor import system
from zhengtong.kernel.errors import NotFound
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.catalogue.data import ServiceVersion
from zhengtong.offer.forms import api as forms
from zhengtong.offer.forms.data import Facts, Form, Missing, PageInvalid, Question

QIANG, FANG, RAIN, LEI = "990101198405120017", "990101198607300024", "99010120150909003X", "99010120010401005X"
HOUSEHOLD = {"members": [{"name": "刘芳", "id_number": FANG, "relation": "妻"}]}
MONDAY = date(2026, 11, 23)
AT = datetime(2026, 11, 23, 10, 0, tzinfo=clock.CHINA)
FOUR = [
    {"key": "1", "relation": "spouse", "name": "刘芳", "id_number": FANG, "away": False},
    {"key": "2", "relation": "child", "name": "王小雨", "id_number": RAIN},
    {"key": "3", "relation": "child", "name": "王磊", "id_number": LEI, "own_home": True},
]


@pytest.fixture
def form(heating: ServiceVersion) -> Form:
    return forms.form_of(heating)


@pytest.fixture
def people(form: Form) -> Question:
    return form.page("home").questions[0]


@pytest.fixture
def income(form: Form) -> Question:
    return form.page("money").questions[0]


def facts(answers: dict[str, Any] | None = None, today: date = MONDAY) -> Facts:
    return {
        "answers": answers or {},
        "known": {"household-register": HOUSEHOLD},
        "applicant": {"name": "王强", "id_number": QIANG},
        "today": today,
    }


def values(people: Question, entries: list[dict[str, Any]], today: date = MONDAY) -> dict[str, Any]:
    """By name, what is worked out of each entry."""
    return {one.title.zh: one.values for one in forms.entries_of(people, facts({"people": entries}, today))}


def test_the_first_person_is_there_and_counts_before_anything_is_answered(people: Question) -> None:
    (own,) = forms.entries_of(people, facts())
    assert (own.key, own.title.zh, own.fixed) == ("self", "王强", True)
    assert (own.values["counts"], own.values["adult"], own.values["birth_date"]) == (True, True, "1984-05-12")
    assert [page.id for page in own.pages] == ["reach"]  # neither relation nor name is asked of who is known


def test_relation_decides_who_counts(people: Question) -> None:
    worked = values(people, FOUR)
    # The wife is at home, the child born 2015-09-09 is 11, the son has a home of his own.
    assert {name: one["counts"] for name, one in worked.items()} == {
        "王强": True,
        "刘芳": True,
        "王小雨": True,
        "王磊": False,
    }


@pytest.mark.parametrize(("today", "adult"), [(date(2033, 9, 8), False), (date(2033, 9, 9), True)])
def test_of_age_on_the_eighteenth_birthday(people: Question, today: date, adult: bool) -> None:
    # Born 2015-09-09: 18 on 2033-09-09. 民法典 art. 17
    assert values(people, [FOUR[1]], today)["王小雨"]["adult"] is adult


def test_who_does_not_count_is_told_why(people: Question) -> None:
    entries = {one.title.zh: one for one in forms.entries_of(people, facts({"people": FOUR}))}
    assert entries["王磊"].verdict is not None
    assert entries["王磊"].verdict.zh == "独立成家的儿子不算，他给的钱要写上。"
    assert entries["刘芳"].verdict is not None
    assert entries["刘芳"].verdict.zh == "一起算。"


def test_the_relation_is_asked_first_and_opens_its_own_pages(people: Question) -> None:
    def pages(**kept: Any) -> list[str]:
        return [page.id for page in forms.entry_of(people, {"key": "1", **kept}, facts()).pages]

    assert pages() == ["relation", "who"]
    assert pages(relation="spouse") == ["relation", "who", "winter"]
    son = {"relation": "child", "name": "王磊", "id_number": LEI}
    assert pages(**son) == ["relation", "who", "home_of_own"]
    assert pages(**son, own_home=False) == ["relation", "who", "home_of_own", "reach"]
    assert pages(**son, own_home=True) == ["relation", "who", "home_of_own"]  # who does not count is not asked more


def test_whom_the_register_knows_is_offered_and_not_asked_again(people: Question) -> None:
    (offered,) = forms.members_to_add(people, facts())
    assert (offered.label.zh, offered.hint and offered.hint.zh) == ("刘芳", "妻")
    assert "9901" not in offered.key
    member = forms.known_member(people, offered.key, facts())
    assert member is not None
    assert (member["name"], member["id_number"], member["known"]) == ("刘芳", FANG, True)
    entry = forms.entry_of(people, {"key": "1", **member}, facts())
    assert [page.id for page in entry.pages] == ["relation"]
    assert forms.members_to_add(people, facts({"people": [{"key": "1", **member}]})) == ()
    assert forms.known_member(people, "0" * 20, facts()) is None


def test_one_page_of_a_person(people: Question) -> None:
    read = forms.read_part(people, {"key": "1"}, "relation", {"relation": "child", "name": "not asked here"}, facts())
    assert read == {"relation": "child"}
    with pytest.raises(PageInvalid) as invalid:
        forms.read_part(people, {"key": "1", **read}, "who", {"name": "王磊", "id_number": LEI[:-1] + "1"}, facts())
    assert [(one.field, one.code) for one in invalid.value.problems] == [("id_number", "check_digit")]
    assert invalid.value.accepted == {"name": "王磊"}
    with pytest.raises(NotFound):
        forms.read_part(people, {"key": "1", **read}, "winter", {"away": "yes"}, facts())


def test_a_person_is_written_once(people: Question) -> None:
    kept = {"key": "4", "relation": "child"}
    with pytest.raises(PageInvalid) as invalid:
        forms.read_part(people, kept, "who", {"name": "刘芳", "id_number": FANG}, facts({"people": FOUR}))
    assert [(one.field, one.code) for one in invalid.value.problems] == [("id_number", "twice")]


def test_what_is_no_longer_asked_is_not_sent(form: Form) -> None:
    stale = [{**FOUR[1], "away": True, "own_home": True}]  # a child of 11 is asked neither
    answers = forms.asked_answers(form, facts({"people": stale, "income": []}))
    assert set(answers["people"][1]) == {
        "key",
        "known",
        "relation",
        "name",
        "id_number",
        "birth_date",
        "adult",
        "counts",
    }


def test_what_is_missing_leads_to_the_page_of_the_person(form: Form) -> None:
    half = [{"key": "1", "relation": "spouse", "name": "刘芳", "id_number": FANG}]
    assert forms.missing(form, facts({"people": half, "income": []})) == (Missing("home", "people", "1", "winter"),)
    assert forms.missing(form, facts()) == (Missing("home", "people"), Missing("money", "income"))
    nine = [{"key": str(n), "relation": "lodger", "name": "甲", "id_number": LEI} for n in range(1, 9)]
    assert Missing("home", "people") in forms.missing(form, facts({"people": nine, "income": []}))  # with oneself nine


def test_all_people_at_once(form: Form) -> None:
    raw = {
        "people.self.phone": "19900000017",
        "people.1.relation": "spouse",
        "people.1.member": forms.members_to_add(form.page("home").questions[0], facts())[0].key,
        "people.1.away": "no",
        "people.2.relation": "child",
        "people.2.name": "王小雨",
        "people.2.id_number": RAIN,
        "people.2.own_home": "yes",  # not asked of a child
    }
    read = forms.read_page(form, "home", raw, facts())["people"]
    assert [(one["key"], one["name"], one["counts"]) for one in read] == [
        ("self", "王强", True),
        ("1", "刘芳", True),
        ("2", "王小雨", True),
    ]
    assert read[0]["phone"] == "19900000017"
    assert "own_home" not in read[2]


def test_every_wrong_box_of_every_person_is_named(form: Form) -> None:
    raw = {
        "people.self.phone": "123",
        "people.1.relation": "cousin",
        "people.2.relation": "lodger",
        "people.2.name": "房客",
        "people.2.id_number": LEI,
        "people.x.relation": "lodger",
    }
    with pytest.raises(PageInvalid) as invalid:
        forms.read_page(form, "home", raw, facts())
    assert {problem.field: problem.code for problem in invalid.value.problems} == {
        "people.self.phone": "phone",
        "people.1.relation": "choice",
        "people.1.name": "required",
        "people.1.id_number": "required",
        "people.x.key": "key",
    }


def test_going_on_with_somebody_unfinished_names_them(form: Form) -> None:
    half = [{"key": "1", "relation": "spouse", "name": "刘芳", "id_number": FANG}]
    with pytest.raises(PageInvalid) as invalid:
        forms.read_page(form, "home", {}, facts({"people": half}))
    (problem,) = invalid.value.problems
    assert (problem.field, problem.code) == ("people.1", "unfinished")
    assert "刘芳" in problem.text.zh


def income_of(form: Form, *entries: dict[str, Any]) -> Facts:
    return forms.derived(form, facts({"people": FOUR, "income": list(entries)}))


def test_what_comes_in_is_added_up_and_never_divided(form: Form, income: Question) -> None:
    given = income_of(
        form,
        {"key": "1", "person": "self", "source": "wage", "every": "month", "times": 7, "amount": 320000},
        {"key": "2", "person": "self", "source": "given", "every": "season", "times": 4, "amount": 60000},
        {"key": "3", "person": "1", "source": "rent", "every": "year", "amount": 350050, "times": 9},
        {"key": "4", "person": "1", "source": "given", "every": "once", "amount": 100000},
    )
    # 7 × 3,200 = 22,400; 4 × 600 = 2,400; 3,500.50; 1,000: together 29,300.50 yuan. `times` is not asked of a year.
    assert [one["yearly"] for one in given["answers"]["income"]] == [2240000, 240000, 350050, 100000]
    assert "times" not in given["answers"]["income"][2]
    assert forms.total_of(income, given) == 2930050
    assert [one.title.zh for one in forms.entries_of(income, given)][:3] == [
        "王强：工资",
        "王强：家里人给的",
        "刘芳：房租",
    ]


@pytest.mark.parametrize(
    ("part", "typed", "said"),
    [
        ("rhythm", {"every": "month", "times": "0"}, "至少是 1 次，再看一遍。"),
        ("rhythm", {"every": "month", "times": "13"}, "最多是 12 次，再看一遍。"),
        ("rhythm", {"every": "month", "times": "366"}, "最多是 12 次，再看一遍。"),
        ("much", {"amount": "0"}, "至少是 1 元，再看一遍。"),
        ("much", {"amount": "0.99"}, "至少是 1 元，再看一遍。"),
        ("much", {"amount": "1000000.01"}, "最多是 1,000,000 元，再看一遍。"),
    ],
)
def test_a_number_outside_its_bounds_is_not_taken(
    form: Form, income: Question, part: str, typed: dict[str, str], said: str
) -> None:
    kept = {"key": "1", "person": "self", "source": "wage", "every": "month"}
    with pytest.raises(PageInvalid) as invalid:
        forms.read_part(income, kept, part, typed, facts({"people": FOUR}))
    assert [one.text.zh for one in invalid.value.problems] == [said]


def test_the_bounds_themselves_are_taken(form: Form, income: Question) -> None:
    kept = {"key": "1", "person": "self", "source": "wage", "every": "month"}
    for part, typed in (("rhythm", {"every": "month", "times": "12"}), ("rhythm", {"every": "month", "times": "1"})):
        assert forms.read_part(income, kept, part, typed, facts({"people": FOUR}))["times"] == int(typed["times"])
    for typed, fen in (({"amount": "1"}, 100), ({"amount": "1000000"}, 100_000_000)):
        assert forms.read_part(income, kept, "much", typed, facts({"people": FOUR})) == {"amount": fen}


def test_nothing_at_all_is_an_answer_that_must_be_given(form: Form) -> None:
    assert Missing("money", "income") in forms.missing(form, facts({"people": FOUR}))
    assert forms.read_page(form, "money", {}, facts({"people": FOUR})) == {"income": []}


def test_a_thing_of_somebody_taken_out_is_open_again_and_never_anothers(
    form: Form, people: Question, income: Question
) -> None:
    theirs = {"key": "1", "person": "3", "source": "wage", "every": "year", "amount": 100}
    given = facts({"people": FOUR, "income": [theirs]})
    assert forms.belongings(people, "3", form, given) == {"income": ["1"]}
    without = facts({"people": FOUR[:2], "income": [theirs]})
    assert forms.next_key(people, form, without) == "4"  # 3 is still pointed to
    assert forms.entries_of(income, forms.derived(form, without))[0].missing == ("whose",)


def test_answers_are_told_person_by_person(form: Form) -> None:
    given = income_of(form, {"key": "1", "person": "1", "source": "rent", "every": "year", "amount": 350050})
    told = [(one.group.zh if one.group else "", one.label.zh, one.said.zh) for one in forms.told(form, given)]
    assert ("王磊", "身份证号", "9901 **** **** **5X") in told
    assert ("王磊", "一起算吗", "独立成家的儿子不算，他给的钱要写上。") in told
    assert ("刘芳：房租", "一年里", "3,500.50 元") in told
    assert told[-1] == ("", "一年里一共", "3,500.50 元")
    sent = forms.asked_answers(form, given)
    assert forms.told_as_sent(form, facts(sent)) == forms.told(form, given)


def test_the_applicants_family_is_not_offered_for_the_household_of_somebody_else(repository: Path, db: None) -> None:
    folder = repository / "demo/services/civil-affairs/minimum-living-allowance"
    form = forms.form_of(catalogue.load(folder, actor=system("test"), at=AT))
    people = form.page("household").questions[0]
    own = {"kind": "self", "name": "王强", "id_number": QIANG, "relation": ""}
    stranger = {"kind": "other", "name": "李桂花", "id_number": "990101195303030068", "relation": ""}
    assert len(forms.members_to_add(people, facts({"for_whom": own}))) == 1
    assert forms.members_to_add(people, facts({"for_whom": stranger})) == ()
    assert forms.entries_of(people, facts({"for_whom": stranger}))[0].title.zh == "李桂花"


def test_who_applies_for_somebody_else_reads_that_persons_name(repository: Path, db: None) -> None:
    folder = repository / "demo/services/civil-affairs/minimum-living-allowance"
    form = forms.form_of(catalogue.load(folder, actor=system("test"), at=AT))
    people = form.page("household").questions[0]
    mother = {"kind": "other", "name": "王桂兰", "id_number": "990101195303030068", "relation": ""}
    own = {"kind": "self", "name": "王强", "id_number": QIANG, "relation": ""}
    wife = {"key": "1", "relation": "spouse", "name": "刘芳", "id_number": FANG, "special": "none", "away": False}
    assert _words(people, wife, mother) == ("是王桂兰的什么人？", "What is this person to 王桂兰?", "和王桂兰算一家。")
    assert _words(people, wife, own) == ("是您的什么人？", "What is this person to you?", "和您算一家。")
    himself = {**mother, "name": "王强", "id_number": QIANG}  # who wrote their own name and number under 别人
    assert _words(people, wife, himself)[0] == "是您的什么人？"
    grandchild = {"key": "2", "relation": "grandchild"}
    titles = [page.title.zh for page in forms.entry_of(people, grandchild, facts({"for_whom": mother})).pages]
    assert titles[-1] == "由王桂兰养着吗？"


def _words(people: Question, entry: dict[str, Any], party: dict[str, str]) -> tuple[str, str, str]:
    """The first page's title in both languages, and what is said of whether the person counts."""
    found = forms.entry_of(people, entry, facts({"for_whom": party}))
    assert found.verdict is not None
    title = found.pages[0].title
    return title.zh, title.in_("en"), found.verdict.zh


def test_a_value_may_rest_on_another_whatever_their_order(repository: Path, db: None) -> None:
    # `counted` stands before `yearly` once published, and is worked out of it.
    folder = repository / "demo/services/civil-affairs/minimum-living-allowance"
    form = forms.form_of(catalogue.load(folder, actor=system("test"), at=AT))
    own = {"kind": "self", "name": "王强", "id_number": QIANG, "relation": ""}
    wage = {"key": "1", "person": "self", "source": "wage", "every": "month", "times": 7, "amount": 300000}
    people = [{"key": "self", "away": False}]
    given = forms.derived(form, facts({"for_whom": own, "people": people, "income": [wage]}))
    assert list(form.page("income").questions[0].repeat.values) == ["counted", "yearly"]  # type: ignore[union-attr]
    assert given["answers"]["income"][0]["counted"] == 2100000
