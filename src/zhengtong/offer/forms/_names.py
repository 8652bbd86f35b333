"""An answer that must be the name of somebody the form knows, such as the name on a household's account."""

from collections.abc import Iterator

from zhengtong.kernel.text import Text
from zhengtong.offer.forms._answers import AnswerError
from zhengtong.offer.forms.data import Facts, Question

APPLICANT = "applicant"


def names_of(question: Question, facts: Facts) -> tuple[str, ...]:
    """The names an answer may be, each once: of the applicant, of a party, of the people who count."""
    return tuple(dict.fromkeys(name for source in question.name_of for name in _names(source, facts)))


def _names(source: str, facts: Facts) -> Iterator[str]:
    if source == APPLICANT:
        yield facts["applicant"]["name"]
        return
    answer = facts.get("answers", {}).get(source) or []
    for one in answer if isinstance(answer, list) else [answer]:
        if "name" in one and one.get("counts", True):
            yield one["name"]


def is_named(question: Question, name: object, facts: Facts) -> bool:
    """Whether a name is one of those; any is, where the question does not say whose it must be."""
    return not question.name_of or _plain(str(name)) in {_plain(one) for one in names_of(question, facts)}


def require_named(question: Question, name: str, facts: Facts) -> None:
    """AnswerError with the names that are possible."""
    if not is_named(question, name, facts):
        names = names_of(question, facts)
        raise AnswerError(
            "not_named",
            Text(
                f"要写家里人的名字：{'、'.join(names)}。您写的是“{name}”。",
                f"Write the name of one of these: {', '.join(names)}. You wrote “{name}”.",
            ),
        )


def _plain(name: str) -> str:
    return "".join(name.split())
