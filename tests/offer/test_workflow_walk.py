"""Two processes walked by hand. 低保 by 民发〔2021〕57号: the article stands beside each story."""

import json
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from offer.walking import ALLOWANCE, AT, BASE, SERVICES, STALL, STALLS, Walk, process_of, version_of
from zhengtong.kernel.actor import system
from zhengtong.offer.catalogue import api as catalogue
from zhengtong.offer.forms import api as forms
from zhengtong.offer.rules import api as rules
from zhengtong.offer.workflow import api as workflow
from zhengtong.offer.workflow.data import (
    CannotTell,
    Doing,
    Done,
    Process,
    StepNotOpen,
    UnknownOutcome,
    WrongResult,
)


@pytest.fixture(scope="module")
def dibao() -> Process:
    return process_of("minimum-living-allowance")


@pytest.fixture(scope="module")
def stall() -> Process:
    return process_of("market-stall")


def accepted(process: Process) -> Walk:
    return Walk(process).end("accept", "accept")


def published(process: Process, *, apart: bool = False) -> Walk:
    walk = accepted(process).end("visit").end("check_information", "conforming")
    return walk.end("first_review", "propose", apart=apart).end("post")


def test_the_straight_way(dibao: Process) -> None:
    """Articles 10, 15–17, 19–21, 24: accept, investigate twice in parallel, review, 7 days, confirm, pay."""
    walk = Walk(dibao)
    assert (walk.open, walk.words) == (["accept"], "o....")
    walk.end("accept", "accept", kin=False)
    assert (walk.open, walk.words) == (["visit", "check_information"], "xo...")
    walk.end("check_information", "conforming")
    assert walk.open == ["visit"]
    walk.end("visit", living="两间瓦房", both_signed=True)
    assert walk.open == ["first_review"]
    walk.end("first_review", "propose", apart=False)
    assert (walk.open, walk.words) == (["post"], "xxo..")
    walk.end("post")
    assert walk.open == ["seven_days", "objection"]
    walk.end("seven_days")
    assert (walk.open, walk.words) == (["decide"], "xxxo.")
    walk.end("decide", "confirm")
    assert (walk.open, walk.words) == (["give_notice", "publish_result", "start_benefit"], "xxxxo")
    walk.end("start_benefit").end("give_notice").end("publish_result")
    assert walk.position.ended
    assert walk.position.end is not None
    assert (walk.position.end.id, walk.position.end.kind, walk.words) == ("approved", "approved", "xxxxx")
    assert walk.position.open == ()


def test_papers_are_asked_for_once(dibao: Process) -> None:
    """Article 10: 一次性告知. The second look knows only accepting and not accepting."""
    walk = Walk(dibao).end("accept", "correct")
    assert walk.open == ["corrected"]
    walk.end("corrected")
    with pytest.raises(UnknownOutcome):
        walk.end("accept_again", "correct")
    walk.end("accept_again", "reject")
    assert walk.position.end is not None
    assert (walk.position.end.id, walk.words) == ("not_accepted", "!....")


def test_findings_are_told_and_checked_again_on_objection(dibao: Process) -> None:
    """Article 18: 不符合的及时告知；有异议的复查."""
    walk = accepted(dibao).end("visit").end("check_information", "not_conforming")
    assert walk.open == ["tell_findings"]
    walk.end("tell_findings", "objection")
    assert walk.open == ["recheck_information"]
    assert walk.end("recheck_information").open == ["first_review"]
    quiet = accepted(dibao).end("visit").end("check_information", "not_conforming").end("tell_findings", "no_objection")
    assert quiet.open == ["first_review"]


def test_an_objection_leads_back_and_then_on_to_the_county(dibao: Process) -> None:
    """Article 19: 重新组织调查或者民主评议，重新提出初审意见，连同材料报送县级: it is not published a second time."""
    walk = published(dibao).end("objection", what="他家有车")
    assert (walk.open, walk.words) == (["look_again"], "xo...")
    walk.end("look_again", way="village_review", found="车已经卖了")
    assert walk.open == ["first_review 2"]
    assert walk.end("first_review", "propose", apart=False).open == ["decide"]


def test_registered_apart_means_a_visit_of_the_county(dibao: Process) -> None:
    """Article 20(2); the county may also decide to go first."""
    walk = published(dibao, apart=True).end("seven_days")
    assert walk.open == ["county_visit"]
    assert walk.end("county_visit").open == ["decide"]
    assert walk.end("decide", "visit_first").open == ["county_visit 2"]


def test_a_refusal_is_told_in_writing(dibao: Process) -> None:
    """Article 21: within 3 working days."""
    walk = published(dibao).end("seven_days").end("decide", "refuse")
    (opened,) = [each for each in walk.position.open if each.step == "tell_refusal"]
    limit = opened.definition.limit
    assert limit is not None
    assert (limit.count, limit.working, limit.cite.article) == (3, True, "第二十一条")
    assert opened.since == walk.log[-1].at
    walk.end("tell_refusal")
    assert walk.position.end is not None
    assert (walk.position.end.kind, walk.words) == ("refused", "xxx!.")


