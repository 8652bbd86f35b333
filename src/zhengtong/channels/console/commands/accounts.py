"""`zhengtong accounts`: the first accounts of a node, and people who leave."""

import argparse
import secrets
from typing import TYPE_CHECKING

from zhengtong.channels.console import typed
from zhengtong.channels.console.registry import BAD, GOOD, Command, Group, Node
from zhengtong.channels.console.say import complain, say, say_refusal
from zhengtong.kernel.codes import CodeError
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

if TYPE_CHECKING:
    from zhengtong.delivery.cases.data import PassedOn

_ENDS = Text("{name}的“{post}”做到 {day}。", "{name} holds the post {post} until {day}.")
_PASSED = Text("登录已退出。交出去 {count} 步：", "Signed out everywhere. Handed over, {count} steps:")
_WILL_PASS = Text(
    "到那天为止，手上现在有 {count} 步，过后交出去：", "Held now, handed over after that day, {count} steps:"
)
_STEP = Text("{number} {step}：{holder}", "{number} {step}: {holder}")
_UNMANNED = Text(
    "{organisation}没有别人在这个岗位上了，这些事没人办。先用 zhengtong accounts add 任命一个人。",
    "Nobody else holds such a post at {organisation}: appoint somebody by zhengtong accounts add.",
)
_DONE = Text(
    "{name}的账户开好了，岗位是{post}。\n登录名：{username}\n密码：{password}\n"
    "密码只显示这一次。第一次登录要开通动态验证码，再改密码。",
    "The account of {name} is open, post {post}.\nLogin: {username}\nPassword: {password}\n"
    "The password is shown only now. At the first sign-in turn on the second factor, then change the password.",
)


def _person(parser: argparse.ArgumentParser, node: Node) -> None:
    options = (
        ("--name", Text("姓名", "name")),
        ("--id-number", Text("公民身份号码", "resident ID")),
        ("--organisation", Text("单位的统一社会信用代码", "credit code of the organisation")),
        ("--post", Text("岗位名，和 organisations.yaml 里一样", "name of the post, as in organisations.yaml")),
    )
    parser.add_argument("username", help=Text("登录名", "login").in_(node.language))
    for option, words in options:
        parser.add_argument(option, required=True, help=words.in_(node.language))


def add(arguments: argparse.Namespace, node: Node) -> int:
    """0 when the account is open; 1 says why not, and nothing is changed."""
    from zhengtong.kernel import clock
    from zhengtong.kernel.actor import system
    from zhengtong.trust.identity import api as identity

    password = secrets.token_urlsafe(12)
    try:
        opened = identity.employ(
            username=arguments.username,
            name=arguments.name,
            password=password,
            id_number=arguments.id_number,
            organisation=arguments.organisation,
            post=arguments.post,
            actor=system("accounts add"),
            at=clock.now(),
        )
    except CodeError as error:
        complain(error.text, node.language)
        return BAD
    except Refusal as refusal:
        say_refusal(refusal, node.language)
        return BAD
    words = {"name": arguments.name, "post": arguments.post, "username": opened.username}
    say(_DONE, node.language, password=password, **words)
    return GOOD


def _leaver(parser: argparse.ArgumentParser, node: Node) -> None:
    day = Text(
        "在岗的最后一天，默认今天；早于今天就马上生效", "last day in the post, today by default; before today: at once"
    )
    to = Text("接手的人的登录名；不写就还给本单位", "login of who takes over; left out: the office takes it back")
    parser.add_argument("username", help=Text("登录名", "login").in_(node.language))
    parser.add_argument("--last-day", type=typed.day(node), help=day.in_(node.language))
    parser.add_argument("--to", help=to.in_(node.language))


def leave(arguments: argparse.Namespace, node: Node) -> int:
    """0 when the posts end and everything held goes on; 1 says why not, or where nobody is left to do it."""
    from zhengtong.journeys.leave import leave as journey
    from zhengtong.kernel import clock
    from zhengtong.kernel.actor import system
    from zhengtong.trust.identity import api as identity

    account = identity.account_named(arguments.username)
    left = journey(
        account.id,
        last_day=arguments.last_day or clock.today(),
        successor=identity.account_named(arguments.to).id if arguments.to else "",
        actor=system("accounts leave"),
        at=clock.now(),
    )
    for post in left.posts:
        say(_ENDS, node.language, name=account.name, post=post.post, day=post.until)
    say(_PASSED if left.is_over else _WILL_PASS, node.language, count=len(left.steps))
    for step in left.steps:
        held = step.holder if left.is_over and step.holder else Text("本单位", "the office").in_(node.language)
        say(_STEP, node.language, number=step.number, step=step.name.in_(node.language), holder=held)
    unmanned = {step.organisation for step in left.steps if not _others(step, account.id)}
    for organisation in sorted(unmanned):
        complain(_UNMANNED, node.language, organisation=organisation)
    return BAD if unmanned else GOOD


def _others(step: "PassedOn", leaver: str) -> bool:
    from zhengtong.trust.identity import api as identity

    return any(one.id != leaver for one in identity.colleagues(step.organisation, step.permission))


COMMAND = Group(
    "accounts",
    Text("工作人员和三员的账户", "Accounts of staff and of the three administrators"),
    (
        Command("add", Text("开一个账户并任命岗位", "Open an account and give it a post"), add, _person),
        Command(
            "leave",
            Text("结束一个人的任职，手上的事交出去", "End somebody's posts and hand their work over"),
            leave,
            _leaver,
        ),
    ),
)
