"""Refusals of this context, for `api` to re-export."""

from zhengtong.kernel.errors import NotFound, Refusal
from zhengtong.kernel.text import Text


class AccountExists(Refusal):
    """This person already has a proven account, or the phone or user name belongs to another account."""

    code = "account_exists"
    text = Text("这个人已经有账户了。直接登录就行。", "This person already has an account. Sign in with it.")


class NoSuchLogin(NotFound):
    """Said to the operator alone: who signs in is not told which user names there are."""

    code = "no_such_login"
    # desk only
    text = Text(
        "没有登录名是 {username} 的账户。看看有没有写错。",
        "No account has the user name {username}. Check its spelling.",
    )


class PhoneTaken(Refusal):
    code = "phone_taken"
    text = Text(
        "这个手机号已经开过账户。直接登录，或者换一个号码。", "This phone has an account. Sign in or use another."
    )


class OneAdministratorOnly(Refusal):
    """The three administrators are three people (三权分立)."""

    code = "one_administrator_only"
    # desk only
    text = Text(
        "系统、安全、审计三种管理员要由三个人担任，这个人已经担任了一种。",
        "System, security and audit administrator must be three people, and this person already is one of them.",
    )


class UnknownHolder(Refusal):
    """An administrator must be a known person, else two accounts could hide one person."""

    code = "unknown_holder"
    # desk only
    text = Text("担任管理员要先登记本人身份证号。", "An administrator's own resident ID must be on record first.")


class AlreadyHolds(Refusal):
    code = "already_holds"
    # desk only
    text = Text("这个人那段时间已经在这个岗位上了。", "This person already holds the post in that time.")


class BadPeriod(Refusal):
    code = "bad_period"
    status = 422
    # desk only
    text = Text("结束日期不能早于开始日期。", "The end must not be before the beginning.")
