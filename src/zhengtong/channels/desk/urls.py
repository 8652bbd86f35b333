from django.urls import path

from zhengtong.channels.desk.views import case, duty, gaps, queue, step, visits

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
    path("visits", visits.visits, name="desk.visits"),
    path("gaps", gaps.gaps, name="desk.gaps"),
    path("gaps/done", gaps.done, name="desk.gap_done"),
    path("duties/<str:duty>", duty.duty, name="desk.duty"),
    path("duties/<str:duty>/done", duty.done, name="desk.done"),
]