def test_withdrawing_ends_all_until_it_is_too_late(dibao: Process) -> None:
    walk = accepted(dibao).end("withdraw")
    assert walk.position.end is not None
    assert (walk.position.end.kind, walk.position.open) == ("withdrawn", ())
    late = published(dibao).end("seven_days").end("decide", "confirm")
    with pytest.raises(StepNotOpen):
        workflow.complete(dibao, late.position, Doing("withdraw"), at=AT, facts={})


def test_the_limits_are_those_of_the_articles(dibao: Process) -> None:
    """Articles 15, 17 (start in 3 working days), 19 (7 calendar days), 20 (10 working days), 22 (30, special 45)."""
    steps = dibao.steps
    for id in ("visit", "check_information"):
        start = steps[id].start_limit
        assert start is not None
        assert (start.count, start.working) == (3, True)
    seven, ten, special = steps["seven_days"].limit, steps["decide"].limit, dibao.extension
    assert seven is not None and ten is not None and special is not None
    assert (seven.count, seven.working) == (7, False)
    assert (ten.count, ten.working) == (10, True)
    assert (special.days.count, special.days.working) == (45, True)
    assert steps["visit"].people == 2  # article 16
    assert steps["post"].photos == 2
    assert not any(step.stops_clock for step in steps.values())  # publicity does not stop the clock
    accepting = [(step.id, each.id) for step in steps.values() for each in step.outcomes if each.accepts]
    assert accepting == [("accept", "accept"), ("accept_again", "accept")]


def test_the_deciding_lane_is_handed_down_by_the_option(dibao: Process, tmp_path: Path) -> None:
    """Article 2(2): 下放至乡镇. The township then decides in the county's place."""
    assert dibao.steps["decide"].lane is not None
    assert (dibao.steps["decide"].lane.id, dibao.steps["decide"].lane.who.level) == ("county", 4)
    shutil.copytree(SERVICES, tmp_path / "services")
    folder = tmp_path / "overlays" / ALLOWANCE.name
    shutil.copytree(ALLOWANCE, folder)
    (folder / "process.yaml").write_text("options: {delegated: {value: true}}\n")
    process = workflow.process_of(version_of(folder))
    assert process is not None
    lane = process.steps["decide"].lane
    assert lane is not None
    assert (lane.id, lane.who.permission, lane.who.level) == ("township", "assistance.handle", 5)
    assert process.options == {"delegated": True}


def test_no_process_where_the_service_has_none(city_folder: Path) -> None:
    assert workflow.process_of(version_of(city_folder)) is None


def visiting(stall: Process) -> Walk:
    return Walk(stall, STALL).end("accept", "accept").end("choose_day", visit_on="2026-11-30")


def test_the_stall_is_mended_and_seen_again(stall: Process) -> None:
    walk = visiting(stall)
    assert walk.open == ["records", "inspect", "never_mended"]
    walk.end("inspect", passed=False, mend="换掉电线")
    assert set(walk.open) == {"records", "mended", "never_mended"}
    walk.end("mended").end("inspect", passed=True).end("records", clean=True)
    assert walk.open == ["decide"]
    assert walk.position.values == {"fee": 15000}  # 30 days at 5 yuan, in fen
    walk.end("decide", "approve").end("issue")
    assert walk.position.end is not None
    assert walk.position.end.id == "licensed"


def test_a_boundary_timer_ends_the_visit_and_all_else(stall: Process) -> None:
    walk = visiting(stall).end("inspect", passed=False).end("never_mended")
    assert walk.position.end is not None
    assert (walk.position.end.id, walk.position.open) == ("refused_late", ())


def test_of_two_events_the_first_counts(stall: Process) -> None:
    walk = Walk(stall, STALL).end("accept", "complete")
    assert set(walk.open) == {"completed", "too_late"}
    assert walk.end("completed").open == ["accept 2"]
    lapsed = Walk(stall, STALL).end("accept", "complete").end("too_late")
    assert lapsed.position.end is not None
    assert lapsed.position.end.id == "lapsed"


def test_conditions_look_at_evidence(stall: Process) -> None:
    closed = {**STALL, "evidence": {"licence": {"open": False}}}
    walk = Walk(stall, closed).end("accept", "accept")
    assert walk.position.end is not None
    assert walk.position.end.id == "not_accepted"


def test_nothing_is_guessed_and_nothing_done(stall: Process) -> None:
    walk = visiting(stall)
    walk.end("inspect", passed=True)
    walk.facts = {"parameters": {"days": 30}}
    before = walk.position
    with pytest.raises(CannotTell) as refusal:
        walk.end("records", clean=True)
    assert "parameters.fee_a_day" in refusal.value.message("en")
    assert "parameters.fee_a_day" in refusal.value.message()
    assert walk.position == before
    assert workflow.position(stall, tuple(walk.log)) == before
    walk.facts = STALL
    assert walk.end("records", clean=True).open == ["decide"]


