from django.urls import path

from zhengtong.channels.desk.views import benefit, benefit_list, case, duty, gaps, queue, step

urlpatterns = [
    path("", queue.queue, name="desk.queue"),
    path("cases", queue.archive, name="desk.cases"),
    path("cases/<str:number>", case.case, name="desk.case"),
    path("cases/<str:number>/decision", case.decide, name="desk.decide"),
    path("cases/<str:number>/numbers", case.numbers, name="desk.numbers"),
    path("cases/<str:number>/ask/<str:question>", case.ask_again, name="desk.ask"),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>", step.step, name="desk.step"),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>/take", step.take, name="desk.take"),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>/hand-over", step.hand_over, name="desk.hand_over"),
    path("gaps", gaps.gaps, name="desk.gaps"),
    path("gaps/done", gaps.done, name="desk.gap_done"),
    path("benefits", benefit.roll, name="desk.benefits"),
    path("benefits/lists", benefit_list.lists, name="desk.benefit_lists"),
    path("benefits/lists/<str:benefit_list>", benefit_list.month_list, name="desk.benefit_list"),
    path("benefits/lists/<str:benefit_list>/check", benefit_list.check, name="desk.benefit_check"),
    path("benefits/lists/<str:benefit_list>/confirm", benefit_list.confirm, name="desk.benefit_confirm"),
    path("benefits/lists/<str:benefit_list>/redraft", benefit_list.redraft, name="desk.benefit_redraft"),
    path("benefits/<str:benefit>", benefit.benefit, name="desk.benefit"),
    path("benefits/<str:benefit>/change", benefit.change, name="desk.benefit_change"),
    path("benefits/<str:benefit>/review", benefit.review, name="desk.benefit_review"),
    path("duties/<str:duty>", duty.duty, name="desk.duty"),
    path("duties/<str:duty>/done", duty.done, name="desk.done"),
]
