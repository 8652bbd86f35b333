"""Which facts start which journeys."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "zhengtong.journeys"

    def ready(self) -> None:
        from zhengtong.delivery.cases.events import (
            DueChanged,
            EvidenceComplete,
            LateAnswer,
            PaperFailing,
            PaperMade,
            StepOpened,
        )
        from zhengtong.delivery.licences.events import LicenceFailing, LicenceIssued
        from zhengtong.journeys import (
            decide_by_rules,
            deliver_result,
            flag_late_answer,
            flag_refusal,
            flag_unmade,
            receive_answer,
            step_by_itself,
            tell_due_changed,
        )
        from zhengtong.kernel import work
        from zhengtong.kernel.events.api import subscribe
        from zhengtong.sharing.gateway.events import AnswerReceived, ProviderFailing

        subscribe(AnswerReceived, "journeys.receive_answer", receive_answer.receive_answer)
        subscribe(EvidenceComplete, "journeys.decide_by_rules", decide_by_rules.decide_by_rules)
        subscribe(EvidenceComplete, "journeys.step_answered", step_by_itself.when_answered)
        subscribe(StepOpened, "journeys.step_opened", step_by_itself.when_opened)
        subscribe(ProviderFailing, "journeys.flag_refusal", flag_refusal.flag_refusal)
        subscribe(LateAnswer, "journeys.flag_late_answer", flag_late_answer.flag_late_answer)
        subscribe(DueChanged, "journeys.tell_due_changed", tell_due_changed.tell_due_changed)
        subscribe(LicenceIssued, "journeys.deliver_licence", deliver_result.deliver_licence)
        subscribe(PaperMade, "journeys.deliver_decision", deliver_result.deliver_decision)
        subscribe(PaperFailing, "journeys.flag_unmade_paper", flag_unmade.flag_paper)
        subscribe(PaperMade, "journeys.settle_unmade_paper", flag_unmade.settle_paper)
        subscribe(LicenceFailing, "journeys.flag_unmade_licence", flag_unmade.flag_licence)
        subscribe(LicenceIssued, "journeys.settle_unmade_licence", flag_unmade.settle_licence)
        work.register(work.Work("process waits", step_by_itself.end_waits_due, every_seconds=1))
        work.register(work.Work("stopped clocks", step_by_itself.run_stopped_clocks, every_seconds=60))
        self._benefits()

    def _benefits(self) -> None:
        """What is paid every month."""
        from zhengtong.delivery.benefits import events as benefits
        from zhengtong.delivery.cases.events import CaseClosed, StepOpened
        from zhengtong.journeys import enrol_benefit, payment_returned, tell_benefit, watch_lists
        from zhengtong.kernel.events.api import subscribe

        subscribe(CaseClosed, "journeys.enrol_benefit", enrol_benefit.enrol_benefit)
        subscribe(StepOpened, "journeys.enrol_benefit_step", enrol_benefit.when_opened)
        subscribe(benefits.EntitlementBegun, "journeys.tell_benefit_begun", tell_benefit.tell_begun)
        subscribe(benefits.EntitlementChanged, "journeys.tell_benefit_changed", tell_benefit.tell_changed)
        subscribe(benefits.AccountGiven, "journeys.account_given", tell_benefit.account_given)
        subscribe(benefits.PaymentReturned, "journeys.payment_returned", payment_returned.payment_returned)
        subscribe(benefits.ListDrafted, "journeys.list_drafted", watch_lists.list_drafted)
        subscribe(benefits.ListConfirmed, "journeys.list_confirmed", watch_lists.list_confirmed)
        subscribe(benefits.ReturnFileRefused, "journeys.file_refused", watch_lists.file_refused)
        subscribe(benefits.ResultsTaken, "journeys.results_taken", watch_lists.results_taken)
        subscribe(benefits.ReviewDue, "journeys.review_due", watch_lists.review_due)
        subscribe(benefits.Reviewed, "journeys.reviewed", watch_lists.reviewed)