def test_later_facts_do_not_change_the_past(stall: Process) -> None:
    walk = visiting(stall).end("inspect", passed=True).end("records", clean=True)
    walk.facts = {"parameters": {"days": 1, "fee_a_day": 1}, "evidence": {"licence": {"open": False}}}
    again = Walk(stall, walk.facts, list(walk.log))
    assert again.position == walk.position
    assert again.position.values == {"fee": 15000}


@pytest.mark.parametrize("doing", [Doing("decide"), Doing("accept", 2), Doing("nothing")])
def test_what_is_not_open_cannot_be_ended(stall: Process, doing: Doing) -> None:
    walk = Walk(stall, STALL)
    with pytest.raises(StepNotOpen):
        workflow.complete(stall, walk.position, doing, at=AT, facts=STALL)


def test_two_who_end_the_same_step_do_not_both_succeed(dibao: Process) -> None:
    walk = accepted(dibao)
    _, after = workflow.complete(dibao, walk.position, Doing("visit"), at=AT, facts={})
    with pytest.raises(StepNotOpen) as refusal:
        workflow.complete(dibao, after, Doing("visit"), at=AT, facts={})
    assert "入户调查" in refusal.value.message()
    assert "Visit the household" in refusal.value.message("en")


def test_a_log_of_another_way_is_refused(dibao: Process) -> None:
    walk = accepted(dibao)
    with pytest.raises(StepNotOpen):
        workflow.position(dibao, (*walk.log, Done("decide", 1, "confirm", {}, AT)))
    with pytest.raises(StepNotOpen):
        workflow.position(dibao, tuple(walk.log[1:]))


@pytest.mark.parametrize(
    ("result", "what"),
    [({"passed": "yes"}, "passed"), ({"passed": True, "other": 1}, "other"), ({"mend": 3}, "mend")],
)
def test_a_result_is_what_the_step_declares(stall: Process, result: dict[str, object], what: str) -> None:
    walk = visiting(stall)
    with pytest.raises(WrongResult) as refusal:
        walk.end("inspect", **result)
    assert what in refusal.value.message("en")


def test_the_log_survives_json(stall: Process) -> None:
    walk = visiting(stall).end("inspect", passed=True).end("records", clean=True)
    kept = json.loads(json.dumps([done.plain() for done in walk.log]))
    assert workflow.position(stall, tuple(Done.read(raw) for raw in kept)) == walk.position


def test_a_step_open_again_counts_its_occurrences_and_its_time(stall: Process) -> None:
    walk = visiting(stall).end("inspect", passed=False).end("mended")
    again = walk.position.find("inspect", 2)
    assert again is not None
    assert again.since == AT + timedelta(hours=4)  # the log has: begin, accept, choose_day, inspect; this is the fifth
    assert walk.position.find("inspect", 1) is None


def test_questions_are_those_of_forms(dibao: Process) -> None:
    raw = yaml.safe_load((BASE / "process.yaml").read_text())
    assert list(dibao.steps["look_again"].questions) == raw["steps"]["look_again"]["questions"]
    assert dibao.steps["look_again"].result == {"way": "text", "found": "text"}
    assert dibao.steps["first_review"].result == {"opinion": "text", "apart": "bool"}


def test_a_step_is_asked_as_a_form_and_its_clean_answers_are_its_result(dibao: Process) -> None:
    """Neighbours do not know each other; who knows both puts them together."""
    step = dibao.steps["look_again"]
    form = forms.form_asking(step.id, step.name, step.questions)
    answers = forms.read_page(
        form, "look_again", {"way": "village_review", "found": "车已经卖了"}, {"today": AT.date()}
    )
    walk = published(dibao).end("objection").end("look_again", **answers)
    assert walk.position.results["look_again"] == {"way": "village_review", "found": "车已经卖了", "outcome": ""}


def test_parameters_of_the_day_are_the_facts_of_conditions(stall: Process) -> None:
    version = version_of(STALLS)
    on_that_day = rules.parameters_on(version, AT.date())
    assert on_that_day == {"days": 30, "fee_a_day": 500}  # from 2026-01-01
    assert rules.parameters_on(version, date(2025, 12, 31)) == {}
    walk = Walk(stall, {"parameters": on_that_day}).end("accept", "accept").end("choose_day")
    assert walk.end("inspect", passed=True).end("records").position.values == {"fee": 15000}


@pytest.mark.django_db
def test_a_published_version_has_its_process() -> None:
    """What the database gives back is the drawing that was checked; the log walks on it."""
    version = catalogue.load(ALLOWANCE, actor=system("test"), at=AT)
    process = workflow.process_of(version)
    assert process is not None
    assert process.hash == version.hash
    assert process_of("minimum-living-allowance").steps == process.steps
    assert published(process).end("seven_days").open == ["decide"]


def test_a_version_is_read_once(stall: Process) -> None:
    version = version_of(STALLS)
    assert workflow.process_of(version) is workflow.process_of(replace(version))
