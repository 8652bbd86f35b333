"""The desk's pages: who may see them, and with how many SQL statements."""

from django.urls import reverse

import page_world as world
from page_row import Page, page

DESK: dict[str, Page] = {
    "desk.queue": page(
        "302/0 404/2 404/2 200/14 302/3 200/13 302/3", lambda: world.first(world.clerks_case, "desk.queue")
    ),
    "desk.cases": page(
        "302/0 404/2 404/2 200/8 404/3 200/7 404/3", lambda: world.first(world.closed_case, "desk.cases")
    ),
    "desk.case": page(
        "302/0 404/2 404/2 200/19 404/3 404/5 404/3", lambda: reverse("desk.case", args=[world.clerks_case()])
    ),
    "desk.decide": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.decide", args=[world.clerks_case()])
    ),
    # Posted twice: a decision on other evidence than there is, a second closing of a duty, come to nothing.
    "desk.decide#posted": page(
        "403/0 404/2 404/2 409/27 404/3 404/5 404/3",
        lambda: reverse("desk.decide", args=[world.clerks_case()]),
        {"outcome": "refuse"},
    ),
    "desk.numbers": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.numbers", args=[world.clerks_case()])
    ),
    "desk.numbers#posted": page(
        "403/0 404/2 404/2 200/19 404/3 404/5 404/3",
        lambda: reverse("desk.numbers", args=[world.clerks_case()]),
        {"reason": "核对证件"},
    ),
    "desk.ask": page("405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.ask", args=world.question())),
    "desk.ask#posted": page(
        "302/0 404/2 404/2 302/8 404/3 404/7 404/3", lambda: reverse("desk.ask", args=world.question()), {}
    ),
    "desk.case#process": page(
        "302/0 404/2 404/2 200/23 404/3 404/5 404/3", lambda: reverse("desk.case", args=[world.care_case()])
    ),
    "desk.sign_print": page(
        "302/0 404/2 404/2 200/14 404/3 404/6 404/3", lambda: reverse("desk.sign_print", args=world.signature())
    ),
    "desk.sign_photo": page(
        "302/0 404/2 404/2 200/10 404/3 404/6 404/3", lambda: reverse("desk.sign_photo", args=world.signed_on_paper())
    ),
    "desk.objections": page(
        "302/0 404/2 404/2 200/16 404/3 404/8 404/3", lambda: reverse("desk.objections", args=[world.posted_case()])
    ),
    "desk.objection_take": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.objection_take", args=[world.care_case()])
    ),
    "desk.objection_answer": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3",
        lambda: reverse("desk.objection_answer", args=[world.care_case(), "0"]),
    ),
    "desk.objections_answer": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3",
        lambda: reverse("desk.objections_answer", args=[world.care_case()]),
    ),
    "desk.visits": page("302/0 404/2 404/2 200/4 404/3 200/4 404/3"),
    "desk.step": page(
        "302/0 404/2 404/2 200/15 404/3 404/8 404/3", lambda: reverse("desk.step", args=world.care_step("accept"))
    ),
    "desk.take": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.take", args=world.care_step("accept"))
    ),
    "desk.hand_over": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.hand_over", args=world.care_step("accept"))
    ),
    "desk.send": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.send", args=world.care_step("accept"))
    ),
    "desk.take_back": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3",
        lambda: reverse("desk.take_back", args=[*world.care_step("accept"), "0"]),
    ),
    "desk.ask_colleague": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3",
        lambda: reverse("desk.ask_colleague", args=world.care_step("accept")),
    ),
    "desk.extend": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.extend", args=[world.care_case()])
    ),
    "desk.step#visit": page(
        "302/0 404/2 404/2 404/13 404/3 200/21 404/3", lambda: reverse("desk.step", args=world.care_visit())
    ),
    "desk.together": page(
        "302/0 404/2 404/2 200/9 404/3 404/4 404/3", lambda: reverse("desk.together", args=world.care_together())
    ),
    "desk.file": page(
        "302/0 404/2 404/2 200/12 404/3 404/7 404/3", lambda: reverse("desk.file", args=world.care_file())
    ),
    "desk.paper": page(
        "302/0 404/2 404/2 200/12 404/3 404/8 404/3",
        lambda: reverse("desk.paper", args=[world.closed_case(), "receipt"]),
    ),
    "desk.benefits": page(
        "302/0 404/2 404/2 200/9 404/3 404/3 404/3", lambda: world.first(world.benefit, "desk.benefits")
    ),
    "desk.benefit": page(
        "302/0 404/2 404/2 200/10 404/3 404/3 404/3", lambda: reverse("desk.benefit", args=[world.benefit()])
    ),
    "desk.benefit_lists": page(
        "302/0 404/2 404/2 200/6 404/3 404/3 404/3", lambda: world.first(world.benefit_list, "desk.benefit_lists")
    ),
    "desk.benefit_list": page(
        "302/0 404/2 404/2 200/18 404/3 404/3 404/3", lambda: reverse("desk.benefit_list", args=[world.benefit_list()])
    ),
    "desk.benefit_change": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.benefit_change", args=[world.benefit()])
    ),
    "desk.benefit_review": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.benefit_review", args=[world.benefit()])
    ),
    "desk.benefit_check": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3",
        lambda: reverse("desk.benefit_check", args=[world.benefit_list()]),
    ),
    "desk.benefit_confirm": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3",
        lambda: reverse("desk.benefit_confirm", args=[world.benefit_list()]),
    ),
    "desk.benefit_redraft": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3",
        lambda: reverse("desk.benefit_redraft", args=[world.benefit_list()]),
    ),
    "desk.corrections": page(
        "302/0 404/2 404/2 200/4 404/3 200/4 404/3", lambda: world.first(world.asked_correction, "desk.corrections")
    ),
    "desk.correction": page(
        "302/0 404/2 404/2 200/9 404/3 404/4 404/3", lambda: reverse("desk.correction", args=[world.asked_correction()])
    ),
    "desk.correction#posted": page(
        "403/0 404/2 404/2 422/13 404/3 404/7 404/3",
        lambda: reverse("desk.correction", args=[world.asked_correction()]),
        {"outcome": "upheld"},
    ),
    "desk.ask_correction": page(
        "302/0 404/2 404/2 200/12 404/3 404/8 404/3",
        lambda: reverse("desk.ask_correction", args=[world.closed_case()]),
    ),
    "desk.ask_correction#posted": page(
        "403/0 404/2 404/2 422/12 404/3 404/8 404/3",
        lambda: reverse("desk.ask_correction", args=[world.closed_case()]),
        {"which": "", "claimed": "x"},
    ),
    "desk.duty": page(
        "302/0 404/2 404/2 200/13 404/3 404/4 404/3", lambda: reverse("desk.duty", args=[world.bad_rating_duty()])
    ),
    "desk.duty#posted": page(
        "403/0 404/2 404/2 422/22 404/3 404/4 404/3",
        lambda: reverse("desk.duty", args=[world.bad_rating_duty()]),
        {"answer": "短"},
    ),
    "desk.case#signatures": page(
        "302/0 404/2 404/2 200/24 404/3 404/5 404/3", lambda: reverse("desk.case", args=[world.rent_case()])
    ),
    "desk.signers": page(
        "302/0 404/2 404/2 200/10 404/3 404/6 404/3", lambda: reverse("desk.signers", args=[world.rent_case()])
    ),
    "desk.sign": page(
        "302/0 404/2 404/2 200/11 404/3 404/6 404/3", lambda: reverse("desk.sign", args=world.signature())
    ),
    "desk.gaps": page("302/0 404/2 404/2 404/3 200/4 404/3 404/3"),
    "desk.gap_done": page("405/0 405/2 405/2 405/3 405/3 405/3 405/3"),
    "desk.done": page(
        "405/0 405/2 405/2 405/3 405/3 405/3 405/3", lambda: reverse("desk.done", args=[world.bad_rating_duty()])
    ),
    "desk.done#posted": page(
        "302/0 404/2 404/2 409/8 404/3 404/4 404/3",
        lambda: reverse("desk.done", args=[world.late_answer_duty()]),
        {},
    ),
}
