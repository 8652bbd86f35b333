"""`zhengtong doctor`: is this node healthy, and what to mend."""

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from zhengtong.channels.console import running_out
from zhengtong.channels.console.check import Check
from zhengtong.channels.console.registry import BAD, GOOD, Command, Needs, Node
from zhengtong.channels.console.say import say
from zhengtong.kernel.text import Text

_GIGABYTE = 1_000_000_000
_MIN_FREE_GB = 1
_MAX_WAITING = 1000
_ONLY_OWNER = 0o077
_MARK = {True: "✓", False: "✗"}
_KINDS = {
    "events": Text("消息", "events"),
    "mail": Text("邮件", "mails"),
    "texts": Text("短信", "text messages"),
    "questions": Text("问部门", "questions"),
    "papers": Text("文书", "papers"),
    "licences": Text("证照", "licences"),
}
_TOLD_APART = {"audit"}
_LOG_GOES_ON = Text("审计日志接得上", "The audit log goes on")
_LOG_STOPPED = Text(
    "审计日志停了，新的记录都没签：{why}先运行 zhengtong audit verify 看坏在哪，再从备份恢复",
    "The audit log stands still, nothing new is signed: {why} See zhengtong audit verify, then restore a backup",
)
_STUCK = Text(
    "试了多次还不成：{kinds}。原因看 worker 的日志，修好会自己接着办",
    "Tried many times in vain: {kinds}. The worker's log says why; once mended they go on by themselves",
)
_SILENT = Text(
    "{provider}不答（{resource}）：{count} 件在等，上次答复 {last}。问问对方；好了会自己接着问",
    "{provider} does not answer ({resource}): {count} wait, last answer {last}. Call them; asking goes on by itself",
)
_NEVER_ANSWERED = Text(
    "{provider}从没答过（{resource}）：{count} 件在等。看 connections.yaml 里的地址，或者问问对方",
    "{provider} never answered ({resource}): {count} wait. See its address in connections.yaml, or call them",
)
_LIMITS_ON = Text("一个人做多少有限数", "What one person may do is limited")
_LIMITS_OFF = Text(
    "这些不限数：{names}。不是演示就在 limits.yaml 里写上数，或者删掉这几行",
    "Without a limit: {names}. Unless this is a demo, write numbers in limits.yaml or take the lines out",
)
_ALL_GOOD = Text("都好。", "All is well.")
_SOME_BAD = Text("有 {count} 处要处理。", "{count} things need attention.")
_ONE_BAD = Text("有 1 处要处理。", "1 thing needs attention.")


def checks(home: Path) -> Iterator[Check]:
    """Everything doctor looks at, the database first; without one the rest about it is left out."""
    database = _database()
    yield database
    if database.good:
        migrations = _migrations()
        yield migrations
        if migrations.good:
            yield _outbox()
            yield _failing()
            yield _audit()
            yield from _departments()
    yield _keys()
    yield _privacy(home)
    yield _disk(home)
    if not (home / "demo.json").exists():
        yield _limits()
    yield from running_out.checks(home)


def _limits() -> Check:
    """A demo lets a few people do the work of hundreds; its file may have been taken along into a home that is none."""
    off = sorted(name for name, most in settings.ZHENGTONG_LIMITS.items() if most is None)
    return Check(False, _LIMITS_OFF.format(names=" ".join(off))) if off else Check(True, _LIMITS_ON)


def _database() -> Check:
    from django.db import OperationalError

    from zhengtong.channels.console.database import answers

    try:
        return Check(True, Text("数据库应答：{it}", "The database answers: {it}").format(it=answers()))
    except OperationalError as error:
        text = Text(
            "数据库连不上。看它开着没有，ZHENGTONG_DATABASE_URL 对不对。驱动的原话：“{error}”",
            "The database does not answer. Is it running, is ZHENGTONG_DATABASE_URL right? The driver says: “{error}”",
        )
        return Check(False, text.format(error=(str(error).splitlines() or [""])[0].strip()))


