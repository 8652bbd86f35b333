"""Which facts start which journeys."""

from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "zhengtong.journeys"

    def ready(self) -> None:
        from zhengtong.delivery.benefits import events as benefits
        from zhengtong.delivery.cases.events import CaseClosed, DueChanged, EvidenceComplete, LateAnswer, PaperMade
        from zhengtong.delivery.licences.events import LicenceIssued
        from zhengtong.journeys import (
            decide_by_rules,
            deliver_result,
            enrol_benefit,
            flag_late_answer,
            flag_refusal,
            payment_returned,
            receive_answer,
            tell_benefit,
            tell_due_changed,
            watch_lists,
        )
        from zhengtong.kernel.events.api import subscribe
        from zhengtong.sharing.gateway.events import AnswerReceived, ProviderFailing

        subscribe(AnswerReceived, "journeys.receive_answer", receive_answer.receive_answer)
        subscribe(EvidenceComplete, "journeys.decide_by_rules", decide_by_rules.decide_by_rules)
        subscribe(ProviderFailing, "journeys.flag_refusal", flag_refusal.flag_refusal)
        subscribe(LateAnswer, "journeys.flag_late_answer", flag_late_answer.flag_late_answer)
        subscribe(DueChanged, "journeys.tell_due_changed", tell_due_changed.tell_due_changed)
        subscribe(LicenceIssued, "journeys.deliver_licence", deliver_result.deliver_licence)
        subscribe(PaperMade, "journeys.deliver_decision", deliver_result.deliver_decision)
        subscribe(CaseClosed, "journeys.enrol_benefit", enrol_benefit.enrol_benefit)
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
