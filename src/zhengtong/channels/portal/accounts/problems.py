"""What is wrong with an answer on an account page, in our own words, by the code of the error."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError

from zhengtong.kernel.errors import FieldProblem, Refusal
from zhengtong.kernel.text import Text

_TEXTS = {
    "required": Text("这里还没写", "This is still empty"),
    "username_password_mismatch": Text(
        "手机号（用户名）或密码不对。再输一次", "That phone (or user name) and password do not fit"
    ),
    "invalid_login": Text("手机号（用户名）或密码不对。再输一次", "That phone (or user name) and password do not fit"),
    "too_many_login_attempts": Text(
        "输错的次数太多了。先停 15 分钟再登录；不是您输的，请改密码",
        "Too many wrong tries. Wait 15 minutes, then sign in; if it was not you, change your password",
    ),
    "rate_limited": Text("试得太快了。等一分钟再试", "Too many tries. Wait a minute"),
    "incorrect_code": Text(
        "验证码不对或已经过时。看手机上最新的 6 位数再输", "That code is wrong or too old. Enter the newest 6 digits"
    ),
    "incorrect_spare_code": Text(
        "这个备用码不对或者用过了，换一个没用过的", "That spare code is wrong or used up. Enter one you have not used"
    ),
    "incorrect_password": Text("密码不对。再输一次", "That password is wrong. Try again"),
    "enter_current_password": Text("现在的密码不对。再输一次", "The present password is wrong. Try again"),
    "password_too_short": Text("密码太短，至少 10 个字符", "Too short: use at least 10 characters"),
    "password_too_common": Text(
        "这个密码很多人在用，容易被猜到。换一个", "Many people use this password. Choose another"
    ),
    "password_entirely_numeric": Text("不能全是数字，加几个字母", "Not only digits: add some letters"),
    "password_too_similar": Text(
        "密码和您的姓名、手机号太像，容易被猜到。换一个", "Too close to your name or phone. Choose another"
    ),
    "max_length": Text(
        "有 {show_value} 个字。写在 {limit_value} 个字以内", "It has {show_value} characters. At most {limit_value}"
    ),
    "cannot_delete_authenticator": Text(
        "工作人员登录必须用动态验证码，不能关", "Staff must keep the second factor; it cannot be turned off"
    ),
    "cannot_generate_recovery_codes": Text("先开通动态验证码，才有备用码", "Turn on the second factor first"),
    "null_characters_not_allowed": Text("里面有不能用的字符，请重新输", "There is a character that cannot be used"),
}


def told(text: Text) -> ValidationError:
    """A form's error that carries its own words in both languages."""
    return ValidationError(text.zh, code="told", params={"told": text})


def of_field(problem: FieldProblem) -> ValidationError:
    """A field's problem from an operation as a form's error."""
    return told(problem.text)


def of_refusal(refusal: Refusal) -> ValidationError:
    """A refusal of an operation as a form's error."""
    return told(refusal.text.format(**refusal.params))


def words(error: ValidationError) -> Text:
    """The words for a form's error; KeyError for one nobody wrote words for (a test walks them)."""
    if error.code == "told":
        carried = (error.params or {})["told"]
        assert isinstance(carried, Text)
        return carried
    return _TEXTS[str(error.code)].format(**(error.params or {}))


def all_words(errors: Sequence[ValidationError]) -> Text:
    """Everything that is wrong with one answer, in one go: who mends the first only to hear the next comes twice."""
    said = list(dict.fromkeys(words(error) for error in errors))
    return Text("。".join(one.zh.rstrip("。") for one in said), ". ".join(one.en.rstrip(".") for one in said))
