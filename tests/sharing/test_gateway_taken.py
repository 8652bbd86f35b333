"""Two workers, a clerk's impatience, a row that breaks, a case that is decided: an answer is kept once, and stays."""

from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from sharing_world import CLERK, DAUGHTER, RESIDENT, STRANGER, WORKER, ask_for_mother, make_due, purpose_of

from departments import Department
from zhengtong.kernel import clock
from zhengtong.kernel.errors import NotFound
from zhengtong.sharing.gateway import _exchange, ports
from zhengtong.sharing.gateway import api as gateway
from zhengtong.sharing.gateway._operations import ask_due as ask_due_module
from zhengtong.sharing.gateway._outcome import Outcome, save
from zhengtong.sharing.gateway._patience import in_line
from zhengtong.sharing.gateway.models import Attempt, Question, ReceivedAnswer
from zhengtong.trust.audit import api as audit

pytestmark = [pytest.mark.django_db, pytest.mark.server]


class Meanwhile:
    """A driver that lets something happen while the first question is on the wire, and then is too slow for it."""

    def __init__(self, happens: Callable[[], object]) -> None:
        self.happens, self.real, self.asked = happens, ports.driver("xml_http"), 0

    def fetch(
        self, connection: ports.ConnectionData, query: ports.Query
    ) -> Mapping[str, object] | ports.Accepted | None:
        self.asked += 1
        if self.asked == 1:
            self.happens()
            raise ports.ProviderSlow("timeout")
        return self.real.fetch(connection, query)


def meanwhile(happens: Callable[[], object]) -> Meanwhile:
    driver = Meanwhile(happens)
    ports.register_driver("xml_http", driver)
    return driver


def test_asking_again_leaves_a_question_alone_that_is_being_asked(connected: Department) -> None:
    question = ask_for_mother()

    def impatient() -> None:
        gateway.retry_now(question, actor=CLERK, at=clock.now())
        assert gateway.ask_due() == 0

    driver = meanwhile(impatient)
    assert gateway.ask_due() == 1
    assert driver.asked == 1
    assert Question.objects.get().state == "slow"
    gateway.retry_now(question, actor=CLERK, at=clock.now())  # now it is nobody's
    assert gateway.ask_due() == 1
    assert Question.objects.get().state == "answered"


def test_an_answer_is_not_overwritten_by_a_worker_whose_lease_ran_out(connected: Department) -> None:
    question = ask_for_mother()

    def another_worker() -> None:
        make_due()  # the 30 seconds of the first one are over: its name server hangs
        assert gateway.ask_due() == 1

    meanwhile(another_worker)
    assert gateway.ask_due() == 1
    row = Question.objects.get()
    assert (row.state, row.next_at) == ("answered", None)
    assert gateway.answer(question, actor=WORKER, at=clock.now()).found
    assert sorted(Attempt.objects.values_list("outcome", flat=True)) == ["answered", "slow"]


def test_a_worker_whose_lease_ran_out_leaves_the_next_ones_question_alone(connected: Department) -> None:
    ask_for_mother()
    first = ask_due_module._claim(set())
    make_due()
    second = ask_due_module._claim(set())
    assert first is not None and second is not None
    save(first, None, Outcome("slow"), retry=True)
    row = Question.objects.get()
    assert (row.state, row.taken_until) == ("waiting", second.taken_until)


def test_an_answer_kept_without_its_state_does_not_fail_for_ever(connected: Department) -> None:
    ask_for_mother()
    gateway.ask_due()
    Question.objects.update(state="slow", answered_at=None, next_at=clock.real_now())  # as an older version left it
    assert gateway.ask_due() == 1
    assert Question.objects.get().state == "answered"
    assert ReceivedAnswer.objects.count() == 1


