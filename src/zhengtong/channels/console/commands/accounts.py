"""`zhengtong accounts add`: the first accounts of a node, for staff and for the three administrators."""

import argparse
import secrets

from zhengtong.channels.console.registry import BAD, GOOD, Command, Group, Node
from zhengtong.channels.console.say import complain, say, say_refusal
from zhengtong.kernel.codes import CodeError
from zhengtong.kernel.errors import Refusal
from zhengtong.kernel.text import Text

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


COMMAND = Group(
    "accounts",
    Text("工作人员和三员的账户", "Accounts of staff and of the three administrators"),
    (Command("add", Text("开一个账户并任命岗位", "Open an account and give it a post"), add, _person),),
)
