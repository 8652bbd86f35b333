"""Whom the words of a source file reach. What is named in neither list, people outside never meet."""

from fnmatch import fnmatch

from zhengtong.kernel.text import Text

DESK_ONLY = "# desk only"
"""Stands behind a text, or on the line above it, that clerks alone read in a file that speaks to people too."""

ANYONE = Text("打开网页的人", "whoever opens the pages")
SIGNING_IN = Text("登录、注册的人", "whoever signs in or signs up")
APPLICANT = Text("办事的人", "the applicant and who applies for them")
LOOKED_AT = Text("被查到的人", "the person somebody looked up")
PROGRAM = Text("用接口办事的人", "who applies by a program")

_MET = (
    ("channels/portal/accounts/*", SIGNING_IN),
    ("channels/portal/templates/account/*", SIGNING_IN),
    ("channels/portal/templates/mfa/*", SIGNING_IN),
    ("channels/portal/*", APPLICANT),
    ("channels/ui/*", ANYONE),
    ("channels/api/_*.py", PROGRAM),
    ("delivery/*/_actions.py", LOOKED_AT),
    ("sharing/gateway/_actions.py", LOOKED_AT),
    ("journeys/*", APPLICANT),
    ("oversight/ratings/*", APPLICANT),
    ("delivery/*", APPLICANT),
    ("offer/*", APPLICANT),
    ("sharing/gateway/*", APPLICANT),
    ("office/*", APPLICANT),
    ("trust/identity/*", SIGNING_IN),
    ("trust/seals/*", ANYONE),
    ("kernel/codes/*", APPLICANT),
    ("kernel/errors.py", APPLICANT),
    ("kernel/idempotency.py", PROGRAM),
    ("kernel/money.py", APPLICANT),
)
_NOT_MET = (
    # the page that shows every component, for who builds pages
    "channels/ui/samples*.py",
    "channels/ui/templates/design/*",
    "channels/ui/texts/*",
    "channels/ui/templates/layouts/desk.html",
    # what is said to who writes a folder of a service, by `zhengtong services check`
    "offer/catalogue/_check.py",
    "offer/catalogue/_folder.py",
    "offer/catalogue/_lines.py",
    "offer/catalogue/_operations/*",
    "offer/catalogue/_readers.py",
    "offer/catalogue/_service_checks.py",
    "offer/catalogue/data.py",
    "offer/forms/_check_entries.py",
    "offer/forms/_reader.py",
    "offer/rules/_reader.py",
    "offer/search/_words.py",
    "offer/workflow/_bpmn.py",
    "offer/workflow/_checks_*.py",
    "offer/workflow/_problems.py",
    "offer/workflow/_reader.py",
    "offer/workflow/_xml.py",
)


def who_meets(file: str) -> Text | None:
    """Who meets what a file of the package says, by its path inside it; None when nobody outside does."""
    if any(fnmatch(file, pattern) for pattern in _NOT_MET):
        return None
    return next((who for pattern, who in _MET if fnmatch(file, pattern)), None)


def patterns() -> tuple[str, ...]:
    """Every pattern of both lists."""
    return (*(pattern for pattern, _ in _MET), *_NOT_MET)