def _migrations() -> Check:
    from zhengtong.kernel.readiness import unapplied_migrations

    count = len(unapplied_migrations())
    if not count:
        return Check(True, Text("数据库是这一版的样子", "The database has the form of this version"))
    text = Text(
        "还有 {count} 步升级没做：运行 zhengtong migrate",
        "{count} migrations are not applied: run zhengtong migrate",
    )
    return Check(False, text.format(count=count))


def _outbox() -> Check:
    from zhengtong.kernel.events import api as events

    count = events.waiting()
    text = Text("待传的消息 {count} 条", "{count} events wait for delivery")
    slow = Text("；后台可能没在运行", "; the worker may not be running")
    good = count <= _MAX_WAITING
    return Check(good, (text if good else Text(text.zh + slow.zh, text.en + slow.en)).format(count=count))


def _failing() -> Check:
    """What was tried many times in vain, by kind of work."""
    from zhengtong.kernel import work

    counts = {name: count for name, count in work.failing().items() if count and name not in _TOLD_APART}
    if not counts:
        return Check(True, Text("没有一直办不成的事", "Nothing fails time after time"))
    kinds = Text(*("，".join(f"{_KINDS[name].in_(lang)} {n}" for name, n in counts.items()) for lang in ("zh", "en")))
    return Check(False, Text(_STUCK.zh.format(kinds=kinds.zh), _STUCK.en.format(kinds=kinds.en.replace("，", ", "))))


def _audit() -> Check:
    """As the worker found it: looking through all of it takes `audit verify`."""
    from zhengtong.trust.audit import api as audit

    why = audit.stopped()
    return Check(False, _LOG_STOPPED.format(why=why)) if why else Check(True, _LOG_GOES_ON)


def _departments() -> Iterator[Check]:
    """Those that do not answer."""
    from zhengtong.kernel import clock
    from zhengtong.sharing.gateway import api as gateway

    silent = gateway.silent()
    for one in silent:
        last = f"{one.last_answer.astimezone(clock.CHINA):%Y-%m-%d %H:%M}" if one.last_answer else ""
        words = _SILENT if last else _NEVER_ANSWERED
        said = words.format(provider=one.provider, resource=one.resource, count=one.waiting, last=last)
        yield Check(False, said)
    if not silent:
        yield Check(True, Text("问过的部门都答得上", "Every department that was asked answers"))


def _keys() -> Check:
    from zhengtong.trust.keys import api as keys

    try:
        keys.require()
    except keys.KeyMissing as lost:
        return Check(False, lost.text.format(**lost.params))
    return Check(True, Text("密钥都在", "The keys are all there"))


def _privacy(home: Path) -> Check:
    """The home, what stands in it and every key may be read by their owner alone."""
    looked_at = (home, *home.iterdir(), *(home / "keys").rglob("*"))
    open_ones = {path.name for path in looked_at if path.stat().st_mode & _ONLY_OWNER}
    if not open_ones:
        return Check(True, Text("数据和密钥只有本账户能读", "Data and keys are readable by this account alone"))
    text = Text("别的账户能读到 {names}：chmod -R go= {home}", "Others can read {names}: chmod -R go= {home}")
    return Check(False, text.format(names=", ".join(sorted(open_ones)), home=home))


def _disk(home: Path) -> Check:
    free = shutil.disk_usage(home).free / _GIGABYTE
    text = Text("磁盘还剩 {free:.1f} GB", "{free:.1f} GB of disk are free")
    return Check(free >= _MIN_FREE_GB, text.format(free=free))


def run(arguments: argparse.Namespace, node: Node) -> int:
    seen = list(checks(node.home))
    for check in seen:
        say(Text(f"{_MARK[check.good]} {check.text.zh}", f"{_MARK[check.good]} {check.text.en}"), node.language)
    bad = sum(not check.good for check in seen)
    say({0: _ALL_GOOD, 1: _ONE_BAD}.get(bad, _SOME_BAD), node.language, count=bad)
    return BAD if bad else GOOD


COMMAND = Command("doctor", Text("检查这个节点是否正常", "Check whether this node is healthy"), run, needs=Needs.HOME)