def test_one_question_that_cannot_be_saved_stops_no_other(
    connected: Department, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken, whole = ask_for_mother("case-1"), ask_for_mother("case-2")

    def saving(question: Question, attempt: Attempt | None, outcome: Outcome, *, retry: bool) -> None:
        if question.pk == broken:
            raise ZeroDivisionError
        save(question, attempt, outcome, retry=retry)

    monkeypatch.setattr(_exchange, "save", saving)
    assert gateway.ask_due() == 2
    assert Question.objects.get(pk=whole).state == "answered"
    row = Question.objects.get(pk=broken)
    assert (row.state, row.failures, row.taken_until) == ("waiting", 1, None)
    assert row.next_at is not None and row.next_at > clock.real_now() + timedelta(seconds=1)


def test_what_was_decided_without_is_not_asked_any_more(connected: Department) -> None:
    question = ask_for_mother()
    with pytest.raises(NotFound):
        gateway.end_questions("case-1", actor=STRANGER, at=clock.now())
    gateway.end_questions("case-1", actor=CLERK, at=clock.now())
    make_due()
    assert gateway.ask_due() == 0
    assert connected.log() == []
    assert gateway.questions("case-1")[0].text.zh == "公安局没有答。这件事已经了结，不再问了。"
    assert audit.entries_on("question", question)[0].action.name == "gateway.ended"


def test_an_answer_on_its_way_when_it_was_decided_is_kept(connected: Department) -> None:
    question = ask_for_mother()
    claimed = ask_due_module._claim(set())
    assert claimed is not None
    gateway.end_questions("case-1", actor=CLERK, at=clock.now())
    _exchange.exchange(claimed, timeout=10, retry=True)
    assert gateway.answer(question, actor=WORKER, at=clock.now()).found


def test_a_failure_on_its_way_when_it_was_decided_is_not(connected: Department) -> None:
    ask_for_mother()
    meanwhile(lambda: gateway.end_questions("case-1", actor=CLERK, at=clock.now()))
    assert gateway.ask_due() == 1
    row = Question.objects.get()
    assert (row.state, row.next_at) == ("ended", None)


def prefill() -> str:
    """Ask before a page; the state when there is no answer."""
    try:
        gateway.ask(purpose_of(RESIDENT, "prefill"), DAUGHTER, actor=RESIDENT, at=clock.now())
    except gateway.NoAnswer as failure:
        return failure.state
    return "answered"


def kept_waiting(seconds: float, outcome: str = "slow", ago: float = 0) -> None:
    """An attempt that ended so."""
    question = Question.objects.get(pk=ask_for_mother())
    ended = clock.real_now() - timedelta(seconds=ago)
    sent = ended - timedelta(seconds=seconds)
    Attempt.objects.create(question=question, nonce=question.pk, sent_at=sent, ended_at=ended, outcome=outcome)


def test_who_just_kept_somebody_waiting_is_not_asked_before_a_page(connected: Department) -> None:
    kept_waiting(3)
    assert prefill() == "slow"
    assert connected.log() == []
    assert Question.objects.filter(use="prefill").count() == 0  # nothing was asked, and nothing says so


@pytest.mark.parametrize(
    ("seconds", "outcome", "ago"),
    [(3, "slow", 21), (0.1, "down", 0), (3, "answered", 0), (3, "garbled", 0)],
)
def test_others_are_asked_before_a_page(connected: Department, seconds: float, outcome: str, ago: float) -> None:
    kept_waiting(seconds, outcome, ago)
    assert prefill() == "answered"


def test_one_answer_and_it_is_asked_again(connected: Department) -> None:
    kept_waiting(3, "slow", ago=5)
    kept_waiting(0.1, "answered", ago=1)
    assert prefill() == "answered"


def test_only_one_waits_in_a_process(connected: Department) -> None:
    import threading

    told = []
    with in_line() as is_first:
        second = threading.Thread(target=lambda: told.append(_turn()))
        second.start()
        second.join()
    assert (is_first, told) == (True, [False])
    assert _turn()


def _turn() -> bool:
    with in_line() as is_our_turn:
        return is_our_turn
