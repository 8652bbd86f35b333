from django.urls import path

from zhengtong.channels.desk.views import case, duty, gaps, queue, sign, step, step_files, visits

urlpatterns = [
    path("", queue.queue, name="desk.queue"),
    path("cases", queue.archive, name="desk.cases"),
    path("cases/<str:number>", case.case, name="desk.case"),
    path("cases/<str:number>/decision", case.decide, name="desk.decide"),
    path("cases/<str:number>/numbers", case.numbers, name="desk.numbers"),
    path("cases/<str:number>/extension", case.extend, name="desk.extend"),
    path("cases/<str:number>/ask/<str:question>", case.ask_again, name="desk.ask"),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>", step.step, name="desk.step"),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>/take", step.take, name="desk.take"),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>/hand-over", step.hand_over, name="desk.hand_over"),
    path("cases/<str:number>/signatures/<str:signature>", sign.sign, name="desk.sign"),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>/files", step_files.send, name="desk.send"),
    path(
        "cases/<str:number>/steps/<slug:step>/<int:occurrence>/files/<str:proof>/take-back",
        step_files.take_back,
        name="desk.take_back",
    ),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>/ask", step_files.ask, name="desk.ask_colleague"),
    path("cases/<str:number>/steps/<slug:step>/<int:occurrence>/together", step_files.together, name="desk.together"),
    path("cases/<str:number>/files/<str:proof>", step_files.file, name="desk.file"),
    path("cases/<str:number>/papers/<slug:name>.pdf", case.paper, name="desk.paper"),
    path("visits", visits.visits, name="desk.visits"),
    path("gaps", gaps.gaps, name="desk.gaps"),
    path("gaps/done", gaps.done, name="desk.gap_done"),
    path("duties/<str:duty>", duty.duty, name="desk.duty"),
    path("duties/<str:duty>/done", duty.done, name="desk.done"),
]
