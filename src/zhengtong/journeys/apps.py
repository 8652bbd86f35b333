"""Which facts start which journeys."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "zhengtong.journeys"

    def ready(self) -> None:
        self._evidence()
        self._steps()
        self._corrections()
        self._objections()
        self._results()
        self._benefits()
        self._work()

    def _evidence(self) -> None:
        """What departments answer, and who lets them be asked."""
        from zhengtong.delivery.authorisations.events import Refused, Signed
        from zhengtong.delivery.cases.events import CaseDecided, EvidenceComplete, EvidenceKept, LateAnswer
        from zhengtong.journeys import (
            decide_by_rules,
            flag_late_answer,
            flag_refusal,
            receive_answer,
            receive_number,
            settle_region,
            signatures,
            step_by_itself,
        )
        from zhengtong.kernel.events.api import subscribe
        from zhengtong.sharing.gateway.events import AnswerReceived, ProviderFailing

        subscribe(AnswerReceived, "journeys.receive_answer", receive_answer.receive_answer)
        subscribe(AnswerReceived, "journeys.receive_number", receive_number.receive_number)
        subscribe(EvidenceComplete, "journeys.decide_by_rules", decide_by_rules.decide_by_rules)
        subscribe(EvidenceKept, "journeys.settle_region", settle_region.when_answered)
        subscribe(EvidenceKept, "journeys.step_answered", step_by_itself.when_answered)
        subscribe(Signed, "journeys.ask_who_signed", signatures.when_signed)
        subscribe(Refused, "journeys.flag_refused_signature", signatures.when_refused)
        subscribe(CaseDecided, "journeys.end_signatures", signatures.when_decided)
        subscribe(ProviderFailing, "journeys.flag_refusal", flag_refusal.flag_refusal)
        subscribe(ProviderFailing, "journeys.flag_no_number", receive_number.flag_no_number)
        subscribe(LateAnswer, "journeys.flag_late_answer", flag_late_answer.flag_late_answer)

    def _steps(self) -> None:
        """Steps whose turn has come, visits, dates that moved, and clerks who leave."""
        from zhengtong.delivery.cases.events import DueChanged, StepDone, StepOpened
        from zhengtong.journeys import leave, step_by_itself, tell_due_changed, tell_steps, tell_visit
        from zhengtong.kernel.events.api import subscribe
        from zhengtong.office.appointments.events import VisitNear
        from zhengtong.trust.identity.events import AppointmentEnded

        subscribe(StepOpened, "journeys.step_opened", step_by_itself.when_opened)
        subscribe(StepOpened, "journeys.tell_step_opened", tell_steps.when_opened)
        subscribe(StepDone, "journeys.tell_step_done", tell_steps.when_done)
        subscribe(VisitNear, "journeys.visit_near", tell_visit.when_near)
        subscribe(DueChanged, "journeys.tell_due_changed", tell_due_changed.tell_due_changed)
        subscribe(AppointmentEnded, "journeys.leave", leave.when_ended)

    def _corrections(self) -> None:
        """What a department has corrected, or says is right."""
        from zhengtong.delivery.cases.events import EvidenceKept
        from zhengtong.journeys import conclude_correction
        from zhengtong.kernel.events.api import subscribe
        from zhengtong.sharing.corrections.events import CorrectionConcluded

        subscribe(CorrectionConcluded, "journeys.correction_concluded", conclude_correction.when_concluded)
        subscribe(EvidenceKept, "journeys.corrected_answered", conclude_correction.when_answered)

    def _objections(self) -> None:
        """What the public says to what is put up."""
        from zhengtong.delivery.cases.events import CaseDecided
        from zhengtong.delivery.publicity.events import AllLookedAt, Objected
        from zhengtong.journeys import objections
        from zhengtong.kernel.events.api import subscribe

        subscribe(Objected, "journeys.objected", objections.when_objected)
        subscribe(AllLookedAt, "journeys.objections_looked_at", objections.when_all_looked_at)
        subscribe(CaseDecided, "journeys.settle_objections", objections.when_decided)

    def _results(self) -> None:
        """What is handed out, and what could not be made."""
        from zhengtong.delivery.cases.events import CaseDecided, PaperFailing, PaperMade
        from zhengtong.delivery.licences.events import LicenceFailing, LicenceIssued
        from zhengtong.journeys import deliver_result, flag_unmade
        from zhengtong.kernel.events.api import subscribe

        subscribe(LicenceIssued, "journeys.deliver_licence", deliver_result.deliver_licence)
        subscribe(PaperMade, "journeys.deliver_decision", deliver_result.deliver_decision)
        subscribe(CaseDecided, "journeys.deliver_decided", deliver_result.deliver_decision)
        subscribe(PaperFailing, "journeys.flag_unmade_paper", flag_unmade.flag_paper)
        subscribe(PaperMade, "journeys.settle_unmade_paper", flag_unmade.settle_paper)
        subscribe(LicenceFailing, "journeys.flag_unmade_licence", flag_unmade.flag_licence)
        subscribe(LicenceIssued, "journeys.settle_unmade_licence", flag_unmade.settle_licence)

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

    def _work(self) -> None:
        """What the worker looks after by itself."""
        from zhengtong.journeys import leave, step_by_itself
        from zhengtong.kernel import work

        work.register(work.Work("process waits", step_by_itself.end_waits_due, every_seconds=1))
        work.register(work.Work("stopped clocks", step_by_itself.run_stopped_clocks, every_seconds=60))
        work.register(work.Work("left steps", leave.pass_on_left, every_seconds=60))
