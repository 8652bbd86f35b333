"""Made `first.tar.gz`: a node as the first landed release left it, with something in every state it knew.

    git worktree add ../first e46168b && cd ../first && make venv
    ZHENGTONG_HOME=$(mktemp -d)/home .venv/bin/python ../main/tests/upgrade/make_first.py first.tar.gz

Runs on the code of that release, not on today's: its demo does the main job over HTTP, then what is left half done is
done half. The city is fictional, its keys are this fixture's own. `first.json` says what must be there afterwards.
"""

import contextlib
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path.cwd() / "demo"))
OPINION = "户籍里查不到这个人，请带户口本到窗口核对。"
DAUGHTER, YULAN, DEFU = "李敏", "孙玉兰", "赵德福"
LEFT_OUT = ("static", "search", "serve.log", "register-process.log", "household-register.log", "demo-connections")


def main() -> None:
    subprocess.run([sys.executable, "demo/run.py", "--once"], check=True)
    os.environ["DJANGO_SETTINGS_MODULE"] = "zhengtong.config.settings"
    import django

    django.setup()
    import run

    with contextlib.ExitStack() as stack:
        log = run.HOME / "register-process.log"
        run.wait_until_listening(stack.enter_context(run.running(run.register(), log)), log)
        left = _with_department()
    left |= _without_department()
    home = run.HOME
    with tarfile.open(sys.argv[1], "w:gz") as file:
        file.add(home, "home", filter=lambda entry: None if Path(entry.name).name in LEFT_OUT else entry)
    Path(sys.argv[1]).with_name("first.json").write_text(json.dumps(left, ensure_ascii=False, indent=1) + "\n")


def _with_department() -> "dict[str, str]":
    """What came to an end, and what waits for people."""
    from zhengtong.delivery.cases import api as cases
    from zhengtong.journeys.decide import decide
    from zhengtong.journeys.rate import rate
    from zhengtong.kernel import clock

    approved, unknown, refused = _apply(YULAN), _apply(DEFU, "查无此人"), _apply(DAUGHTER, "王有福")
    _work()
    clerk = _staff()
    seen = cases.case(refused, actor=clerk, at=clock.now(), reason="作决定").evidence_hash
    decide(refused, "refuse", OPINION, seen, {}, actor=clerk, at=clock.now())
    _work()
    rate(refused, 5, "没人跟我说要带什么", channel="web", actor=_resident(DAUGHTER), at=clock.now())
    return {"approved": approved, "with_person": unknown, "refused": refused}


def _without_department() -> "dict[str, str]":
    """What waits for a department that is down, what the worker has not seen yet, and what is half filled in."""
    from zhengtong.journeys.begin import begin
    from zhengtong.kernel import clock

    checking = _apply(YULAN)
    _work()
    sent = _apply(DEFU, "查无此人")
    draft = begin("old-age-allowance", actor=_resident(DAUGHTER), at=clock.now())
    return {"checking": checking, "sent": sent, "draft": draft.id}


def _apply(who: str, other: str = "") -> str:
    from zhengtong.journeys.apply import apply
    from zhengtong.kernel import clock
    from zhengtong.kernel.idempotency import RequestKey

    answers = {"for_whom": "self", "pay_to": "social_card", "phone": "19900000028"}
    if other:
        answers |= {"for_whom": "other", "for_whom.name": other, "for_whom.id_number": "990101194403150046"}
    key = RequestKey(os.urandom(16).hex(), os.urandom(32).hex())
    return apply("old-age-allowance", answers, request=key, actor=_resident(who), at=clock.now())


def _work() -> None:
    """What the worker does, until nothing is due."""
    from zhengtong.kernel import work

    work.run_all()


def _resident(name: str):
    return _actor(lambda actor, user: user.kind == "resident" and _named(actor) == name)


def _staff():
    return _actor(lambda actor, user: "cases.handle" in actor.permissions)


def _named(actor) -> str:
    from zhengtong.trust.identity import api as identity

    return identity.person(actor.person).name if actor.person else ""


def _actor(fits):
    from django.contrib.auth import get_user_model

    from zhengtong.trust.identity import api as identity

    pairs = ((identity.actor_for(user), user) for user in get_user_model().objects.order_by("pk"))
    return next(actor for actor, user in pairs if fits(actor, user))


if __name__ == "__main__":
    main()
