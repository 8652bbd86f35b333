"""What is said when a page cannot be shown: what happened, in plain words, and what to do next."""

from dataclasses import dataclass

from zhengtong.kernel.text import Text


@dataclass(frozen=True, slots=True)
class ErrorWords:
    """The sentence on top and what to do next."""

    title: Text
    next: Text


PAGES = {
    400: ErrorWords(
        Text("这个请求我们看不懂。", "We could not read this request."),
        Text(
            "网址可能少了一截。回到上一页再点一次，或者从首页找。",
            "Part of the address may be missing. Go back and try the link again, or start from the home page.",
        ),
    ),
    403: ErrorWords(
        Text("这一页您现在看不了。", "This page is not open to you."),
        Text(
            "如果您有别的账户，换那个账户登录再来。觉得不对，请打电话问我们。",
            "If you have another account, sign in with it and come back. If this seems wrong, call us.",
        ),
    ),
    404: ErrorWords(
        Text("这里没有这一页。", "There is no such page here."),
        Text(
            "网址可能抄错了，或者这一页已经搬走。从首页找，或者打电话问。",
            "The address may be mistyped, or the page has moved. Start from the home page, or call us.",
        ),
    ),
    405: ErrorWords(
        Text("这一步不能直接打开。", "This step cannot be opened directly."),
        Text("回到上一页，用页面上的按钮做。", "Go back and use the button on the page."),
    ),
    409: ErrorWords(
        Text("这一步现在做不了。", "This cannot be done now."),
        Text("回到上一页，看看现在到哪一步了。", "Go back and see where things stand now."),
    ),
    422: ErrorWords(
        Text("填的有几处要改。", "Some entries need a change."),
        Text("回到上一页改好，再交一次。", "Go back, change them and send it again."),
    ),
    429: ErrorWords(
        Text("点得太快了，先歇一会。", "That was too many times in a row."),
        Text("等一分钟再试。您填的没有丢。", "Wait a minute and try again. Nothing you typed is lost."),
    ),
    500: ErrorWords(
        Text("这里出了错，是我们的问题。", "Something broke here, and it is our fault."),
        Text(
            "已经记下，会有人来修。过几分钟再试；已经存过的内容都在。",
            "It is on record and somebody will mend it. Try again in a few minutes; what was saved is still there.",
        ),
    ),
    503: ErrorWords(
        Text("网站正在维护，一会儿就好。", "We are working on the site; it will be back soon."),
        Text(
            "过几分钟再打开。已经交的申请照常在办，不受影响。",
            "Open it again in a few minutes. Applications already sent go on as usual.",
        ),
    ),
}

AWAY = ErrorWords(
    Text("现在连不上数据，一会儿就好。", "The data cannot be reached just now; they will be back soon."),
    Text(
        "过一分钟再试。存过的都在；刚才交的没有看到回执，就再交一次，不会重复。",
        "Try again in a minute. What was saved is still there; what you sent just now and saw no receipt for, "
        "send once more: it will not count twice.",
    ),
)
"""A 503 of the moment: the database is being moved to another machine, or has no room."""

AT_DESK = {
    403: ErrorWords(
        Text("这一步您的岗位办不了。", "Your post cannot do this."),
        Text(
            "该谁办，办件那一页上写着。要开通权限，找您单位的管理员。",
            "The page of the case says whose it is. To be given the right, ask your office's administrator.",
        ),
    ),
    404: ErrorWords(
        Text("这一页没有，或者不归您的岗位看。", "There is no such page, or it is not for your post."),
        Text(
            "这一步可能已经办完，或者转给了别的岗位。从待办里找，或者在办件里找。",
            "The step may be done, or another post's by now. Look in your queue, or among the cases.",
        ),
    ),
    405: ErrorWords(
        Text(
            "这一步要用页面上的按钮办，不能直接打开网址。",
            "This is done by a button, not by its address.",
        ),
        Text("什么也没有改。回到那一页，再按一次。", "Nothing was changed. Go back to the page and press it again."),
    ),
    409: ErrorWords(
        Text(
            "这件事刚才有了变化，您这一步没有做成。",
            "Something changed a moment ago; this was not done.",
        ),
        Text(
            "可能同事先办了，或者开着另一个窗口。看看现在到哪一步，再接着办。",
            "A colleague may have been first, or another window is open. See where it stands, then go on.",
        ),
    ),
}
"""The same for who works at the desk: what happened, and where the work is found."""
